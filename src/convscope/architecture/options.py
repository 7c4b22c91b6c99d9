"""The options of a layer as data: bounds from which checks, error texts and help come."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from math import isfinite, nextafter
from numbers import Integral, Real
from typing import Any

from convscope.architecture.activations import ACTIVATIONS, OTHER_NAMES
from convscope.errors import ConvscopeError, in_short

LARGEST = 2**24
"""Largest whole number that an option takes: filters, units, pixels of a window or margin."""


@dataclass(frozen=True)
class Option:
    """What one option of a layer accepts.

    `check` returns the value in its normal form or raises `TypeError`/`ValueError`; `expected`
    says in words what it accepts; `example` is a value that passes.
    """

    expected: str
    example: Any

    def check(self, value: Any) -> Any:
        """Returns `value` in normal form; raises `ValueError` when it does not fit."""
        raise TypeError(f"{type(self).__name__} must define check()")


@dataclass(frozen=True)
class WholeNumber(Option):
    """A whole number, `minimum` ≤ value ≤ `maximum`."""

    expected: str = f"a whole number from 1 to {LARGEST:,}"
    example: Any = 32
    minimum: int = 1
    maximum: int = LARGEST

    def check(self, value: Any) -> int:
        """Returns `value` as an int."""
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise TypeError
        number = int(value)
        if not self.minimum <= number <= self.maximum:
            raise ValueError
        return number


@dataclass(frozen=True)
class Pair(Option):
    """A (height, width) pair; one number stands for both."""

    expected: str = f"a whole number from 1 to {LARGEST:,}, or two of them as (height, width)"
    example: Any = (3, 3)
    minimum: int = 1

    def check(self, value: Any) -> tuple[int, int]:
        """Returns (height, width)."""
        pair = (value, value) if isinstance(value, Integral) else tuple(value)
        if len(pair) != 2:
            raise ValueError
        height, width = (WholeNumber(minimum=self.minimum).check(v) for v in pair)
        return height, width


@dataclass(frozen=True)
class Margins(Option):
    """Rows and columns added around a picture: ((top, bottom), (left, right))."""

    expected: str = (
        f"n, (rows, columns), or ((top, bottom), (left, right)), each from 0 to {LARGEST:,}"
    )
    example: Any = 1

    def check(self, value: Any) -> tuple[tuple[int, int], tuple[int, int]]:
        """Returns ((top, bottom), (left, right))."""
        rows, columns = (value, value) if isinstance(value, Integral) else tuple(value)
        return self._two_sides(rows), self._two_sides(columns)

    @staticmethod
    def _two_sides(value: Any) -> tuple[int, int]:
        count = WholeNumber(minimum=0)
        first, second = (value, value) if isinstance(value, Integral) else tuple(value)
        return count.check(first), count.check(second)


@dataclass(frozen=True)
class Choice(Option):
    """One of a few names."""

    expected: str = ""
    example: Any = ""
    names: Sequence[str] = ()
    other_names: Mapping[str, str] = field(default_factory=dict)

    def check(self, value: Any) -> str:
        """Returns the name in lower case; of two names for the same the one in `names`."""
        if not isinstance(value, str):
            raise TypeError
        name = self.other_names.get(value.lower(), value.lower())
        if name not in self.names:
            raise ValueError
        return name


@dataclass(frozen=True)
class Number(Option):
    """A real number, `minimum` ≤ value, and < `below` where that is given."""

    expected: str = "a number"
    example: Any = 0.5
    minimum: float = float("-inf")
    below: float = float("inf")

    def check(self, value: Any) -> float:
        """Returns `value` as a float."""
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError
        number = float(value)
        if not isfinite(number) or not self.minimum <= number < self.below:
            raise ValueError
        return number


@dataclass(frozen=True)
class Numbers(Option):
    """Several real numbers."""

    expected: str = "a list of numbers"
    example: Any = (1, 2)

    def check(self, value: Any) -> tuple[float, ...]:
        """Returns the numbers as a tuple of floats."""
        return tuple(Number().check(v) for v in value)


@dataclass(frozen=True)
class OneOrMore(Option):
    """A number, or several of them."""

    expected: str = "a number, or a list of numbers"
    example: Any = (0.5, 0.25)

    def check(self, value: Any) -> tuple[float, ...]:
        """Returns the numbers as a tuple of floats."""
        found = Numbers().check([value] if isinstance(value, Real) else value)
        if not found:
            raise ValueError
        return found


@dataclass(frozen=True)
class Axes(Option):
    """An axis of a tensor, or several."""

    expected: str = "an axis from 0 to 3, or several of them"
    example: Any = 0

    def check(self, value: Any) -> int | tuple[int, ...]:
        """Returns the axis, or the axes as a tuple."""
        axis = WholeNumber(minimum=0, maximum=3)
        return axis.check(value) if isinstance(value, Integral) else tuple(map(axis.check, value))


@dataclass(frozen=True)
class SharedAxes(Option):
    """Axes of what arrives, counted as Keras counts: the batch is axis 0."""

    expected: str = "an axis from 1 to 3, or several of them"
    example: Any = (1, 2)

    def check(self, value: Any) -> tuple[int, ...]:
        """Returns the axes in order, each once."""
        axis = WholeNumber(maximum=3)
        axes = sorted({axis.check(v) for v in ((value,) if isinstance(value, Integral) else value)})
        if not axes:
            raise ValueError
        return tuple(axes)


@dataclass(frozen=True)
class Limit(Option):
    """A number above 0, or None for no limit."""

    expected: str = "a number above 0, or none for no limit"
    example: Any = 6.0

    def check(self, value: Any) -> float | None:
        """Returns `value` as a float, or None."""
        if value is None:
            return None
        number = Number().check(value)
        if number <= 0:
            raise ValueError
        return number


@dataclass(frozen=True)
class Factor(Option):
    """Bounds of a random number; one number f stands for (−f, f), or (f, f) where `is_distance`."""

    expected: str = "a number from -1 to 1, or two of them as (lower, upper)"
    example: Any = 0.2
    minimum: float = -1.0
    is_distance: bool = False

    def check(self, value: Any) -> tuple[float, float]:
        """Returns (lower, upper), in order."""
        number = Number(minimum=self.minimum, below=nextafter(1.0, 2.0))
        if isinstance(value, Real):
            upper = abs(number.check(value))
            return (upper if self.is_distance else max(-upper, self.minimum)), upper
        lower, upper = sorted(number.check(v) for v in value)
        return lower, upper


@dataclass(frozen=True)
class Flag(Option):
    """True or False."""

    expected: str = "true or false"
    example: Any = True

    def check(self, value: Any) -> bool:
        """Returns `value` as a bool."""
        if not isinstance(value, bool):
            raise TypeError
        return value


@dataclass(frozen=True)
class Maybe(Option):
    """What another option accepts, or None; made by `maybe`."""

    other: Option = field(kw_only=True)

    def check(self, value: Any) -> Any:
        """Returns None, or what the other option makes of `value`."""
        return None if value is None else self.other.check(value)


@dataclass(frozen=True)
class ShapeTuple(Option):
    """(height, width, channels) or (features,), without the batch axis."""

    expected: str = f"(height, width, channels) or (features,), whole numbers from 1 to {LARGEST:,}"
    example: Any = (28, 28, 1)

    def check(self, value: Any) -> tuple[int, ...]:
        """Returns the shape as a tuple of ints."""
        shape = tuple(WholeNumber().check(v) for v in value)
        if len(shape) not in (1, 3):
            raise ValueError
        return shape


@dataclass(frozen=True)
class TargetShape(Option):
    """A shape, in which one size may be −1: as many as are left for it."""

    expected: str = (
        "(height, width, channels) or (features,), whole numbers; one of them may be -1 for what "
        "is left"
    )
    example: Any = (-1,)

    def check(self, value: Any) -> tuple[int, ...]:
        """Returns the shape as a tuple of ints."""
        sizes = tuple(WholeNumber(minimum=-1).check(v) for v in value)
        if len(sizes) not in (1, 3) or 0 in sizes or sizes.count(-1) > 1:
            raise ValueError
        return sizes


@dataclass(frozen=True)
class Interval(Option):
    """(low, high) with low < high."""

    expected: str = "two numbers (low, high) with low < high"
    example: Any = (0.0, 1.0)

    def check(self, value: Any) -> tuple[float, float]:
        """Returns (low, high) as floats."""
        low, high = (Number().check(v) for v in value)
        if not low < high:
            raise ValueError
        return low, high


PADDING = Choice('"valid" or "same"', "same", ("valid", "same"))
ACTIVATION = Choice(f"one of {', '.join(ACTIVATIONS)}", "relu", tuple(ACTIVATIONS), OTHER_NAMES)


def maybe(other: Option) -> Maybe:
    """Returns the option that accepts None as well."""
    return Maybe(f"{other.expected}, or None", other.example, other=other)


def option(kind: Option, default: Any = MISSING, *, is_later: bool = False) -> Any:
    """Declares a dataclass field whose values `kind` checks.

    Args:
        kind: What the option accepts.
        default: Its value where none is given.
        is_later: Whether nets were written before there was this option. At its default it is then
            left out of files, and a file without it means the default.
    """
    return field(default=default, metadata={"option": kind, "is_later": is_later})


def is_unsaid(a_field: Field[Any], value: Any) -> bool:
    """Returns whether a file leaves out a value: a later option's default."""
    return a_field.metadata.get("is_later", False) and value == a_field.default


def option_of(a_field: Field[Any]) -> Option:
    """Returns the `Option` that `option()` attached to a dataclass field."""
    return a_field.metadata["option"]


def check_options(layer: Any) -> None:
    """Puts every option of a frozen layer into normal form.

    Raises:
        ConvscopeError: An option does not fit; the text names layer, option and what would.
    """
    for a_field in fields(layer):
        kind: Option | None = a_field.metadata.get("option")
        if kind is None:
            continue
        value = getattr(layer, a_field.name)
        try:
            normal = kind.check(value)
        except (TypeError, ValueError, OverflowError):
            raise ConvscopeError(
                f"{type(layer).__name__}: {a_field.name}={_shown(value)}.",
                f"Expected {kind.expected}.",
                f"Write for example {a_field.name}={kind.example!r}.",
            ) from None
        object.__setattr__(layer, a_field.name, normal)


def _shown(value: Any) -> str:
    """Returns a value as code, cut short where a stranger's file made it long or deep."""
    return repr(in_short(value)) if isinstance(value, str) else in_short(value)
