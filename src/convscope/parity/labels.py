"""How far answers lie apart, and the order of the labels in which they lie nearest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.parity.answers import Answers
from convscope.parity.pipeline import Values

SMALL = 1e-4
"""Of probabilities: labels do not change places for less."""


@dataclass(frozen=True)
class Distance:
    """How far two programs' answers lie apart.

    Attributes:
        largest: Largest difference of a value; where values exceed 1, as a share of the largest.
        num_same: Images with the same class.
    """

    largest: float
    num_same: int


def distance(answers: Answers, found: Values) -> Distance:
    """Returns how far another program's answers lie from ours.

    Where it gives only a class and its probability, a class that is not our first counts with what
    it lacks there.

    Args:
        answers: The other program's.
        found: float64 (number, classes), ours.
    """
    theirs, chosen = answers.values, answers.chosen
    is_told = ~np.isnan(theirs)
    scale = max(1.0, float(np.abs(theirs[is_told]).max(initial=0)))
    apart = np.abs(np.where(is_told, theirs, found) - found).max(axis=1)
    if chosen is None:
        same = np.where(is_told, theirs, -np.inf).argmax(axis=1) == found.argmax(axis=1)
    else:
        lacks = found.max(axis=1) - found[np.arange(len(found)), chosen]
        apart = np.maximum(apart, lacks)
        same = chosen == found.argmax(axis=1)
    largest = float(apart.max(initial=0)) / scale
    return Distance(largest if np.isfinite(largest) else float("inf"), int(same.sum()))


def best_order(answers: Answers, found: Values) -> NDArray[np.int64]:
    """Returns which of our classes each of the other program's labels is, where they fit best.

    Labels that nothing tells apart keep their places.

    Args:
        answers: The other program's.
        found: float64 (number, classes), ours.

    Returns:
        int64 (classes,): what is called `class_names[i]` there is `class_names[order[i]]` here.
    """
    from scipy.optimize import linear_sum_assignment

    theirs, chosen = answers.values, answers.chosen
    num_classes = found.shape[1]
    cost = np.zeros((num_classes, num_classes))
    for label in range(num_classes):
        told = ~np.isnan(theirs[:, label])
        apart = np.abs(found[told] - theirs[told, label][:, None])
        if chosen is not None:
            apart = np.maximum(apart, found[told].max(axis=1, keepdims=True) - found[told])
        cost[label] = apart.max(axis=0, initial=0)
    cost = np.nan_to_num(cost, posinf=1e30)
    cost = np.where(cost < SMALL, 0.0, cost) + 1e-9 * (1 - np.eye(num_classes))
    return np.asarray(linear_sum_assignment(cost)[1], np.int64)
