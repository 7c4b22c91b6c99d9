"""Pictures turned, stretched and moved: where each value comes from, forwards and backwards."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Activations


class Moves(NamedTuple):
    """How every picture of a batch is moved, and what stands beyond its edges.

    Attributes:
        matrices: float (batch, 2, 3): the value at row i and column j comes from column
            m[0] · (j, i, 1) and row m[1] · (j, i, 1).
        fill_mode: `"reflect"`, `"wrap"`, `"constant"` or `"nearest"`.
        interpolation: `"bilinear"` or `"nearest"`.
        fill_value: What stands beyond the edges with `"constant"`.
    """

    matrices: Activations
    fill_mode: str
    interpolation: str
    fill_value: float


def rotations(turns: Activations, height: int, width: int) -> Activations:
    """Returns the matrices of turns around the middle.

    Args:
        turns: float (batch,), full turns against the clock.
        height: Rows.
        width: Columns.
    """
    x, y = (width - 1) / 2, (height - 1) / 2
    cosine, sine = np.cos(2 * np.pi * turns), np.sin(2 * np.pi * turns)
    rows = (
        (cosine, -sine, x - x * cosine + y * sine),
        (sine, cosine, y - x * sine - y * cosine),
    )
    return np.moveaxis(np.array(rows), -1, 0)


def stretches(rows: Activations, columns: Activations, height: int, width: int) -> Activations:
    """Returns the matrices that show more or less of a picture.

    Args:
        rows: float (batch,), the share of rows that is shown more; below 0 less.
        columns: float (batch,), of columns.
        height: Rows.
        width: Columns.
    """
    zero = np.zeros_like(rows)
    of_x = (1 + columns, zero, -(width - 1) / 2 * columns)
    of_y = (zero, 1 + rows, -(height - 1) / 2 * rows)
    return np.moveaxis(np.array((of_x, of_y)), -1, 0)


def shifts(rows: Activations, columns: Activations, height: int, width: int) -> Activations:
    """Returns the matrices that move a picture down and to the right.

    Args:
        rows: float (batch,), shares of the height.
        columns: float (batch,), shares of the width.
        height: Rows.
        width: Columns.
    """
    zero, one = np.zeros_like(rows), np.ones_like(rows)
    return np.moveaxis(
        np.array(((one, zero, -width * columns), (zero, one, -height * rows))), -1, 0
    )


def move(inputs: Activations, moves: Moves) -> Activations:
    """Returns every picture moved.

    Args:
        inputs: float (batch, height, width, channels).
        moves: How.

    Returns:
        Shaped like `inputs`.
    """
    batch, height, width, channels = inputs.shape
    pixels = inputs.reshape(batch, -1, channels)
    moved = np.zeros_like(pixels)
    for source, weight in _sources(moves, height, width):
        is_inside = source >= 0
        values = np.take_along_axis(pixels, np.maximum(source, 0)[..., None], axis=1)
        values = np.where(is_inside[..., None], values, moves.fill_value)
        moved += (weight[..., None] * values).astype(inputs.dtype)
    return moved.reshape(inputs.shape)


def move_backward(gradient: Activations, moves: Moves) -> Activations:
    """Every value takes of each that is made of it the weight with which it counts there.

    Args:
        gradient: ∂L/∂y, float (batch, height, width, channels).
        moves: How.

    Returns:
        ∂L/∂inputs, of the same shape.
    """
    batch, height, width, channels = gradient.shape
    pixels = gradient.reshape(batch, -1, channels)
    found = np.zeros_like(pixels)
    image = np.arange(batch)[:, None]
    for source, weight in _sources(moves, height, width):
        share = weight * (source >= 0)
        np.add.at(found, (image, np.maximum(source, 0)), share[..., None] * pixels)
    return found.reshape(gradient.shape)


def _sources(
    moves: Moves, height: int, width: int
) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Returns (pixel, weight) of the values that each pixel is made of, both (batch, pixels).

    A pixel is row · width + column, and −1 where it lies beyond the edges and stays there.
    """
    j, i = np.meshgrid(np.arange(width), np.arange(height))
    places = np.stack([j.ravel(), i.ravel(), np.ones(height * width)])  # (3, pixels)
    x, y = np.moveaxis(moves.matrices @ places, 1, 0)  # each (batch, pixels)
    x, y = onto(x, width, moves.fill_mode), onto(y, height, moves.fill_mode)
    if moves.interpolation == "nearest":
        pairs = [(np.rint(x), np.rint(y), np.ones_like(x))]
    else:
        left, top = np.floor(x), np.floor(y)
        right, low = x - left, y - top
        pairs = [
            (left, top, (1 - right) * (1 - low)),
            (left + 1, top, right * (1 - low)),
            (left, top + 1, (1 - right) * low),
            (left + 1, top + 1, right * low),
        ]
    found = []
    for column, row, weight in pairs:
        if moves.fill_mode != "constant":  # beside the last one lies one that counts nothing
            column, row = np.clip(column, 0, width - 1), np.clip(row, 0, height - 1)
        is_inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        source = np.where(is_inside, row * width + column, -1).astype(np.int64)
        found.append((source, weight))
    return found


def onto(places: Activations, length: int, fill_mode: str) -> Activations:
    """Returns places of an axis, those beyond its ends brought onto it as the mode says.

    Args:
        places: float, any shape.
        length: Values on the axis.
        fill_mode: `"reflect"`: mirrored at the ends, `"wrap"`: begun anew, `"nearest"`: the ends;
            with `"constant"` they stay where they are.

    Example:
        >>> onto(np.array([-1.0, -0.25, 3.0, 3.5]), 3, "reflect").tolist()
        [0.0, 0.0, 2.0, 1.5]
    """
    if fill_mode == "constant":
        return places
    if fill_mode == "reflect":
        places = np.where(places < 0, -places - 1, places)
        again = np.mod(places, 2 * length)
        places = np.where(again >= length, 2 * length - 1 - again, again)
    elif fill_mode == "wrap":  # the last value and the first of the next copy are one apart
        gap = max(length - 1, 1)
        below = places + length * (np.floor(-places / gap) + 1)
        above = places - length * np.floor(places / gap)
        places = np.where(places < 0, below, np.where(places > length - 1, above, places))
    return np.clip(places, 0, length - 1)
