"""The gradient of kernels of 3 × 3 that went in steps of one, with fewer products.

What a tile sees and what its outputs are given are made to sixteen sums each, as in
`kernels.convolving`; sixteen products of them, added up over all tiles, make the gradient of a
kernel's nine weights, where 36 would be added up otherwise. Arrays are as there.
"""

import numpy as np
import torch
from torch import Tensor

from convscope.engine.network.kernels.compiling import Floats, compiled
from convscope.engine.network.kernels.convolving import SKEW, copy_into
from convscope.engine.network.kernels.lane_tiles import (
    ROWS_AT_ONCE,
    add_lanes,
    spread_lane,
    transform_lane,
)
from convscope.engine.network.kernels.winograd import OF_WEIGHTS

_MOST_VALUES = 192 * 1024
"""Values of some tiles that are kept at once: they stay in the processor's second cache."""


def kernel_gradient(sums: Floats, in_channels: int, num_filters: int) -> Tensor:
    """Returns the gradient of a kernel, float32 (out, in, 3, 3).

    Args:
        sums: From `add_up`, (16 × in × out,).
        in_channels: Input channels.
        num_filters: Output channels.
    """
    both = torch.kron(OF_WEIGHTS, OF_WEIGHTS)
    nine = both.T @ torch.from_numpy(sums).view(16, -1)
    return nine.view(3, 3, in_channels, num_filters).permute(3, 2, 0, 1)


@compiled
def add_up(
    first: int,
    last: int,
    inputs: Floats,
    margins: tuple[int, int],
    gradient: Floats,
    sums: Floats,
) -> None:
    """Fills `sums` with what some images add to the gradient of a convolution's kernels.

    Args:
        first: First image that is computed.
        last: The image after the last one.
        inputs: (batch, height, width, in).
        margins: Rows and columns of zeros on either side of an image.
        gradient: (batch, rows, columns, out) of the convolution's outputs, before any activation.
        sums: (16 × in × out,), for `kernel_gradient`.
    """
    _, height, width, filters = gradient.shape
    channels = inputs.shape[3]
    across = (width + 1) // 2
    in_image = across * ((height + 1) // 2)
    num_tiles = (last - first) * in_image
    padded = np.zeros((2 * ((height + 1) // 2) + 2, 2 * across + 2, channels), np.float32)
    given = np.zeros((2 * ((height + 1) // 2), 2 * across, filters), np.float32)
    pixels, line = padded.reshape(-1), padded.shape[1] * channels
    slopes, slope_line = given.reshape(-1), given.shape[1] * filters
    most = min(max(_MOST_VALUES // (16 * (channels + filters)), 32), num_tiles)
    seen = np.empty((16, most * channels + SKEW), np.float32)
    spread = np.empty((16, most * filters + SKEW), np.float32)
    all_seen, all_spread = seen.reshape(-1), spread.reshape(-1)
    of_products = sums.reshape((16, channels * filters))
    sums[:] = 0
    is_copied = -1
    for begin in range(0, num_tiles, most):
        count = min(most, num_tiles - begin)
        for i in range(count):
            image, tile = first + (begin + i) // in_image, (begin + i) % in_image
            if image != is_copied:
                copy_into(padded, margins, inputs[image])
                copy_into(given, (0, 0), gradient[image])
                is_copied = image
            row, column = 2 * (tile // across), 2 * (tile % across)
            start = row * line + column * channels
            for channel in range(0, channels, 16):
                target = i * channels + channel
                transform_lane(
                    all_seen, target, seen.shape[1], pixels, start + channel, line, channels
                )
            start = row * slope_line + column * filters
            for channel in range(0, filters, 16):
                target = i * filters + channel
                spread_lane(
                    all_spread,
                    target,
                    spread.shape[1],
                    slopes,
                    start + channel,
                    slope_line,
                    filters,
                )
        for k in range(16):
            _add_products(of_products[k], seen[k], spread[k], count, channels, filters)


@compiled
def _add_products(
    sums: Floats, seen: Floats, spread: Floats, count: int, channels: int, filters: int
) -> None:
    for channel in range(0, channels, ROWS_AT_ONCE):
        row = channel * filters
        first = 0
        while first + 32 <= filters and ROWS_AT_ONCE == 8:
            to = row + first
            add_lanes(
                sums, to, seen, channel, spread, first, count, channels, filters, ROWS_AT_ONCE, 2
            )
            first += 32
        while first < filters:
            to = row + first
            add_lanes(
                sums, to, seen, channel, spread, first, count, channels, filters, ROWS_AT_ONCE, 1
            )
            first += 16
