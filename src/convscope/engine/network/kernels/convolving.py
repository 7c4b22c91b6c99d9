"""A convolution with kernels of 3 × 3 in steps of one, with fewer products.

As in `kernels.winograd`, but all four outputs of a tile are kept, and one kernel serves every
number of channels that is counted in sixteens. The gradient of a convolution's inputs is a
convolution with the same kernels, turned around, and computed likewise. Arrays are C-contiguous
float32, images (batch, height, width, channels).
"""

import numpy as np

from convscope.engine.network.kernels.compiling import Floats, compiled
from convscope.engine.network.kernels.lane_tiles import (
    TILES_AT_ONCE,
    WIDEST,
    multiply_lanes,
    store_lane,
    transform_lane,
)

_MOST_SUMS = 96 * 1024
"""Values that are kept of some tiles at once: they stay in the processor's second cache."""

SKEW = 16
"""Values between rows: rows a power of two apart would share a place in the first cache."""


@compiled
def convolve(
    first: int,
    last: int,
    inputs: Floats,
    margins: tuple[int, int],
    weights: Floats,
    bias: Floats,
    is_relu: bool,
    outputs: Floats,
) -> None:
    """Fills `outputs` with a convolution's.

    Args:
        first: First image that is computed.
        last: The image after the last one.
        inputs: (batch, height, width, in).
        margins: Rows and columns of zeros on either side of an image.
        weights: From `winograd.transform_kernel`.
        bias: float32 (out,).
        is_relu: Whether ReLU follows.
        outputs: (batch, height + 2 margins − 2, width + 2 margins − 2, out).
    """
    _, height, width, filters = outputs.shape
    channels = inputs.shape[3]
    across = (width + 1) // 2
    in_image = across * ((height + 1) // 2)
    num_tiles = (last - first) * in_image
    padded = np.zeros((2 * ((height + 1) // 2) + 2, 2 * across + 2, channels), np.float32)
    pixels, line, is_copied = padded.reshape(-1), padded.shape[1] * channels, -1
    most = _MOST_SUMS // (16 * TILES_AT_ONCE * (channels + filters))
    most = TILES_AT_ONCE * min(max(most, 1), -(-num_tiles // TILES_AT_ONCE))
    seen = np.zeros((16, most * channels + SKEW), np.float32)
    sums = np.empty((16, most * filters + SKEW), np.float32)
    all_seen, all_sums = seen.reshape(-1), sums.reshape(-1)
    for begin in range(0, num_tiles, most):
        count = min(most, num_tiles - begin)
        for i in range(count):
            image, tile = first + (begin + i) // in_image, (begin + i) % in_image
            if image != is_copied:
                copy_into(padded, margins, inputs[image])
                is_copied = image
            start = 2 * (tile // across) * line + 2 * (tile % across) * channels
            for channel in range(0, channels, 16):
                transform_lane(
                    all_seen,
                    i * channels + channel,
                    seen.shape[1],
                    pixels,
                    start + channel,
                    line,
                    channels,
                )
        for k in range(16):
            _multiply(sums[k], seen[k], weights[k].reshape(-1), count, channels, filters)
        for i in range(count):
            image, tile = first + (begin + i) // in_image, (begin + i) % in_image
            row, column = 2 * (tile // across), 2 * (tile % across)
            values = outputs[image].reshape(-1)
            for filter in range(0, filters, 16):
                store_lane(
                    values,
                    (row * width + column) * filters + filter,
                    width * filters,
                    filters,
                    column + 1 < width,
                    row + 1 < height,
                    all_sums,
                    i * filters + filter,
                    sums.shape[1],
                    bias,
                    filter,
                    is_relu,
                )


@compiled
def copy_into(padded: Floats, margins: tuple[int, int], image: Floats) -> None:
    """Copies an image to where it lies within its margins.

    Args:
        padded: (height, width, channels), zeros around the place of the image.
        margins: Rows above and columns left of it.
        image: (height, width, channels), no larger.
    """
    top, left = margins
    height, width, channels = image.shape
    for row in range(height):
        source, target = image[row].reshape(-1), padded[top + row].reshape(-1)
        for i in range(width * channels):
            target[left * channels + i] = source[i]


@compiled
def _multiply(
    sums: Floats, seen: Floats, weights: Floats, count: int, channels: int, filters: int
) -> None:
    """Multiplies what `count` tiles see; some more may be computed, of which nobody reads."""
    for tile in range(0, count, TILES_AT_ONCE):
        target, source = tile * filters, tile * channels
        below, behind = target + 6 * filters, source + 6 * channels
        first = 0
        if WIDEST == 4:
            while first + 64 <= filters:
                to = target + first
                multiply_lanes(sums, to, seen, source, weights, first, channels, filters, 6, 4)
                if tile + 6 < count:
                    to = below + first
                    multiply_lanes(sums, to, seen, behind, weights, first, channels, filters, 6, 4)
                first += 64
            while first + 32 <= filters:
                to = target + first
                multiply_lanes(sums, to, seen, source, weights, first, channels, filters, 12, 2)
                first += 32
        while first < filters:
            to = target + first
            multiply_lanes(sums, to, seen, source, weights, first, channels, filters, 6, 1)
            if tile + 6 < count:
                to = below + first
                multiply_lanes(sums, to, seen, behind, weights, first, channels, filters, 6, 1)
            first += 16
