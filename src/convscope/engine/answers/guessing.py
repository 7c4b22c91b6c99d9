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


def guessing(loss: Loss, examples: Examples, num_outputs: int) -> Guessing:
    """Returns what guessing reaches on examples.

    The answer that a cross-entropy or a squared error likes best is the mean of the targets; its
    loss is their entropy or their variance.

    Args:
        loss: Any of `LOSSES`, with its smoothing.
        examples: What is guessed.
        num_outputs: Outputs of the net.
    """
    shares, variance = _shares(examples.targets, num_outputs)
    smoothing = loss.label_smoothing
    largest = shares.max() if len(shares) > 1 else max(shares[0], 1 - shares[0])
    if loss.name == "mean_squared_error":
        return Guessing(variance, float(largest))
    if loss.name == "binary_crossentropy":
        shares = shares * (1 - smoothing) + smoothing / 2
        return Guessing(float((_entropy(shares) + _entropy(1 - shares)).mean()), float(largest))
    shares = shares * (1 - smoothing) + smoothing / num_outputs
    return Guessing(float(_entropy(shares).sum()), float(largest))


def _shares(targets: NDArray, num_outputs: int) -> tuple[NDArray[np.float64], float]:
    """Returns the mean target of every output, and the mean of their variances."""
    if targets.ndim == 1 and targets.dtype.kind in "iu" and num_outputs > 1:
        shares = np.bincount(targets, minlength=num_outputs) / max(len(targets), 1)
        return shares, float((shares * (1 - shares)).mean())
    values = targets.reshape(len(targets), -1).astype(np.float64)
    return values.mean(0), float(values.var(0).mean())


def _entropy(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return -shares * np.log(np.clip(shares, 1e-12, 1))
