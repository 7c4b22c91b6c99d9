"""Layers between pictures and vectors: padding, flattening, global pooling, dense."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import (
    ACTIVATION,
    Flag,
    Margins,
    TargetShape,
    WholeNumber,
    option,
)
from convscope.architecture.parts import Part, is_empty, moved, unflattened
from convscope.architecture.receptive_field import ReceptiveField
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

    def field_behind(self, input_shape: Shape, field: ReceptiveField) -> ReceptiveField:
        """Returns the same windows, moved down and right by the margins."""
        return field.shifted(self.padding[0][0], self.padding[1][0])

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns the same part, moved up and left by the margins, without what lies in them."""
        height, width, _ = input_shapes[0]
        (top, _), (left, _) = self.padding
        return [(moved(part[0], top, height), moved(part[1], left, width), part[2])]


@dataclass(frozen=True)
class Cropping2D(Layer):
    """Cuts rows and columns off the picture."""

    cropping: tuple[tuple[int, int], tuple[int, int]] = option(Margins(), ((0, 0), (0, 0)))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (height − top − bottom, width − left − right, channels).

        Raises:
            ConvscopeError: Nothing is left, or the input is no picture.
        """
        height, width, channels = self.expect_image(input_shape)
        rows, columns = (sum(ends) for ends in self.cropping)
        if rows >= height or columns >= width:
            raise ConvscopeError(
                f"{self.title} received {input_shape} and cuts {rows} rows and {columns} columns "
                "off.",
                "Expected that something is left.",
                "Cut less off, or take larger images.",
            )
        return height - rows, width - columns, channels

    def rule(self, input_shape: Shape) -> str:
        """Returns the difference of each axis."""
        height, width, _ = self.output_shape(input_shape)
        (top, bottom), (left, right) = self.cropping
        return (
            f"rows {input_shape[0]} − {top} − {bottom} = {height}; "
            f"columns {input_shape[1]} − {left} − {right} = {width}"
        )

    def field_behind(self, input_shape: Shape, field: ReceptiveField) -> ReceptiveField:
        """Returns the same windows, moved up and left by what is cut off."""
        return field.shifted(-self.cropping[0][0], -self.cropping[1][0])

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns the same part, moved down and right by what is cut off."""
        height, width, _ = input_shapes[0]
        (top, _), (left, _) = self.cropping
        return [(moved(part[0], -top, height), moved(part[1], -left, width), part[2])]


@dataclass(frozen=True)
class Flatten(Layer):
    """Writes the picture as one vector: row by row, column by column, channel by channel."""

    keeps_values: ClassVar[bool] = True
    passes_on: ClassVar[bool] = True
    flattens: ClassVar[bool] = True
    recounts: ClassVar[bool] = True

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (height × width × channels,)."""
        return (prod(input_shape),)

    def rule(self, input_shape: Shape) -> str:
        """Returns the product."""
        return f"{' × '.join(map(str, input_shape))} = {prod(input_shape)}"

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns the smallest part of the picture around the values that stand in `part`."""
        return [unflattened(part[0], input_shapes[0])]


@dataclass(frozen=True)
class Reshape(Layer):
    """Counts rows, columns and channels anew; the values keep their order, channels fastest."""

    keeps_values: ClassVar[bool] = True
    passes_on: ClassVar[bool] = True
    recounts: ClassVar[bool] = True

    target_shape: tuple[int, ...] = option(TargetShape())

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the target shape, a −1 in it replaced.

        Raises:
            ConvscopeError: There are more or fewer values than the target shape has.
        """
        count, known = prod(input_shape), abs(prod(self.target_shape))
        shape = tuple(count // known if size == -1 else size for size in self.target_shape)
        if prod(shape) != count:
            raise ConvscopeError(
                f"{self.title} received {input_shape}, {count:,} values, for target_shape="
                f"{self.target_shape}.",
                "Expected as many values in one as in the other.",
                "Take for example target_shape=(-1,).",
            )
        return shape

    def rule(self, input_shape: Shape) -> str:
        """Returns both products."""
        shapes = (input_shape, self.output_shape(input_shape))
        return " = ".join(" × ".join(map(str, shape)) for shape in shapes)

    def field_behind(self, input_shape: Shape, field: ReceptiveField) -> ReceptiveField:
        """Returns what one value sees in a vector; in a picture windows have no common stride."""
        shape = self.output_shape(input_shape)
        return field if len(shape) == 1 or shape == input_shape else field.whole()

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns the part around all values from the first to the last of `part`."""
        if is_empty(part):
            return [((0, 0),) * len(input_shapes[0])]
        first = last = 0
        for (low, end), size in zip(part, self.output_shape(input_shapes[0]), strict=True):
            first, last = first * size + low, last * size + end - 1
        return [unflattened((first, last + 1), input_shapes[0])]


@dataclass(frozen=True)
class GlobalPooling2D(Layer):
    """What global poolings share: one value is left of every channel."""

    sees_everything: ClassVar[bool] = True

    keepdims: bool = option(Flag(), False, is_later=True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (channels,), or (1, 1, channels) with `keepdims`."""
        channels = self.expect_image(input_shape)[2]
        return (1, 1, channels) if self.keepdims else (channels,)


@dataclass(frozen=True)
class GlobalAveragePooling2D(GlobalPooling2D):
    """Keeps the mean of every channel."""

    takes_mean: ClassVar[bool] = True

    def rule(self, input_shape: Shape) -> str:
        """Says that one mean per channel is left."""
        return f"one mean per channel = {input_shape[-1]}"


@dataclass(frozen=True)
class GlobalMaxPooling2D(GlobalPooling2D):
    """Keeps the largest value of every channel."""

    keeps_winner: ClassVar[bool] = True

    def rule(self, input_shape: Shape) -> str:
        """Says that one value per channel is left."""
        return f"one largest value per channel = {input_shape[-1]}"


@dataclass(frozen=True)
class Dense(Layer):
    """Fully connected: every unit sees every input.

    Tensors: `kernel` (in, out) and `bias` (out,).
    """

    is_weighted_sum: ClassVar[bool] = True
    mixes_channels: ClassVar[bool] = True
    sees_everything: ClassVar[bool] = True
    tensors: ClassVar[tuple[str, ...]] = ("kernel", "bias")

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
