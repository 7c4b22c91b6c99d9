"""Layers that take in several layers: sums, products, means, maxima, and one behind the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.parts import Part, moved
from convscope.architecture.receptive_field import ReceptiveField
from convscope.errors import ConvscopeError

AXES = ("rows", "columns", "channels")


class Join(Layer):
    """Shared rule of joins that combine the values at one position.

    Every axis has the same size in all inputs, or 1: then the one value stands for all. A vector
    counts as one value per channel, so that it may weigh the maps of a picture.
    """

    joins: ClassVar[bool] = True
    most_inputs: ClassVar[int] = 256

    def output_shape_of(self, input_shapes: Sequence[Shape]) -> Shape:
        """Returns the largest size of every axis.

        Raises:
            ConvscopeError: Two inputs do not fit each other; the text names both.
        """
        self._expect_fit(input_shapes)
        num_axes = max(len(shape) for shape in input_shapes)
        full = [as_picture(shape) for shape in input_shapes]
        return tuple(max(sizes) for sizes in zip(*full, strict=True))[-num_axes:]

    def rule_of(self, input_shapes: Sequence[Shape]) -> str:
        """Says which shapes are joined."""
        if len(set(input_shapes)) == 1:
            return f"shape unchanged, {len(input_shapes)} inputs"
        shapes = " and ".join(_text(shape) for shape in dict.fromkeys(input_shapes))
        return f"{shapes} = {_text(self.output_shape_of(input_shapes))}"

    def field_of(
        self, input_shapes: Sequence[Shape], fields: Sequence[ReceptiveField]
    ) -> ReceptiveField:
        """Returns the union of what the inputs see."""
        shape = self.output_shape_of(input_shapes)
        if len(shape) == 1:
            return fields[0] if len(set(fields)) == 1 else fields[0].whole()
        rows, columns = shape[:2]
        found = [
            field.repeated(size[0] < rows, size[1] < columns)
            if len(size) == 3
            else field.whole().repeated(True, True)
            for size, field in zip(input_shapes, fields, strict=True)
        ]
        return ReceptiveField.union(found, (rows, columns))

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns the same part of every input; of one value that stands for all, that one."""
        return [
            tuple(
                (0, 1) if size == 1 and bounds[1] > bounds[0] else bounds
                for size, bounds in zip(shape, part[-len(shape) :], strict=True)
            )
            for shape in input_shapes
        ]

    def _expect_fit(self, input_shapes: Sequence[Shape]) -> None:
        """Checks every input against those before it: on each axis, the first that is not 1."""
        decisive = [0, 0, 0]
        full = [as_picture(shape) for shape in input_shapes]
        for index, sizes in enumerate(full):
            for axis, size in enumerate(sizes):
                other = decisive[axis]
                if full[other][axis] == 1:
                    decisive[axis] = index
                elif size not in (1, full[other][axis]):
                    raise self._misfit(input_shapes, other, index)

    def _axes_that_differ(self, first: Shape, second: Shape) -> list[str]:
        pairs = zip(AXES, as_picture(first), as_picture(second), strict=True)
        return [axis for axis, a, b in pairs if a != b and 1 not in (a, b)]

    def _misfit(self, input_shapes: Sequence[Shape], first: int, second: int) -> ConvscopeError:
        a, b = input_shapes[first], input_shapes[second]
        axes = self._axes_that_differ(a, b)
        or_one = "" if self.appends else ", or 1"
        return ConvscopeError(
            f'{self.title} takes in {a} from "{self.inputs[first]}" and {b} from '
            f'"{self.inputs[second]}".',
            f"Expected as many {' and '.join(axes)} in one as in the other{or_one}.",
            _mended(axes, a, b, self.inputs[second]),
        )


@dataclass(frozen=True)
class Add(Join):
    """Adds the values up."""


@dataclass(frozen=True)
class Subtract(Join):
    """Subtracts the second from the first."""

    most_inputs: ClassVar[int] = 2


@dataclass(frozen=True)
class Multiply(Join):
    """Multiplies the values with each other."""


@dataclass(frozen=True)
class Average(Join):
    """Keeps the mean of the values."""

    takes_mean: ClassVar[bool] = True


@dataclass(frozen=True)
class Maximum(Join):
    """Keeps the largest of the values."""

    keeps_winner: ClassVar[bool] = True


@dataclass(frozen=True)
class Concatenate(Join):
    """Puts the channels of one input behind those of the other."""

    appends: ClassVar[bool] = True

    def output_shape_of(self, input_shapes: Sequence[Shape]) -> Shape:
        """Returns rows and columns of all inputs, and the sum of their channels.

        Raises:
            ConvscopeError: Two inputs do not fit each other; the text names both.
        """
        self._expect_fit(input_shapes)
        return *input_shapes[0][:-1], sum(shape[-1] for shape in input_shapes)

    def rule_of(self, input_shapes: Sequence[Shape]) -> str:
        """Returns the sum of the channels."""
        channels = [shape[-1] for shape in input_shapes]
        return f"channels {' + '.join(map(str, channels))} = {sum(channels)}"

    def field_of(
        self, input_shapes: Sequence[Shape], fields: Sequence[ReceptiveField]
    ) -> ReceptiveField:
        """Returns the union of what the inputs see; a single channel sees what its input sees."""
        if len(input_shapes[0]) == 1:
            return super().field_of([(1,)] * len(fields), fields)
        return ReceptiveField.union(fields, (input_shapes[0][0], input_shapes[0][1]))

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns of every input the channels that are in the part; of some there are none."""
        found, begins = [], 0
        for shape in input_shapes:
            found.append((*part[:-1], moved(part[-1], begins, shape[-1])))
            begins += shape[-1]
        return found

    def _expect_fit(self, input_shapes: Sequence[Shape]) -> None:
        for index, shape in enumerate(input_shapes):
            if shape[:-1] != input_shapes[0][:-1]:
                raise self._misfit(input_shapes, 0, index)

    def _axes_that_differ(self, first: Shape, second: Shape) -> list[str]:
        if len(first) != len(second):
            return ["axes"]
        return [a for a, n, m in zip(AXES, first[:-1], second[:-1], strict=False) if n != m]


def as_picture(shape: Shape) -> tuple[int, int, int]:
    """Returns (height, width, channels); a vector has one value per channel at a single place.

    Example:
        >>> as_picture((32,))
        (1, 1, 32)
    """
    height, width, channels = (1, 1, *shape)[-3:]
    return height, width, channels


def _mended(axes: list[str], first: Shape, second: Shape, name: str) -> str:
    """Returns what to do where `axes` differ between the first and the second, called `name`."""
    if axes == ["axes"]:
        return "Put Flatten() or GlobalAveragePooling2D() behind the one that is a picture."
    if axes == ["channels"]:
        layer = f"Conv2D({first[-1]}, (1, 1))" if len(second) == 3 else f"Dense({first[-1]})"
        return f'Put {layer} behind "{name}", or join with Concatenate.'
    same = 'Use padding="same" and the same strides on both ways'
    return f"{same}, and as many filters." if "channels" in axes else f"{same}."


def _text(shape: Shape) -> str:
    return " × ".join(map(str, shape))
