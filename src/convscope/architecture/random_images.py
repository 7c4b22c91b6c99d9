"""Layers that change pictures at random while training, and pass them on afterwards."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import Choice, Factor, Interval, Number, maybe, option
from convscope.architecture.resizing import INTERPOLATION, Resampling, largest_middle
from convscope.architecture.samples import Samples

FILL_MODE = Choice(
    '"reflect", "wrap", "constant" or "nearest"',
    "reflect",
    ("reflect", "wrap", "constant", "nearest"),
)

Ranges = tuple[tuple[float, float], ...]
"""(lower, upper) of each number that is drawn evenly for every picture."""


@dataclass(frozen=True)
class RandomImages(Layer):
    """What layers share that change every picture of a batch by random numbers of its own.

    The numbers follow from the seed of the training.
    """

    is_pointwise: ClassVar[bool] = True
    keeps_values: ClassVar[bool] = True
    passes_on: ClassVar[bool] = True

    @property
    @abstractmethod
    def ranges(self) -> Ranges:
        """Between which bounds the numbers lie that are drawn for a picture."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the shape of the picture."""
        return self.expect_image(input_shape)


@dataclass(frozen=True)
class RandomFlip(RandomImages):
    """While training mirrors half of the pictures: left and right, top and bottom, or both.

    As in Keras, with both a picture is mirrored in both ways or in none.
    """

    mode: str = option(
        Choice(
            '"horizontal", "vertical" or "horizontal_and_vertical"',
            "horizontal",
            ("horizontal", "vertical", "horizontal_and_vertical"),
        ),
        "horizontal_and_vertical",
    )

    @property
    def ranges(self) -> Ranges:
        """Up to 0.5 the picture is mirrored."""
        return ((0.0, 1.0),)


@dataclass(frozen=True)
class RandomMoves(RandomImages):
    """What layers share that turn, stretch or move pictures.

    Attributes:
        fill_mode: What stands beyond the edges: the picture mirrored, the picture again, one value,
            or the nearest pixel.
        interpolation: Whether a value lies between its neighbours or is the nearest.
        fill_value: The value for `constant`.
    """

    fill_mode: str = option(FILL_MODE, "reflect")
    interpolation: str = option(INTERPOLATION, "bilinear")
    fill_value: float = option(Number(), 0.0)


@dataclass(frozen=True, kw_only=True)
class RandomRotation(RandomMoves):
    """While training turns pictures; `factor` counts full turns, against the clock."""

    factor: tuple[float, float] = option(Factor())

    @property
    def ranges(self) -> Ranges:
        """Full turns."""
        return (self.factor,)


@dataclass(frozen=True, kw_only=True)
class RandomZoom(RandomMoves):
    """While training stretches pictures; 0.2 shows a fifth more of rows or columns, −0.2 less.

    Without `width_factor` both are stretched alike.
    """

    height_factor: tuple[float, float] = option(Factor())
    width_factor: tuple[float, float] | None = option(maybe(Factor()), None)

    @property
    def ranges(self) -> Ranges:
        """How much more of rows, and of columns, is shown."""
        return (self.height_factor, *([self.width_factor] if self.width_factor else []))


@dataclass(frozen=True, kw_only=True)
class RandomTranslation(RandomMoves):
    """While training moves pictures, down and to the right by shares of height and width."""

    height_factor: tuple[float, float] = option(Factor())
    width_factor: tuple[float, float] = option(Factor())

    @property
    def ranges(self) -> Ranges:
        """Shares of height and width."""
        return self.height_factor, self.width_factor


@dataclass(frozen=True)
class RandomContrast(RandomImages):
    """While training moves values away from the mean of their map, or towards it.

    They are multiplied by 1 − lower to 1 + upper of `factor`, and cut off at `value_range`.
    """

    factor: tuple[float, float] = option(
        Factor("a number from 0 to 1, or two of them", 0.2, 0.0, is_distance=True)
    )
    value_range: tuple[float, float] = option(Interval(), (0.0, 255.0))

    @property
    def ranges(self) -> Ranges:
        """What distances from the mean are multiplied by."""
        lower, upper = self.factor
        return ((1 - lower, 1 + upper),)


@dataclass(frozen=True)
class RandomBrightness(RandomImages):
    """While training adds a share of `value_range` to all values, and cuts them off there."""

    factor: tuple[float, float] = option(Factor())
    value_range: tuple[float, float] = option(Interval(), (0.0, 255.0))

    @property
    def ranges(self) -> Ranges:
        """Shares of the range."""
        return (self.factor,)


@dataclass(frozen=True)
class RandomCrop(Resampling):
    """While training cuts a part out that lies anywhere, for all pictures of a batch the same.

    Afterwards, and where the picture is not larger than the part, the largest part in the middle
    with that shape is brought to the size.
    """

    def samples(self, input_shape: Shape) -> tuple[Samples, Samples]:
        """Returns which rows, and which columns, are used after training."""
        height, width, _ = self.expect_image(input_shape)
        return largest_middle(height, width, self.height, self.width)

    def is_random(self, input_shape: Shape) -> bool:
        """Returns whether there is room to choose a part."""
        height, width, _ = input_shape
        return height > self.height and width > self.width

    def begin(self, input_shape: Shape, drawn: tuple[float, float]) -> tuple[int, int]:
        """Returns first row and first column of the part.

        Args:
            input_shape: What arrives.
            drawn: Two numbers from 0 to below 1.
        """
        height, width, _ = input_shape
        rows, columns = height - self.height + 1, width - self.width + 1
        return int(drawn[0] * rows), int(drawn[1] * columns)
