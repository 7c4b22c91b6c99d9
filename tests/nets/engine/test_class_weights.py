"""Rare classes may count more: in the loss, and in what a net learns by it."""

import numpy as np
import pytest
import torch

from convscope.engine.answers.losses import Loss, one_hot
from convscope.runs.preparation import class_weights

SCORES = torch.tensor([[2.0, 0.5, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 3.0], [1.0, 1.0, 1.0]])
LABELS = torch.tensor([0, 2, 2, 1])
WEIGHTS = (0.5, 1.0, 3.0)


def test_balanced_weights_let_every_class_count_alike():
    labels = np.repeat([0, 1, 3], [10, 100, 1])
    weights = class_weights("balanced", labels, 4)
    assert weights == pytest.approx((3.7, 0.37, 0.0, 37.0))
    counts = np.bincount(labels, minlength=4)
    assert np.dot(weights, counts) == pytest.approx(len(labels))
    assert class_weights("none", labels, 4) == ()


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize(
    ("name", "activation"),
    [
        ("sparse_categorical_crossentropy", "softmax"),
        ("categorical_crossentropy", "softmax"),
        ("categorical_crossentropy", "sigmoid"),
        ("binary_crossentropy", "sigmoid"),
        ("binary_crossentropy", "linear"),
        ("mean_squared_error", "linear"),
    ],
)
def test_an_image_counts_as_much_as_its_class(name, activation, smoothing):
    scores = SCORES if activation != "linear" else SCORES.sigmoid()
    targets = LABELS if name.startswith("sparse") else one_hot(LABELS, 3)
    loss = Loss(name, label_smoothing=smoothing)
    alone = [loss(scores[i : i + 1], targets[i : i + 1], activation) for i in range(4)]
    expected = sum(
        WEIGHTS[int(label)] * float(value) for label, value in zip(LABELS, alone, strict=True)
    )
    weighted = Loss(name, label_smoothing=smoothing, class_weights=WEIGHTS)
    assert float(weighted(scores, targets, activation)) == pytest.approx(expected / 4, rel=1e-5)
