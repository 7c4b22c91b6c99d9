"""A net as data: an input, a list of layers, and all that follows from them. No weights."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

from convscope.architecture.bounds import MAX_NAME, expect_few_layers, expect_within_bounds
from convscope.architecture.flat import Dense, Flatten, GlobalAveragePooling2D, ZeroPadding2D
from convscope.architecture.layer import Layer, Shape
from convscope.architecture.pointwise import (
    Activation,
    BatchNormalization,
    Dropout,
    Input,
    Rescaling,
)
from convscope.architecture.receptive_field import ReceptiveField
from convscope.architecture.windowed import AveragePooling2D, Conv2D, MaxPooling2D
from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.texts import parse_json

FORMAT = 1
"""Version of the JSON form."""

LAYER_KINDS: dict[str, type[Layer]] = {
    kind.__name__: kind
    for kind in (
        Rescaling,
        ZeroPadding2D,
        Conv2D,
        MaxPooling2D,
        AveragePooling2D,
        GlobalAveragePooling2D,
        BatchNormalization,
        Activation,
        Flatten,
        Dropout,
        Dense,
    )
}
"""The one table of layer kinds; help, conformance tests and pages are made from it."""


@dataclass(frozen=True)
class LayerStep:
    """One layer with what follows from its place in the net.

    Attributes:
        layer: The layer.
        input_shape: What arrives, without the batch axis.
        output_shape: What leaves.
        rule: The shape rule with its numbers.
        parameter_shapes: Shapes of its tensors by short name (`kernel`, `bias`, …).
        multiply_adds: Multiplications with learned weights for one image.
        receptive_field: Which input pixels a neuron of this layer sees.
    """

    layer: Layer
    input_shape: Shape
    output_shape: Shape
    rule: str
    parameter_shapes: dict[str, Shape]
    multiply_adds: int
    receptive_field: ReceptiveField

    @property
    def num_parameters(self) -> int:
        """Number of values in this layer's tensors."""
        return sum(prod(shape) for shape in self.parameter_shapes.values())

    @property
    def num_non_trainable(self) -> int:
        """Number of values that training does not adjust by gradient."""
        names = self.layer.non_trainable
        return sum(prod(s) for name, s in self.parameter_shapes.items() if name in names)


@dataclass(frozen=True)
class Architecture:
    """A net as plain data.

    Building one checks the whole net: every shape, every name.

    Attributes:
        input: What goes in.
        layers: The layers in order; those without a name get Keras' automatic one.

    Raises:
        ConvscopeError: A layer cannot work on what arrives there, or a name is used twice.

    Example:
        >>> net = Architecture(Input((28, 28, 1)), (Conv2D(32, (3, 3)), MaxPooling2D()))
        >>> [step.output_shape for step in net.steps]
        [(26, 26, 32), (13, 13, 32)]
        >>> [layer.name for layer in net.layers]
        ['conv2d', 'max_pooling2d']
    """

    input: Input
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        expect_few_layers(len(self.layers))
        object.__setattr__(self, "layers", tuple(with_names(self.layers)))
        _ = self.steps

    @cached_property
    def steps(self) -> tuple[LayerStep, ...]:
        """Every layer with its shapes, parameters, cost and receptive field."""
        steps: list[LayerStep] = []
        shape = self.input.shape
        field = ReceptiveField.of_input(shape)
        num_parameters = 0
        for layer in self.layers:
            output_shape = layer.output_shape(shape)
            field = _field_behind(layer, shape, field)
            steps.append(
                LayerStep(
                    layer,
                    shape,
                    output_shape,
                    layer.rule(shape),
                    layer.parameter_shapes(shape),
                    layer.multiply_adds(shape),
                    field,
                )
            )
            shape = output_shape
            num_parameters += steps[-1].num_parameters
            expect_within_bounds(layer, shape, num_parameters, field)
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
        for layer in reversed(self.layers):
            activation = getattr(layer, "activation", None)
            if activation is not None:
                return activation
            if not isinstance(layer, Dropout | Flatten):
                break
        return "linear"

    def step(self, name: str) -> LayerStep:
        """Returns the step of the layer called `name`.

        Raises:
            UnknownNameError: No layer has that name; the nearest one is suggested.
        """
        for step in self.steps:
            if step.layer.name == name:
                return step
        raise UnknownNameError("layer", name, [layer.name for layer in self.layers])

    def with_value_range(self, low: float, high: float) -> "Architecture":
        """Returns the same net for inputs whose bytes 0–255 are mapped to `low`–`high`."""
        return replace(self, input=replace(self.input, value_range=(low, high)))

    def to_json(self) -> dict[str, Any]:
        """Returns the net as JSON data; `from_json` is its inverse."""
        layers = [layer.to_json() for layer in self.layers]
        return {"format": FORMAT, "input": self.input.to_json(), "layers": layers}

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
        if net.get("format", FORMAT) != FORMAT:
            raise ConvscopeError(
                f"The net's format is {in_short(net['format'])}.",
                f"This version reads format {FORMAT}.",
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
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()


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


def _field_behind(layer: Layer, shape: Shape, field: ReceptiveField) -> ReceptiveField:
    if isinstance(layer, ZeroPadding2D):
        return field.shifted(layer.padding[0][0], layer.padding[1][0])
    if isinstance(layer, Dense | GlobalAveragePooling2D):
        return field.whole()
    if isinstance(layer, Activation) and layer.activation == "softmax" and len(shape) == 1:
        return field.whole()  # every share depends on all values
    sliding = layer.sliding(shape)
    return field.through(sliding) if sliding else field
