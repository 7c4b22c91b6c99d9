"""The weights that a net starts with."""

from math import prod, sqrt

import numpy as np

from convscope.architecture import Architecture, Shape
from convscope.arrays import Weights


def initial_weights(architecture: Architecture, seed: int) -> Weights:
    """Returns fresh weights: kernels Glorot uniform, biases 0, normalization neutral.

    Args:
        architecture: The net.
        seed: The same seed gives the same weights on every machine.

    Returns:
        float32 tensors by `<layer>.<tensor>` in Keras' axis order.

    Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural
    networks", AISTATS 2010.
    """
    random = np.random.default_rng([seed, 0x1417])
    return {
        name: _initial_tensor(name.rpartition(".")[2], shape, random)
        for name, shape in architecture.parameter_shapes.items()
    }


def _initial_tensor(kind: str, shape: Shape, random: np.random.Generator) -> np.ndarray:
    if kind in ("gamma", "moving_variance"):
        return np.ones(shape, np.float32)
    if kind != "kernel":
        return np.zeros(shape, np.float32)
    window = prod(shape[:-2])
    limit = sqrt(6 / (window * shape[-2] + window * shape[-1]))
    return random.uniform(-limit, limit, shape).astype(np.float32)
