"""A net as data: an input, layers that take in each other, and what follows. No weights."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from typing import Any

from convscope.architecture.bounds import MAX_NAME, expect_few_layers, expect_within_bounds
from convscope.architecture.depthwise import DepthwiseConv2D, SeparableConv2D
from convscope.architecture.flat import (
    Cropping2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Reshape,
    ZeroPadding2D,
)
from convscope.architecture.graph import INPUT, connect
from convscope.architecture.joining import (
    Add,
    Average,
    Concatenate,
    Maximum,
    Multiply,
    Subtract,
)
from convscope.architecture.layer import Layer, Shape
from convscope.architecture.normalizing import LayerNormalization, Normalization
from convscope.architecture.pointwise import (
    Activation,
    BatchNormalization,
    Dropout,
    GaussianNoise,
    Input,
    PReLU,
    ReLU,
    Rescaling,
    SpatialDropout2D,
)
from convscope.architecture.random_images import (
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from convscope.architecture.receptive_field import ReceptiveField
from convscope.architecture.resizing import CenterCrop, Resizing
from convscope.architecture.transposed import Conv2DTranspose
from convscope.architecture.windowed import AveragePooling2D, Conv2D, MaxPooling2D
from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.texts import parse_json

FORMATS = (1, 2)
"""Versions of the JSON form: 1 is a chain, in 2 layers may name their `inputs`."""

LAYER_KINDS: dict[str, type[Layer]] = {
    kind.__name__: kind
    for kind in (
        Rescaling,
        Normalization,
        Resizing,
        CenterCrop,
        RandomCrop,
        RandomFlip,
        RandomRotation,
        RandomZoom,
        RandomTranslation,
        RandomContrast,
        RandomBrightness,
        ZeroPadding2D,
        Cropping2D,
        Conv2D,
        DepthwiseConv2D,
        SeparableConv2D,
        Conv2DTranspose,
        MaxPooling2D,
        AveragePooling2D,
        GlobalAveragePooling2D,
        GlobalMaxPooling2D,
        BatchNormalization,
        LayerNormalization,
        Activation,
        ReLU,
        PReLU,
        Flatten,
        Reshape,
        Dropout,
        SpatialDropout2D,
        GaussianNoise,
        Dense,
        Add,
        Subtract,
        Multiply,
        Average,
        Maximum,
        Concatenate,
    )
}
"""The one table of layer kinds; help, conformance tests and pages are made from it."""


@dataclass(frozen=True)
class LayerStep:
    """One layer with what follows from its place in the net.

    Attributes:
        layer: The layer.
        inputs: Positions of the layers that it takes in; −1 is the net's input.
        input_shapes: What arrives from each of them, without the batch axis.
        output_shape: What leaves.
        rule: The shape rule with its numbers.
        parameter_shapes: Shapes of its tensors by short name (`kernel`, `bias`, …).
        multiply_adds: Multiplications with learned weights for one image.
        receptive_field: Which input pixels a neuron of this layer sees.
    """

    layer: Layer
    inputs: tuple[int, ...]
    input_shapes: tuple[Shape, ...]
    output_shape: Shape
    rule: str
    parameter_shapes: dict[str, Shape]
    multiply_adds: int
    receptive_field: ReceptiveField

    @property
    def input_shape(self) -> Shape:
        """What arrives from the first that the layer takes in; for all but joins, the only one."""
        return self.input_shapes[0]

    @property
    def num_parameters(self) -> int:
        """Number of values in this layer's tensors."""
        return sum(prod(shape) for shape in self.parameter_shapes.values())

    @property
    def num_non_trainable(self) -> int:
        """Number of values that training does not adjust by gradient."""
        if not self.layer.training.is_trained:
            return self.num_parameters
        names = self.layer.non_trainable
        return sum(prod(s) for name, s in self.parameter_shapes.items() if name in names)


@dataclass(frozen=True)
class Architecture:
    """A net as plain data.

    Building one checks the whole net: every shape, every name, every connection. A layer takes in
    the one before it, unless it names its `inputs`: then the net is a graph, with one input and one
    output.

    Attributes:
        input: What goes in.
        layers: The layers in the order in which they are computed; those without a name get Keras'
            automatic one. The last one puts out what the net puts out.

    Raises:
        ConvscopeError: A layer cannot work on what arrives there, a name is used twice, or the
            layers do not lead from one input to one output.

    Example:
        >>> net = Architecture(Input((28, 28, 1)), (Conv2D(32, (3, 3)), MaxPooling2D()))
        >>> [step.output_shape for step in net.steps]
        [(26, 26, 32), (13, 13, 32)]
        >>> [layer.name for layer in net.layers]
        ['conv2d', 'max_pooling2d']
        >>> layers = (Conv2D(8, 3, padding="same"), Add(inputs=("conv2d", "input")))
        >>> Architecture(Input((28, 28, 1)), layers).output_shape
        (28, 28, 8)
    """

    input: Input
    layers: tuple[Layer, ...]
    _inputs: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        expect_few_layers(len(self.layers))
        graph = connect(with_names(self.layers))
        object.__setattr__(self, "layers", graph.layers)
        object.__setattr__(self, "_inputs", graph.inputs)
        _ = self.steps

    @cached_property
    def steps(self) -> tuple[LayerStep, ...]:
        """Every layer with its shapes, parameters, cost and receptive field."""
        steps: list[LayerStep] = []
        first = ReceptiveField.of_input(self.input.shape)
        num_parameters = 0
        for layer, inputs in zip(self.layers, self._inputs, strict=True):
            shapes = tuple(steps[i].output_shape if i >= 0 else self.input.shape for i in inputs)
            fields = [steps[i].receptive_field if i >= 0 else first for i in inputs]
            output_shape = layer.output_shape_of(shapes)
            seen = layer.field_of(shapes, fields)
            steps.append(
                LayerStep(
                    layer,
                    inputs,
                    shapes,
                    output_shape,
                    layer.rule_of(shapes),
                    layer.parameter_shapes(shapes[0]),
                    layer.multiply_adds(shapes[0]),
                    seen,
                )
            )
            num_parameters += steps[-1].num_parameters
            expect_within_bounds(layer, output_shape, num_parameters, seen)
        return tuple(steps)

    @property
    def output_shape(self) -> Shape:
        """Shape of what leaves the last layer."""
        return self.steps[-1].output_shape if self.steps else self.input.shape

    @property
    def num_parameters(self) -> int:
        """Number of values in all tensors."""
        return sum(step.num_parameters for step in self.steps)

    @property
    def num_non_trainable(self) -> int:
        """Number of values that training does not adjust by gradient."""
        return sum(step.num_non_trainable for step in self.steps)

    @property
    def multiply_adds(self) -> int:
        """Multiplications with learned weights for one image, forwards."""
        return sum(step.multiply_adds for step in self.steps)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Shapes of all tensors by `<layer>.<tensor>`, in order."""
        return {
            f"{step.layer.name}.{name}": shape
            for step in self.steps
            for name, shape in step.parameter_shapes.items()
        }

    @property
    def output_activation(self) -> str:
        """The activation that the output has gone through last, such as `"softmax"`."""
        # What only passes values on takes in one layer, which alone leads to the output and so
        # stands before it: the list's end is the way of the output, in graphs too.
        for layer in reversed(self.layers):
            activation = getattr(layer, "activation", None)
            if activation is not None:
                return activation
            if not layer.passes_on:
                break
        return "linear"

    @property
    def is_chain(self) -> bool:
        """Whether every layer takes in the one before it, and nothing else."""
        return not any(layer.inputs for layer in self.layers)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each layer stands in the order of computing, by its name."""
        return {layer.name: index for index, layer in enumerate(self.layers)}

    def input_names(self, step: LayerStep) -> tuple[str, ...]:
        """Returns how the layers are called that a layer takes in; `"input"` is the net's input."""
        return tuple(self.layers[i].name if i >= 0 else INPUT for i in step.inputs)

    def step(self, name: str) -> LayerStep:
        """Returns the step of the layer called `name`.

        Raises:
            UnknownNameError: No layer has that name; the nearest one is suggested.
        """
        if name in self.places:
            return self.steps[self.places[name]]
        raise UnknownNameError("layer", name, [layer.name for layer in self.layers])

    def with_value_range(self, low: float, high: float) -> "Architecture":
        """Returns the same net for inputs whose bytes 0–255 are mapped to `low`–`high`."""
        return replace(self, input=replace(self.input, value_range=(low, high)))

    def with_trained(self, are_trained: Iterable[bool]) -> "Architecture":
        """Returns the same net, of which these layers are trained: one flag for each."""
        layers = tuple(
            replace(layer, training=replace(layer.training, is_trained=is_trained))
            for layer, is_trained in zip(self.layers, are_trained, strict=True)
        )
        return self if layers == self.layers else replace(self, layers=layers)

    def to_json(self) -> dict[str, Any]:
        """Returns the net as JSON data; `from_json` is its inverse.

        A chain is written in format 1, so that whatever reads nets of today reads it.
        """
        layers = [layer.to_json() for layer in self.layers]
        written = FORMATS[0] if self.is_chain else FORMATS[1]
        return {"format": written, "input": self.input.to_json(), "layers": layers}

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> "Architecture":
        """Builds the net from JSON text or data.

        Raises:
            ConvscopeError: The text is not JSON or not a net; the text says where.
        """
        if isinstance(data, str):
            data = parse_json(
                data,
                "The net",
                'Expected {"input": …, "layers": […]}.',
                'See a whole one with "convscope summary mnist --json".',
            )
        net = data if isinstance(data, Mapping) else {}
        net_input, layers = net.get("input"), net.get("layers")
        if not isinstance(net_input, Mapping) or not isinstance(layers, list | tuple):
            raise ConvscopeError(
                "The net's JSON lacks input or layers.",
                'Expected {"input": {"shape": [28, 28, 1]}, "layers": [{"kind": "Flatten"}, …]}.',
                'See a whole one with "convscope summary mnist --json".',
            )
        if net.get("format", FORMATS[0]) not in FORMATS:
            raise ConvscopeError(
                f"The net's format is {in_short(net['format'])}.",
                f"This version reads formats {FORMATS[0]} and {FORMATS[1]}.",
                "Update convscope: pip install --upgrade convscope.",
            )
        expect_few_layers(len(layers))
        options = {k: v for k, v in net_input.items() if k != "kind"}
        return cls(Input.from_options(options), tuple(layer_from_json(item) for item in layers))


def layer_from_json(data: Mapping[str, Any]) -> Layer:
    """Builds one layer from its JSON data.

    Raises:
        UnknownNameError: A kind or an option that does not exist.
    """
    if not isinstance(data, Mapping) or "kind" not in data:
        raise ConvscopeError(
            f"A layer is {in_short(data)}.",
            'Expected {"kind": "Conv2D", …}.',
            f"Kinds: {', '.join(LAYER_KINDS)}.",
        )
    kind = LAYER_KINDS.get(str(data["kind"]))
    if kind is None:
        raise UnknownNameError("layer kind", data["kind"], LAYER_KINDS)
    return kind.from_options({k: v for k, v in data.items() if k != "kind"})


def automatic_name(kind: str, taken: Iterable[str]) -> str:
    """Returns the first free automatic name of a layer kind, as Keras counts.

    Example:
        >>> automatic_name("MaxPooling2D", ["max_pooling2d"])
        'max_pooling2d_1'
    """
    return _first_free(_stem(kind), set(taken), 0)[0]


def with_names(layers: Iterable[Layer]) -> list[Layer]:
    """Returns the layers with automatic names where they had none.

    Raises:
        ConvscopeError: A name is used twice, is too long, or holds a character that tensor names
            cannot.
    """
    layers = list(layers)
    taken: set[str] = set()
    for layer in layers:
        if problem := _name_problem(layer.name, taken):
            raise ConvscopeError(
                f'The layer name "{in_short(layer.name)}" {problem}.',
                f"Names are unique and made of letters, digits, _ and -, at most {MAX_NAME}.",
                "Give another name, or none: then convscope numbers the layers.",
            )
        if layer.name:
            taken.add(layer.name)
    named = []
    next_counts: dict[str, int] = {}  # so that many layers of a kind are numbered in one pass
    for layer in layers:
        if not layer.name:
            stem = _stem(layer.kind)
            name, count = _first_free(stem, taken, next_counts.get(stem, 0))
            next_counts[stem] = count + 1
            layer = replace(layer, name=name)
            taken.add(name)
        named.append(layer)
    return named


def _stem(kind: str) -> str:
    return re.sub(r"(?<=.)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", "_", kind).lower()


def _first_free(stem: str, taken: set[str], count: int) -> tuple[str, int]:
    """Returns the first free name from a number on, and its number."""
    while (name := f"{stem}_{count}" if count else stem) in taken:
        count += 1
    return name, count


def _name_problem(name: str, taken: set[str]) -> str:
    if name in taken:
        return "is used twice"
    if name == "about":
        return "is reserved: in model files it stands before what is known of the data"
    if len(name) > MAX_NAME:
        return f"has {len(name):,} letters"
    return "" if not name or re.fullmatch(r"[\w\-]+", name) else "holds a forbidden character"
