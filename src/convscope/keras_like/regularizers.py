"""The regularizers as Keras programs write them: classes, and the same under small names."""

from typing import Any

from convscope.architecture.regularizers import L1, L1L2, L2, OrthogonalRegularizer, Regularizer

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "OrthogonalRegularizer",
    "Regularizer",
    "get",
    "l1",
    "l1_l2",
    "l2",
    "orthogonal_regularizer",
]

l1 = L1
l2 = L2
orthogonal_regularizer = OrthogonalRegularizer
l1_l2 = L1L2


def get(identifier: Any) -> Regularizer | None:
    """Returns the regularizer of a name, an object, a class or a configuration; None for None."""
    return None if identifier is None else Regularizer.find("get(): identifier", identifier)
