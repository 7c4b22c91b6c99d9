"""Steps that take in several values."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from convscope.architecture import Add, Average, Concatenate, Layer, Maximum, Multiply, Subtract
from convscope.channels_first.building import Building, fits, shown_axes, stripped
from convscope.channels_first.values import NUM, Value
from convscope.errors import ConvscopeError

JOINS: dict[str, type[Layer]] = {
    "add": Add,
    "subtract": Subtract,
    "multiply": Multiply,
    "mean": Average,
    "max": Maximum,
}
"""Our kind by what a join does."""


def join(building: Building, name: str, function: str, values: Sequence[Value]) -> Value:
    """Puts a join of values at one position; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        function: What is done, by our names.
        values: What it takes in.

    Raises:
        ConvscopeError: Their axes do not lie beside each other.
    """
    num = max(len(value.axes) for value in values)
    values = [_with_axes(value, num) for value in values]
    if num == 2 and any(value.axes != values[0].axes for value in values):
        values = [building.as_vector(value) for value in values]
    together = [_together(value, values) for value in values]
    orders = [value.order for value in values]
    axes = _common_axes(values)
    if not all(together) or axes is None or not _are_same(orders):
        raise _apart(values)
    is_not_negative = function != "subtract" and building.never_negative(*values)
    found = building.put(name, JOINS[function](), values, is_not_negative=is_not_negative)
    return replace(found, axes=axes, order=orders[0])


def concatenate(building: Building, name: str, values: Sequence[Value], axis: int) -> Value:
    """Puts channels of several values behind each other.

    Args:
        building: The net so far.
        name: What the other program calls it.
        values: What it takes in.
        axis: Of the value.

    Raises:
        ConvscopeError: They are put together along another axis.
    """
    first = values[0]
    axis %= len(first.axes)
    if len(first.axes) == 2 and axis == 1:
        values = [building.as_vector(value) for value in values]
    elif fits(first, (NUM, "C", "H", "W")) and axis == 1:
        values = [building.as_maps(value) for value in values]
    axes = values[0].axes
    is_channels = axes[axis] == "C" and all(stripped(value)[axis] in ("C", "") for value in values)
    if not is_channels or any(value.axes != axes for value in values):
        raise ConvscopeError(
            f"values are put together along axis {axis} of {shown_axes(first)}.",
            "Expected their channels.",
            "Concatenate along the channels.",
        )
    if len(values) == 1:
        return values[0]
    is_not_negative = building.never_negative(*values)
    found = building.put(name, Concatenate(), values, is_not_negative=is_not_negative)
    order = None
    if any(value.order is not None for value in values):
        begins = np.cumsum([0, *(value.shape[0] for value in values)])
        parts = [
            begin + (np.arange(value.shape[0]) if value.order is None else value.order)
            for begin, value in zip(begins, values, strict=False)
        ]
        order = np.concatenate(parts)
    return replace(found, axes=axes, order=order)


def _with_axes(value: Value, num: int) -> Value:
    """Returns a value with axes of length 1 before its own, as others add them."""
    if len(value.axes) == num:
        return value
    raise _apart([value])


def _common_axes(values: Sequence[Value]) -> tuple[str, ...] | None:
    """Returns the axes of what joins values; None where they do not lie beside each other."""
    found = []
    for letters in zip_longest(*(value.axes for value in values)):
        long = [stripped(value)[len(found)] for value in values]
        best = max(range(len(values)), key=lambda i: (len(long[i]), len(letters[i])))
        if any(each and each != long[best] for each in long):
            return None
        found.append(letters[best])
    return tuple(found)


def _together(value: Value, values: Sequence[Value]) -> bool:
    """Whether a value is a picture among pictures, or a vector whose channels weigh them."""
    if value.is_picture == any(other.is_picture for other in values):
        return True
    return value.order is None and "C" in value.axes


def _are_same(orders: list) -> bool:
    first = orders[0]
    return all(
        (order is None) == (first is None) and (order is None or np.array_equal(order, first))
        for order in orders
    )


def _apart(values: Sequence[Value]) -> ConvscopeError:
    return ConvscopeError(
        f"a join takes in {' and '.join(shown_axes(value) for value in values[:3])}.",
        "Expected the same axes in the same order, each as long as in the other or 1.",
        "Put their axes in the same order before.",
    )
