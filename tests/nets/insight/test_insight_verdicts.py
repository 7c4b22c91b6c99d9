"""What verdicts say: confusion, classes, calibration, mistakes, labels."""

import numpy as np
import pytest
from insight_nets import SIDE

from convscope.data import Split
from convscope.errors import ConvscopeError
from convscope.insight import (
    calibrate,
    count_confusion,
    find_mistakes,
    find_wrong_labels,
    neighbour_verdicts,
    score_classes,
)
from convscope.insight.measures.calibration import at_temperature, reliability
from convscope.runs.results import Verdicts


def verdicts(labels, predicted, confidence):
    """Returns verdicts over three classes with the rest of the probability spread evenly."""
    labels, predicted = np.array(labels), np.array(predicted)
    confidence = np.broadcast_to(np.asarray(confidence, np.float32), labels.shape)
    probabilities = np.repeat((1 - confidence)[:, None] / 2, 3, 1)
    probabilities[np.arange(len(labels)), predicted] = confidence
    names = tuple(f"{i}.png" for i in range(len(labels)))
    return Verdicts(("cat", "dog", "owl"), labels, probabilities.astype(np.float32), names)


def overconfident(number, seed, temperature=3.0):
    """Returns verdicts whose logits are `temperature` times what the labels were drawn from."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 1.5, (number, 3))
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = np.array([random.choice(3, p=p) for p in shares])
    sharp = np.exp(temperature * logits)
    probabilities = (sharp / sharp.sum(1, keepdims=True)).astype(np.float32)
    return Verdicts(("a", "b", "c"), labels, probabilities, tuple(map(str, range(number))))


def test_the_images_behind_a_cell_and_the_most_confused_pair():
    judged = verdicts([0, 0, 0, 1, 1, 2], [1, 0, 1, 1, 0, 2], [0.6, 0.9, 0.8, 0.7, 0.5, 0.9])
    result = count_confusion(judged)
    assert (result.pairs[0].right, result.pairs[0].verdict, result.pairs[0].count) == (0, 1, 2)
    assert result.pairs[0].share == pytest.approx(2 / 3)
    assert result.images_of("cat", "dog").tolist() == [2, 0]  # the more confident first
    assert result.images_of("owl", "cat").tolist() == []
    assert result.counts.sum() == 6
    assert '"cat" is taken for "dog": 2 times, 66.7 %' in result.summary
    with pytest.raises(ConvscopeError, match='There is no class "cow"'):
        result.images_of("cow", "cat")


def test_precision_recall_f1_of_each_class_by_hand():
    confidence = [0.9, 0.8, 0.8, 0.4, 0.6, 0.55]
    judged = verdicts([0, 0, 0, 0, 1, 1], [0, 0, 1, 1, 1, 0], confidence)
    cat, dog, owl = score_classes(judged).classes
    assert (cat.precision, cat.recall) == pytest.approx((2 / 3, 1 / 2))
    assert (dog.precision, dog.recall, dog.f1) == pytest.approx((1 / 3, 1 / 2, 2 / 5))
    assert owl.num_images == 0
    assert np.isnan(owl.recall)
    assert np.isnan(owl.auc)
    assert cat.auc == pytest.approx(5 / 8)  # of the pairs of a cat and another, five are in order
    assert 'Weakest on test images: "dog"' in score_classes(judged).summary


def test_an_overconfident_net_is_found_out_and_improved():
    result = calibrate(overconfident(4000, 0), overconfident(4000, 1))
    assert result.temperature == pytest.approx(3, rel=0.1)
    assert result.before.error > 0.15
    assert result.after.error < 0.03
    assert result.after.loss < result.before.loss
    assert (result.probabilities.argmax(1) == overconfident(4000, 0).predicted).all()
    assert "on validation images" not in result.summary.split("fitted")[0]


def test_calibration_error_by_hand():
    # Ten verdicts at 0.85, seven of them right: |0.85 − 0.7|.
    judged = verdicts([0] * 7 + [1] * 3, [0] * 10, 0.85)
    found = reliability(judged.probabilities, judged.labels, num_bins=10)
    assert found.error == pytest.approx(0.15, abs=1e-6)
    (only,) = found.bins
    assert (only.low, only.num_images, only.accuracy) == pytest.approx((0.8, 10, 0.7))
    # Another thirty at 0.65, all right: a quarter at 0.15, three quarters at 0.35.
    both = verdicts([0] * 7 + [1] * 3 + [2] * 30, [0] * 10 + [2] * 30, [0.85] * 10 + [0.65] * 30)
    found = reliability(both.probabilities, both.labels, num_bins=10)
    assert found.error == pytest.approx(0.25 * 0.15 + 0.75 * 0.35, abs=1e-6)


def test_temperature_one_changes_nothing():
    judged = overconfident(50, 2)
    np.testing.assert_allclose(
        at_temperature(judged.probabilities, 1), judged.probabilities, atol=1e-6
    )


def test_calibration_needs_images():
    with pytest.raises(ConvscopeError, match="Received no validation images"):
        calibrate(overconfident(5, 0), overconfident(0, 0))


def test_worst_mistakes_and_least_certain():
    judged = verdicts([0, 0, 1, 2], [0, 1, 2, 2], [0.99, 0.6, 0.97, 0.4])
    result = find_mistakes(judged)
    assert [image.index for image in result.worst] == [2, 1]
    assert result.worst[0].name == "2.png"
    assert (result.worst[0].label, result.worst[0].verdict) == ("dog", "owl")
    assert result.least_certain[0].index == 3
    assert "2 of 4 test images are judged wrong, 1 of them with more than 90 %" in result.summary


def test_planted_wrong_labels_are_found_and_hard_images_are_not():
    random = np.random.default_rng(0)
    true = random.integers(0, 3, 300)
    confidence = random.uniform(0.7, 0.99, 300)
    confidence[:5] = 0.4  # hard, but rightly labelled
    judged = verdicts(true, true, confidence)
    labels = true.copy()
    labels[[40, 140, 240]] = (labels[[40, 140, 240]] + 1) % 3
    confidence[[40, 140, 240]] = 0.95
    judged = verdicts(labels, true, confidence)
    result = find_wrong_labels(judged)
    assert sorted(image.index for image in result.suspects) == [40, 140, 240]
    assert "not trained on" in result.summary


def test_a_label_that_is_nearly_as_probable_is_no_suspect():
    probabilities = [(0.55, 0.4, 0.05)] * 4 + [(0.4, 0.45, 0.15)] * 4 + [(0.42, 0.48, 0.1)]
    labels = np.array([0] * 4 + [1] * 4 + [0])
    names = tuple(map(str, range(9)))
    judged = Verdicts(("cat", "dog", "owl"), labels, np.array(probabilities, np.float32), names)
    assert find_wrong_labels(judged).num_suspects == 0


def test_neighbours_find_a_wrong_label_among_training_images(place_classifier):
    random = np.random.default_rng(1)
    labels = random.integers(0, 2, 60)
    images = random.integers(0, 12, (60, SIDE, SIDE, 1), dtype=np.uint8)
    images[labels == 1, 5:12, 5:12] = 240
    wrong = labels.copy()
    wrong[[7, 33]] = 1 - wrong[[7, 33]]
    from_neighbours, rests_on = neighbour_verdicts(place_classifier, Split(images, wrong), 9)
    result = find_wrong_labels(from_neighbours, rests_on=rests_on)
    assert sorted(image.index for image in result.suspects) == [7, 33]
    assert "which has seen all labels" in result.summary
    one_vote, _ = neighbour_verdicts(place_classifier, Split(images, wrong), 1)
    assert one_vote.probabilities[7, wrong[7]] == 0  # its own label has no vote


def test_equal_images_do_not_vote_for_themselves(blob_classifier):
    images = np.zeros((6, SIDE, SIDE, 1), np.uint8)
    images[:, 3:6, 3:6] = 200
    labels = np.array([0, 1, 1, 1, 1, 1])
    judged, _ = neighbour_verdicts(blob_classifier, Split(images, labels), 3)
    assert judged.probabilities.shape == (6, 2)
    assert judged.probabilities[0, 1] > 0.6
