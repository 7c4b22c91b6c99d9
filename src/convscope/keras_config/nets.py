"""From the configuration of a Keras model to an architecture; models inside models are opened."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from convscope.architecture import INPUT, Architecture, Input, Layer, Shape
from convscope.architecture.bounds import MAX_NAME
from convscope.errors import in_short
from convscope.keras_config.cuts import Cut
from convscope.keras_config.ends import End, joined
from convscope.keras_config.kinds import KINDS
from convscope.keras_config.layers import (
    IN_MEMORY,
    expect_any_axes,
    expect_last_axis,
    layer_from_config,
)
from convscope.keras_config.operations import as_layer, is_operation
from convscope.keras_config.options import NotOursError

CHAINS = ("Sequential",)
GRAPHS = ("Functional", "Model")

Config = Mapping[str, Any]


@dataclass(frozen=True)
class Translation:
    """A Keras model as ours.

    Attributes:
        architecture: The net.
        paths: For each of its layers, by name, the names that lead to the Keras layer: those of
            models inside models, then its own. Layers that are operations lead nowhere: ().
        leading: Paths of layers before the net that Keras has to compute; what comes out of them
            goes into the net.
        changes_answers: Whether one of them does something after training, too.
        cut: Up to where Keras has to compute whatever stands there, instead of `leading`.
        ends: The outputs in order, where they are several: the net puts out one vector of all.
    """

    architecture: Architecture
    paths: dict[str, tuple[str, ...]]
    leading: tuple[tuple[str, ...], ...] = ()
    changes_answers: bool = False
    cut: Cut | None = None
    ends: tuple[End, ...] = ()


def net_from_config(
    class_name: str, config: Config, may_lead: bool = True, cut: Cut | None = None
) -> Translation:
    """Returns the net that a Keras model's configuration describes.

    Args:
        class_name: `"Sequential"` or `"Functional"`.
        config: What `get_config` returns, or what stands below `config` in a `.keras` file.
        may_lead: Whether layers that prepare pictures and stand first are left to Keras, or are
            ours.
        cut: Up to where all is left to Keras, whatever it is; None for nowhere.

    Raises:
        NotOursError: Something that we lack: the text names the layer and what about it.
        ConvscopeError: An option out of range.
    """
    net = _Net(may_lead=may_lead and cut is None, cut=cut)
    if cut is not None:
        net.input_shape, net.changes_answers = cut.shape, True
    net.open_model(class_name, config, _Place((), None))
    if net.input_shape is None:
        raise NotOursError(
            f'the model "{config.get("name")}" does not know its input shape yet.',
            "Expected a model that is built.",
            "Begin with an Input.",
        )
    if None in net.input_shape:
        raise NotOursError(
            f"the input's shape is {in_short(net.input_shape)}.",
            "Expected (height, width, channels) or (features,), sizes known.",
            "Give the sizes, or stay with Keras.",
        )
    if not net.layers:
        raise NotOursError("the model has no layers.", "Expected at least one.", "Add layers.")
    shape = tuple(size for size in net.input_shape if size is not None)
    ends: tuple[End, ...] = ()
    if len(net.outputs) > 1:
        architecture, ends = joined(shape, net.layers, net.outputs)
    else:
        architecture = Architecture(Input(shape), tuple(net.layers))
    without = {INPUT}  # of channels, where the input has none
    for step in architecture.steps:
        if step.layer.name not in net.configs:
            continue  # what joins several outputs
        config, axes = net.configs[step.layer.name], len(step.input_shape) + 1
        title = f'layer "{config.get("name")}" ({step.layer.kind})'
        expect_last_axis(title, config, axes, IN_MEMORY)
        taken = architecture.input_names(step)
        if net.lacks_channels and not without.isdisjoint(taken):
            expect_any_axes(title, step.layer, IN_MEMORY)
            without |= set() if step.layer.recounts else {step.layer.name}
    leading = tuple(net.leading)
    return Translation(architecture, net.paths, leading, net.changes_answers, cut, ends)


@dataclass(frozen=True)
class _Place:
    """Where a model stands: names that lead there, and what goes into it."""

    path: tuple[str, ...]
    source: str | None


@dataclass
class _Net:
    may_lead: bool = True
    cut: Cut | None = None
    layers: list[Layer] = field(default_factory=list)
    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    configs: dict[str, Config] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    input_shape: tuple[int | None, ...] | None = None
    lacks_channels: bool = False
    leading: list[tuple[str, ...]] = field(default_factory=list)
    changes_answers: bool = False
    entry: str = INPUT
    is_entered: bool = False
    outputs: list[str] = field(default_factory=list)

    def open_model(self, class_name: str, config: Config, place: _Place) -> str:
        """Takes in a model's layers and returns the name of the last one."""
        if class_name in CHAINS:
            return self._open_chain(config, place)
        return self._open_graph(config, place)

    def _open_chain(self, config: Config, place: _Place) -> str:
        end = place.source or INPUT
        items = config["layers"]
        if place.source is None and self.cut is not None:
            items = items[[_name_of(item) for item in items].index(self.cut.name) + 1 :]
        elif place.source is None and config.get("build_input_shape"):
            self._take_input({"batch_shape": config["build_input_shape"]})
        for item in items:
            if item["class_name"] == "InputLayer":
                if place.source is None:
                    self._take_input(item["config"])
                continue
            end = self._take(item, [end], place)
        return end

    def _open_graph(self, config: Config, place: _Place) -> str:
        title = f'the model "{config.get("name")}"'
        begin = _only_tensor(config["input_layers"], f"{title} has several inputs")
        wanted = _several_tensors(config["output_layers"]) if place.source is None else []
        final = wanted or [_only_tensor(config["output_layers"], f"{title} has several outputs")]
        items = config["layers"]
        if place.source is None and self.cut is not None:
            begin, items = self.cut.name, self.cut.items_behind(items)
        ends = {begin: place.source or INPUT}
        waiting: list[Config] = []
        for item in items:
            if _name_of(item) != begin:
                waiting.append((as_layer(item) if is_operation(item) else None) or item)
            elif place.source is None:
                self._take_input(item["config"])
        while waiting:
            ready = [item for item in waiting if all(t in ends for t in _inputs_of(item))]
            if not ready:
                raise NotOursError(
                    f"{title} has layers that do not lead from its input.",
                    "Expected a graph from one input.",
                    "Stay with Keras.",
                )
            for item in ready:
                taken = [ends[tensor] for tensor in _inputs_of(item)]
                ends[_name_of(item)] = self._take(item, taken, place)
            waiting = [item for item in waiting if item not in ready]
        if wanted:
            self.outputs = [ends[name] for name in wanted]
            if len({*self.outputs}) < len(wanted) or any(n not in self.paths for n in self.outputs):
                raise NotOursError(
                    f"{title} has the same output twice, or its input as one.",
                    "Expected outputs of different layers.",
                    "Stay with Keras.",
                )
        return ends[final[0]]

    def _take_input(self, config: Config) -> None:
        shape = config.get("batch_shape", config.get("batch_input_shape"))
        known = tuple(shape[1:])
        if len(known) not in (1, 2, 3):
            raise NotOursError(
                f"the input's shape is {in_short(tuple(shape))}.",
                "Expected (batch, height, width, channels) or (batch, features).",
                "Stay with Keras.",
            )
        if config.get("dtype", "float32") != "float32" or config.get("sparse"):
            raise NotOursError(
                f"the input is {'sparse' if config.get('sparse') else config['dtype']}.",
                "Expected float32.",
                "Leave the data type of the input out, or stay with Keras.",
            )
        self.lacks_channels = len(known) == 2
        self.input_shape = (*known, 1) if self.lacks_channels else known

    def _take(self, item: Config, taken: list[str], place: _Place) -> str:
        """Takes in one layer, or all those of a model, and returns the last name."""
        class_name, config, name = item["class_name"], item["config"], _name_of(item)
        path = (*place.path, name)
        if class_name in (*CHAINS, *GRAPHS) and item.get("registered_name") in (None, class_name):
            return self.open_model(class_name, config, _Place(path, taken[0]))
        is_first = taken == [self.entry] and not self.is_entered
        prepares = class_name in KINDS and KINDS[class_name].prepares
        if prepares and is_first and self.may_lead:
            return self._lead(class_name, config, path)
        taken = [self._entered(source, name) for source in taken]
        shapes = [shape for source in taken if (shape := self._shape_of(source))]
        arriving = shapes[0] if shapes else None
        layer = layer_from_config(class_name, item.get("module"), config, arriving)
        free = self._free_name(name)
        self.layers.append(replace(layer, name=free, inputs=tuple(taken)))
        if len(shapes) == len(taken):
            self.shapes[free] = self.layers[-1].output_shape_of(shapes)
        self.paths[free] = () if is_operation(item) else path
        self.configs[free] = config
        return free

    def _shape_of(self, source: str) -> Shape | None:
        """Returns what a layer or the input puts out; None where that is not known."""
        if source != INPUT:
            return self.shapes.get(source)
        known = tuple(size for size in self.input_shape or () if size is not None)
        return known if len(known) == len(self.input_shape or ()) else None

    def _lead(self, class_name: str, config: Config, path: tuple[str, ...]) -> str:
        """Leaves a layer before all of ours to Keras, and returns what its outputs are called."""
        if self.input_shape is None or len(self.input_shape) != 3 or self.lacks_channels:
            layer_from_config(class_name, None, config)  # says that we lack it
        assert self.input_shape is not None
        if KINDS[class_name].resizes:
            self.input_shape = config["height"], config["width"], self.input_shape[2]
        self.changes_answers |= not KINDS[class_name].layer_class.passes_on
        self.leading.append(path)
        self.entry = f"{INPUT}:{len(self.leading)}"
        return self.entry

    def _entered(self, source: str, name: str) -> str:
        """Returns the input where a layer takes in what comes out of the leading ones."""
        if source != INPUT and not source.startswith(f"{INPUT}:"):
            return source
        if source != self.entry:
            raise NotOursError(
                f'layer "{name}" takes in the input before "{self.leading[-1][-1]}".',
                "Expected what comes out of it.",
                "Stay with Keras.",
            )
        self.is_entered = True
        return INPUT

    def _free_name(self, wanted: str) -> str:
        """Returns a name as ours are: few characters, and of one layer alone."""
        plain = re.sub(r"[^A-Za-z0-9_-]", "-", wanted)[: MAX_NAME - 10]
        name, count = plain, 0
        while name in self.paths or name == INPUT:
            count += 1
            name = f"{plain}_{count}"
        return name


def _name_of(item: Config) -> str:
    return item.get("name") or item["config"]["name"]


def _only_tensor(tensors: Any, several: str) -> str:
    """Returns the layer whose only output is the only one of some tensors."""
    while isinstance(tensors, list) and len(tensors) == 1:
        tensors = tensors[0]
    if isinstance(tensors, Mapping) and len(tensors) == 1:
        return _only_tensor(next(iter(tensors.values())), several)
    if isinstance(tensors, list) and len(tensors) == 3 and isinstance(tensors[0], str):
        return tensors[0]
    raise NotOursError(f"{several}.", "Expected one.", "Stay with Keras.")


def _several_tensors(tensors: Any) -> list[str]:
    """Returns the layers of several outputs in a plain list; none where there is only one."""
    if not isinstance(tensors, list | tuple) or len(tensors) < 2:
        return []
    is_list = all(
        isinstance(one, list | tuple) and len(one) == 3 and isinstance(one[0], str)
        for one in tensors
    )
    return [one[0] for one in tensors] if is_list else []


def _inputs_of(item: Config) -> list[str]:
    """Returns the layers that a layer is called on.

    `training` in a call says nothing: Keras 3 puts the mode of the whole model in its place, and
    writes True for every layer that is random.
    """
    calls = item.get("inbound_nodes", [])
    title = f'layer "{_name_of(item)}" ({item["class_name"]})'
    if len(calls) != 1:
        problem = "is an input as well" if not calls else f"is used {len(calls)} times"
        raise NotOursError(f"{title} {problem}.", "Expected one use.", "Stay with Keras.")
    options = dict(calls[0].get("kwargs") or {})
    options.pop("training", None)
    others = [name for name, value in options.items() if value is not None]
    tensors = list(_tensors(calls[0]["args"], title))
    if others:
        raise NotOursError(
            f"{title} is called with {others[0]}=….", "Expected tensors alone.", "Stay with Keras."
        )
    return tensors


def _tensors(arguments: Sequence[Any], title: str) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, list | tuple):
            yield from _tensors(argument, title)
        elif isinstance(argument, Mapping) and argument.get("class_name") == "__keras_tensor__":
            name, call, output = argument["config"]["keras_history"]
            if call or output:
                raise NotOursError(
                    f'{title} takes in another use or output of "{name}".',
                    "Expected layers that are used once, with one output.",
                    "Stay with Keras.",
                )
            yield name
        elif argument is not None:
            raise NotOursError(
                f"{title} takes in {in_short(argument)}.",
                "Expected tensors alone.",
                "Stay with Keras.",
            )
