"""How Keras' files say which layer takes in which: what each version wrote for a tensor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from convscope.errors import ConvscopeError, in_short

_MOST_NESTED = 8


@dataclass(frozen=True)
class TensorName:
    """What a layer put out in one of its calls.

    Attributes:
        layer: The layer's name.
        call: Which of its calls, from 0; nets begin to count at 0 or 1, as the version pleases.
    """

    layer: str
    call: int


def calls_of(item: Mapping[str, Any], title: str) -> list[list[TensorName]]:
    """Returns for each call of a layer what it was called on.

    Args:
        item: The layer's entry, whose `inbound_nodes` say so.
        title: How errors call the layer.

    Raises:
        ConvscopeError: They are nothing of what any version writes, or a call in training mode.
    """
    nodes = item.get("inbound_nodes", [])
    if not isinstance(nodes, list):
        raise _senseless(title, nodes)
    return [_tensors_in(node, title) for node in nodes]


def one_end(data: Any, what: str) -> TensorName:
    """Returns the one input or output of a net.

    Args:
        data: What the file says.
        what: `"input"` or `"output"`.

    Raises:
        ConvscopeError: There are several, or none.
    """
    found: list[TensorName] = []
    _collect(data, found, 0)
    if len(found) != 1:
        raise ConvscopeError(
            f"the net has {len(found)} {what}s.",
            f"Expected a net with one {what}.",
            f"Make a net of one {what} in Keras, and save that one.",
        )
    return found[0]


def _tensors_in(node: Any, title: str) -> list[TensorName]:
    found: list[TensorName] = []
    options: list[Any] = []
    if isinstance(node, Mapping):
        # Keras 3 puts the mode of the whole net in the place of what `training` says here.
        arguments = node.get("args", [])
        # Layers may also have been called by name, as in Add()(inputs=[a, b]).
        named = node.get("kwargs")
        inputs = named.get("inputs") if isinstance(named, Mapping) else None
        _collect([arguments, inputs], found, 0)
    else:
        _collect(node, found, 0, options)
    if any(isinstance(option, Mapping) and option.get("training") is True for option in options):
        raise ConvscopeError(
            f"{title} was called with training=True.",
            "Expected a net that is computed as it is after training.",
            "Call the layer without training in Keras, and save the net again.",
        )
    if not found:
        raise _senseless(title, node)
    return found


def _collect(
    data: Any, found: list[TensorName], depth: int, options: list[Any] | None = None
) -> None:
    """Adds every tensor that is named in nested lists."""
    if isinstance(data, Mapping):
        inner = data.get("config")
        history = inner.get("keras_history") if isinstance(inner, Mapping) else None
        if history is not None:
            _collect(history, found, depth + 1)
    elif isinstance(data, list) and depth <= _MOST_NESTED:
        is_name = len(data) >= 3 and isinstance(data[0], str)
        if is_name and all(type(number) is int for number in data[1:3]):
            found.append(TensorName(data[0], data[1]))
            if options is not None:
                options += data[3:4]
        else:
            for item in data:
                _collect(item, found, depth + 1, options)


def _senseless(title: str, data: Any) -> ConvscopeError:
    return ConvscopeError(
        f"{title} takes in {in_short(data)}.",
        "Expected names of other layers, as Keras writes them.",
        "Save the model again with Keras, or take another file.",
    )
