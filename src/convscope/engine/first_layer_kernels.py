"""A first convolution, which sees few values, and max-pooling behind it, compiled by Numba.

The convolution's outputs are never written down: each window is computed, compared and left.
Arrays are as in `pooling_kernels`.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numba import njit, prange

from convscope.arrays import Shape3
from convscope.engine.pooling_kernels import Floats, Places, Pooling, compiled
from convscope.engine.weighted_rows import add_weighted_rows


class FirstLayerKernels(NamedTuple):
    """The kernels for one size, with its loops unrolled.

    Attributes:
        forward: `(inputs, kernel, bias, outputs, winners)` fills the last two; the kernel is
            (taps, out).
        gradients: `(inputs, gradient, outputs, winners, bias_sums, kernel_sums)` fills the last
            two, (parts, out) and (parts, taps, out).
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
    num_taps = size[0] * size[1] * size[2]
    num_places = pooling.rows * pooling.columns

    @compiled
    def forward(
        inputs: Floats, kernel: Floats, bias: Floats, outputs: Floats, winners: Places
    ) -> None:
        num_images, num_rows, num_columns, _ = outputs.shape
        flat_kernel = kernel.reshape(-1)
        for image in prange(num_images):
            patches = np.zeros((num_places, num_taps), np.float32)
            tap_starts = num_filters * np.arange(num_taps)
            values = np.empty(num_places * num_filters, np.float32)
            for row in range(num_rows):
                for column in range(num_columns):
                    output, winner = outputs[image, row, column], winners[image, row, column]
                    values[:] = 0
                    if not _is_empty(inputs[image], row, column, size, pooling):
                        _read_patches(inputs[image], row, column, size, pooling, patches)
                        for place in range(num_places):
                            add_weighted_rows(
                                values,
                                place * num_filters,
                                flat_kernel,
                                tap_starts,
                                patches[place],
                                num_taps,
                                0,
                                num_filters,
                            )
                    for channel in range(num_filters):
                        best, best_place = values[channel], np.uint8(0)
                        for place in range(1, num_places):
                            value = values[place * num_filters + channel]
                            if value > best or value != value:
                                best, best_place = value, np.uint8(place)
                        best += bias[channel]
                        output[channel] = np.float32(0) if is_relu and best < 0 else best
                        winner[channel] = best_place

    @compiled
    def gradients(
        inputs: Floats,
        gradient: Floats,
        outputs: Floats,
        winners: Places,
        bias_sums: Floats,
        kernel_sums: Floats,
    ) -> None:
        num_images, num_rows, num_columns, num_channels = gradient.shape
        num_parts = len(kernel_sums)
        for part in prange(num_parts):
            kernel_sum, bias_sum = kernel_sums[part], bias_sums[part]
            kernel_sum[:] = 0
            bias_sum[:] = 0
            patches = np.zeros((num_places, num_taps), np.float32)
            passed = np.empty(num_channels, np.float32)
            factors = np.empty((num_places, num_channels), np.float32)
            for image in range(
                part * num_images // num_parts, (part + 1) * num_images // num_parts
            ):
                for row in range(num_rows):
                    for column in range(num_columns):
                        given, output = gradient[image, row, column], outputs[image, row, column]
                        for channel in range(num_channels):
                            is_dead = is_relu and output[channel] <= 0
                            passed[channel] = np.float32(0) if is_dead else given[channel]
                            bias_sum[channel] += passed[channel]
                        if _is_empty(inputs[image], row, column, size, pooling):
                            continue
                        _read_patches(inputs[image], row, column, size, pooling, patches)
                        winner = winners[image, row, column]
                        for place in range(num_places):
                            for channel in range(num_channels):
                                is_winner = winner[channel] == place
                                factors[place, channel] = (
                                    passed[channel] if is_winner else np.float32(0)
                                )
                        for tap in range(num_taps):
                            total = kernel_sum[tap]
                            for channel in range(num_channels):
                                value = np.float32(0)
                                for place in range(num_places):
                                    value += patches[place, tap] * factors[place, channel]
                                total[channel] += value

    return FirstLayerKernels(forward, gradients)


@njit(cache=True)
def _is_empty(image: Floats, row: int, column: int, size: Shape3, pooling: Pooling) -> bool:
    """Returns whether all that a window's kernels see is 0: most of a drawing is."""
    top, left = row * pooling.row_stride, column * pooling.column_stride
    for i in range(top, top + size[0] + pooling.rows - 1):
        for j in range(left, left + size[1] + pooling.columns - 1):
            for channel in range(size[2]):
                if image[i, j, channel] != 0:
                    return False
    return True


@njit(cache=True)
def _read_patches(
    image: Floats, row: int, column: int, size: Shape3, pooling: Pooling, patches: Floats
) -> None:
    """Copies what the kernel sees at every place of a window."""
    rows, columns, in_channels = size
    for place in range(len(patches)):
        top = row * pooling.row_stride + place // pooling.columns
        left = column * pooling.column_stride + place % pooling.columns
        tap = 0
        for i in range(rows):
            for j in range(columns):
                for channel in range(in_channels):
                    patches[place, tap] = image[top + i, left + j, channel]
                    tap += 1
