"""What a neuron depends on, found by changing every value of the input and looking what moves."""

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arithmetic import forward

CHANGES = (1.0, -1.0, 40.0, -40.0)
"""Small ones move what is squeezed, large ones make losers win and lift what is cut off."""

NUM_TRIES = 6
"""Inputs and weights that are tried: what is cut off or lost in one of them is not in another."""


def dependence(
    architecture: Architecture, layer: str, *, places_only: bool = False
) -> NDArray[np.bool_]:
    """Returns which neurons of a layer move with which values of the input.

    Args:
        architecture: The net; its weights are drawn anew for every try.
        layer: Whose neurons.
        places_only: Whether all channels of a place are changed together, which is quicker.

    Returns:
        bool (values or places of the input, *shape of the layer's output).
    """
    shape = architecture.input.shape
    changed_shape = (*shape[:2], 1) if places_only and len(shape) == 3 else shape
    size = int(np.prod(changed_shape))
    moves: list[NDArray[np.bool_]] = []
    for seed in range(NUM_TRIES):
        random = np.random.default_rng(seed)
        weights = random_weights(architecture, random)
        base = random.normal(size=(1, *shape))
        (unchanged,) = forward(architecture, weights, base)[layer].activation
        for change in CHANGES:
            # Uneven, because softmax does not mind when all channels of a place change alike.
            changed = base + change * random.uniform(0.5, 1.5, shape) * np.eye(size).reshape(
                size, *changed_shape
            )
            found = forward(architecture, weights, changed)[layer].activation
            # The order in which a product adds up depends on its size: the last bits may differ.
            moves.append(~np.isclose(found, unchanged, rtol=1e-9, atol=1e-11))
    return np.logical_or.reduce(moves)


def bounds(moves: NDArray[np.bool_], shape: tuple[int, ...]) -> list[list[int]]:
    """Returns the smallest region around the values that move one neuron.

    Args:
        moves: bool (values of the input,).
        shape: The input's.

    Returns:
        [first, first behind the last] of every axis; [0, 0] where nothing moves it.
    """
    places = np.argwhere(moves.reshape(shape))
    if not len(places):
        return [[0, 0] for _ in shape]
    ends = places.max(axis=0) + 1
    return [[int(low), int(high)] for low, high in zip(places.min(axis=0), ends, strict=True)]


def random_weights(
    architecture: Architecture, random: np.random.Generator
) -> dict[str, NDArray[np.float64]]:
    """Returns tensors by `<layer>.<tensor>`, none of them 0; variances are positive."""
    weights = {}
    for name, shape in architecture.parameter_shapes.items():
        values = random.normal(size=shape)
        weights[name] = np.abs(values) + 0.1 if name.endswith("variance") else values
    return weights
