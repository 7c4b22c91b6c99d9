"""Accuracy and the area under the ROC curve, and judging in batches."""

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score
from tiny_training import PLAIN, SHAPE, SPARSE, images_and_labels

from convscope.architecture import Architecture, Dense, Flatten, Input
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import evaluate, predict, predict_probabilities
from convscope.engine.answers.losses import Loss
from convscope.engine.answers.metrics import METRICS, auc, count_correct
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights


def shares(number, classes, seed=0):
    values = np.random.default_rng(seed).uniform(0.01, 1, (number, classes))
    return values / values.sum(1, keepdims=True)


def test_auc_is_the_mean_of_each_class_against_the_rest():
    labels = np.random.default_rng(1).integers(0, 4, 50)
    expected = roc_auc_score(labels, shares(50, 4), multi_class="ovr", average="macro")
    assert auc(shares(50, 4), labels) == pytest.approx(expected, abs=1e-12)


def test_classes_that_do_not_occur_are_left_out():
    labels = np.random.default_rng(1).choice([0, 2], 50)
    areas = [roc_auc_score(labels == index, shares(50, 4)[:, index]) for index in (0, 2)]
    assert auc(shares(50, 4), labels) == pytest.approx(np.mean(areas))


def test_equal_scores_count_half():
    random = np.random.default_rng(2)
    labels, column = random.integers(0, 2, 400), random.integers(0, 9, (400, 1)) / 9
    assert auc(column, labels) == pytest.approx(roc_auc_score(labels, column[:, 0]), abs=1e-12)
    assert auc(np.full((400, 1), 0.3), labels) == 0.5


def test_without_two_classes_there_is_no_curve():
    assert np.isnan(auc(shares(5, 3), np.full(5, 1)))


def test_a_single_column_is_the_probability_of_class_one():
    labels = np.array([0, 1, 1, 0, 1])
    column = np.array([[0.1], [0.9], [0.4], [0.5], [0.8]])
    assert auc(column, labels) == pytest.approx(roc_auc_score(labels, column[:, 0]), abs=1e-12)


@pytest.mark.parametrize("targets", [[0, 2, 1], [[1.0, 0, 0], [0, 0, 1], [0, 1, 0]]])
def test_the_largest_score_is_the_answer(targets):
    scores = torch.tensor([[2.0, 1, 0], [0, 1, 2], [3, 2, 1]])
    assert float(count_correct(scores, torch.tensor(targets), "softmax")) == 2


@pytest.mark.parametrize("targets", [[1, 0, 0], [[1.0], [0.0], [0.0]]])
@pytest.mark.parametrize(("activation", "expected"), [("sigmoid", 2), ("linear", 1), ("tanh", 1)])
def test_one_output_is_split_at_one_half(targets, activation, expected):
    scores = torch.tensor([[0.1], [-0.1], [3.0]])
    assert float(count_correct(scores, torch.tensor(targets), activation)) == expected


@pytest.fixture
def network():
    return build_network(PLAIN, initial_weights(PLAIN, 0))


@pytest.mark.parametrize("batch_size", [1, 4, 13, 500])
def test_the_size_of_the_batches_changes_nothing(network, batch_size):
    examples = Examples(*images_and_labels())
    names = ("accuracy", "auc")
    found = evaluate(network, examples, SPARSE, names, batch_size)
    outputs = predict(network, examples, batch_size)
    _, labels = images_and_labels()
    expected = {
        "loss": -np.log(outputs[np.arange(13), labels]).mean(),
        "accuracy": (outputs.argmax(1) == labels).mean(),
        "auc": roc_auc_score(labels, outputs / outputs.sum(1)[:, None], multi_class="ovr"),
    }
    assert found == pytest.approx(expected, rel=1e-5)
    assert set(METRICS) == set(names)


def test_only_the_metrics_asked_for_are_measured_and_batches_are_reported(network):
    done = []
    found = evaluate(network, Examples(*images_and_labels()), SPARSE, (), 5, done.append)
    assert list(found) == ["loss"]
    assert done == [5, 10, 13]


@pytest.mark.parametrize(
    ("units", "activation", "loss"),
    [
        (3, "sigmoid", Loss("binary_crossentropy")),
        (1, "sigmoid", Loss("binary_crossentropy")),
        (1, "linear", Loss("binary_crossentropy", from_logits=True)),
        (3, "linear", Loss("categorical_crossentropy", from_logits=True)),
    ],
)
def test_auc_is_measured_on_what_the_net_answers(units, activation, loss):
    net = Architecture(Input(SHAPE), (Flatten(), Dense(units, activation)))
    network = build_network(net, initial_weights(net, 0))
    images, labels = images_and_labels(40)
    labels = labels if units == 3 else (labels > 0).astype(np.int64)
    targets = np.eye(3, dtype=np.float32)[labels] if units == 3 else labels
    found = evaluate(network, Examples(images, targets), loss, ("auc",))["auc"]
    answers = predict_probabilities(network, Examples(images, targets))
    if units == 1:
        assert answers.shape == (40, 2)
        expected = roc_auc_score(labels, answers[:, 1])
    else:
        expected = np.mean([roc_auc_score(labels == i, answers[:, i]) for i in range(3)])
    assert found == pytest.approx(expected)


def test_logits_become_probabilities_and_probabilities_stay():
    images, labels = images_and_labels(7)
    examples = Examples(images, labels)
    layers = (Flatten(name="flat"), Dense(3, name="last"))
    logits = Architecture(Input(SHAPE), layers)
    shares = Architecture(Input(SHAPE), (layers[0], Dense(3, "softmax", name="last")))
    weights = initial_weights(logits, 0)
    from_logits = predict_probabilities(build_network(logits, weights), examples)
    network = build_network(shares, weights)
    np.testing.assert_allclose(from_logits, predict(network, examples), atol=1e-6)
    np.testing.assert_array_equal(
        predict_probabilities(network, examples), predict(network, examples)
    )
