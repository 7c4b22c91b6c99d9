"""A first convolution, which sees few values, and max-pooling behind it, compiled by Numba.

The convolution's outputs are never written down: each window is computed, compared and left.
Arrays are as in `kernels.pooling`.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from convscope.arrays import Shape3
from convscope.engine.network.kernels.compiling import Floats, compiled
from convscope.engine.network.kernels.pooling import Places, Pooling
from convscope.engine.network.kernels.small_products import add_product_of_columns


class FirstLayerKernels(NamedTuple):
    """The kernels for one size.

    Inputs are (batch, height, width × in), padded; winners as in `kernels.pooling`.

    Attributes:
        forward: `(first, last, inputs, kernel, bias, outputs, winners)` fills the last two for the
            images from `first` to before `last`; the kernel is (taps, out).
        gradients: `(first, last, inputs, gradient, outputs, winners, bias_sum, kernel_sum)` fills
            the last two, (out,) and (taps, out), with what these images add.
    """

    forward: Callable[..., None]
    gradients: Callable[..., None]


@cache
def first_layer_kernels(
    size: Shape3, num_filters: int, pooling: Pooling, is_relu: bool
) -> FirstLayerKernels:
    """Returns kernels for a convolution at stride 1 and the windows behind it.

    Args:
        size: Rows, columns and input channels of the convolution's kernel.
        num_filters: Output channels.
        pooling: The windows.
        is_relu: Whether ReLU stands between the two.
    """
    kernel_rows, in_channels = size[0], size[2]
    row_length = size[1] * in_channels
    num_taps = kernel_rows * row_length
    num_places = pooling.rows * pooling.columns
    seen_rows = kernel_rows + pooling.rows - 1
    seen_length = row_length + (pooling.columns - 1) * in_channels

    @compiled
    def forward(
        first: int,
        last: int,
        inputs: Floats,
        kernel: Floats,
        bias: Floats,
        outputs: Floats,
        winners: Places,
    ) -> None:
        _, num_rows, num_columns, _ = outputs.shape
        patches = np.empty((num_taps, num_places), np.float32)
        values = np.empty((num_places, num_filters), np.float32)
        flat = values.reshape(-1)  # the loops over it become vector instructions
        for image in range(first, last):
            lines = inputs[image]
            for row in range(num_rows):
                top = row * pooling.row_stride
                for column in range(num_columns):
                    left = column * pooling.column_stride * in_channels
                    flat[:] = 0
                    if not _is_empty(lines, top, left, seen_rows, seen_length):
                        for i in range(kernel_rows):
                            for j in range(row_length):
                                for place in range(num_places):
                                    down, right = place // pooling.columns, place % pooling.columns
                                    value = lines[top + down + i, left + right * in_channels + j]
                                    patches[i * row_length + j, place] = value
                        add_product_of_columns(
                            values, patches, kernel, num_taps, num_places, num_filters
                        )
                    output, winner = outputs[image, row, column], winners[image, row, column]
                    for channel in range(num_filters):
                        best, best_place = flat[channel], np.uint8(0)
                        for place in range(1, num_places):
                            value = flat[place * num_filters + channel]
                            if value > best or value != value:
                                best, best_place = value, np.uint8(place)
                        best += bias[channel]
                        output[channel] = np.float32(0) if is_relu and best < 0 else best
                        winner[channel] = best_place

    @compiled
    def gradients(
        first: int,
        last: int,
        inputs: Floats,
        gradient: Floats,
        outputs: Floats,
        winners: Places,
        bias_sum: Floats,
        kernel_sum: Floats,
    ) -> None:
        _, num_rows, num_columns, num_channels = gradient.shape
        kernel_sum[:] = 0
        bias_sum[:] = 0
        # For every place in a row of windows: what the kernels see, what passes pooling.
        patches = np.empty((num_columns * num_places, num_taps), np.float32)
        factors = np.empty((num_columns * num_places, num_channels), np.float32)
        passed = np.empty(num_channels, np.float32)
        for image in range(first, last):
            lines = inputs[image]
            for row in range(num_rows):
                top, count = row * pooling.row_stride, 0
                for column in range(num_columns):
                    left = column * pooling.column_stride * in_channels
                    given, output = gradient[image, row, column], outputs[image, row, column]
                    for channel in range(num_channels):
                        is_dead = is_relu and output[channel] <= 0
                        passed[channel] = np.float32(0) if is_dead else given[channel]
                        bias_sum[channel] += passed[channel]
                    if _is_empty(lines, top, left, seen_rows, seen_length):
                        continue
                    winner = winners[image, row, column]
                    for place in range(num_places):
                        down, right = place // pooling.columns, place % pooling.columns
                        begin = left + right * in_channels
                        for i in range(kernel_rows):
                            for j in range(row_length):
                                value = lines[top + down + i, begin + j]
                                patches[count, i * row_length + j] = value
                        for channel in range(num_channels):
                            is_winner = winner[channel] == place
                            factors[count, channel] = (
                                passed[channel] if is_winner else np.float32(0)
                            )
                        count += 1
                add_product_of_columns(kernel_sum, patches, factors, count, num_taps, num_filters)

    return FirstLayerKernels(forward, gradients)


@compiled
def _is_empty(lines: Floats, top: int, left: int, num_rows: int, length: int) -> bool:
    """Returns whether a part of an image is 0: most of a drawing is."""
    for row in range(top, top + num_rows):
        for value in lines[row, left : left + length]:
            if value != 0:
                return False
    return True
