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
from numpy.typing import NDArray

from convscope.arrays import Shape3
from convscope.engine.network.kernels.compiling import Floats, compiled
from convscope.engine.network.kernels.weighted_blocks import add_weighted_blocks

Places = NDArray[np.uint8]


class Pooling(NamedTuple):
    """Size and strides of the windows, rows before columns."""

    rows: int
    columns: int
    row_stride: int
    column_stride: int


@compiled
def pool(
    first: int,
    last: int,
    values: Floats,
    bias: Floats,
    is_relu: bool,
    pooling: Pooling,
    outputs: Floats,
    winners: Places,
) -> None:
    """Fills `outputs` with every window's largest value plus bias, `winners` with its place.

    Args:
        first: First image that is computed.
        last: The image after the last one.
        values: A convolution's, without its bias.
        bias: float32 (channels,).
        is_relu: Whether ReLU follows.
        pooling: The windows.
        outputs: (batch, rows, columns, channels).
        winners: As the outputs.
    """
    _, num_rows, num_columns, num_channels = outputs.shape
    for image in range(first, last):
        for row in range(num_rows):
            for column in range(num_columns):
                output, winner = outputs[image, row, column], winners[image, row, column]
                top, left = row * pooling.row_stride, column * pooling.column_stride
                # Loops, not slices: those bring code that words errors, two seconds to compile.
                for channel in range(num_channels):
                    output[channel] = values[image, top, left, channel]
                    winner[channel] = np.uint8(0)
                for place in range(1, pooling.rows * pooling.columns):
                    down, right = place // pooling.columns, place % pooling.columns
                    candidate = values[image, top + down, left + right]
                    for channel in range(num_channels):
                        is_larger = candidate[channel] > output[channel]
                        if is_larger or candidate[channel] != candidate[channel]:
                            output[channel] = candidate[channel]
                            winner[channel] = np.uint8(place)
                for channel in range(num_channels):
                    value = output[channel] + bias[channel]
                    output[channel] = np.float32(0) if is_relu and value < 0 else value


Gradients = Callable[..., None]
"""Called with (first, last) and then as below.

It fills the last three, the sums with what the images from `first` to before `last` add.

- inputs: (batch, height, width × in), padded.
- kernel: (out, kernel rows × kernel columns × in).
- gradient: (batch, rows, columns, out) of the pooled values.
- outputs: The pooled values after ReLU, as the gradient.
- winners: As the gradient.
- input_gradient: As the inputs.
- bias_sum: (out,): these images' part of the gradient of the bias.
- kernel_sum: (out × kernel rows × kernel columns × in,).
"""


@cache
def gradients_kernel(
    size: Shape3, strides: tuple[int, int], pooling: Pooling, is_relu: bool
) -> Gradients:
    """Returns what computes all gradients of a convolution behind whose windows pooling stands.

    Args:
        size: Rows, columns and input channels of the convolution's kernel.
        strides: Of the convolution, rows before columns.
        pooling: The windows.
        is_relu: Whether ReLU stands between the two.
    """
    kernel_rows, in_channels = size[0], size[2]
    row_length = size[1] * in_channels
    kernel_length = kernel_rows * row_length
    num_places, pooling_columns = pooling.rows * pooling.columns, pooling.columns
    row_stride, column_stride = strides
    row_step = pooling.row_stride * row_stride
    column_step = pooling.column_stride * column_stride * in_channels

    @compiled
    def gradients(
        first: int,
        last: int,
        inputs: Floats,
        kernel: Floats,
        gradient: Floats,
        outputs: Floats,
        winners: Places,
        input_gradient: Floats,
        bias_sum: Floats,
        kernel_sum: Floats,
    ) -> None:
        _, num_rows, num_columns, num_channels = gradient.shape
        line = inputs.shape[2]
        weights = kernel.reshape(-1)
        kernel_sum[:] = 0
        bias_sum[:] = 0
        offsets = np.empty(num_places, np.int32)
        for place in range(num_places):
            down, right = place // pooling_columns, place % pooling_columns
            offsets[place] = down * row_stride * line + right * column_stride * in_channels
        # What passes pooling: by channel for the kernel, by place for the inputs.
        channel_factors = np.empty((num_channels, num_rows * num_columns), np.float32)
        channel_starts = np.empty((num_channels, num_rows * num_columns), np.int32)
        channel_counts = np.empty(num_channels, np.int64)
        place_factors = np.empty((num_places, num_channels), np.float32)
        place_starts = np.empty((num_places, num_channels), np.int32)
        place_counts = np.empty(num_places, np.int64)
        passed = np.empty(num_channels, np.float32)
        active = np.empty(num_channels, np.uint32)
        for image in range(first, last):
            channel_counts[:] = 0
            target = input_gradient[image].reshape(-1)
            target[:] = 0
            for row in range(num_rows):
                for column in range(num_columns):
                    place_counts[:] = 0
                    corner = row * row_step * line + column * column_step
                    given, output = gradient[image, row, column], outputs[image, row, column]
                    winner = winners[image, row, column]
                    num_active = _find_active(given, output, is_relu, passed, bias_sum, active)
                    for i in range(num_active):
                        channel = active[i]
                        factor, place = passed[channel], winner[channel]
                        count = channel_counts[channel]
                        channel_factors[channel, count] = factor
                        channel_starts[channel, count] = corner + offsets[place]
                        channel_counts[channel] = count + 1
                        count = place_counts[place]
                        place_factors[place, count] = factor
                        place_starts[place, count] = channel * kernel_length
                        place_counts[place] = count + 1
                    for place in range(num_places):
                        add_weighted_blocks(
                            target,
                            corner + offsets[place],
                            line,
                            weights,
                            place_starts[place],
                            row_length,
                            place_factors[place],
                            place_counts[place],
                            kernel_rows,
                            row_length,
                        )
            image_values = inputs[image].reshape(-1)
            for channel in range(num_channels):
                add_weighted_blocks(
                    kernel_sum,
                    channel * kernel_length,
                    row_length,
                    image_values,
                    channel_starts[channel],
                    line,
                    channel_factors[channel],
                    channel_counts[channel],
                    kernel_rows,
                    row_length,
                )

    return gradients


@compiled
def _find_active(
    gradient: Floats,
    outputs: Floats,
    is_relu: bool,
    passed: Floats,
    bias_sum: Floats,
    active: NDArray[np.uint32],
) -> int:
    """Fills `passed` with what comes through ReLU, `active` with the channels of what is not 0.

    Returns:
        The number of those channels.
    """
    for channel in range(len(gradient)):
        is_dead = is_relu and outputs[channel] <= 0
        passed[channel] = np.float32(0) if is_dead else gradient[channel]
        bias_sum[channel] += passed[channel]
    count = 0
    for channel in range(len(gradient)):
        active[count] = channel  # no branch: half of them would be mispredicted
        count += passed[channel] != 0
    return count
