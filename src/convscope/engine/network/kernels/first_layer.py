"""A first convolution, which sees few values, and max-pooling behind it, compiled by Numba.

The convolution's outputs are never written down: each window is computed, compared and left.
Arrays are as in `kernels.pooling`.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from convscope.arrays import Shape3
from convscope.engine.network.kernels.compiling import Floats, compiled
from convscope.engine.network.kernels.pooling import Places, Pooling
from convscope.engine.network.kernels.windows import add_window, pool_window


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
    window_rows, window_columns = pooling.rows, pooling.columns
    row_stride, column_stride = pooling.row_stride, pooling.column_stride * in_channels

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
        line = inputs.shape[2]
        for image in range(first, last):
            target = 0
            pixels = inputs[image].reshape(-1)
            values, places = outputs[image].reshape(-1), winners[image].reshape(-1)
            for row in range(num_rows):
                for column in range(num_columns):
                    pool_window(
                        values,
                        places,
                        target,
                        pixels,
                        row * row_stride * line + column * column_stride,
                        line,
                        kernel,
                        bias,
                        is_relu,
                        kernel_rows,
                        row_length,
                        in_channels,
                        window_rows,
                        window_columns,
                        num_filters,
                    )
                    target += num_filters

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
        _, num_rows, num_columns, _ = gradient.shape
        line = inputs.shape[2]
        sums = kernel_sum.reshape(-1)
        sums[:] = 0
        bias_sum[:] = 0
        for image in range(first, last):
            source = 0
            pixels, given = inputs[image].reshape(-1), gradient[image].reshape(-1)
            values, places = outputs[image].reshape(-1), winners[image].reshape(-1)
            for row in range(num_rows):
                for column in range(num_columns):
                    add_window(
                        sums,
                        bias_sum,
                        pixels,
                        row * row_stride * line + column * column_stride,
                        line,
                        given,
                        values,
                        places,
                        source,
                        is_relu,
                        kernel_rows,
                        row_length,
                        in_channels,
                        window_rows,
                        window_columns,
                        num_filters,
                    )
                    source += num_filters

    return FirstLayerKernels(forward, gradients)
