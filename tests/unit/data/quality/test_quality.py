"""Planted faults of labels and classes are found, and the untouched set is left in peace."""

import numpy as np
import pytest
from quality_images import scenes

from convscope.data import Split, load_data
from convscope.data.quality.class_counts import count_classes
from convscope.data.quality.giveaways import find_giveaway, is_without_colour
from convscope.data.quality.left_out import SMOOTHING, left_out_scores
from convscope.data.quality.overlaps import chance_of_telling, find_overlap
from convscope.data.quality.suspect_labels import find_suspect_labels, judged_by_others


@pytest.fixture(scope="module")
def digits():
    return load_data("digits").train


def test_planted_wrong_labels_are_found_with_the_right_class_proposed(digits):
    random = np.random.default_rng(0)
    wrong = random.permutation(len(digits))[: len(digits) // 20]
    labels = digits.labels.copy()
    labels[wrong] = (labels[wrong] + random.integers(1, 10, len(wrong))) % 10
    found = find_suspect_labels(Split(digits.images, labels), 10)
    is_hit = np.isin(found.images, wrong)
    assert is_hit.mean() > 0.95
    assert is_hit.sum() > 0.9 * len(wrong)
    hits = found.images[is_hit]
    assert (found.proposed[is_hit] == digits.labels[hits]).mean() > 0.95
    assert (np.diff(found.chances) <= 0).all()
    assert found.chances.min() >= 0.5
    assert found.num_expected == pytest.approx(is_hit.sum(), abs=3)
    assert found.noise.low <= 0.05 <= found.noise.high
    assert found.noise.p_value < 1e-9
    assert "labels are more likely wrong than right" in found.summary
    clean = find_suspect_labels(digits, 10)
    assert len(clean) <= 1
    assert clean.noise.p_value > 0.01


def test_where_classes_cannot_be_told_apart_no_label_is_called_wrong():
    random = np.random.default_rng(5)
    split = Split(scenes(300, 6), random.integers(0, 3, 300))
    found = find_suspect_labels(split, 3)
    assert found.agreement < 0.45
    assert len(found) == 0
    assert found.noise.high > 0.2  # nothing is ruled out either


def test_classes_of_few_images_have_no_part_in_the_labels_that_look_wrong(digits):
    labels = digits.labels.copy()
    labels[:3] = 11
    found = find_suspect_labels(Split(digits.images, labels), 12)
    assert not np.isin(found.images, [0, 1, 2]).any()
    assert set(found.proposed) <= set(range(10))
    assert len(found.noise.chances) == len(digits) - 3


def test_an_image_left_out_is_judged_as_if_the_rest_alone_were_fitted():
    random = np.random.default_rng(1)
    features = random.normal(size=(13, 5)).astype(np.float32)
    labels = np.arange(13) % 3
    scores = left_out_scores(features, labels, 3)
    squares = ((features[:, None] - features[None]) ** 2).sum(2)
    kernel = np.exp(-2 * squares / np.median(squares))
    targets = np.eye(3)[labels]
    mean = targets.mean(0)
    for one in range(13):
        rest = np.arange(13) != one
        inner = kernel[rest][:, rest] + SMOOTHING * np.eye(12)
        weights = np.linalg.solve(inner, targets[rest] - mean)
        np.testing.assert_allclose(scores[one], mean + kernel[one, rest] @ weights, atol=1e-5)


def test_a_class_inside_another_is_found_and_classes_apart_are_not(digits):
    scores = judged_by_others(digits, 10)
    clean = find_overlap(scores, digits.labels)
    assert clean is not None
    assert not clean.is_alike
    random = np.random.default_rng(2)
    ones = np.flatnonzero(digits.labels == 1)
    labels = digits.labels.copy()
    labels[random.choice(ones, len(ones) // 3, replace=False)] = 10
    found = find_overlap(judged_by_others(Split(digits.images, labels), 11), labels)
    assert found is not None
    assert (found.first, found.second) == (1, 10)
    assert found.is_alike
    assert found.p_value < 0.01


def test_how_rarely_two_classes_are_told_so_badly_is_counted_out():
    told = [(4, 7), (7, 4), (0, 0), (12, 9)]
    chances = [chance_of_telling(right, (12, 9)) for right in told]
    random = np.random.default_rng(6)
    first, second = random.binomial(12, 0.75, 200_000), random.binomial(9, 0.75, 200_000)
    for right, chance in zip(told, chances, strict=True):
        limit = right[0] / 12 + right[1] / 9 + 1e-9
        assert chance == pytest.approx((first / 12 + second / 9 <= limit).mean(), abs=2e-3)
    assert chances[2] == pytest.approx(0.25**21)  # a normal distribution says 7e-8
    assert chances[3] == pytest.approx(1)


def test_two_small_classes_prove_nothing():
    assert find_overlap(np.zeros((12, 2), np.float32), np.arange(12) % 2) is None


def test_a_watermark_of_one_class_gives_it_away():
    images = scenes(240, 4)
    labels = np.arange(240) % 3
    clean = find_giveaway(Split(images, labels), 3)
    assert clean is not None
    assert not clean.is_strong
    marked = images.copy()
    marked[labels == 1, 40:46, 36:47] = 230
    found = find_giveaway(Split(marked, labels), 3)
    assert found is not None
    assert found.is_strong
    assert (found.label, found.place) == (1, "bottom_right")
    assert found.p_value < 1e-20


def test_uneven_and_small_classes_are_counted():
    counts = count_classes(np.array([0] * 100 + [1] * 10 + [2] * 40), 3)
    assert counts.ratio == 10
    assert counts.is_uneven
    assert (counts.largest, counts.smallest, counts.small) == (0, 1, (1,))
    assert not count_classes(np.arange(90) % 3, 3).is_uneven
    assert count_classes(np.zeros(30, int), 2).ratio == float("inf")


def test_stored_in_colour_without_any():
    grey = scenes(5, 0)[..., :1].repeat(3, 3)
    assert is_without_colour(grey)
    assert not is_without_colour(scenes(5, 0))
    assert not is_without_colour(grey[..., :1])
    one_coloured = grey.copy()
    one_coloured[3] = scenes(1, 1)[0]
    assert not is_without_colour(one_coloured)
