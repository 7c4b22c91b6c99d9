"""The constraints as Keras programs write them: classes, and the same under small names."""

from typing import Any

from convscope.architecture.constraints import Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm

__all__ = [
    "Constraint",
    "MaxNorm",
    "MinMaxNorm",
    "NonNeg",
    "UnitNorm",
    "get",
    "max_norm",
    "min_max_norm",
    "non_neg",
    "unit_norm",
]

max_norm = MaxNorm
min_max_norm = MinMaxNorm
non_neg = NonNeg
unit_norm = UnitNorm


def get(identifier: Any) -> Constraint | None:
    """Returns the constraint of a name, an object, a class or a configuration; None for None."""
    return None if identifier is None else Constraint.find("get(): identifier", identifier)
