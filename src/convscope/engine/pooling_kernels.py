"""Convolution followed by max-pooling, compiled for this processor by Numba.

Only the largest value of a window passes max-pooling, so only a quarter of a convolution's outputs,
or less, have a gradient. These kernels go through those alone, where a library's convolution
multiplies all the zeros too. Arrays are C-contiguous float32, images (batch, height, width,
channels); winners are uint8, the place of the largest value in its window, row by row.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numba import get_num_threads, njit, prange
from numpy.typing import NDArray

from convscope.arrays import Shape3

# No "nnan" and no "ninf": a loss that is not a number must stay one, so that it is noticed.
_FAST_MATH = {"contract", "reassoc", "nsz", "arcp"}
Floats = NDArray[np.float32]
Places = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Strides = tuple[int, int]

_compiled = njit(parallel=True, nogil=True, cache=True, fastmath=_FAST_MATH)

_ROWS_AT_ONCE = 4
"""Rows added to a sum in one pass, so that the sum is loaded and stored a quarter as often."""


class Pooling(NamedTuple):
    """Size and strides of the windows, rows before columns."""

    rows: int
    columns: int
    row_stride: int
    column_stride: int


@_compiled
def pool(
    values: Floats, bias: Floats, is_relu: bool, pooling: Pooling, outputs: Floats, winners: Places
) -> None:
    """Fills `outputs` with every window's largest value plus bias, `winners` with its place."""
    num_images, num_rows, num_columns, num_channels = outputs.shape
    for image in prange(num_images):
        for row in range(num_rows):
            for column in range(num_columns):
                output, winner = outputs[image, row, column], winners[image, row, column]
                top, left = row * pooling.row_stride, column * pooling.column_stride
                output[:] = values[image, top, left]
                winner[:] = 0
                for place in range(1, pooling.rows * pooling.columns):
                    down, right = place // pooling.columns, place % pooling.columns
                    candidate = values[image, top + down, left + right]
                    for channel in range(num_channels):
                        is_larger = candidate[channel] > output[channel]
                        if is_larger or candidate[channel] != candidate[channel]:
                            output[channel] = candidate[channel]
                            winner[channel] = place
                for channel in range(num_channels):
                    value = output[channel] + bias[channel]
                    output[channel] = np.float32(0) if is_relu and value < 0 else value


@_compiled
def gradient_behind_relu(
    gradient: Floats, outputs: Floats, is_relu: bool, result: Floats, sums: Floats
) -> None:
    """Fills `result` with the gradient where ReLU passes values, `sums` with the bias's gradient.

    Args:
        gradient: (batch, rows, columns, out) of the pooled values.
        outputs: The pooled values after ReLU.
        is_relu: Whether there was one.
        result: As the gradient.
        sums: (parts, out).
    """
    num_images, num_rows, num_columns, num_channels = gradient.shape
    num_parts = len(sums)
    for part in prange(num_parts):
        total = sums[part]
        total[:] = 0
        for image in range(part * num_images // num_parts, (part + 1) * num_images // num_parts):
            for row in range(num_rows):
                for column in range(num_columns):
                    given, output = gradient[image, row, column], outputs[image, row, column]
                    passed = result[image, row, column]
                    for channel in range(num_channels):
                        is_dead = is_relu and output[channel] <= 0
                        value = np.float32(0) if is_dead else given[channel]
                        passed[channel] = value
                        total[channel] += value


@_compiled
def kernel_gradient(
    inputs: Floats,
    gradient: Floats,
    winners: Places,
    pooling: Pooling,
    in_channels: int,
    strides: Strides,
    sums: Floats,
) -> None:
    """Fills `sums` with each part of the batch's gradient of the kernel.

    Args:
        inputs: (batch, height, width × in), padded.
        gradient: (batch, rows, columns, out) of the pooled values.
        winners: (batch, rows, columns, out).
        pooling: The windows.
        in_channels: Channels of the inputs.
        strides: Of the convolution, rows before columns.
        sums: (parts, out, kernel rows, kernel columns × in).
    """
    num_images, num_rows, num_columns, num_channels = gradient.shape
    num_parts, _, kernel_rows, row_length = sums.shape
    height, line = inputs.shape[1:]
    row_step = pooling.row_stride * strides[0] * line
    column_step = pooling.column_stride * strides[1] * in_channels
    offsets = _place_offsets(pooling, strides[0] * line, strides[1] * in_channels)
    flat = inputs.reshape(-1)
    for part in prange(num_parts):
        sums[part] = 0
        factors = np.zeros(num_rows * num_columns + _ROWS_AT_ONCE, np.float32)
        starts = np.zeros(num_rows * num_columns + _ROWS_AT_ONCE, np.int64)
        for image in range(part * num_images // num_parts, (part + 1) * num_images // num_parts):
            origin = image * height * line
            for channel in range(num_channels):
                count = 0
                for row in range(num_rows):
                    for column in range(num_columns):
                        factor = gradient[image, row, column, channel]
                        factors[count] = factor
                        starts[count] = (
                            origin
                            + row * row_step
                            + column * column_step
                            + offsets[winners[image, row, column, channel]]
                        )
                        count += factor != 0  # no branch: half of them would be mispredicted
                factors[count : count + _ROWS_AT_ONCE] = 0
                starts[count : count + _ROWS_AT_ONCE] = origin
                for kernel_row in range(kernel_rows):
                    offset = kernel_row * line
                    total = sums[part, channel, kernel_row]
                    for i in range(0, count, _ROWS_AT_ONCE):
                        _add_rows(total, flat, starts, factors, i, offset, row_length)


@_compiled
def input_gradient(
    kernel: Floats,
    gradient: Floats,
    winners: Places,
    pooling: Pooling,
    in_channels: int,
    strides: Strides,
    result: Floats,
) -> None:
    """Fills `result`, (batch, height, width × in), with the gradient of the padded inputs.

    Args:
        kernel: (out, kernel rows, kernel columns × in).
        gradient: (batch, rows, columns, out) of the pooled values.
        winners: (batch, rows, columns, out).
        pooling: The windows.
        in_channels: Channels of the inputs.
        strides: Of the convolution, rows before columns.
        result: Where the gradient goes.
    """
    num_images, num_rows, num_columns, num_channels = gradient.shape
    kernel_rows, row_length = kernel.shape[1:]
    line = result.shape[2]
    num_places = pooling.rows * pooling.columns
    row_step = pooling.row_stride * strides[0] * line
    column_step = pooling.column_stride * strides[1] * in_channels
    offsets = _place_offsets(pooling, strides[0] * line, strides[1] * in_channels)
    flat = kernel.reshape(-1)
    for image in prange(num_images):
        factors = np.zeros((num_places, num_channels + _ROWS_AT_ONCE), np.float32)
        starts = np.zeros((num_places, num_channels + _ROWS_AT_ONCE), np.int64)
        counts = np.zeros(num_places, np.int64)
        target = result[image].reshape(-1)
        target[:] = 0
        for row in range(num_rows):
            for column in range(num_columns):
                counts[:] = 0
                for channel in range(num_channels):
                    factor = gradient[image, row, column, channel]
                    place = winners[image, row, column, channel]
                    count = counts[place]
                    factors[place, count] = factor
                    starts[place, count] = channel * kernel_rows * row_length
                    counts[place] = count + (factor != 0)
                for place in range(num_places):
                    count = counts[place]
                    factors[place, count : count + _ROWS_AT_ONCE] = 0
                    starts[place, count : count + _ROWS_AT_ONCE] = 0
                    begin = row * row_step + column * column_step + offsets[place]
                    for kernel_row in range(kernel_rows):
                        at = begin + kernel_row * line
                        total = target[at : at + row_length]
                        offset = kernel_row * row_length
                        for i in range(0, count, _ROWS_AT_ONCE):
                            _add_rows(
                                total, flat, starts[place], factors[place], i, offset, row_length
                            )


@njit(cache=True)
def _place_offsets(pooling: Pooling, down: int, right: int) -> Offsets:
    """Returns how far the places of a window lie behind its first, int64 (places,)."""
    offsets = np.empty(pooling.rows * pooling.columns, np.int64)
    for place in range(len(offsets)):
        offsets[place] = place // pooling.columns * down + place % pooling.columns * right
    return offsets


@njit(inline="always")
def _add_rows(
    total: Floats, flat: Floats, starts: Offsets, factors: Floats, i: int, offset: int, length: int
) -> None:
    """Adds four rows of `flat`, each times its factor, to `total`."""
    a, b, c, d = factors[i], factors[i + 1], factors[i + 2], factors[i + 3]
    first = flat[starts[i] + offset : starts[i] + offset + length]
    second = flat[starts[i + 1] + offset : starts[i + 1] + offset + length]
    third = flat[starts[i + 2] + offset : starts[i + 2] + offset + length]
    fourth = flat[starts[i + 3] + offset : starts[i + 3] + offset + length]
    for j in range(length):
        total[j] += a * first[j] + b * second[j] + c * third[j] + d * fourth[j]


class FirstLayerKernels(NamedTuple):
    """The kernels of a first layer with few inputs, with its loops unrolled.

    Attributes:
        forward: `(inputs, kernel, bias, is_relu, outputs, winners)`; the kernel is (taps, out).
        kernel_gradient: `(inputs, gradient, winners, sums)`; the sums are (parts, taps, out).
    """

    forward: Callable[..., None]
    kernel_gradient: Callable[..., None]


@cache
def first_layer_kernels(size: Shape3, pooling: Pooling) -> FirstLayerKernels:
    """Returns kernels for a (rows, columns, in) kernel at stride 1 and the windows behind it.

    The convolution's outputs are never written down: each window is computed, compared and left.
    """
    num_taps = size[0] * size[1] * size[2]
    num_places = pooling.rows * pooling.columns

    @_compiled
    def forward(
        inputs: Floats,
        kernel: Floats,
        bias: Floats,
        is_relu: bool,
        outputs: Floats,
        winners: Places,
    ) -> None:
        num_images, num_rows, num_columns, num_channels = outputs.shape
        for image in prange(num_images):
            patches = np.empty((num_places, num_taps), np.float32)
            for row in range(num_rows):
                for column in range(num_columns):
                    _read_patches(inputs[image], row, column, size, pooling, patches)
                    output, winner = outputs[image, row, column], winners[image, row, column]
                    for channel in range(num_channels):
                        best, best_place = np.float32(-np.inf), np.uint8(0)
                        for place in range(num_places):
                            total = np.float32(0)
                            for tap in range(num_taps):
                                total += patches[place, tap] * kernel[tap, channel]
                            if total > best or total != total:
                                best, best_place = total, np.uint8(place)
                        best += bias[channel]
                        output[channel] = np.float32(0) if is_relu and best < 0 else best
                        winner[channel] = best_place

    @_compiled
    def gradient_of_kernel(inputs: Floats, gradient: Floats, winners: Places, sums: Floats) -> None:
        num_images, num_rows, num_columns, num_channels = gradient.shape
        num_parts = len(sums)
        for part in prange(num_parts):
            sums[part] = 0
            patches = np.empty((num_places, num_taps), np.float32)
            factors = np.empty((num_places, num_channels), np.float32)
            for image in range(
                part * num_images // num_parts, (part + 1) * num_images // num_parts
            ):
                for row in range(num_rows):
                    for column in range(num_columns):
                        if _read_patches(inputs[image], row, column, size, pooling, patches):
                            continue  # most of a drawing is empty
                        given = gradient[image, row, column]
                        winner = winners[image, row, column]
                        for channel in range(num_channels):
                            for place in range(num_places):
                                is_winner = winner[channel] == place
                                factors[place, channel] = (
                                    given[channel] if is_winner else np.float32(0)
                                )
                        for tap in range(num_taps):
                            total = sums[part, tap]
                            for channel in range(num_channels):
                                value = np.float32(0)
                                for place in range(num_places):
                                    value += patches[place, tap] * factors[place, channel]
                                total[channel] += value

    return FirstLayerKernels(forward, gradient_of_kernel)


@njit(cache=True)
def _read_patches(
    image: Floats, row: int, column: int, size: Shape3, pooling: Pooling, patches: Floats
) -> bool:
    """Copies what the kernel sees at every place of a window; returns whether all is 0."""
    rows, columns, in_channels = size
    is_empty = True
    for place in range(len(patches)):
        top = row * pooling.row_stride + place // pooling.columns
        left = column * pooling.column_stride + place % pooling.columns
        tap = 0
        for i in range(rows):
            for j in range(columns):
                for channel in range(in_channels):
                    value = image[top + i, left + j, channel]
                    patches[place, tap] = value
                    is_empty &= value == 0
                    tap += 1
    return is_empty


def empty_sums(*shape: int) -> Floats:
    """Returns float32 (parts, …) with one part per thread."""
    return np.empty((get_num_threads(), *shape), np.float32)
