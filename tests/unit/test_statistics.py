"""Intervals and tests against values known from elsewhere."""

import numpy as np
import pytest

from convscope.insight.measures.statistics import (
    compare_pairs,
    compare_shares,
    holm,
    images_for_estimate,
    images_for_pairs,
    images_for_share,
    images_for_shares,
    interval,
    of_several,
    p_at_least,
    p_at_most,
)


def lists(both, lost, gained, neither):
    before = np.repeat([True, True, False, False], [both, lost, gained, neither])
    after = np.repeat([True, False, True, False], [both, lost, gained, neither])
    return before, after


def test_shares_have_wilsons_interval():
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    assert interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert interval(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_pairs_are_compared_by_mcnemars_exact_test():
    found = compare_pairs(*lists(80, 9, 1, 10))
    assert found.estimate == pytest.approx(0.08)
    assert found.p_value == pytest.approx(11 / 2**10)  # 9 or 10 of 10 changes
    assert compare_pairs(*lists(34, 1, 0, 0)).p_value == pytest.approx(0.5)  # 35 to 34 of 35
    assert compare_pairs(*lists(35, 0, 0, 0)).p_value == 1


def test_paired_intervals_are_newcombes():
    # Newcombe 1998, Statistics in Medicine 17, 2635–2650, table III, method 10.
    found = compare_pairs(*lists(36, 12, 2, 0))
    assert (found.low, found.high) == pytest.approx((0.0569, 0.3404), abs=1e-4)


def test_other_images_are_compared_by_fishers_exact_test():
    from scipy.stats import fisher_exact

    found = compare_shares(8, 10, 4, 12)
    assert found.p_value == pytest.approx(fisher_exact([[8, 2], [4, 8]], "greater").pvalue)
    # Newcombe 1998, Statistics in Medicine 17, 873–890, table II, method 10.
    found = compare_shares(56, 70, 48, 80)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_exact_tails():
    assert p_at_most(0, 10, 0.5) == pytest.approx(2**-10)
    assert p_at_least(10, 10, 0.5) == pytest.approx(2**-10)
    assert p_at_least(0, 10, 0.5) == 1


def test_corrections():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]).tolist() == []
    assert of_several([0.02, 0.5, 0.9]) == pytest.approx(0.06)


@pytest.mark.parametrize("loss", [0.05, 0.1])
def test_so_many_pairs_show_a_loss_in_four_of_five_cases(loss):
    number = images_for_pairs(loss, 2 * loss, 0.01)
    random = np.random.default_rng(0)
    chances = [1 - 2 * loss, 1.5 * loss, 0.5 * loss]
    found = 0
    for _ in range(400):
        same, lost, gained = random.multinomial(number, chances)
        found += compare_pairs(*lists(same, lost, gained, 0)).p_value <= 0.01
    assert 0.72 < found / 400 < 0.87


def test_so_many_images_tell_shares_apart_in_four_of_five_cases():
    random = np.random.default_rng(1)
    number = images_for_share(0.8, 0.9, 0.01)
    found = [p_at_most(int(random.binomial(number, 0.8)), number, 0.9) <= 0.01 for _ in range(400)]
    assert 0.72 < np.mean(found) < 0.87
    number = images_for_shares(0.95, 0.9, 0.01)
    pairs = random.binomial(number, [0.95, 0.9], (400, 2))
    found = [compare_shares(a, number, b, number).p_value <= 0.01 for a, b in pairs.tolist()]
    assert 0.7 < np.mean(found) < 0.87


def test_how_many_images_show_an_effect_follows_from_the_reach_of_an_interval():
    # Means of numbers with standard deviation 1: the interval of 100 reaches 1.96 / 10.
    reach = 1.959964 / 10
    needed = ((2.326348 + 0.841621) / 0.2) ** 2
    assert images_for_estimate(100, reach, 0.2, 0.01) == int(np.ceil(needed)) == 251
    assert images_for_estimate(400, reach / 2, 0.2, 0.01) == 251
