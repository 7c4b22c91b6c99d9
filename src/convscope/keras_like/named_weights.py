"""Weights as a program gives them, a list, by the names that their tensors have."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Shape
from convscope.errors import ConvscopeError


def named_like(
    title: str, shapes: dict[str, Shape], weights: list[NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """Returns a list of arrays by tensor name.

    Args:
        title: How errors call the layer or method, such as `"set_weights()"`.
        shapes: The shape of each tensor by its name, in the order of `get_weights`.
        weights: Arrays in the same order.

    Raises:
        ConvscopeError: Their number or a shape differs.
    """
    arrays = [np.asarray(array) for array in weights]
    if len(arrays) != len(shapes) or any(
        array.shape != shape for array, shape in zip(arrays, shapes.values(), strict=True)
    ):
        raise ConvscopeError(
            f"{title}: received arrays of shapes {[array.shape for array in arrays]}.",
            f"Expected {list(shapes.values())}.",
            "Take them from get_weights() of the same net.",
        )
    return dict(zip(shapes, arrays, strict=True))
