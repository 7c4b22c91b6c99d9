"""How the layers of a net are connected: which takes in which, and in which order they compute."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from heapq import heapify, heappop, heappush

from convscope.architecture.layer import Layer
from convscope.errors import ConvscopeError, in_short

INPUT = "input"
"""How a layer names the net's input among its inputs."""


@dataclass(frozen=True)
class Graph:
    """Layers in the order in which they are computed.

    Attributes:
        layers: Every layer behind all that it takes in; the last one is the net's output. Only
            those name `inputs` that do not take in the one before them.
        inputs: For each layer the positions of those that it takes in; −1 is the net's input.
    """

    layers: tuple[Layer, ...]
    inputs: tuple[tuple[int, ...], ...]


def connect(layers: Sequence[Layer]) -> Graph:
    """Returns how layers are connected; a list that is in order already stays as it is.

    Args:
        layers: All of them with a name of their own.

    Raises:
        ConvscopeError: A layer takes in one that does not exist, too few or too many, or itself
            on some way; or the net ends in several layers.
    """
    inputs = _positions(layers)
    for layer, taken in zip(layers, inputs, strict=True):
        expect_count(layer, len(taken))
    order = _order(layers, inputs)
    place = {old: new for new, old in enumerate(order)} | {-1: -1}
    sorted_inputs = tuple(tuple(place[i] for i in inputs[old]) for old in order)
    _expect_one_end([layers[old] for old in order], sorted_inputs)
    named = tuple(
        _naming(layers[old], [layers[i].name if i >= 0 else INPUT for i in inputs[old]], is_next)
        for old, is_next in zip(
            order, (taken == (at - 1,) for at, taken in enumerate(sorted_inputs)), strict=True
        )
    )
    return Graph(named, sorted_inputs)


def _positions(layers: Sequence[Layer]) -> list[tuple[int, ...]]:
    """Returns the positions that every layer takes in, as the layers are listed."""
    if not any(layer.inputs for layer in layers):
        return [(index - 1,) for index in range(len(layers))]
    places = {layer.name: index for index, layer in enumerate(layers)}
    if INPUT in places:
        raise ConvscopeError(
            f'A layer is called "{INPUT}" in a net whose layers name their inputs.',
            "Expected another name: this one stands for what goes into the net.",
            "Give the layer another name, or none.",
        )
    places[INPUT] = -1
    for layer in layers:
        for name in layer.inputs:
            if name not in places:
                raise _unknown(layer, name, list(places))
    return [
        tuple(places[name] for name in layer.inputs) if layer.inputs else (index - 1,)
        for index, layer in enumerate(layers)
    ]


def _unknown(layer: Layer, name: str, known: list[str]) -> ConvscopeError:
    near = get_close_matches(name[:100], known, n=1)
    return ConvscopeError(
        f'{layer.title} takes in "{in_short(name)}", and no layer is called so.',
        f'Expected the name of another layer, or "{INPUT}" for what goes into the net.',
        f'Did you mean "{near[0]}"?' if near else "Give the other layer this name.",
    )


def expect_count(layer: Layer, count: int) -> None:
    """Checks how many layers one takes in: one, or at least two where it joins.

    Raises:
        ConvscopeError: There are more or fewer.
    """
    if (2 if layer.joins else 1) <= count <= layer.most_inputs:
        return
    shown = in_short(", ".join(layer.inputs)) or "the one before it"
    if count < 2:
        raise ConvscopeError(
            f"{layer.title} takes in one layer: {shown}.",
            "It joins at least two.",
            'Name them: inputs=["conv2d", "input"], or leave the layer out.',
        )
    expected = f"at most {layer.most_inputs}" if layer.joins else "one"
    raise ConvscopeError(
        f"{layer.title} takes in {count:,} layers: {shown}.",
        f"It takes in {expected}.",
        "Join them before it, for example with Concatenate or Add.",
    )


def _order(layers: Sequence[Layer], inputs: Sequence[tuple[int, ...]]) -> list[int]:
    """Returns the positions in an order of computing, the nearest to the list's own.

    Raises:
        ConvscopeError: There is none, because some layers take in each other.
    """
    waiting = [len({i for i in taken if i >= 0}) for taken in inputs]
    feeds: list[list[int]] = [[] for _ in layers]
    for index, taken in enumerate(inputs):
        for source in {i for i in taken if i >= 0}:
            feeds[source].append(index)
    ready = [index for index, count in enumerate(waiting) if count == 0]
    heapify(ready)
    order = []
    while ready:
        index = heappop(ready)
        order.append(index)
        for fed in feeds[index]:
            waiting[fed] -= 1
            if waiting[fed] == 0:
                heappush(ready, fed)
    if len(order) < len(layers):
        raise _circle(layers, inputs, set(range(len(layers))) - set(order))
    return order


def _circle(
    layers: Sequence[Layer], inputs: Sequence[tuple[int, ...]], left: set[int]
) -> ConvscopeError:
    """Returns the error that names one circle among the layers that are left."""
    steps: dict[int, int] = {}  # in which step of the walk a layer was met
    at = min(left)
    while at not in steps:
        steps[at] = len(steps)
        at = next(i for i in inputs[at] if i in left)
    first, *against = [layers[i].name for i in steps if steps[i] >= steps[at]]
    circle = [first, *reversed(against)]
    shown = circle if len(circle) <= 6 else [*circle[:4], "…", circle[-1]]
    return ConvscopeError(
        f"The layers go in a circle: {' → '.join([*shown, circle[0]])}.",
        "Expected that every layer takes in only what was computed before it.",
        f'Take one of these connections out, for example an input of "{circle[0]}".',
    )


def _expect_one_end(layers: Sequence[Layer], inputs: Sequence[tuple[int, ...]]) -> None:
    fed = {source for taken in inputs for source in taken}
    ends = [layer.name for index, layer in enumerate(layers) if index not in fed]
    if len(ends) > 1:
        shown = ", ".join(
            f'"{name}"' for name in (ends if len(ends) < 5 else [*ends[:3], ends[-1]])
        )
        raise ConvscopeError(
            f"The net ends in {len(ends)} layers: {shown}.",
            "It has one output: every other layer is taken in by a later one.",
            "Join them, take one into another layer's inputs, or leave one out.",
        )


def _naming(layer: Layer, names: list[str], is_next: bool) -> Layer:
    """Returns the layer that names its inputs where they are not the one before it."""
    wanted = () if is_next else tuple(names)
    return layer if layer.inputs == wanted else replace(layer, inputs=wanted)
