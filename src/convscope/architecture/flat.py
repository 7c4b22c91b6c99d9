"""Layers between pictures and vectors: padding, flattening, global pooling, dense."""

from dataclasses import dataclass
from math import prod

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import ACTIVATION, Flag, Margins, WholeNumber, option
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class ZeroPadding2D(Layer):
    """Puts rows and columns of zeros around the picture."""

    padding: tuple[tuple[int, int], tuple[int, int]] = option(Margins(), ((1, 1), (1, 1)))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (height + top + bottom, width + left + right, channels)."""
        height, width, channels = self.expect_image(input_shape)
        (top, bottom), (left, right) = self.padding
        return height + top + bottom, width + left + right, channels

    def rule(self, input_shape: Shape) -> str:
        """Returns the sum of each axis."""
        height, width, _ = self.output_shape(input_shape)
        (top, bottom), (left, right) = self.padding
        return (
            f"rows {input_shape[0]} + {top} + {bottom} = {height}; "
            f"columns {input_shape[1]} + {left} + {right} = {width}"
        )


@dataclass(frozen=True)
class Flatten(Layer):
    """Writes the picture as one vector: row by row, column by column, channel by channel."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (height × width × channels,)."""
        return (prod(input_shape),)

    def rule(self, input_shape: Shape) -> str:
        """Returns the product."""
        return f"{' × '.join(map(str, input_shape))} = {prod(input_shape)}"


@dataclass(frozen=True)
class GlobalAveragePooling2D(Layer):
    """Keeps the mean of every channel."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (channels,)."""
        return (self.expect_image(input_shape)[2],)

    def rule(self, input_shape: Shape) -> str:
        """Says that one mean per channel is left."""
        return f"one mean per channel = {input_shape[-1]}"


@dataclass(frozen=True)
class Dense(Layer):
    """Fully connected: every unit sees every input.

    Tensors: `kernel` (in, out) and `bias` (out,).
    """

    units: int = option(WholeNumber())
    activation: str = option(ACTIVATION, "linear")
    use_bias: bool = option(Flag(), True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (units,).

        Raises:
            ConvscopeError: The input is still a picture.
        """
        if len(input_shape) != 1:
            raise ConvscopeError(
                f"{self.title} received {input_shape}, a picture with rows and columns.",
                "It needs a flat vector, (features,).",
                "Put Flatten() or GlobalAveragePooling2D() before it.",
            )
        return (self.units,)

    def rule(self, input_shape: Shape) -> str:
        """Says that every unit gives one value."""
        return f"one value per unit = {self.units}"

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shapes of `kernel` and, with a bias, `bias`."""
        shapes: dict[str, Shape] = {"kernel": (input_shape[0], self.units)}
        return {**shapes, "bias": (self.units,)} if self.use_bias else shapes

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns inputs × units."""
        return input_shape[0] * self.units
