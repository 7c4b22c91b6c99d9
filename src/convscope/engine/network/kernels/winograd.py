"""A convolution with kernels of 3 × 3 and max-pooling of 2 × 2 behind it, with fewer products.

The four outputs that a window of pooling compares see 4 × 4 values of each channel. Computed one by
one they take 36 products a channel; from sums and differences of the values, and of the kernel's
weights, they take 16. Those sums are made here for some windows at once, multiplied as sixteen
matrices, and put together to four outputs, of which the largest is kept: a convolution's outputs
are never written down. Arrays are as in `kernels.pooling`.

Source: Winograd, "Arithmetic Complexity of Computations", 1980; for convolutional networks Lavin
and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import torch
from torch import Tensor

from convscope.engine.network.kernels.compiling import Floats, compiled
from convscope.engine.network.kernels.pooling import Places
from convscope.engine.network.kernels.tiles import (
    TILES_AT_ONCE,
    multiply_tiles,
    pool_tile,
    transform_tile,
)

_MOST_SUMS = 96 * 1024
"""Values that are kept of some windows at once: they stay in the processor's second cache."""

OF_WEIGHTS = torch.tensor([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])


def transform_kernel(kernel: Tensor) -> Floats:
    """Returns what the sums of values are multiplied with, float32 (16, in, out).

    Args:
        kernel: float32 (out, in, 3, 3).
    """
    weights = kernel.detach().permute(2, 3, 1, 0).reshape(9, -1)
    both = torch.kron(OF_WEIGHTS, OF_WEIGHTS)
    return (both @ weights).numpy().reshape(16, kernel.shape[1], kernel.shape[0])


@cache
def winograd_kernel(in_channels: int, num_filters: int, is_relu: bool) -> Callable[..., None]:
    """Returns what computes pooled values.

    Called with (first, last, inputs, weights, bias, outputs, winners): inputs (batch, height,
    width × in), padded; weights from `transform_kernel`; the last two are filled for the images
    from `first` to before `last`.

    Args:
        in_channels: Input channels.
        num_filters: Output channels.
        is_relu: Whether ReLU stands between the two.
    """
    most_blocks = max(_MOST_SUMS // (16 * TILES_AT_ONCE * (in_channels + num_filters)), 1)

    @compiled
    def forward(
        first: int,
        last: int,
        inputs: Floats,
        weights: Floats,
        bias: Floats,
        outputs: Floats,
        winners: Places,
    ) -> None:
        _, num_rows, num_columns, _ = outputs.shape
        line = inputs.shape[2]
        num_windows = num_rows * num_columns
        most = TILES_AT_ONCE * min(most_blocks, -(-num_windows // TILES_AT_ONCE))
        seen = np.zeros((16, most * in_channels), np.float32)
        sums = np.empty((16, most * num_filters), np.float32)
        all_seen, all_sums = seen.reshape(-1), sums.reshape(-1)
        for image in range(first, last):
            pixels = inputs[image].reshape(-1)
            values, places = outputs[image].reshape(-1), winners[image].reshape(-1)
            for begin in range(0, num_windows, most):
                count = min(most, num_windows - begin)
                for i in range(count):
                    row, column = (begin + i) // num_columns, (begin + i) % num_columns
                    transform_tile(
                        all_seen,
                        i * in_channels,
                        most * in_channels,
                        pixels,
                        2 * row * line + 2 * column * in_channels,
                        line,
                        in_channels,
                    )
                num_blocks = -(-count // TILES_AT_ONCE)
                for k in range(16):
                    multiply_tiles(
                        sums[k], seen[k], weights[k], num_blocks, in_channels, num_filters
                    )
                for i in range(count):
                    pool_tile(
                        values,
                        places,
                        (begin + i) * num_filters,
                        all_sums,
                        i * num_filters,
                        most * num_filters,
                        bias,
                        is_relu,
                        num_filters,
                    )

    return forward
