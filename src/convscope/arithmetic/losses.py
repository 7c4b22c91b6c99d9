"""Losses, averaged over the batch, and their gradients with respect to the net's outputs."""

import numpy as np
from numpy.typing import NDArray

from convscope.arithmetic.activations import sigmoid, softmax
from convscope.arrays import Activations, Labels

EPSILON = 1e-7
"""Probabilities are kept this far from 0 and 1 before a logarithm, as Keras does."""


def categorical_crossentropy(probabilities: Activations, targets: Activations) -> float:
    """L = −(1/N) Σ_n Σ_k y[n, k] · log p[n, k].

    Args:
        probabilities: p, float (batch, classes), each row 0–1 with sum 1.
        targets: y, float (batch, classes), a 1 in the column of the right class.
    """
    p = probabilities.clip(EPSILON, 1 - EPSILON)
    return float(-(targets * np.log(p)).sum(axis=1).mean())


def categorical_crossentropy_gradient(
    probabilities: Activations, targets: Activations
) -> Activations:
    """∂L/∂p[n, k] = −y[n, k] / p[n, k] / N."""
    return -targets / probabilities.clip(EPSILON, 1 - EPSILON) / len(targets)


def sparse_categorical_crossentropy(probabilities: Activations, labels: Labels) -> float:
    """L = −(1/N) Σ_n log p[n, label of n]: the same with labels as class indices."""
    return categorical_crossentropy(probabilities, one_hot(labels, probabilities))


def sparse_categorical_crossentropy_gradient(
    probabilities: Activations, labels: Labels
) -> Activations:
    """∂L/∂p[n, k] = −1 / p[n, k] / N for the right class k, else 0."""
    return categorical_crossentropy_gradient(probabilities, one_hot(labels, probabilities))


def softmax_crossentropy_gradient(logits: Activations, targets: Activations) -> Activations:
    """∂L/∂z = (p − y) / N with p = softmax(z): cross-entropy and softmax in one step back.

    The division by p in the one and the factor p in the other cancel, so that what is left is
    "probability minus target" and nothing overflows.
    """
    return (softmax(logits) - targets) / len(targets)


def binary_crossentropy(probabilities: Activations, targets: Activations) -> float:
    """L = −mean of (y · log p + (1 − y) · log(1 − p)) over batch and units."""
    p = probabilities.clip(EPSILON, 1 - EPSILON)
    return float(-(targets * np.log(p) + (1 - targets) * np.log(1 - p)).mean())


def binary_crossentropy_gradient(probabilities: Activations, targets: Activations) -> Activations:
    """∂L/∂p = (p − y) / (p (1 − p)) / number of values."""
    p = probabilities.clip(EPSILON, 1 - EPSILON)
    return (p - targets) / (p * (1 - p)) / p.size


def sigmoid_crossentropy_gradient(logits: Activations, targets: Activations) -> Activations:
    """∂L/∂z = (p − y) / number of values with p = sigmoid(z); p (1 − p) has cancelled."""
    return (sigmoid(logits) - targets) / targets.size


def mean_squared_error(outputs: Activations, targets: Activations) -> float:
    """L = mean of (output − target)² over batch and units."""
    return float(((outputs - targets) ** 2).mean())


def mean_squared_error_gradient(outputs: Activations, targets: Activations) -> Activations:
    """∂L/∂output = 2 (output − target) / number of values."""
    return 2 * (outputs - targets) / outputs.size


def one_hot(labels: Labels, like: Activations) -> Activations:
    """Returns (batch, classes) with a 1 in each label's column, in the shape and dtype of `like`.

    Example:
        >>> one_hot(np.array([2, 0]), np.zeros((2, 3))).tolist()
        [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    classes: NDArray[np.int64] = np.arange(like.shape[1])
    return (labels[:, None] == classes).astype(like.dtype)
