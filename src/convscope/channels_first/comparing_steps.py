"""Comparisons with a number, which stay only as parts of a step or a ramp."""

from dataclasses import dataclass, replace
from typing import Any

from convscope.architecture import ReLU
from convscope.channels_first.building import Building
from convscope.channels_first.pointwise_steps import activate
from convscope.channels_first.values import Value
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class Condition:
    """Where values are larger than a number, or as large.

    Attributes:
        value: The values.
        threshold: The number.
        or_equal: Whether equal ones count.
    """

    value: Value
    threshold: float
    or_equal: bool


def as_numbers(building: Building, name: str, condition: Condition) -> Value:
    """Puts 1 where values are above 0, else 0.

    Args:
        building: The net so far.
        name: What the other program calls it.
        condition: The comparison.

    Raises:
        ConvscopeError: They are compared with something else.
    """
    if condition.threshold == 0 and not condition.or_equal:
        return activate(building, name, condition.value, "step")
    raise ConvscopeError(
        "it makes numbers of a comparison.", "Expected x > 0.", "It has no layer here."
    )


def choose(building: Building, name: str, condition: Any, above: Any, below: Any) -> Value:
    """Puts the ramp that is one tensor where it is above a number, and else that number's line.

    Args:
        building: The net so far.
        name: What the other program calls it.
        condition: The comparison.
        above: What stands where it is true.
        below: What stands elsewhere.

    Raises:
        ConvscopeError: It is another choice.
    """
    is_known = isinstance(above, Value) and isinstance(below, Value)
    if is_known and isinstance(condition, Condition) and condition.value.layer == above.layer:
        line, threshold = building.line_between(above, below), condition.threshold
        if line and line[0] >= 0 and abs(line[1] + line[0] * threshold) <= 1e-6 * (1 + threshold):
            layer = ReLU(None, float(f"{line[0]:.7g}"), float(f"{threshold:.7g}"))
            found = building.put(name, layer, [above])
            return replace(found, axes=above.axes, order=above.order)
    raise ConvscopeError(
        "it chooses between two tensors.", "Expected a ramp.", "It has no layer here."
    )
