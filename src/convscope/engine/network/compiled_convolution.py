"""A convolution and its activation, with fewer products where Numba is installed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.engine.network.image_rows import in_rows
from convscope.engine.network.layers import Conv2D

MIN_WEIGHTS = 512
"""Input times output channels from which fewer products make up for the sums before them."""

_LANES = 16
"""Channels that the kernels compute at once."""


@dataclass
class CompiledConvolution:
    """Stands for a convolution, and for an activation of its own or behind it.

    Attributes:
        convolution: The layer.
        activation: What its outputs go through.
        use_kernels: Whether the compiled kernels are used; without them, torch computes the layer.
    """

    convolution: Conv2D
    activation: str
    use_kernels: bool = False

    @property
    def is_suited(self) -> bool:
        """Whether the kernels compute such a layer, and sooner than torch."""
        layer = self.convolution
        filters, channels, *size = layer.kernel.shape
        left, right, top, bottom = layer.padding
        is_even = left == right <= 2 and top == bottom <= 2
        is_stepwise = tuple(layer.strides) == (1, 1) and layer.is_plain
        in_lanes = filters % _LANES == 0 and channels % _LANES == 0
        is_large = filters * channels >= MIN_WEIGHTS
        return size == [3, 3] and is_even and is_stepwise and in_lanes and is_large

    def __call__(self, images: Tensor) -> Tensor:
        """Returns what the layer puts out, float32 (batch, filters, rows, columns).

        Args:
            images: float32 (batch, channels, height, width), in channels-last memory.
        """
        layer, activate = self.convolution, ACTIVATION_FUNCTIONS[self.activation]
        is_here = images.device.type == "cpu" and images.dtype == torch.float32 and len(images) > 0
        if not (self.use_kernels and is_here):
            return activate(layer.without_activation(images))
        is_relu = self.activation == "relu"
        bias = torch.zeros(len(layer.kernel)) if layer.bias is None else layer.bias
        left, _, top, _ = layer.padding
        found = _WinogradConvolution.apply(images, layer.kernel, bias, (top, left), is_relu)
        assert isinstance(found, Tensor)
        return found if is_relu else activate(found)


class _WinogradConvolution(torch.autograd.Function):
    """The kernels, with what they have to remember from forward to backward."""

    @staticmethod
    def forward(
        ctx: Any,
        images: Tensor,
        kernel: Tensor,
        bias: Tensor,
        margins: tuple[int, int],
        is_relu: bool,
    ) -> Tensor:
        from convscope.engine.network.kernels.winograd import transform_kernel

        offsets = bias.detach().numpy()
        result = _convolve(images, transform_kernel(kernel), margins, offsets, is_relu)
        ctx.save_for_backward(images, kernel, result if is_relu else None)
        ctx.margins = margins
        return result

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        from convscope.engine.network.kernels.compiling import empty_sums, in_parts
        from convscope.engine.network.kernels.kernel_gradients import add_up, kernel_gradient
        from convscope.engine.network.kernels.winograd import transform_kernel

        images, kernel, result = ctx.saved_tensors
        needs_images, needs_kernel, needs_bias, *_ = ctx.needs_input_grad
        given, margins = gradients[0], ctx.margins
        if result is not None:
            given = torch.ops.aten.threshold_backward(given, result, 0)
        of_images = of_kernel = None
        if needs_images:
            turned = transform_kernel(kernel.flip(2, 3).transpose(0, 1))
            around = (2 - margins[0], 2 - margins[1])
            nothing = np.zeros(kernel.shape[1], np.float32)
            of_images = _convolve(given, turned, around, nothing, False)
        if needs_kernel:
            sums = empty_sums(len(images), 16 * kernel.shape[0] * kernel.shape[1])
            arguments = in_rows(images), margins, in_rows(given)
            in_parts(add_up, len(images), *arguments, sums=(sums,))
            of_kernel = kernel_gradient(sums.sum(0), kernel.shape[1], len(kernel))
        of_bias = given.sum((0, 2, 3)) if needs_bias else None
        return of_images, of_kernel, of_bias, None, None


def _convolve(
    images: Tensor,
    weights: NDArray[np.float32],
    margins: tuple[int, int],
    bias: NDArray[np.float32],
    is_relu: bool,
) -> Tensor:
    from convscope.engine.network.kernels.compiling import in_parts
    from convscope.engine.network.kernels.convolving import convolve

    number, _, height, width = images.shape
    rows, columns = height + 2 * margins[0] - 2, width + 2 * margins[1] - 2
    result = torch.empty(number, rows, columns, len(bias))
    arguments = in_rows(images), margins, weights, bias, is_relu, result.numpy()
    in_parts(convolve, number, *arguments)
    return result.permute(0, 3, 1, 2)
