"""What weights are brought to after each step, as plain data; `engine.network.constraints` does."""

from dataclasses import dataclass

from convscope.architecture.options import Axes, Number, option
from convscope.architecture.settings import Setting

_NORM = Number("a number of at least 0", 2.0, 0.0)
_AXES = Axes()


class Constraint(Setting):
    """What a tensor is brought to after each step. Use one of the subclasses.

    Norms are taken along `axis` of the tensor as Keras stores it: 0 for the kernel of a Dense
    layer, (0, 1, 2) for that of a Conv2D, where one norm for each unit or filter is meant.
    """

    family = "constraint"


@dataclass(frozen=True)
class MaxNorm(Constraint):
    """Norms of at most `max_value`.

    Args:
        max_value: The largest norm.
        axis: Axis or axes along which norms are taken.
    """

    max_value: float = option(_NORM, 2.0)
    axis: int | tuple[int, ...] = option(_AXES, 0)


@dataclass(frozen=True)
class NonNeg(Constraint):
    """No value below 0."""


@dataclass(frozen=True)
class UnitNorm(Constraint):
    """Norms of 1.

    Args:
        axis: Axis or axes along which norms are taken.
    """

    axis: int | tuple[int, ...] = option(_AXES, 0)


@dataclass(frozen=True)
class MinMaxNorm(Constraint):
    """Norms between two values.

    Args:
        min_value: The smallest norm.
        max_value: The largest norm.
        rate: Share of the way there that a step goes, 0–1.
        axis: Axis or axes along which norms are taken.
    """

    min_value: float = option(_NORM, 0.0)
    max_value: float = option(_NORM, 1.0)
    rate: float = option(Number("a share from 0 to 1", 1.0, 0.0, 1.0 + 1e-12), 1.0)
    axis: int | tuple[int, ...] = option(_AXES, 0)
