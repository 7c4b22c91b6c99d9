"""Where a Keras model can be cut in two: before it stands nothing that has weights."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Config = Mapping[str, Any]

ShapeOf = Callable[[tuple[str, ...]], tuple[int, ...] | None]
"""From the path of a layer to what it puts out, without the batch; None where it has weights."""


@dataclass(frozen=True)
class Cut:
    """A layer or operation after which a model is cut.

    Attributes:
        name: Its name.
        shape: What it puts out, without the batch.
        before: Names of all that it needs.
    """

    name: str
    shape: tuple[int, ...]
    before: frozenset[str]

    def items_behind(self, items: Iterable[Config]) -> list[Config]:
        """Returns the layers behind the cut, of a graph's."""
        return [item for item in items if name_of(item) not in {self.name, *self.before}]


def cut_of(class_name: str, config: Config, shape_of: ShapeOf) -> Cut | None:
    """Returns the last cut of a model; None where weights come first.

    Args:
        class_name: `"Sequential"` or `"Functional"`.
        config: What the model's `get_config` returns.
        shape_of: Knows what layers without weights put out.
    """
    sources = _sources(config["layers"], class_name == "Sequential")
    before: dict[str, frozenset[str]] = {}  # all that a layer needs, where nothing has weights
    found = None
    for name, needed in sources.items():
        if not needed:  # the input
            before[name] = frozenset()
            continue
        shape = shape_of((name,)) if all(source in before for source in needed) else None
        if shape is None:
            continue
        before[name] = hidden = frozenset(needed).union(*(before[source] for source in needed))
        behind = [some for other, some in sources.items() if other not in {name, *hidden}]
        if len(shape) in (1, 3) and not any(hidden & set(some) for some in behind):
            found = Cut(name, shape, hidden)
    return found


def name_of(item: Config) -> str:
    """Returns the name of a layer in a configuration."""
    return item.get("name") or item["config"]["name"]


def _sources(items: list[Config], is_chain: bool) -> dict[str, list[str]]:
    """Returns what each layer takes in, by name, in an order in which it is there."""
    if is_chain:
        names = [name_of(item) for item in items if item["class_name"] != "InputLayer"]
        return {"": []} | {name: [before] for before, name in pairwise(["", *names])}
    waiting = {
        name_of(item): [
            source
            for node in item.get("inbound_nodes", [])
            for source in _names_in([node["args"], *(node.get("kwargs") or {}).values()])
        ]
        for item in items
    }
    found: dict[str, list[str]] = {}
    while waiting:
        ready = [name for name, some in waiting.items() if all(n in found for n in some)]
        if not ready:
            break
        found |= {name: waiting.pop(name) for name in ready}
    return found


def _names_in(given: Any) -> Iterator[str]:
    """Yields the layers whose outputs are among the arguments of a call."""
    if isinstance(given, list | tuple):
        for each in given:
            yield from _names_in(each)
    elif isinstance(given, Mapping) and given.get("class_name") == "__keras_tensor__":
        yield given["config"]["keras_history"][0]
