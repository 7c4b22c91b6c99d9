"""A convolution, its activation and max-pooling computed as one on the CPU, by Numba."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.engine.network.image_rows import in_rows
from convscope.engine.network.layers import Conv2D, MaxPooling2D

if TYPE_CHECKING:
    from convscope.engine.network.kernels.pooling import Pooling

MAX_TAPS = 32
"""Values that a kernel sees, up to which the first layer's own kernels are used."""

MIN_ROW = 32
"""Values in a row of a kernel, from which going through winners alone beats a full convolution."""


WORTHWHILE = 1e11
"""Multiply-adds of a training from which the kernels are used.

Below, torch alone is done sooner, although the kernels are on the disk: loading Numba and them
takes three quarters of a second. Compiling them takes 2 to 3 s, once on a machine for each net, and
those that serve all nets 5 s more, once on a machine.
"""


@cache
def kernels_are_available() -> bool:
    """Returns whether the optional package that compiles the kernels is installed."""
    return find_spec("numba") is not None


@dataclass
class PooledConvolution:
    """Stands for a convolution, an activation and the max-pooling behind it.

    An activation that never falls does not change which value of a window is largest, so it may
    come after max-pooling; and only a window's largest value passes a gradient back.

    Attributes:
        convolution: The layer.
        pooling: Max-pooling.
        activation: Of the layer's own or behind it, one of `NONDECREASING`.
        use_kernels: Whether the compiled kernels are used where they suit; without them, torch
            computes the convolution, then max-pooling, then the activation of what is left.
    """

    convolution: Conv2D
    pooling: MaxPooling2D
    activation: str
    use_kernels: bool = False

    is_suited: ClassVar[bool] = True

    @property
    def is_relu(self) -> bool:
        """Whether ReLU stands between the two."""
        return self.activation == "relu"

    def __call__(self, images: Tensor) -> Tensor:
        """Returns pooled values, float32 (batch, channels, rows, columns).

        Args:
            images: float32 (batch, channels, height, width), in channels-last memory.
        """
        if self._suits(images):
            layer = self.convolution
            images = functional.pad(images, layer.padding) if any(layer.padding) else images
            bias = torch.zeros(len(layer.kernel)) if layer.bias is None else layer.bias
            result = _PooledConvolution.apply(images, layer.kernel, bias, self)
            assert isinstance(result, Tensor)
            return result if self.is_relu else ACTIVATION_FUNCTIONS[self.activation](result)
        values = self.pooling(self.convolution.without_activation(images))
        if self.is_relu and self.convolution.training:
            return values.relu_()
        return ACTIVATION_FUNCTIONS[self.activation](values)

    def is_small(self, images: Tensor) -> bool:
        """Returns whether the kernels of a first layer with few inputs suit these images."""
        taps = self.convolution.kernel[0].numel()
        is_dense = tuple(self.convolution.strides) == (1, 1)
        return taps <= MAX_TAPS and is_dense and not images.requires_grad

    @property
    def is_common(self) -> bool:
        """Whether kernels are 3 × 3, windows 2 × 2 and side by side: less has to be multiplied."""
        layers = self.convolution, self.pooling
        sizes = tuple(self.convolution.kernel.shape[2:]), tuple(self.pooling.window)
        steps = tuple(tuple(layer.strides) for layer in layers)
        return sizes == ((3, 3), (2, 2)) and steps == ((1, 1), (2, 2))

    def _suits(self, images: Tensor) -> bool:
        if images.device.type != "cpu" or images.dtype != torch.float32 or images.shape[0] == 0:
            return False
        if not self.use_kernels or any(self.pooling.padding):
            return False
        row = self.convolution.kernel.shape[1] * self.convolution.kernel.shape[3]
        return row >= MIN_ROW or self.is_small(images)


class _PooledConvolution(torch.autograd.Function):
    """The kernels, with what they have to remember from forward to backward."""

    @staticmethod
    def forward(
        ctx: Any, images: Tensor, kernel: Tensor, bias: Tensor, layers: PooledConvolution
    ) -> Tensor:
        from convscope.engine.network.kernels.compiling import in_parts
        from convscope.engine.network.kernels.first_layer import first_layer_kernels
        from convscope.engine.network.kernels.pooling import pool
        from convscope.engine.network.kernels.winograd import transform_kernel, winograd_kernel

        pooling, strides = _pooling_of(layers), layers.convolution.strides
        height, width = images.shape[2] - kernel.shape[2], images.shape[3] - kernel.shape[3]
        result = torch.empty(
            len(images),
            (height // strides[0] + 1 - pooling.rows) // pooling.row_stride + 1,
            (width // strides[1] + 1 - pooling.columns) // pooling.column_stride + 1,
            len(kernel),
        )
        outputs, winners = result.numpy(), np.empty(result.shape, np.uint8)
        is_small, offsets = layers.is_small(images), bias.detach().numpy()
        if is_small:
            taps = np.ascontiguousarray(in_rows(kernel).reshape(len(kernel), -1).T)
            small = first_layer_kernels(_size(kernel), len(kernel), pooling, layers.is_relu)
            arguments = _lines(images), taps, offsets, outputs, winners
            in_parts(small.forward, len(images), *arguments)
        elif layers.is_common:
            compute = winograd_kernel(kernel.shape[1], len(kernel), layers.is_relu)
            arguments = _lines(images), transform_kernel(kernel), offsets, outputs, winners
            in_parts(compute, len(images), *arguments)
        else:
            seen = _what_windows_see(images, kernel, strides, pooling, result.shape[1:3])
            convolved = in_rows(functional.conv2d(seen, kernel, None, strides))
            given = convolved, offsets, layers.is_relu, pooling
            in_parts(pool, len(images), *given, outputs, winners)
        result = result.permute(0, 3, 1, 2)
        ctx.save_for_backward(images, kernel, result)
        ctx.layers, ctx.winners, ctx.is_small = layers, winners, is_small
        return result

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        from convscope.engine.network.kernels.compiling import empty_sums, in_parts
        from convscope.engine.network.kernels.first_layer import first_layer_kernels
        from convscope.engine.network.kernels.pooling import gradients_kernel

        images, kernel, result = ctx.saved_tensors
        pooling, is_relu = _pooling_of(ctx.layers), ctx.layers.is_relu
        lines, given, outputs = _lines(images), in_rows(gradients[0]), in_rows(result)
        number = len(images)
        bias_sums = empty_sums(number, len(kernel))
        if ctx.is_small:
            sums = empty_sums(number, kernel[0].numel(), len(kernel))
            small = first_layer_kernels(_size(kernel), len(kernel), pooling, is_relu)
            arguments = lines, given, outputs, ctx.winners
            in_parts(small.gradients, number, *arguments, sums=(bias_sums, sums))
            of_kernel, of_images = sums.sum(0).T, None
        else:
            strides = tuple(ctx.layers.convolution.strides)
            weights = in_rows(kernel).reshape(len(kernel), -1)
            sums = empty_sums(number, weights.size)
            of_lines = torch.empty(lines.shape)
            compute = gradients_kernel(_size(kernel), strides, pooling, is_relu)
            arguments = lines, weights, given, outputs, ctx.winners, of_lines.numpy()
            in_parts(compute, number, *arguments, sums=(bias_sums, sums))
            of_kernel = sums.sum(0)
            of_images = of_lines.view(in_rows(images).shape).permute(0, 3, 1, 2)
        return of_images, _as_kernel(of_kernel, kernel), torch.from_numpy(bias_sums.sum(0)), None


def _what_windows_see(
    images: Tensor,
    kernel: Tensor,
    strides: Sequence[int],
    pooling: "Pooling",
    num_windows: Sequence[int],
) -> Tensor:
    """Returns images without the last rows and columns that reach no window.

    Of 11 rows behind a convolution, windows of 2 take 10; a library computes 10 rows of 10 in 0.6
    of the time of 11 by 11.

    Args:
        images: (batch, channels, height, width), padded.
        kernel: (out, in, rows, columns).
        strides: Of the convolution, rows before columns.
        pooling: The windows.
        num_windows: In a column and in a row.
    """
    sides = (pooling.rows, pooling.columns)
    steps = (pooling.row_stride, pooling.column_stride)
    height, width = (
        ((number - 1) * step + side - 1) * stride + size
        for number, step, side, stride, size in zip(
            num_windows, steps, sides, strides, kernel.shape[2:], strict=True
        )
    )
    return images[:, :, :height, :width]


def _lines(images: Tensor) -> NDArray[np.float32]:
    """Returns (number, height, width × channels), C-contiguous."""
    rows = in_rows(images)
    return rows.reshape(*rows.shape[:2], -1)


def _as_kernel(values: NDArray[np.float32], like: Tensor) -> Tensor:
    """Returns (out, …) values as a kernel (out, in, rows, columns)."""
    size = (len(like), *_size(like))
    return torch.from_numpy(np.ascontiguousarray(values).reshape(size)).permute(0, 3, 1, 2)


def _size(kernel: Tensor) -> tuple[int, int, int]:
    """Returns rows, columns and input channels of a kernel."""
    return kernel.shape[2], kernel.shape[3], kernel.shape[1]


def _pooling_of(layers: PooledConvolution) -> "Pooling":
    from convscope.engine.network.kernels.pooling import Pooling

    return Pooling(*layers.pooling.window, *layers.pooling.strides)
