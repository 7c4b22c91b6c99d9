"""Operations that Keras writes among layers, such as `a + b` or `x / 255`, as layers that do them.

Keras 3 calls them by a class below `keras.src.ops`, earlier versions by a function of TensorFlow.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from convscope.architecture import ACTIVATIONS, OTHER_NAMES

BETWEEN = {"Add": "Add", "Maximum": "Maximum", "Multiply": "Multiply", "Subtract": "Subtract"}
"""Our kind by the name of an operation between two tensors."""

WITH_NUMBER: dict[str, Callable[[float, bool], tuple[float, float] | None]] = {
    "Add": lambda number, _: (1.0, number),
    "Divide": lambda number, is_first: (1.0 / number, 0.0) if number and not is_first else None,
    "Multiply": lambda number, _: (number, 0.0),
    "Subtract": lambda number, is_first: (-1.0, number) if is_first else (1.0, -number),
}
"""By what an operation with a number multiplies a tensor, and what it adds; None where it does
something else. The second argument tells whether the number stands first, as in 1 − x."""

FUNCTIONS = {
    "__operators__.add": "Add",
    "math.add": "Add",
    "math.divide": "Divide",
    "math.maximum": "Maximum",
    "math.multiply": "Multiply",
    "math.subtract": "Subtract",
    "math.truediv": "Divide",
}
"""Operation by the name of a function of TensorFlow."""

OTHER_OPERATIONS = {"TrueDivide": "Divide"}

LARGEST_NUMBER = 1e30
"""Numbers beyond are no part of a net."""

_OPERATION_MODULE = "keras.src.ops."
_FUNCTION_CLASS = "TFOpLambda"
_CLASSES = (
    _FUNCTION_CLASS,
    "ClassMethod",
    "InstanceMethod",
    "InstanceProperty",
    "SlicingOpLambda",
    "TensorFlowOpLayer",
)
_NUMBER = "_CONSTANT_VALUE"
"""What stands for the name of a layer before a number."""


def is_operation(item: Mapping[str, Any]) -> bool:
    """Returns whether an entry of a config is an operation and no layer."""
    if item.get("is_operation") is True:
        return True
    of_keras = f"{item.get('module')}.".startswith(_OPERATION_MODULE)
    return of_keras or item.get("class_name") in _CLASSES or _takes_two(item)


def _takes_two(item: Mapping[str, Any]) -> bool:
    """Whether it is an operation of Keras 3 in a file that says of no class where it is from.

    Operations are called on two things; layers of the same names on one list.
    """
    calls = item.get("inbound_nodes")
    if "module" in item or not isinstance(calls, list) or len(calls) != 1:
        return False
    taken = calls[0].get("args") if isinstance(calls[0], Mapping) else None
    known = (*BETWEEN, *OTHER_OPERATIONS, *OTHER_OPERATIONS.values())
    return isinstance(taken, list) and len(taken) == 2 and item.get("class_name") in known


def as_layer(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Returns an entry of a layer that does what an operation does; None where none does.

    Args:
        item: An entry for which `is_operation` is true, with its calls in `inbound_nodes`. So is
            what is returned, which says it by its `is_operation`.

    Example:
        >>> node = {"args": [{"config": {"keras_history": ["x", 0, 0]}}, 4.0]}
        >>> item = {"module": "keras.src.ops.numpy", "class_name": "Divide", "config": {},
        ...         "name": "divide", "inbound_nodes": [node]}
        >>> as_layer(item)["config"]
        {'name': 'divide', 'scale': 0.25, 'offset': 0.0}
    """
    calls = item.get("inbound_nodes")
    if not isinstance(calls, list) or len(calls) != 1:
        return None
    values = list(_values(calls[0]))
    tensors = [value for value in values if _is_tensor(value)]
    operation = _operation(item)
    if operation in BETWEEN and len(tensors) == len(values) == 2:
        return _entry(item, BETWEEN[operation], tensors)
    if len(tensors) == 1 and len(values) == 2:
        first, second = values
        linear = _linear(operation, *((first, True) if second in tensors else (second, False)))
        if linear is not None:
            return _entry(item, "Rescaling", tensors, scale=linear[0], offset=linear[1])
    name = OTHER_NAMES.get(operation.lower(), operation.lower())
    if name in ACTIVATIONS and len(tensors) == len(values) == 1:
        return _entry(item, "Activation", tensors, activation=name)
    return None


def _operation(item: Mapping[str, Any]) -> str:
    config = item.get("config")
    if item.get("class_name") in _CLASSES[1:]:
        return ""
    if item.get("class_name") != _FUNCTION_CLASS:
        name = str(item.get("class_name"))
        has_options = isinstance(config, Mapping) and any(
            value is not None
            for key, value in config.items()
            if key not in ("dtype", "name", "trainable")
        )
        return "" if has_options else OTHER_OPERATIONS.get(name, name)
    function = str(config.get("function")) if isinstance(config, Mapping) else ""
    return FUNCTIONS.get(function, function.removeprefix("nn."))


def _values(call: Any) -> Iterator[Any]:
    """Yields what an operation is called on, in order: tensors, as they are written, and others."""
    if isinstance(call, Mapping):  # Keras 3
        taken = call.get("args")
        yield from taken if isinstance(taken, list | tuple) else ()
        options = call.get("kwargs")
    else:  # [["conv2d", 0, 0, {"y": 255.0, "name": None}]]
        call = call[0] if isinstance(call, list) and len(call) == 1 else call
        is_named = isinstance(call, list) and len(call) == 4 and isinstance(call[0], str)
        if not is_named:
            return
        yield call[2] if call[0] == _NUMBER else call[:3]
        options = call[3]
    for name, value in (options if isinstance(options, Mapping) else {}).items():
        if name != "name" and value is not None:
            yield value


def _is_tensor(value: Any) -> bool:
    if isinstance(value, Mapping):
        inner = value.get("config")
        return isinstance(inner, Mapping) and "keras_history" in inner
    return isinstance(value, list) and len(value) == 3 and isinstance(value[0], str)


def _linear(operation: str, number: Any, is_first: bool) -> tuple[float, float] | None:
    """Returns by what a tensor is multiplied, and what is added, in an operation with a number."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    if not abs(number) < LARGEST_NUMBER:
        return None
    found = WITH_NUMBER.get(operation, lambda *_: None)
    return found(float(number), is_first)


def _entry(
    item: Mapping[str, Any], class_name: str, tensors: list[Any], **options: Any
) -> Mapping[str, Any]:
    config = item.get("config")
    name = item.get("name") or (config.get("name") if isinstance(config, Mapping) else None)
    name = name if isinstance(name, str) else ""
    is_new = isinstance(tensors[0], Mapping)
    call: Any = {"args": [tensors], "kwargs": {}} if is_new else [[*t, {}] for t in tensors]
    return {
        "module": "keras.layers",
        "class_name": class_name,
        "is_operation": True,
        "name": name,
        "config": {"name": name, **options},
        "inbound_nodes": [call],
    }
