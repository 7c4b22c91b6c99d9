"""Batch normalization and the ReLU behind it in few passes, compiled by Numba.

Arrays are C-contiguous float32; values are (batch, places, channels). Every kernel computes the
images from `first` to before `last`. What ReLU let through is computed again where its gradient is
asked for: that is less work than to read it.
"""

import numpy as np
from numpy.typing import NDArray

from convscope.engine.network.kernels.compiling import Floats, compiled

Sums = NDArray[np.float64]


@compiled
def add_up(first: int, last: int, values: Floats, near: Floats, sums: Sums) -> None:
    """Fills in each channel's sum and sum of squares.

    Args:
        first: First image that is computed.
        last: The image after the last one.
        values: What is normalized.
        near: (channels,): taken off before, so that squares of large numbers keep their digits.
        sums: (2, channels).
    """
    _, num_places, num_channels = values.shape
    some, squares = np.empty(num_channels, np.float32), np.empty(num_channels, np.float32)
    sums[:] = 0
    for image in range(first, last):
        some[:] = 0
        squares[:] = 0
        for place in range(num_places):
            row = values[image, place]
            for channel in range(num_channels):
                value = row[channel] - near[channel]
                some[channel] += value
                squares[channel] += value * value
        for channel in range(num_channels):
            sums[0, channel] += some[channel]
            sums[1, channel] += squares[channel]


@compiled
def normalize(
    first: int,
    last: int,
    values: Floats,
    scale: Floats,
    offset: Floats,
    lowest: np.float32,
    highest: np.float32,
    outputs: Floats,
) -> None:
    """Fills `outputs` with values times scale plus offset, none below or above two bounds.

    Args:
        first: First image that is computed.
        last: The image after the last one.
        values: What is normalized.
        scale: (channels,).
        offset: (channels,).
        lowest: Of the outputs: 0 where ReLU follows.
        highest: Of the outputs.
        outputs: As the values.
    """
    _, num_places, num_channels = values.shape
    for image in range(first, last):
        for place in range(num_places):
            row, output = values[image, place], outputs[image, place]
            for channel in range(num_channels):
                value = row[channel] * scale[channel] + offset[channel]
                value = lowest if value < lowest else value
                output[channel] = highest if value > highest else value


@compiled
def add_up_gradients(
    first: int,
    last: int,
    values: Floats,
    gradient: Floats,
    scale: Floats,
    offset: Floats,
    lowest: np.float32,
    highest: np.float32,
    mean: Floats,
    sums: Sums,
) -> None:
    """Fills in each channel's sum of gradients, and of gradients times distance from the mean.

    Args:
        first: First image that is computed.
        last: The image after the last one.
        values: What was normalized.
        gradient: Of the outputs, as the values.
        scale: As `normalize` took it.
        offset: Likewise.
        lowest: Likewise.
        highest: Likewise.
        mean: (channels,).
        sums: (2, channels).
    """
    _, num_places, num_channels = values.shape
    some, slopes = np.empty(num_channels, np.float32), np.empty(num_channels, np.float32)
    sums[:] = 0
    for image in range(first, last):
        some[:] = 0
        slopes[:] = 0
        for place in range(num_places):
            row, given = values[image, place], gradient[image, place]
            for channel in range(num_channels):
                output = row[channel] * scale[channel] + offset[channel]
                is_stopped = output <= lowest or output >= highest
                passed = np.float32(0) if is_stopped else given[channel]
                some[channel] += passed
                slopes[channel] += passed * (row[channel] - mean[channel])
        for channel in range(num_channels):
            sums[0, channel] += some[channel]
            sums[1, channel] += slopes[channel]


@compiled
def give_back(
    first: int,
    last: int,
    values: Floats,
    gradient: Floats,
    scale: Floats,
    offset: Floats,
    lowest: np.float32,
    highest: np.float32,
    slope: Floats,
    shift: Floats,
    input_gradient: Floats,
) -> None:
    """Fills in the gradient of the values: scale × what passed + slope × value + shift.

    Args:
        first: First image that is computed.
        last: The image after the last one.
        values: What was normalized.
        gradient: Of the outputs, as the values.
        scale: As `normalize` took it.
        offset: Likewise.
        lowest: Likewise.
        highest: Likewise.
        slope: (channels,): what the batch's variance gives back.
        shift: (channels,): what its mean gives back.
        input_gradient: As the values.
    """
    _, num_places, num_channels = values.shape
    for image in range(first, last):
        for place in range(num_places):
            row, given = values[image, place], gradient[image, place]
            result = input_gradient[image, place]
            for channel in range(num_channels):
                output = row[channel] * scale[channel] + offset[channel]
                is_stopped = output <= lowest or output >= highest
                passed = np.float32(0) if is_stopped else given[channel]
                result[channel] = (
                    scale[channel] * passed + slope[channel] * row[channel] + shift[channel]
                )
