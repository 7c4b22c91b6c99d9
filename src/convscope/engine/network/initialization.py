"""The weights that a net starts with."""

from collections.abc import Callable
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture, Shape, initializers
from convscope.architecture.initializers import Initializer
from convscope.arrays import Weights
from convscope.errors import ConvscopeError

WITHIN_TWO = 0.87962566103423978
"""Standard deviation of what is left of a standard normal between −2 and 2."""

Draw = Callable[[Any, Shape, np.random.Generator], NDArray[np.floating[Any]]]


def initial_weights(architecture: Architecture, seed: int) -> Weights:
    """Returns fresh weights as the layers say: without a word kernels Glorot uniform, biases 0.

    Args:
        architecture: The net.
        seed: The same seed gives the same weights on every machine.

    Returns:
        float32 tensors by `<layer>.<tensor>` in Keras' axis order.

    Raises:
        ConvscopeError: An initializer cannot fill the shape of its tensor.
    """
    random = np.random.default_rng([seed, 0x1417])
    return {
        f"{step.layer.name}.{tensor}": draw(step.layer.training.initializer(tensor), shape, random)
        for step in architecture.steps
        for tensor, shape in step.parameter_shapes.items()
    }


def draw(
    initializer: Initializer, shape: Shape, random: np.random.Generator
) -> NDArray[np.float32]:
    """Returns a tensor as an initializer begins it, float32.

    Args:
        initializer: Says how; its own seed goes before `random`.
        shape: Of the tensor: for kernels the inputs and the outputs last.
        random: Where numbers come from otherwise.

    Raises:
        ConvscopeError: The initializer cannot fill such a shape.
    """
    own_seed = getattr(initializer, "seed", None)
    if own_seed is not None:
        random = np.random.default_rng([own_seed, 0x1417])
    return DRAWS[type(initializer)](initializer, shape, random).astype(np.float32)


def fans(shape: Shape) -> tuple[int, int]:
    """Returns how many inputs an output has, and how many outputs an input has.

    Example:
        >>> fans((3, 3, 16, 32)), fans((10,))
        ((144, 288), (10, 10))
    """
    if len(shape) == 1:
        return shape[0], shape[0]
    window = prod(shape[:-2])
    return window * shape[-2], window * shape[-1]


def _scaled(o: Any, shape: Shape, random: np.random.Generator) -> NDArray[Any]:
    inputs, outputs = fans(shape)
    n = {"fan_in": inputs, "fan_out": outputs, "fan_avg": (inputs + outputs) / 2}[o.mode]
    if o.distribution == "uniform":
        limit = sqrt(3 * o.scale / n)
        return random.uniform(-limit, limit, shape)
    variance = o.scale / n
    if o.distribution == "untruncated_normal":
        return random.normal(0, sqrt(variance), shape)
    return sqrt(variance) / WITHIN_TWO * _within_two(shape, random)


def _within_two(shape: Shape, random: np.random.Generator) -> NDArray[np.float64]:
    """Returns standard normal values; those outside −2 … 2 are drawn again."""
    values = random.standard_normal(shape)
    while (outside := np.abs(values) > 2).any():
        values[outside] = random.standard_normal(int(outside.sum()))
    return values


def _orthogonal(o: Any, shape: Shape, random: np.random.Generator) -> NDArray[Any]:
    rows, columns = _as_matrix(o, shape)
    square = random.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(square)
    q *= np.sign(np.diag(r))  # without it, some directions would come up more often than others
    return o.gain * (q if rows >= columns else q.T).reshape(shape)


def _identity(o: Any, shape: Shape, random: np.random.Generator) -> NDArray[Any]:
    if len(shape) != 2:
        raise _unfit(o, shape, "a matrix: the kernel of a Dense layer", '"orthogonal"')
    return o.gain * np.eye(*shape)


def _as_matrix(o: Any, shape: Shape) -> tuple[int, int]:
    if len(shape) < 2:
        raise _unfit(o, shape, "a kernel, with two axes at least", '"zeros"')
    return prod(shape[:-1]), shape[-1]


def _unfit(o: Any, shape: Shape, expected: str, instead: str) -> ConvscopeError:
    return ConvscopeError(
        f"The initializer {type(o).__name__} was given to a tensor of shape {shape}.",
        f"It fills {expected}.",
        f"Take another one there, for example {instead}.",
    )


_SCALED = (
    initializers.VarianceScaling,
    initializers.GlorotUniform,
    initializers.GlorotNormal,
    initializers.HeUniform,
    initializers.HeNormal,
    initializers.LecunUniform,
    initializers.LecunNormal,
)

DRAWS: dict[type[Initializer], Draw] = {
    initializers.Zeros: lambda o, shape, random: np.zeros(shape),
    initializers.Ones: lambda o, shape, random: np.ones(shape),
    initializers.Constant: lambda o, shape, random: np.full(shape, o.value),
    initializers.Identity: _identity,
    initializers.RandomUniform: lambda o, shape, random: random.uniform(o.minval, o.maxval, shape),
    initializers.RandomNormal: lambda o, shape, random: random.normal(o.mean, o.stddev, shape),
    initializers.TruncatedNormal: (
        lambda o, shape, random: o.mean + o.stddev * _within_two(shape, random)
    ),
    initializers.Orthogonal: _orthogonal,
    **dict.fromkeys(_SCALED, _scaled),
}
"""How each kind of initializer fills a shape."""
