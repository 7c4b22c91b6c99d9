"""Layers that slide a window over rows and columns: convolution and pooling."""

from dataclasses import dataclass

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import ACTIVATION, PADDING, Flag, Pair, WholeNumber, option
from convscope.architecture.windows import Sliding, slide
from convscope.errors import ConvscopeError


class WindowedLayer(Layer):
    """Shared shape rule of convolution and pooling."""

    def geometry(self) -> tuple[tuple[int, int], tuple[int, int], str]:
        """Returns (window height and width, strides, padding)."""
        raise TypeError(f"{self.kind} must define geometry()")

    def sliding(self, input_shape: Shape) -> tuple[Sliding, Sliding]:
        """Returns how the window slides over rows and over columns."""
        height, width, _ = self.expect_image(input_shape)
        window, strides, padding = self.geometry()
        rows = slide(height, window[0], strides[0], padding)
        columns = slide(width, window[1], strides[1], padding)
        if rows.positions < 1 or columns.positions < 1:
            raise ConvscopeError(
                f"{self.title} received {input_shape}: its {window[0]}×{window[1]} window does "
                f'not fit into {height}×{width} with padding="valid".',
                f"It needs at least {window[0]} rows and {window[1]} columns.",
                'Use padding="same", a smaller window, fewer pooling layers before it, '
                "or larger images.",
            )
        return rows, columns

    def rule(self, input_shape: Shape) -> str:
        """Returns the shape rule for rows, and for columns where they differ."""
        rows, columns = self.sliding(input_shape)
        return rows.rule if rows == columns else f"rows {rows.rule}; columns {columns.rule}"


@dataclass(frozen=True)
class Conv2D(WindowedLayer):
    """Convolution: every filter slides over the input and yields one feature map.

    Tensors: `kernel` (height, width, in, out) and `bias` (out,).
    """

    filters: int = option(WholeNumber())
    kernel_size: tuple[int, int] = option(Pair())
    strides: tuple[int, int] = option(Pair(example=(1, 1)), (1, 1))
    padding: str = option(PADDING, "valid")
    use_bias: bool = option(Flag(), True)
    activation: str = option(ACTIVATION, "linear")

    def geometry(self) -> tuple[tuple[int, int], tuple[int, int], str]:
        """Returns (kernel size, strides, padding)."""
        return self.kernel_size, self.strides, self.padding

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (rows, columns, filters)."""
        rows, columns = self.sliding(input_shape)
        return rows.positions, columns.positions, self.filters

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shapes of `kernel` and, with a bias, `bias`."""
        channels = self.expect_image(input_shape)[2]
        shapes: dict[str, Shape] = {"kernel": (*self.kernel_size, channels, self.filters)}
        return {**shapes, "bias": (self.filters,)} if self.use_bias else shapes

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns positions × window × channels in × filters."""
        rows, columns = self.sliding(input_shape)
        window = self.kernel_size[0] * self.kernel_size[1] * input_shape[2]
        return rows.positions * columns.positions * window * self.filters


@dataclass(frozen=True)
class Pooling2D(WindowedLayer):
    """What max- and average-pooling share; without strides the windows lie side by side."""

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


@dataclass(frozen=True)
class AveragePooling2D(Pooling2D):
    """Keeps the mean of every window; padding is not counted."""
