"""Layers that bring pictures to a size: scaled, or cut out of the middle."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import Choice, Flag, Number, WholeNumber, option
from convscope.architecture.parts import Part
from convscope.architecture.receptive_field import ReceptiveField
from convscope.architecture.samples import Samples, sample
from convscope.errors import ConvscopeError

LARGEST_SIDE = 2**14
"""Rows or columns of a picture that leaves: for each it is known what it is made of."""

_SIDE = WholeNumber(f"a whole number from 1 to {LARGEST_SIDE:,}", maximum=LARGEST_SIDE)

INTERPOLATION = Choice('"bilinear" or "nearest"', "bilinear", ("bilinear", "nearest"))


@dataclass(frozen=True)
class Resampling(Layer):
    """What layers share that make every value of one, two or four of the same map.

    Attributes:
        height: Rows that leave.
        width: Columns that leave.
    """

    height: int = option(_SIDE)
    width: int = option(_SIDE)

    @abstractmethod
    def samples(self, input_shape: Shape) -> tuple[Samples, Samples]:
        """Returns which rows, and which columns, the picture that leaves is made of.

        Raises:
            ConvscopeError: The input is no picture.
        """

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns (height, width, channels)."""
        self.samples(input_shape)
        return self.height, self.width, input_shape[2]

    def rule(self, input_shape: Shape) -> str:
        """Returns what is made of what, for rows and columns."""
        rows, columns = self.samples(input_shape)
        return f"{rows.rule('rows')}; {columns.rule('columns')}"

    def field_behind(self, input_shape: Shape, field: ReceptiveField) -> ReceptiveField:
        """Returns the smallest windows that hold all that the neurons see."""
        rows, columns = self.samples(input_shape)
        return field.through((rows.window, columns.window))

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns the rows and columns that the part is made of."""
        rows, columns = self.samples(input_shapes[0])
        return [(rows.under(part[0]), columns.under(part[1]), part[2])]


@dataclass(frozen=True)
class Resizing(Resampling):
    """Brings the picture to a size; without antialiasing, as Keras does unless it is asked.

    Attributes:
        interpolation: Whether a value lies between its neighbours or is the nearest.
        crop_to_aspect_ratio: Whether only the middle is used that has the new shape.
        pad_to_aspect_ratio: Whether a margin is put around that gives it the new shape.
        fill_value: What stands in that margin.
    """

    interpolation: str = option(INTERPOLATION, "bilinear")
    crop_to_aspect_ratio: bool = option(Flag(), False)
    pad_to_aspect_ratio: bool = option(Flag(), False)
    fill_value: float = option(Number(), 0.0)

    def samples(self, input_shape: Shape) -> tuple[Samples, Samples]:
        """Returns which rows, and which columns, the picture that leaves is made of."""
        height, width, _ = self.expect_image(input_shape)
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            raise ConvscopeError(
                f"{self.title} received {input_shape}, for crop_to_aspect_ratio=True and "
                "pad_to_aspect_ratio=True.",
                "Expected one of them at most.",
                "Leave one out.",
            )
        nearest = self.interpolation == "nearest"
        if self.crop_to_aspect_ratio:
            return largest_middle(height, width, self.height, self.width, nearest)
        rows, columns = (0, height), (0, width)
        if self.pad_to_aspect_ratio:
            rows = _around(height, width * self.height // self.width)
            columns = _around(width, height * self.width // self.height)
        return (
            sample(height, self.height, *rows, nearest),
            sample(width, self.width, *columns, nearest),
        )


@dataclass(frozen=True)
class CenterCrop(Resampling):
    """Cuts the middle out; a picture that is too small is scaled, and its middle taken."""

    def samples(self, input_shape: Shape) -> tuple[Samples, Samples]:
        """Returns which rows, and which columns, the picture that leaves is made of."""
        height, width, _ = self.expect_image(input_shape)
        if height < self.height or width < self.width:
            return largest_middle(height, width, self.height, self.width)
        top, left = (height - self.height) // 2, (width - self.width) // 2
        return (
            sample(height, self.height, top, self.height),
            sample(width, self.width, left, self.width),
        )


def first_scale(layers: Sequence[Layer]) -> float | None:
    """Returns the factor by which a net rescales its input, None where it does not.

    Layers before that which only resize, or act while training alone, are passed over.

    Args:
        layers: Of the net, in order.
    """
    for layer in layers:
        scale = layer.options().get("scale")
        if isinstance(scale, float):
            return scale
        if not (layer.passes_on or isinstance(layer, Resampling)):
            break
    return None


def largest_middle(
    height: int, width: int, new_height: int, new_width: int, nearest: bool = False
) -> tuple[Samples, Samples]:
    """Returns how the largest part in the middle with the new shape is brought to the new size.

    Args:
        height: Rows.
        width: Columns.
        new_height: New rows.
        new_width: New columns.
        nearest: Whether each value is the nearest one instead of one between its neighbours.
    """
    rows = max(min(height, width * new_height // new_width), 1)
    columns = max(min(width, height * new_width // new_height), 1)
    return (
        sample(height, new_height, (height - rows) // 2, rows, nearest),
        sample(width, new_width, (width - columns) // 2, columns, nearest),
    )


def _around(length: int, wanted: int) -> tuple[int, int]:
    """Returns where an axis begins that is made longer by equal margins, and how long it is."""
    margin = max(wanted - length, 0) // 2
    return -margin, length + 2 * margin
