"""Convolutions walked backwards: every value is spread over a window, so that pictures grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import (
    ACTIVATION,
    PADDING,
    Flag,
    Pair,
    WholeNumber,
    maybe,
    option,
)
from convscope.architecture.parts import Part
from convscope.architecture.receptive_field import ReceptiveField
from convscope.architecture.spreading import Spreading, spread
from convscope.errors import ConvscopeError

_MORE = Pair("a whole number from 0 below the stride, or two of them", (1, 1), minimum=0)


@dataclass(frozen=True)
class Conv2DTranspose(Layer):
    """Transposed convolution: every value paints the filters, times itself, where it stands.

    With strides s the values stand s rows and columns apart, and what their filters paint over each
    other adds up.

    Tensors: `kernel` (height, width, out, in) and `bias` (out,).
    """

    convolves: ClassVar[bool] = True
    is_weighted_sum: ClassVar[bool] = True
    mixes_channels: ClassVar[bool] = True
    tensors: ClassVar[tuple[str, ...]] = ("kernel", "bias")

    filters: int = option(WholeNumber())
    kernel_size: tuple[int, int] = option(Pair())
    strides: tuple[int, int] = option(Pair(example=(1, 1)), (1, 1))
    padding: str = option(PADDING, "valid")
    output_padding: tuple[int, int] | None = option(maybe(_MORE), None)
    dilation_rate: tuple[int, int] = option(Pair(example=(1, 1)), (1, 1))
    activation: str = option(ACTIVATION, "linear")
    use_bias: bool = option(Flag(), True)

    def spreading(self, input_shape: Shape) -> tuple[Spreading, Spreading]:
        """Returns how values are spread over rows and over columns.

        Raises:
            ConvscopeError: The input is no picture, or the options do not go together.
        """
        height, width, _ = self.expect_image(input_shape)
        self._expect_options(input_shape)
        more = self.output_padding or (None, None)
        rows, columns = (
            spread(length, taps, stride, self.padding, dilation, own)
            for length, taps, stride, dilation, own in zip(
                (height, width),
                self.kernel_size,
                self.strides,
                self.dilation_rate,
                more,
                strict=True,
            )
        )
        if rows.positions < 1 or columns.positions < 1:
            raise ConvscopeError(
                f"{self.title} received {input_shape} and would put out {rows.positions} rows and "
                f"{columns.positions} columns.",
                'Expected that something leaves: with padding="same", output_padding and a window '
                "of even size it is (size − 1) × strides + output_padding.",
                "Leave out output_padding, or take larger images.",
            )
        return rows, columns

    def _expect_options(self, input_shape: Shape) -> None:
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ConvscopeError(
                f"{self.title} received {input_shape}, strides={self.strides} and "
                f"dilation_rate={self.dilation_rate}.",
                "One of the two is (1, 1), as in Keras.",
                "Leave out strides, or dilation_rate.",
            )
        more = self.output_padding or (0, 0)
        if any(own >= stride for own, stride in zip(more, self.strides, strict=True)):
            raise ConvscopeError(
                f"{self.title} received {input_shape}, output_padding={self.output_padding} and "
                f"strides={self.strides}.",
                "Expected an output_padding below the stride, as in Keras.",
                "Leave out output_padding.",
            )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (rows, columns, filters)."""
        rows, columns = self.spreading(input_shape)
        return rows.positions, columns.positions, self.filters

    def rule(self, input_shape: Shape) -> str:
        """Returns the shape rule for rows, and for columns where they differ."""
        rows, columns = self.spreading(input_shape)
        return rows.rule if rows == columns else f"rows {rows.rule}; columns {columns.rule}"

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shapes of `kernel` and, with a bias, `bias`."""
        channels = self.expect_image(input_shape)[2]
        shapes: dict[str, Shape] = {"kernel": (*self.kernel_size, self.filters, channels)}
        return {**shapes, "bias": (self.filters,)} if self.use_bias else shapes

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns values that arrive × window × filters."""
        height, width, channels = self.expect_image(input_shape)
        return height * width * channels * self.kernel_size[0] * self.kernel_size[1] * self.filters

    def field_behind(self, input_shape: Shape, field: ReceptiveField) -> ReceptiveField:
        """Returns the smallest windows that hold all that the neurons see."""
        rows, columns = self.spreading(input_shape)
        return field.through((rows.window, columns.window))

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns the rows and columns whose values reach the part, with all channels."""
        (shape,) = input_shapes
        rows, columns = self.spreading(shape)
        channels = self.channels_before(shape, part[2])
        return [(rows.under(part[0]), columns.under(part[1]), channels)]
