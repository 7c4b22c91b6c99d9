"""Layers that change pictures at random while training: what they do with the numbers drawn."""

from collections.abc import Callable
from typing import Any

import numpy as np

from convscope import architecture as arch
from convscope.arithmetic.affine import Moves, move, move_backward, rotations, shifts, stretches
from convscope.arrays import Activations


def draw(layer: arch.RandomImages, count: int, random: np.random.Generator) -> Activations:
    """Returns the numbers of every picture, float (batch, numbers).

    Args:
        layer: Says between which bounds they lie.
        count: Pictures in the batch.
        random: What they are drawn from; the same state gives the same numbers.
    """
    lower, upper = np.array(layer.ranges).T
    return random.uniform(lower, upper, (count, len(lower)))


def change(layer: arch.RandomImages, inputs: Activations, drawn: Activations) -> Activations:
    """Returns the pictures changed.

    Args:
        layer: How.
        inputs: float (batch, height, width, channels).
        drawn: float (batch, numbers), those of `draw`.
    """
    return CHANGES[layer.kind][0](layer, inputs, drawn).astype(inputs.dtype)


def change_backward(
    layer: arch.RandomImages, inputs: Activations, drawn: Activations, gradient: Activations
) -> Activations:
    """Returns ∂L/∂inputs.

    Args:
        layer: How the pictures were changed.
        inputs: float (batch, height, width, channels).
        drawn: float (batch, numbers), those of the way forward.
        gradient: ∂L/∂y, shaped like `inputs`.
    """
    return CHANGES[layer.kind][1](layer, inputs, drawn, gradient).astype(gradient.dtype)


def _flip(layer: arch.RandomFlip, values: Activations, drawn: Activations) -> Activations:
    is_flipped = drawn[:, 0] <= 0.5
    mirrored = values[is_flipped]
    if "vertical" in layer.mode.split("_"):
        mirrored = mirrored[:, ::-1]
    if "horizontal" in layer.mode.split("_"):
        mirrored = mirrored[:, :, ::-1]
    found = values.copy()
    found[is_flipped] = mirrored
    return found


def moves_of(layer: arch.RandomMoves, drawn: Activations, height: int, width: int) -> Moves:
    """Returns how pictures are moved by the numbers that were drawn.

    Args:
        layer: Turns, stretches or moves them.
        drawn: float (batch, numbers), those of `draw`.
        height: Rows.
        width: Columns.
    """
    rows, columns = drawn[:, 0], drawn[:, -1]
    matrices = MATRICES[layer.kind](rows, columns, height, width)
    return Moves(matrices, layer.fill_mode, layer.interpolation, layer.fill_value)


def _move(layer: arch.RandomMoves, inputs: Activations, drawn: Activations) -> Activations:
    return move(inputs, moves_of(layer, drawn, *inputs.shape[1:3]))


def _move_backward(
    layer: arch.RandomMoves, inputs: Activations, drawn: Activations, gradient: Activations
) -> Activations:
    return move_backward(gradient, moves_of(layer, drawn, *inputs.shape[1:3]))


def _contrast(layer: arch.RandomContrast, inputs: Activations, drawn: Activations) -> Activations:
    """Returns (x − mean of the map) · factor + mean, without what cuts it off."""
    mean = inputs.mean(axis=(1, 2), keepdims=True)
    return (inputs - mean) * drawn[:, :, None, None] + mean


def _contrast_backward(
    layer: arch.RandomContrast, inputs: Activations, drawn: Activations, gradient: Activations
) -> Activations:
    """∂L/∂x = g · factor + mean of g · (1 − factor), with g = 0 where values were cut off."""
    g = gradient * _is_within(_contrast(layer, inputs, drawn), layer.value_range)
    factor = drawn[:, :, None, None]
    return g * factor + g.mean(axis=(1, 2), keepdims=True) * (1 - factor)


def _brightness(
    layer: arch.RandomBrightness, inputs: Activations, drawn: Activations
) -> Activations:
    low, high = layer.value_range
    return inputs + drawn[:, :, None, None] * (high - low)


def _is_within(values: Activations, value_range: tuple[float, float]) -> Activations:
    low, high = value_range
    return (values >= low) & (values <= high)


MATRICES: dict[str, Callable[[Activations, Activations, int, int], Activations]] = {
    "RandomRotation": lambda turns, _, height, width: rotations(turns, height, width),
    "RandomZoom": stretches,
    "RandomTranslation": shifts,
}
"""Matrices by layer kind, from the first and the last number of each picture."""

CHANGES: dict[str, tuple[Callable[..., Activations], Callable[..., Activations]]] = {
    "RandomFlip": (_flip, lambda layer, x, drawn, gradient: _flip(layer, gradient, drawn)),
    "RandomRotation": (_move, _move_backward),
    "RandomZoom": (_move, _move_backward),
    "RandomTranslation": (_move, _move_backward),
    "RandomContrast": (
        lambda layer, x, drawn: _contrast(layer, x, drawn).clip(*layer.value_range),
        _contrast_backward,
    ),
    "RandomBrightness": (
        lambda layer, x, drawn: _brightness(layer, x, drawn).clip(*layer.value_range),
        lambda layer, x, drawn, gradient: (
            gradient * _is_within(_brightness(layer, x, drawn), layer.value_range)
        ),
    ),
}
"""(forwards, backwards) by layer kind."""


def crop(layer: arch.RandomCrop, inputs: Activations, begin: tuple[int, int]) -> Activations:
    """Returns the part of every picture that begins at a row and a column.

    Args:
        layer: The size of the part.
        inputs: float (batch, height, width, channels).
        begin: First row and first column.
    """
    row, column = begin
    return inputs[:, row : row + layer.height, column : column + layer.width]


def crop_backward(
    layer: arch.RandomCrop, inputs: Activations, begin: tuple[int, int], gradient: Activations
) -> Activations:
    """Returns ∂L/∂inputs: what was cut off changes nothing.

    Args:
        layer: The size of the part.
        inputs: float (batch, height, width, channels). Only the shape counts.
        begin: First row and first column of the part.
        gradient: ∂L/∂y.
    """
    found: Any = np.zeros(inputs.shape, gradient.dtype)
    crop(layer, found, begin)[:] = gradient
    return found
