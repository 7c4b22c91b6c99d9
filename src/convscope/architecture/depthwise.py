"""Convolutions that look at every channel for itself, and may mix channels afterwards."""

from dataclasses import dataclass
from typing import ClassVar

from convscope.architecture.layer import Shape
from convscope.architecture.options import ACTIVATION, PADDING, Flag, Pair, WholeNumber, option
from convscope.architecture.windowed import Convolution


@dataclass(frozen=True)
class DepthwiseConv2D(Convolution):
    """Every channel has `depth_multiplier` filters of its own, which see nothing else.

    The maps of a channel stand together: those of channel 0, then those of channel 1, and so on.

    Tensors: `kernel` (height, width, in, depth_multiplier) and `bias` (in × depth_multiplier,).
    """

    tensors: ClassVar[tuple[str, ...]] = ("kernel", "bias")

    kernel_size: tuple[int, int] = option(Pair())
    strides: tuple[int, int] = option(Pair(example=(1, 1)), (1, 1))
    padding: str = option(PADDING, "valid")
    depth_multiplier: int = option(WholeNumber(example=1), 1)
    dilation_rate: tuple[int, int] = option(Pair(example=(2, 2)), (1, 1))
    activation: str = option(ACTIVATION, "linear")
    use_bias: bool = option(Flag(), True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (rows, columns, channels × depth_multiplier)."""
        rows, columns = self.sliding(input_shape)
        return rows.positions, columns.positions, input_shape[2] * self.depth_multiplier

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shapes of `kernel` and, with a bias, `bias`."""
        channels = self.expect_image(input_shape)[2]
        shapes: dict[str, Shape] = {"kernel": (*self.kernel_size, channels, self.depth_multiplier)}
        maps = channels * self.depth_multiplier
        return {**shapes, "bias": (maps,)} if self.use_bias else shapes

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns positions × window × channels × depth_multiplier."""
        rows, columns, maps = self.output_shape(input_shape)
        return rows * columns * maps * self.kernel_size[0] * self.kernel_size[1]

    def channels_before(self, input_shape: Shape, channels: tuple[int, int]) -> tuple[int, int]:
        """Returns the channels that some maps belong to."""
        if self.shares_axis or channels[0] >= channels[1]:
            return super().channels_before(input_shape, channels)
        return channels[0] // self.depth_multiplier, (channels[1] - 1) // self.depth_multiplier + 1


@dataclass(frozen=True)
class SeparableConv2D(Convolution):
    """A depthwise convolution, then a convolution of 1 × 1 that mixes its maps.

    Tensors: `depthwise_kernel` (height, width, in, depth_multiplier), `pointwise_kernel`
    (1, 1, in × depth_multiplier, out) and `bias` (out,). Nothing stands between the two.
    """

    mixes_channels: ClassVar[bool] = True
    tensors: ClassVar[tuple[str, ...]] = ("depthwise_kernel", "pointwise_kernel", "bias")

    filters: int = option(WholeNumber())
    kernel_size: tuple[int, int] = option(Pair())
    strides: tuple[int, int] = option(Pair(example=(1, 1)), (1, 1))
    padding: str = option(PADDING, "valid")
    dilation_rate: tuple[int, int] = option(Pair(example=(2, 2)), (1, 1))
    depth_multiplier: int = option(WholeNumber(example=1), 1)
    activation: str = option(ACTIVATION, "linear")
    use_bias: bool = option(Flag(), True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (rows, columns, filters)."""
        rows, columns = self.sliding(input_shape)
        return rows.positions, columns.positions, self.filters

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shapes of both kernels and, with a bias, `bias`."""
        channels = self.expect_image(input_shape)[2]
        shapes: dict[str, Shape] = {
            "depthwise_kernel": (*self.kernel_size, channels, self.depth_multiplier),
            "pointwise_kernel": (1, 1, channels * self.depth_multiplier, self.filters),
        }
        return {**shapes, "bias": (self.filters,)} if self.use_bias else shapes

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns positions × maps between the two × (window + filters)."""
        rows, columns, _ = self.output_shape(input_shape)
        maps = input_shape[2] * self.depth_multiplier
        window = self.kernel_size[0] * self.kernel_size[1]
        return rows * columns * maps * (window + self.filters)
