"""A whole net as Keras describes it to an architecture; nets inside of it are written out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from convscope.architecture import (
    INPUT,
    LAYER_KINDS,
    Architecture,
    Input,
    Layer,
    Shape,
    automatic_name,
)
from convscope.architecture.bounds import MAX_LAYERS, MAX_NAME, expect_few_layers
from convscope.architecture.graph import expect_count
from convscope.errors import ConvscopeError, in_short
from convscope.keras_config.layers import expect_any_axes
from convscope.keras_files.layer_config import IN_FILE, LayerConfig, layer_config, to_layer
from convscope.keras_files.tensor_names import TensorName, calls_of, one_end
from convscope.keras_files.weight_order import numbered, snake_case

MAX_DEPTH = 20
"""Nets inside of nets."""

_FROM_KERAS_3_ON = tuple("3456789")
_RESERVED = ("", "about", INPUT)
_SAVE_AGAIN = "Save the model again with Keras, or take another file."


@dataclass(frozen=True)
class PlacedLayer:
    """A layer of the architecture that has weights, and where the file keeps them.

    Attributes:
        name: Its name in the architecture.
        config: What the file says of it.
        nets: Names of the nets that it is in, from the outermost but one inwards.
        group: Its group in the weights of Keras 3, such as `"layers/conv2d_1"`.
    """

    name: str
    config: LayerConfig
    nets: tuple[str, ...]
    group: str


@dataclass(frozen=True)
class ReadNet:
    """An architecture and its layers with weights, in the order of the file."""

    architecture: Architecture
    placed: list[PlacedLayer]


def read_net(config: Any, keras_version: Any = None) -> ReadNet:
    """Returns the net that a config describes.

    Args:
        config: `{"class_name": "Sequential" or "Functional", "config": …}` of any version.
        keras_version: Which one wrote it, such as `"2.3.1"`, as the file says; None where it does
            not.

    Raises:
        ConvscopeError: Not a net of Keras, or something in it that convscope cannot compute; the
            text names the layer.
    """
    net = layer_config(config, is_net=True)
    said = _input_shape(net, 0)
    lacks_channels = len(said) == 2
    shape = (*said, 1) if lacks_channels else said
    is_of_keras_3 = isinstance(keras_version, str) and keras_version[:1] in _FROM_KERAS_3_ON
    building = _Building({INPUT: shape}, is_of_keras_3, {INPUT} if lacks_channels else set())
    end = building.put_net(net, INPUT, (), "")
    architecture = Architecture(Input(shape), tuple(building.layers))
    if end != (architecture.layers[-1].name if architecture.layers else INPUT):
        raise ConvscopeError(
            f'the net puts out what layer "{in_short(end)}" does, and other layers follow.',
            "Expected that every layer leads to the output.",
            "Make a net between its input and that output in Keras, and save that one.",
        )
    return ReadNet(architecture, building.placed)


@dataclass
class _Building:
    """Layers so far, and what is known of them.

    Attributes:
        shapes: What each of them puts out, by name.
        is_of_keras_3: Whether Keras 3 or a later one wrote the file.
        without_channels: Names of those that put out (height, width, 1), where it is (height,
            width) in Keras.
    """

    shapes: dict[str, Shape]
    is_of_keras_3: bool
    without_channels: set[str]
    layers: list[Layer] = field(default_factory=list)
    placed: list[PlacedLayer] = field(default_factory=list)
    num_seen: int = 0

    def put_net(self, net: LayerConfig, begin: str, nets: tuple[str, ...], group: str) -> str:
        """Puts the layers of a net behind a layer; returns the name of the last one.

        Args:
            net: The net.
            begin: Name of what goes into it.
            nets: Names of the nets that it is in, its own included; empty for the whole one.
            group: Its group in the weights of Keras 3.
        """
        _expect_not_deep(len(nets))
        items = _layers_of(net)
        self.num_seen += len(items)
        expect_few_layers(self.num_seen)
        counts: dict[str, int] = {}
        inner = [layer_config(item) for item in items]
        groups = [
            f"{group}/layers/{numbered(snake_case(layer.class_name), counts)}".lstrip("/")
            for layer in inner
        ]
        if "output_layers" in net.options:
            return self._put_graph(net, inner, groups, begin, nets)
        for layer, place in zip(inner, groups, strict=True):
            if layer.class_name != "InputLayer":
                begin = self._put(layer, [begin], nets, place)
        return begin

    def _put_graph(
        self,
        net: LayerConfig,
        inner: list[LayerConfig],
        groups: list[str],
        begin: str,
        nets: tuple[str, ...],
    ) -> str:
        entry = one_end(net.options.get("input_layers"), "input")
        end = one_end(net.options.get("output_layers"), "output")
        made: dict[TensorName, str] = {}
        waiting: list[tuple[LayerConfig, str, int, list[TensorName]]] = []
        for layer, group in zip(inner, groups, strict=True):
            if layer.class_name == "InputLayer":
                if layer.name != entry.layer:
                    raise _unconnected(layer.title)
                made[TensorName(layer.name, 0)] = begin
                continue
            calls = calls_of(layer.item, layer.title)
            _expect_one_call(layer, len(calls))
            waiting += [(layer, group, call, taken) for call, taken in enumerate(calls)]
        is_net = {layer.name for layer in inner if layer.is_net}
        expect_few_layers(len(waiting))

        def source(name: TensorName) -> str | None:
            return made.get(TensorName(name.layer, 0) if name.layer in is_net else name)

        while waiting:
            left = []
            for layer, group, call, taken in waiting:
                sources = [source(name) for name in taken]
                if None in sources:
                    left.append((layer, group, call, taken))
                else:
                    names = [name for name in sources if name is not None]
                    _expect_new(layer, TensorName(layer.name, call) in made)
                    made[TensorName(layer.name, call)] = self._put(layer, names, nets, group)
            if len(left) == len(waiting):
                raise _unconnected(left[0][0].title)
            waiting = left
        found = source(end)
        if found is None:
            raise _unconnected(f'the output "{in_short(end.layer)}"')
        return found

    def _put(self, config: LayerConfig, taken: list[str], nets: tuple[str, ...], group: str) -> str:
        """Puts a layer, or the layers of a net, behind others; returns the last one's name."""
        if config.is_net:
            if len(taken) != 1:
                raise _unconnected(config.title)
            return self.put_net(config, taken[0], (*nets, config.name), group)
        if len(taken) == 1 and config.is_left_out:
            return taken[0]
        shapes = [self.shapes[name] for name in taken]
        name = self._free_name(config.name, nets)
        layer = replace(
            to_layer(config, shapes, self.is_of_keras_3), name=name, inputs=tuple(taken)
        )
        expect_count(layer, len(taken))
        if not self.without_channels.isdisjoint(taken):
            expect_any_axes(config.title, layer, IN_FILE)
            self.without_channels |= set() if layer.recounts else {name}
        self.shapes[name] = layer.output_shape_of(shapes)
        self.layers.append(layer)
        expect_few_layers(len(self.layers))
        if layer.parameter_shapes(shapes[0]):
            self.placed.append(PlacedLayer(name, config, nets, group))
        return name

    def _free_name(self, wanted: str, nets: tuple[str, ...]) -> str:
        """Returns a name that no layer has: the wanted one, else with the nets' names before it."""
        for name in (wanted, "_".join((*nets, wanted))):
            name = re.sub(r"[^\w\-]", "_", name)[:MAX_NAME]
            if name not in _RESERVED and name not in self.shapes:
                return name
        stem = re.sub(r"[^\w\-]", "_", wanted)[: MAX_NAME - 10] or "layer"
        return automatic_name(stem, self.shapes.keys() | set(_RESERVED))


def _layers_of(net: LayerConfig) -> list[Any]:
    items = net.options.get("layers")
    if not isinstance(items, list) or not items:
        raise ConvscopeError(
            f"the net is a {in_short(net.class_name)} without a list of layers.",
            "Expected a Sequential, or a Model between an input and an output.",
            "Nets that are classes of one's own keep their layers in code: build it as a "
            "Sequential or Model in Keras, load the weights into it, and save that one.",
        )
    return items


def _input_shape(net: LayerConfig, depth: int) -> Shape:
    """Returns the shape that a net takes, from whichever layer says it first."""
    _expect_not_deep(depth)
    for item in _layers_of(net)[:MAX_LAYERS]:
        inner = layer_config(item)
        if inner.is_net:
            return _input_shape(inner, depth + 1)
        for key in ("batch_shape", "batch_input_shape"):
            if key in inner.options:
                return _shape(inner.options[key])
        built = inner.item.get("build_config")
        if isinstance(built, Mapping) and isinstance(built.get("input_shape"), list):
            return _shape(built["input_shape"])
        break
    for key in ("build_input_shape", "batch_input_shape"):
        if key in net.options:
            return _shape(net.options[key])
    raise ConvscopeError(
        "the net does not say which input it takes.",
        "Expected one that was built: it begins with Input(shape=…), or has seen an image.",
        "Call model.build((None, 28, 28, 1)) in Keras, and save it again.",
    )


def _shape(batch_shape: Any) -> Shape:
    """Returns (height, width, channels), (height, width) or (features,), without the batch axis."""
    shape = batch_shape[1:] if isinstance(batch_shape, list) else None
    if not shape or not all(type(size) is int and size > 0 for size in shape) or len(shape) > 3:
        raise ConvscopeError(
            f"the net takes inputs of shape {in_short(batch_shape)}.",
            "Expected (height, width, channels) or (features,), with numbers: a net that takes "
            "images of any size has no fixed number of values.",
            "Build it for one size in Keras, for example Input((224, 224, 3)), and save it again.",
        )
    return tuple(shape)


def _expect_not_deep(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ConvscopeError(
            "nets lie too deep inside of each other.",
            f"Expected at most {MAX_DEPTH}.",
            _SAVE_AGAIN,
        )


def _expect_new(layer: LayerConfig, is_taken: bool) -> None:
    if is_taken:
        raise ConvscopeError(
            f"{layer.title} has the name of another layer of the same net.",
            "Expected that every layer has a name of its own.",
            _SAVE_AGAIN,
        )


def _expect_one_call(layer: LayerConfig, number: int) -> None:
    """Checks that what has weights is used once: elsewhere they would be trained apart."""
    has_weights = layer.is_net or _may_have_weights(layer)
    if number > 1 and has_weights:
        raise ConvscopeError(
            f"{layer.title} is used {number} times, with the same weights.",
            "Expected that every layer with weights is used once.",
            "Make a layer for each place in Keras, and save the net again.",
        )


def _may_have_weights(layer: LayerConfig) -> bool:
    """Whether a layer of this class has weights, wherever it stands."""
    kind = LAYER_KINDS[layer.entry.kind] if layer.entry else Layer
    return kind.parameter_shapes is not Layer.parameter_shapes


def _unconnected(title: str) -> ConvscopeError:
    return ConvscopeError(
        f"{title} is not connected with the net's input.",
        "Expected that every layer takes in what other layers put out, from one input on.",
        _SAVE_AGAIN,
    )
