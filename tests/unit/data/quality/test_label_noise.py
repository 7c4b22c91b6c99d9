"""How many labels are wrong: told from hard images, with intervals and chances that hold."""

import numpy as np
import pytest
from scipy.special import softmax

from convscope.data.quality.label_noise import estimate_noise


def drawn(random, number, num_classes, spread, wrong=0.0):
    """Returns scores, labels that follow from them at sharpness 1, and which were made wrong."""
    scores = spread * random.normal(size=(number, num_classes))
    chosen = softmax(scores, 1).cumsum(1) > random.random((number, 1))
    labels = chosen.argmax(1)
    is_wrong = random.random(number) < wrong
    moved = (labels + random.integers(1, num_classes, number)) % num_classes
    return scores, np.where(is_wrong, moved, labels), is_wrong


@pytest.mark.parametrize(("num_classes", "spread"), [(2, 4.0), (5, 3.0), (10, 8.0)])
def test_labels_that_are_all_right_look_wrong_as_rarely_as_promised(num_classes, spread):
    random = np.random.default_rng(0)
    said = [
        estimate_noise(*drawn(random, 300, num_classes, spread)[:2]).p_value <= 0.05
        for _ in range(60)
    ]
    # 5 % of 60 are 3; more than 8 would be chance in 1 of 100 such tests. The seed is fixed.
    assert sum(said) <= 8


@pytest.mark.parametrize("wrong", [0.03, 0.1, 0.25])
def test_the_share_its_interval_and_the_chances_are_true(wrong):
    random = np.random.default_rng(1)
    listed = expected = hits = covered = 0
    shares = []
    for _ in range(30):
        scores, labels, is_wrong = drawn(random, 400, 6, 6.0, wrong)
        found = estimate_noise(scores, labels)
        shares.append(found.share)
        covered += found.low <= wrong <= found.high
        is_listed = np.zeros(400, bool)
        is_listed[found.suspects] = True
        listed += is_listed.sum()
        hits += (is_listed & is_wrong).sum()
        expected += found.chances[is_listed].sum()
    assert np.mean(shares) == pytest.approx(wrong, rel=0.15)
    assert covered >= 26
    assert hits == pytest.approx(expected, rel=0.1)
    assert hits / listed > 0.75


def test_what_is_surer_throughout_does_not_make_labels_look_wrong():
    random = np.random.default_rng(2)
    scores, labels, _ = drawn(random, 500, 4, 3.0)
    plain, too_sure = estimate_noise(scores, labels), estimate_noise(5 * scores, labels)
    assert too_sure.p_value > 0.05
    np.testing.assert_allclose(too_sure.chances, plain.chances, atol=1e-2)
    assert (plain.share, plain.high) == pytest.approx((too_sure.share, too_sure.high), abs=1e-3)


def test_the_class_proposed_is_the_best_one_but_the_label():
    scores = np.array([[3.0, 1.0, 0.0], [3.0, 1.0, 0.0], [0.0, 1.0, 3.0]])
    assert estimate_noise(scores, np.array([0, 1, 0])).proposed.tolist() == [1, 0, 2]


@pytest.mark.parametrize(("number", "num_classes"), [(0, 3), (7, 1), (1, 2)])
def test_nothing_is_claimed_of_nothing(number, num_classes):
    found = estimate_noise(np.zeros((number, num_classes)), np.zeros(number, int))
    assert (found.low, found.p_value) == (0.0, 1.0)
    assert len(found.chances) == len(found.proposed) == number
    assert len(found.suspects) == 0


def test_where_little_can_be_told_little_is_claimed():
    random = np.random.default_rng(4)
    claimed = hits = 0.0
    for _ in range(30):
        scores, labels, is_wrong = drawn(random, 150, 4, 1.2, 0.05)
        found = estimate_noise(scores, labels)
        claimed += found.chances[found.suspects].sum()
        hits += is_wrong[found.suspects].sum()
    # The most likely share alone would claim 51 wrong labels here, of which 30 are.
    assert claimed - hits < 8


def test_the_most_suspicious_label_comes_first_and_chance_names_none():
    random = np.random.default_rng(3)
    scores, labels, _ = drawn(random, 400, 6, 6.0, 0.1)
    found = estimate_noise(scores, labels)
    chances = found.chances[found.suspects]
    assert (np.diff(chances) <= 0).all()
    assert chances.min() >= 0.5
    assert len(chances) == (found.chances >= 0.5).sum()
    # Scores without any meaning leave every share of wrong labels possible, and prove none.
    meaningless = estimate_noise(random.normal(size=(300, 3)), np.arange(300) % 3)
    assert (meaningless.low, meaningless.high) == (0.0, 0.5)
    assert len(meaningless.suspects) == 0
