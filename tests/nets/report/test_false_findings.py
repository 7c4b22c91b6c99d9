"""Nets without weaknesses get no findings, and nets with weaknesses get them."""

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from convscope.insight.measures.confidence import compare_confidence, right_count_distribution

PATH = Path(__file__).parents[3] / "benchmarks" / "false_findings.py"


@pytest.fixture(scope="module")
def simulation():
    spec = importlib.util.spec_from_file_location("false_findings", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("number", [35, 324])
def test_a_net_without_weaknesses_gets_no_finding(simulation, number):
    false, kinds, _ = simulation.share_of_false_reports(number, 40, seed=1)
    # 5 % of 40 are 2; more than 5 would be chance in 2 of 100 such tests. The seed is fixed.
    assert false <= 5, kinds
    assert isinstance(kinds, Counter)


def test_the_number_right_has_its_exact_distribution():
    from scipy.stats import binom

    equal = right_count_distribution(np.full(50, 0.3))
    np.testing.assert_allclose(equal, binom.pmf(np.arange(51), 50, 0.3), atol=1e-12)
    random = np.random.default_rng(0)
    chances = random.uniform(0.2, 1, 1200)
    mass = right_count_distribution(chances)
    numbers = np.arange(1201)
    mean = (mass * numbers).sum()
    assert mass.sum() == pytest.approx(1)
    assert mean == pytest.approx(chances.sum())
    assert (mass * (numbers - mean) ** 2).sum() == pytest.approx((chances * (1 - chances)).sum())


def answers(random, number, shown, true):
    """Returns two-class probabilities and labels: right with `true` where `shown` is said."""
    probabilities = np.stack((shown, 1 - shown), 1)
    return probabilities, (random.random(number) >= true).astype(np.int64)


@pytest.mark.parametrize("number", [35, 324])
def test_a_calibrated_net_is_as_rarely_suspected_as_promised(number):
    random = np.random.default_rng(2)
    values = []
    for seed in range(120):
        shown = random.uniform(0.6, 1, number)
        values.append(compare_confidence(*answers(random, number, shown, shown), seed).p_value)
    # 6 of 120 are 5 %; 13 would be chance in 1 of 200 such tests.
    assert np.count_nonzero(np.array(values) <= 0.05) <= 12


def test_a_net_that_is_wrongly_sure_is_found_with_the_right_direction():
    random = np.random.default_rng(3)
    shown = random.uniform(0.85, 0.99, 500)
    sure = compare_confidence(*answers(random, 500, shown, shown - 0.15))
    assert sure.way == "too_sure"
    assert sure.p_value < 1e-4
    unsure = compare_confidence(*answers(random, 500, shown - 0.15, shown))
    assert unsure.way == "too_unsure"
    assert unsure.p_value < 1e-4
    groups = np.where(np.arange(500) % 2 == 0, 0.12, -0.12)
    uneven = compare_confidence(*answers(random, 500, 0.8 - groups / 2, 0.8 + groups))
    assert uneven.way == "uneven"
    assert uneven.p_value < 0.01


def test_the_same_answers_give_the_same_test():
    random = np.random.default_rng(4)
    shown = random.uniform(0.6, 1, 60)
    given = answers(random, 60, shown, shown)
    assert compare_confidence(*given) == compare_confidence(*given)
