"""How well one does without looking at the images: the same answer to all, the best there is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss


@dataclass(frozen=True)
class Guessing:
    """What the best constant answer reaches.

    Attributes:
        loss: Its mean loss.
        accuracy: Its share of right verdicts, that of the most frequent class, 0–1.
    """

    loss: float
    accuracy: float


GUESSABLE = (
    "sparse_categorical_crossentropy",
    "categorical_crossentropy",
    "binary_crossentropy",
    "mean_squared_error",
)
"""Losses of which it is known what answer they like best where all get the same one."""


def guessing(loss: Loss, examples: Examples, num_outputs: int) -> Guessing:
    """Returns what guessing reaches on examples.

    The answer that a cross-entropy or a squared error likes best is the mean of the targets, each
    as heavy as its class counts in the loss; its loss is their entropy or their variance.

    Args:
        loss: One of `GUESSABLE`, with its smoothing and its weights of classes.
        examples: What is guessed.
        num_outputs: Outputs of the net.
    """
    targets = _as_vectors(examples.targets, num_outputs)
    shares = targets.mean(0)
    largest = shares.max() if len(shares) > 1 else max(shares[0], 1 - shares[0])
    weights = _weights(loss, examples.targets)
    if examples.weights is not None:
        weights = weights * examples.weights
    smoothing, mean_weight = loss.label_smoothing, weights.mean()
    answer = weights @ targets / max(weights.sum(), 1e-12)
    if loss.name == "mean_squared_error":
        reached = (weights @ (targets - answer) ** 2 / max(weights.sum(), 1e-12)).mean()
    elif loss.name == "binary_crossentropy":
        answer = answer * (1 - smoothing) + smoothing / 2
        reached = (_entropy(answer) + _entropy(1 - answer)).mean()
    else:
        reached = _entropy(answer * (1 - smoothing) + smoothing / num_outputs).sum()
    return Guessing(float(mean_weight * reached), float(largest))


def _as_vectors(targets: NDArray, num_outputs: int) -> NDArray[np.float64]:
    """Returns float64 (number, outputs); numbers of classes become one-hot."""
    if targets.ndim == 1 and targets.dtype.kind in "iu" and num_outputs > 1:
        return np.eye(num_outputs)[targets]
    return targets.reshape(len(targets), -1).astype(np.float64)


def _weights(loss: Loss, targets: NDArray) -> NDArray[np.float64]:
    """Returns how much each image counts in the loss, as `Loss` does it."""
    if not loss.class_weights:
        return np.ones(len(targets))
    labels = targets if targets.ndim == 1 else targets.argmax(1)
    return np.asarray(loss.class_weights)[labels.astype(np.int64)]


def _entropy(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return -shares * np.log(np.clip(shares, 1e-12, 1))
