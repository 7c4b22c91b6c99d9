"""What whole sets say: robustness, near-duplicates, maps."""

import numpy as np
import pytest
import torch
from insight_nets import SIDE

from convscope.data import Split
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight import embed, find_leakage, map_embeddings, measure_robustness
from convscope.insight.measures.disturbances import DISTURBANCES
from convscope.insight.measures.embeddings import nearest


def curve(classifier, split, name):
    (found,) = measure_robustness(classifier, split, [name]).curves
    return found


def test_a_net_that_takes_the_mean_has_a_flat_curve(blob_classifier, blobs):
    found = curve(blob_classifier, blobs, "shift")
    assert found.accuracies.tolist() == [1.0] * 7
    assert {loss.p_value for loss in found.losses} == {1.0}


def test_a_net_that_looks_at_one_place_falls_where_the_blob_leaves_it(place_classifier, blobs):
    found = curve(place_classifier, blobs, "shift")
    # The blob reaches one pixel to each side: after two pixels the middle is empty.
    assert found.accuracies.tolist() == [1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5]
    assert found.losses[2].estimate == 0.5
    assert found.losses[2].p_value == 2.0**-15  # 15 verdicts change, all for the worse
    assert found.intervals[2] == pytest.approx((0.33, 0.70), abs=0.01)


def test_curves_can_be_made_again_and_say_what_they_rest_on(blob_classifier, blobs):
    result = measure_robustness(blob_classifier, blobs, ["noise", "turn"], sample=11, seed=3)
    again = measure_robustness(blob_classifier, blobs, ["noise", "turn"], sample=11, seed=3)
    assert result.num_images == 11
    for one, other in zip(result.curves, again.curves, strict=True):
        np.testing.assert_array_equal(one.accuracies, other.accuracies)
    assert "of 11 test images" in result.summary


@pytest.mark.parametrize("name", DISTURBANCES)
def test_the_neutral_strength_changes_nothing_and_others_do(name):
    disturbance = DISTURBANCES[name]
    random = np.random.default_rng(0)
    images = torch.from_numpy(random.integers(60, 190, (3, 13, 11, 3)).astype(np.float32))
    assert disturbance.neutral in disturbance.strengths
    for strength in disturbance.strengths:
        if strength != disturbance.neutral:
            changed = disturbance.apply(images, strength, np.random.default_rng(1))
            assert changed.shape == images.shape
            assert not torch.allclose(changed, images)
    if name != "blur":
        same = disturbance.apply(images, disturbance.neutral, np.random.default_rng(1))
        torch.testing.assert_close(same, images, atol=1e-3, rtol=0)


def test_what_comes_in_has_the_colour_of_the_border():
    images = torch.full((1, 9, 9, 3), 200.0)
    images[0, 3:6, 3:6] = 20
    for name, strength in (("shift", 3), ("turn", 30), ("scale", 0.6), ("blur", 1)):
        changed = DISTURBANCES[name].apply(images, strength, np.random.default_rng(0))
        assert changed[0, 0, 0].tolist() == pytest.approx([200, 200, 200], abs=0.01)


def test_planted_duplicates_are_found(blob_classifier):
    random = np.random.default_rng(5)
    train = Split(
        random.integers(0, 256, (40, SIDE, SIDE, 1), dtype=np.uint8), random.integers(0, 2, 40)
    )
    images = random.integers(0, 256, (10, SIDE, SIDE, 1), dtype=np.uint8)
    images[2] = train.images[31]
    noise = random.integers(-9, 10, (SIDE, SIDE, 1))
    images[7] = np.clip(train.images[4].astype(int) + noise, 0, 255)
    labels = np.zeros(10, np.int64)
    labels[2] = 1 - train.labels[31]
    result = find_leakage(blob_classifier, train, Split(images, labels))
    found = {pair.test: pair for pair in result.pairs}
    assert set(found) == {2, 7}
    assert (found[2].other, found[2].kind, found[2].difference) == (31, "copy", 0.0)
    assert (found[7].split, found[7].other) == ("train", 4)
    assert not found[2].same_label
    assert result.num_copies == 1
    assert "2 of 10 test images (20.0 %)" in result.summary


def test_an_image_that_the_net_was_chosen_by_is_seen_as_well(blob_classifier):
    images = np.random.default_rng(6).integers(0, 256, (30, SIDE, SIDE, 1), dtype=np.uint8)
    train, validation, test = (
        Split(part, np.zeros(len(part), np.int64))
        for part in (images[:10], images[10:20], images[15:])
    )
    assert find_leakage(blob_classifier, train, test).pairs == ()
    result = find_leakage(blob_classifier, train, test, validation)
    assert [(pair.test, pair.split, pair.other) for pair in result.pairs] == [
        (place, "validation", place + 5) for place in range(5)
    ]
    assert result.num_seen == 20


def test_accuracy_with_and_without_near_duplicates(blob_classifier, blobs):
    train = Split(blobs.images[:2], blobs.labels[:2])
    new = np.zeros((2, SIDE, SIDE, 1), np.uint8)
    new[:, 1:15, 1:15] = 255  # judged "blob"
    test = Split(np.concatenate((blobs.images[:2], new)), np.array([0, 1, 1, 0]))
    result = find_leakage(blob_classifier, train, test)
    assert [pair.test for pair in result.pairs] == [0, 1]
    assert (result.accuracy, result.accuracy_without, result.accuracy_of_pairs) == (0.75, 0.5, 1.0)
    nothing_left = find_leakage(blob_classifier, train, train)
    assert np.isnan(nothing_left.accuracy_without)
    assert "no test image is left" in nothing_left.summary


def test_the_nearest_are_those_of_a_plain_product():
    random = np.random.default_rng(0)
    queries, others = (random.normal(size=(n, 5)).astype(np.float32) for n in (7, 23))
    cosines, places = nearest(queries, others, 3)
    products = queries @ others.T
    np.testing.assert_array_equal(places, np.argsort(-products, 1)[:, :3])
    np.testing.assert_allclose(cosines, -np.sort(-products, 1)[:, :3], rtol=1e-5)
    np.testing.assert_array_equal(nearest(queries, others)[1], places[:, :1])


def test_embeddings_are_of_length_one_and_of_the_layer_before_the_last(blob_classifier, blobs):
    result = embed(blob_classifier, blobs.images[1:2])
    assert result.layer == blob_classifier.layers[-2].name
    np.testing.assert_allclose(np.linalg.norm(result.vectors, axis=1), 1, rtol=1e-5)


def test_a_map_keeps_apart_what_is_apart(place_classifier):
    random = np.random.default_rng(0)
    labels = np.arange(60) % 2
    images = random.integers(0, 20, (60, SIDE, SIDE, 1), dtype=np.uint8)
    images[labels == 1, 2:9] += 200
    result = map_embeddings(place_classifier, Split(images, labels), sample=40)
    first, second = (result.points[result.labels == label] for label in (0, 1))
    assert len(result.points) == 40
    gap = np.linalg.norm(first.mean(0) - second.mean(0))
    assert gap > first.std(0).max()
    assert gap > second.std(0).max()
    again = map_embeddings(place_classifier, Split(images, labels), sample=40)
    np.testing.assert_array_equal(result.points, again.points)


def test_few_or_equal_images_have_a_map_too(place_classifier, blobs):
    few = map_embeddings(place_classifier, Split(blobs.images[:5], blobs.labels[:5]))
    assert few.method == "the first two principal components"
    assert few.points.shape == (5, 2)
    equal = Split(blobs.images[:1].repeat(20, 0), np.zeros(20, np.int64))
    assert map_embeddings(place_classifier, equal).points.tolist() == [[0, 0]] * 20


def test_errors_say_what_to_do(blob_classifier, blobs):
    empty = Split(blobs.images[:0], blobs.labels[:0])
    with pytest.raises(UnknownNameError, match='Did you mean "shift"'):
        measure_robustness(blob_classifier, blobs, ["shifts"])
    with pytest.raises(ConvscopeError, match="Received no test images"):
        measure_robustness(blob_classifier, empty)
    with pytest.raises(ConvscopeError, match="Expected images on both sides"):
        find_leakage(blob_classifier, blobs, empty)
    with pytest.raises(ConvscopeError, match="A map takes 3 to 1,000 images"):
        map_embeddings(blob_classifier, blobs, sample=2)
