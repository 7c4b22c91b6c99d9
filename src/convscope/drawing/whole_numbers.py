"""Filters on pictures of whole numbers: the largest and smallest around, means, quantiles.

Whole numbers only, so that Python and `web/core/drawing/whole_numbers.js` agree in every pixel.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.signedinteger[Any]]
"""A picture of whole numbers, (height, width)."""


COUNTED = 4096
"""Many values below this are counted instead of sorted."""


def close_gaps(values: Whole, length: int, axis: int) -> Whole:
    """Fills dark structures shorter than a length: the largest value around, then the smallest.

    Args:
        values: Bright paper, dark ink.
        length: Odd number of pixels; outside the picture there is nothing.
        axis: 0 looks up and down, 1 left and right.
    """
    return -_largest(-_largest(values, length, axis), length, axis)


def close_square(values: Whole, length: int) -> Whole:
    """Fills dark structures into which no square of this side fits."""
    is_small = int(values.min(initial=0)) >= 0 and int(values.max(initial=0)) < 1 << 15
    small = values.astype(np.int16) if is_small else values  # twice as many at a time
    highest = _largest(_largest(small, length, 0), length, 1)
    return (-_largest(_largest(-highest, length, 0), length, 1)).astype(values.dtype)


def _largest(values: Whole, length: int, axis: int) -> Whole:
    """The largest value at most (length − 1) / 2 away along an axis."""
    reach = length // 2
    rows = values if axis == 0 else values.T
    lowest = np.iinfo(values.dtype).min
    padded = np.pad(rows, ((reach, reach), (0, 0)), constant_values=lowest)
    span = 1
    while 2 * span <= length:  # windows of twice the span each time
        padded = np.maximum(padded[: len(padded) - span], padded[span:])
        span *= 2
    rest = length - span
    result = np.maximum(padded[: len(rows)], padded[rest : rest + len(rows)])
    return result if axis == 0 else result.T


def blurred(values: Whole) -> Whole:
    """Each value averaged with its neighbours by the weights 1, 2, 1 down and across."""
    padded = np.pad(values, 1, mode="edge")
    down = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return (down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]) // 16


def block_means(values: Whole, side: int) -> Whole:
    """The mean of each square block, rounded down; what remains at bottom and right is left out."""
    rows, columns = (length // side for length in values.shape)
    blocks = values[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return blocks.sum(axis=(1, 3)) // (side * side)


def local_mean(values: Whole, reach: int) -> Whole:
    """The mean of the pixels at most `reach` away down and across, rounded down."""
    height, width = values.shape
    running = np.zeros((height + 1, width + 1), np.int64)
    np.cumsum(np.cumsum(values, axis=0), axis=1, out=running[1:, 1:])
    top, bottom = _window(height, reach)
    left, right = _window(width, reach)
    total = (running[bottom] - running[top])[:, right] - (running[bottom] - running[top])[:, left]
    return total // ((bottom - top)[:, None] * (right - left)[None, :])


def _window(length: int, reach: int) -> tuple[Whole, Whole]:
    at = np.arange(length)
    return np.maximum(at - reach, 0), np.minimum(at + reach + 1, length)


def quantile(values: Whole, per_mille: int) -> int:
    """The lowest value that at least so many thousandths of the values do not exceed.

    Args:
        values: None negative.
        per_mille: 0–1000.
    """
    flat = values.ravel()
    wanted = max(1, -(-flat.size * per_mille // 1000))
    if flat.size < COUNTED or int(flat.max()) >= COUNTED:
        return int(np.sort(flat)[wanted - 1])
    return int(np.searchsorted(np.cumsum(np.bincount(flat)), wanted))


def tile_quantiles(values: Whole, side: int, per_mille: int) -> Whole:
    """The quantile of each square tile; the tiles at bottom and right may be smaller.

    Args:
        values: None negative.
        side: Height and width of a tile in pixels.
        per_mille: 0–1000.

    Returns:
        int64 (tiles down, tiles across).
    """
    height, width = values.shape
    return np.array(
        [
            [
                quantile(values[top : top + side, left : left + side], per_mille)
                for left in range(0, width, side)
            ]
            for top in range(0, height, side)
        ],
        np.int64,
    )


def quantile_around(values: Whole, reach: int, per_mille: int) -> Whole:
    """The quantile of each value and its neighbours up to `reach` away, as many as there are.

    Args:
        values: None negative.
        reach: Places up, down, left and right; at the edges there are fewer neighbours.
        per_mille: 0–1000.

    Returns:
        int64, of the same shape as `values`.
    """
    beyond = np.iinfo(np.int64).max
    padded = np.pad(values.astype(np.int64), reach, constant_values=beyond)
    side = 2 * reach + 1
    near = np.lib.stride_tricks.sliding_window_view(padded, (side, side))
    near = np.sort(near.reshape(*values.shape, -1), axis=2)  # (height, width, side²)
    number = (near < beyond).sum(axis=2)
    wanted = np.maximum(1, -(-number * per_mille // 1000))
    return np.take_along_axis(near, wanted[..., None] - 1, axis=2)[..., 0]
