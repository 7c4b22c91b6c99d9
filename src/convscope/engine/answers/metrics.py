"""How good the answers are: accuracy, and the area under the ROC curve."""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from convscope.arrays import Labels
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS

METRICS: dict[str, str] = {
    "accuracy": "share of images whose most probable class is the right one",
    "auc": "area under the ROC curve, each class against the rest, mean over classes",
}
"""Metric by name, with a line for people. Both lie in 0–1."""


def count_correct(scores: Tensor, targets: Tensor, output_activation: str) -> Tensor:
    """Returns how many rows of a batch are judged right, as a float tensor.

    A single output stands for class 1 where it is above one half, as in Keras: also where the net
    ends in a logit, which says as much from zero on.

    Args:
        scores: float (batch, classes), before the last activation.
        targets: int64 (batch,) or one column per class.
        output_activation: The net's last activation.
    """
    if scores.shape[1] == 1:
        is_one = ACTIVATION_FUNCTIONS[output_activation](scores) > 0.5
        return (is_one == (targets.reshape(scores.shape) > 0.5)).float().sum()
    classes = targets if targets.dim() == 1 else targets.argmax(1)
    return (scores.argmax(1) == classes).float().sum()


def auc(probabilities: NDArray[np.floating], labels: Labels) -> float:
    """Returns the area under the ROC curve, one class against the rest, averaged over classes.

    Classes that do not occur among the labels, or are the only one, have no curve and are left
    out; without any class left the result is NaN.

    Args:
        probabilities: float (number, classes), or (number, 1) with the probability of class 1.
        labels: int64 (number,).

    Returns:
        0–1; 0.5 is guessing.

    Source: Hand, Till, "A Simple Generalisation of the Area Under the ROC Curve", 2001.
    """
    classes = [1] if probabilities.shape[1] == 1 else range(probabilities.shape[1])
    areas = []
    for column, index in enumerate(classes):
        is_class = labels == index
        if is_class.any() and not is_class.all():
            areas.append(_area(is_class, probabilities[:, column]))
    return float(np.mean(areas)) if areas else float("nan")


def _area(is_class: NDArray[np.bool_], scores: NDArray[np.floating]) -> float:
    """Returns how often one of the class scores higher than one of the others, 0–1; ties half.

    Written out, for loading scikit-learn takes 1.5 s at the end of every training.

    Source: Mann, Whitney, "On a Test of Whether one of Two Random Variables is Stochastically
    Larger than the Other", 1947: that share is the area under the ROC curve.
    """
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]  # equal scores share the mean rank
    number = int(is_class.sum())
    above = ranks[is_class].sum() - number * (number + 1) / 2
    return float(above / (number * (len(scores) - number)))
