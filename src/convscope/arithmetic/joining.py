"""Joins forwards and backwards: what several layers put out becomes one array."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from convscope.arrays import Activations


@dataclass(frozen=True)
class JoinArithmetic:
    """What one kind of join computes.

    Attributes:
        forward: From what arrives from each input to what leaves.
        backward: (what arrived from each input, ∂L/∂outputs) to ∂L/∂input for each of them.
    """

    forward: Callable[[Sequence[Activations]], Activations]
    backward: Callable[[Sequence[Activations], Activations], list[Activations]]


def aligned(inputs: Sequence[Activations]) -> list[Activations]:
    """Returns vectors as pictures of a single place, where there are pictures among them.

    Args:
        inputs: (batch, height, width, channels) or (batch, channels) each.
    """
    num_axes = max(values.ndim for values in inputs)
    return [v[:, None, None, :] if v.ndim < num_axes else v for v in inputs]


def gathered(gradient: Activations, like: Activations) -> Activations:
    """Returns the gradient of an input, added up over all places that its one value stood for.

    Example:
        >>> gathered(np.ones((2, 3, 5, 4)), np.zeros((2, 1, 1, 4)))[0].ravel().tolist()
        [15.0, 15.0, 15.0, 15.0]
        >>> gathered(np.ones((2, 3, 5, 4)), np.zeros((2, 4))).shape
        (2, 4)
    """
    (whole,) = aligned([like, gradient])[:1]
    repeated = [a for a, n in enumerate(whole.shape) if n == 1 and gradient.shape[a] > 1]
    return gradient.sum(axis=tuple(repeated), keepdims=True).reshape(like.shape)


def add(inputs: Sequence[Activations]) -> Activations:
    """Returns the sum of the inputs."""
    return reduce(np.add, aligned(inputs))


def add_backward(inputs: Sequence[Activations], gradient: Activations) -> list[Activations]:
    """Returns the same gradient for every input: each counts with the factor 1."""
    return [gathered(gradient, values) for values in inputs]


def subtract(inputs: Sequence[Activations]) -> Activations:
    """Returns the first input minus the second."""
    first, second = aligned(inputs)
    return first - second


def subtract_backward(inputs: Sequence[Activations], gradient: Activations) -> list[Activations]:
    """Returns the gradient for the first input, and its negative for the second."""
    first, second = inputs
    return [gathered(gradient, first), gathered(-gradient, second)]


def multiply(inputs: Sequence[Activations]) -> Activations:
    """Returns the product of the inputs."""
    return reduce(np.multiply, aligned(inputs))


def multiply_backward(inputs: Sequence[Activations], gradient: Activations) -> list[Activations]:
    """Returns the gradient times the product of all other inputs."""
    full = aligned(inputs)
    found = []
    for index, values in enumerate(inputs):
        others = full[:index] + full[index + 1 :]
        found.append(gathered(reduce(np.multiply, others, gradient), values))
    return found


def average(inputs: Sequence[Activations]) -> Activations:
    """Returns the mean of the inputs."""
    return add(inputs) / len(inputs)


def average_backward(inputs: Sequence[Activations], gradient: Activations) -> list[Activations]:
    """Returns the gradient divided by the number of inputs."""
    return add_backward(inputs, gradient / len(inputs))


def maximum(inputs: Sequence[Activations]) -> Activations:
    """Returns the largest of the inputs at every position."""
    return reduce(np.maximum, aligned(inputs))


def maximum_backward(inputs: Sequence[Activations], gradient: Activations) -> list[Activations]:
    """Returns the gradient for the input that won at a position, 0 for others.

    Of several that are largest the first one wins.
    """
    winners = np.stack(np.broadcast_arrays(*aligned(inputs))).argmax(axis=0)
    return [gathered(gradient * (winners == i), values) for i, values in enumerate(inputs)]


def concatenate(inputs: Sequence[Activations]) -> Activations:
    """Returns the channels of all inputs, one input behind the other."""
    return np.concatenate(inputs, axis=-1)


def concatenate_backward(inputs: Sequence[Activations], gradient: Activations) -> list[Activations]:
    """Returns for every input the gradient of its channels."""
    ends = np.cumsum([values.shape[-1] for values in inputs])
    return np.split(gradient, ends[:-1], axis=-1)


JOIN_ARITHMETIC: dict[str, JoinArithmetic] = {
    "Add": JoinArithmetic(add, add_backward),
    "Subtract": JoinArithmetic(subtract, subtract_backward),
    "Multiply": JoinArithmetic(multiply, multiply_backward),
    "Average": JoinArithmetic(average, average_backward),
    "Maximum": JoinArithmetic(maximum, maximum_backward),
    "Concatenate": JoinArithmetic(concatenate, concatenate_backward),
}
"""Arithmetic by kind of join; with `LAYER_ARITHMETIC` every kind of `LAYER_KINDS`."""
