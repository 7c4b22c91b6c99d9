"""What large weights or outputs cost, as plain data; `engine.network.penalties` adds it up."""

from dataclasses import dataclass
from typing import ClassVar

from convscope.architecture.options import Choice, Number, option
from convscope.architecture.settings import Setting

_FACTOR = Number("a number of at least 0", 0.01, 0.0)
_ROWS_OR_COLUMNS = Choice('"rows" or "columns"', "rows", ("rows", "columns"))


class Regularizer(Setting):
    """A penalty that is part of the loss. Use one of the subclasses."""

    family = "regularizer"


@dataclass(frozen=True)
class L1(Regularizer):
    """l1 · Σ |x|.

    Args:
        l1: The factor.
    """

    l1: float = option(_FACTOR, 0.01)


@dataclass(frozen=True)
class L2(Regularizer):
    """l2 · Σ x².

    Args:
        l2: The factor.
    """

    l2: float = option(_FACTOR, 0.01)


@dataclass(frozen=True)
class L1L2(Regularizer):
    """l1 · Σ |x| + l2 · Σ x².

    Args:
        l1: The factor of the sizes.
        l2: The factor of the squares.
    """

    l1: float = option(_FACTOR, 0.0)
    l2: float = option(_FACTOR, 0.0)

    named: ClassVar[dict[str, float]] = {"l1": 0.01, "l2": 0.01}


@dataclass(frozen=True)
class OrthogonalRegularizer(Regularizer):
    """factor times the mean |cosine| between two rows, or two columns, of a matrix.

    Args:
        factor: The factor.
        mode: `"rows"` or `"columns"`.
    """

    factor: float = option(_FACTOR, 0.01)
    mode: str = option(_ROWS_OR_COLUMNS, "rows")
