"""Layers that slide a window over rows and columns: convolution and pooling."""

from dataclasses import dataclass
from math import gcd
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import ACTIVATION, PADDING, Flag, Pair, WholeNumber, option
from convscope.architecture.windows import Sliding, slide
from convscope.errors import ConvscopeError


class WindowedLayer(Layer):
    """Shared shape rule of convolution and pooling."""

    def dilation(self) -> tuple[int, int]:
        """Returns how far two values under the window are apart, down and to the right."""
        return 1, 1

    def geometry(self) -> tuple[tuple[int, int], tuple[int, int], str]:
        """Returns (window height and width, strides, padding)."""
        raise TypeError(f"{self.kind} must define geometry()")

    def sliding(self, input_shape: Shape) -> tuple[Sliding, Sliding]:
        """Returns how the window slides over rows and over columns."""
        height, width, _ = self.expect_image(input_shape)
        window, strides, padding = self.geometry()
        dilation = self.dilation()
        rows = slide(height, window[0], strides[0], padding, dilation[0])
        columns = slide(width, window[1], strides[1], padding, dilation[1])
        if rows.positions < 1 or columns.positions < 1:
            raise ConvscopeError(
                f"{self.title} received {input_shape}: its {rows.window}×{columns.window} window "
                f'does not fit into {height}×{width} with padding="valid".',
                f"It needs at least {rows.window} rows and {columns.window} columns.",
                'Use padding="same", a smaller window, fewer pooling layers before it, '
                "or larger images.",
            )
        return rows, columns

    def rule(self, input_shape: Shape) -> str:
        """Returns the shape rule for rows, and for columns where they differ."""
        rows, columns = self.sliding(input_shape)
        return rows.rule if rows == columns else f"rows {rows.rule}; columns {columns.rule}"


class Convolution(WindowedLayer):
    """What convolutions share: learned weights under a window that may have gaps."""

    convolves: ClassVar[bool] = True
    is_weighted_sum: ClassVar[bool] = True

    kernel_size: tuple[int, int]
    strides: tuple[int, int]
    padding: str
    dilation_rate: tuple[int, int]

    def geometry(self) -> tuple[tuple[int, int], tuple[int, int], str]:
        """Returns (kernel size, strides, padding)."""
        return self.kernel_size, self.strides, self.padding

    def dilation(self) -> tuple[int, int]:
        """Returns the dilation rate."""
        return self.dilation_rate

    def sliding(self, input_shape: Shape) -> tuple[Sliding, Sliding]:
        """Returns how the window slides over rows and over columns.

        Raises:
            ConvscopeError: The input is no picture or too small, or the window has gaps and is
                moved by more than one pixel.
        """
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ConvscopeError(
                f"{self.title} received {input_shape}, strides={self.strides} and "
                f"dilation_rate={self.dilation_rate}.",
                "One of the two is (1, 1), as in Keras.",
                "Leave out strides, or dilation_rate.",
            )
        return super().sliding(input_shape)


@dataclass(frozen=True)
class Conv2D(Convolution):
    """Convolution: every filter slides over the input and yields one feature map.

    With `groups`, channels and filters are divided among groups, in order: a filter sees the
    channels of its own group alone.

    Tensors: `kernel` (height, width, in / groups, out) and `bias` (out,).
    """

    mixes_channels: ClassVar[bool] = True
    tensors: ClassVar[tuple[str, ...]] = ("kernel", "bias")

    filters: int = option(WholeNumber())
    kernel_size: tuple[int, int] = option(Pair())
    strides: tuple[int, int] = option(Pair(example=(1, 1)), (1, 1))
    padding: str = option(PADDING, "valid")
    use_bias: bool = option(Flag(), True)
    activation: str = option(ACTIVATION, "linear")
    dilation_rate: tuple[int, int] = option(Pair(example=(2, 2)), (1, 1), is_later=True)
    groups: int = option(WholeNumber(example=1), 1, is_later=True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (rows, columns, filters).

        Raises:
            ConvscopeError: The window does not fit, or the groups do not divide the channels.
        """
        rows, columns = self.sliding(input_shape)
        channels = input_shape[2]
        if channels % self.groups or self.filters % self.groups:
            raise ConvscopeError(
                f"{self.title} received {channels} channels for groups={self.groups} and "
                f"{self.filters} filters.",
                "Expected groups that divide both without a rest.",
                f"Take for example groups={gcd(channels, self.filters)}.",
            )
        return rows.positions, columns.positions, self.filters

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shapes of `kernel` and, with a bias, `bias`."""
        channels = self.expect_image(input_shape)[2] // self.groups
        shapes: dict[str, Shape] = {"kernel": (*self.kernel_size, channels, self.filters)}
        return {**shapes, "bias": (self.filters,)} if self.use_bias else shapes

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns positions × window × channels in a group × filters."""
        rows, columns = self.sliding(input_shape)
        window = self.kernel_size[0] * self.kernel_size[1] * (input_shape[2] // self.groups)
        return rows.positions * columns.positions * window * self.filters

    def channels_before(self, input_shape: Shape, channels: tuple[int, int]) -> tuple[int, int]:
        """Returns the channels of the groups that some feature maps belong to."""
        if self.shares_axis or channels[0] >= channels[1]:
            return super().channels_before(input_shape, channels)
        filters, own = self.filters // self.groups, input_shape[2] // self.groups
        return channels[0] // filters * own, ((channels[1] - 1) // filters + 1) * own


@dataclass(frozen=True)
class Pooling2D(WindowedLayer):
    """What max- and average-pooling share; without strides the windows lie side by side."""

    pools: ClassVar[bool] = True

    pool_size: tuple[int, int] = option(Pair(example=(2, 2)), (2, 2))
    strides: tuple[int, int] | None = option(
        Pair(f"{Pair.expected}, or none for strides as large as the pool", (2, 2)), None
    )
    padding: str = option(PADDING, "valid")

    def __post_init__(self) -> None:
        if self.strides is None:
            object.__setattr__(self, "strides", self.pool_size)
        super().__post_init__()

    def geometry(self) -> tuple[tuple[int, int], tuple[int, int], str]:
        """Returns (pool size, strides, padding)."""
        return self.pool_size, self.strides or self.pool_size, self.padding

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (rows, columns, channels)."""
        rows, columns = self.sliding(input_shape)
        return rows.positions, columns.positions, input_shape[2]


@dataclass(frozen=True)
class MaxPooling2D(Pooling2D):
    """Keeps the largest value of every window; padding never wins."""

    keeps_winner: ClassVar[bool] = True


@dataclass(frozen=True)
class AveragePooling2D(Pooling2D):
    """Keeps the mean of every window; padding is not counted."""

    takes_mean: ClassVar[bool] = True
