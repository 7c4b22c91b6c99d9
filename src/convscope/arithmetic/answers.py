"""A net's answers to many images: logits, and the probabilities that follow from them."""

import numpy as np

from convscope.architecture import Architecture
from convscope.arithmetic.activations import ACTIVATION_FUNCTIONS
from convscope.arithmetic.network import forward
from convscope.arithmetic.preprocessing import preprocess
from convscope.arithmetic.targets import class_probabilities
from convscope.arrays import Activations, Images, Probabilities, Weights

BATCH_SIZE = 8
"""Images computed at a time; more need memory and are hardly faster."""


def logits(architecture: Architecture, weights: Weights, images: Images) -> Activations:
    """Returns what enters a closing softmax or sigmoid; the output of a net without one.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`.
        images: uint8 (number, height, width, channels), or (number, features) for a flat net.

    Returns:
        float32 (number, outputs).
    """
    last = architecture.layers[-1].name
    found = []
    for start in range(0, len(images), BATCH_SIZE):
        inputs = preprocess(images[start : start + BATCH_SIZE], architecture)
        with np.errstate(over="ignore", invalid="ignore"):  # said with the probabilities
            values = forward(architecture, weights, inputs)[last]
        is_closed = closing_activation(architecture) != "linear"
        found.append(values.pre_activation if is_closed else values.activation)
    return np.concatenate(found)


def probabilities_of_logits(architecture: Architecture, logits: Activations) -> Probabilities:
    """Returns the probability of every class.

    Args:
        architecture: The net.
        logits: float (number, outputs), as `logits` returns them.

    Returns:
        float32 (number, classes).

    Example:
        >>> from convscope.architecture import Dense, Input
        >>> net = Architecture(Input((2,)), (Dense(2, "softmax"),))
        >>> probabilities_of_logits(net, np.log([[1.0, 3.0]])).tolist()
        [[0.25, 0.75]]
    """
    with np.errstate(over="ignore", invalid="ignore"):
        outputs = ACTIVATION_FUNCTIONS[closing_activation(architecture)].forward(logits)
    return class_probabilities(architecture, outputs).astype(np.float32)


def closing_activation(architecture: Architecture) -> str:
    """Returns `"softmax"` or `"sigmoid"` where the last layer has it, else `"linear"`."""
    activation = getattr(architecture.layers[-1], "activation", "linear")
    return activation if activation in ("softmax", "sigmoid") else "linear"
