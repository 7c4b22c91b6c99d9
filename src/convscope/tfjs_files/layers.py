"""Layers as TensorFlow.js has them, and a layer of ours on its way to them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Layer, LayerStep
from convscope.arrays import Weights
from convscope.errors import ConvscopeError

Arrays = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class TfjsLayer:
    """A layer of TensorFlow.js, in the words of Keras 2.

    Attributes:
        class_name: Such as `"Conv2D"`.
        name: In signs that TensorFlow.js takes.
        inputs: Names of the layers that it takes in.
        options: What its configuration says, without the name.
        weights: Arrays by TensorFlow.js' names, in its order.
    """

    class_name: str
    name: str
    inputs: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)
    weights: Arrays = field(default_factory=dict)


class Names:
    """Names that TensorFlow.js takes: Latin letters, digits, `_`, `-`, not at the beginning."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, wanted: str) -> str:
        """Returns a name that nobody has: the wanted one, as far as it can be."""
        plain = re.sub(r"[^A-Za-z0-9_\-]", "_", wanted)
        plain = plain if re.match(r"[A-Za-z0-9]", plain) else f"layer{plain}"
        name, count = plain, 1
        while name in self._taken:
            count += 1
            name = f"{plain}_{count}"
        self._taken.add(name)
        return name


@dataclass(frozen=True)
class Place:
    """One of our layers where it stands in the net.

    Attributes:
        step: The layer with its shapes.
        taken: Names of what it takes in.
        name: Its own one.
        weights: Of the whole net.
        names: Of the whole net.
    """

    step: LayerStep
    taken: tuple[str, ...]
    name: str
    weights: Weights
    names: Names

    @property
    def layer(self) -> Any:
        """The layer itself."""
        return self.step.layer

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Returns one of its tensors, float32."""
        return np.asarray(self.weights[f"{self.layer.name}.{name}"], np.float32)

    def tensors(self, **names: str) -> Arrays:
        """Returns the tensors that the layer has, by their names in TensorFlow.js."""
        has = self.step.parameter_shapes
        return {theirs: self.tensor(ours) for ours, theirs in names.items() if ours in has}

    def options(self, *names: str) -> dict[str, Any]:
        """Returns options that are called alike and mean the same."""
        told = self.layer.options()
        return {name: told[name] for name in names}

    def made(self, class_name: str, weights: Arrays | None = None, **options: Any) -> TfjsLayer:
        """Returns a layer of this name that takes in what this one does."""
        return TfjsLayer(class_name, self.name, self.taken, options, weights or {})

    def behind(self, before: TfjsLayer, what: str, class_name: str, **options: Any) -> TfjsLayer:
        """Returns a layer behind another, called after this one and what it is for.

        Args:
            before: The layer that it takes in.
            what: What it is for, in a word.
            class_name: Its class in TensorFlow.js.
            options: What its configuration says.
        """
        name = self.names.new(f"{self.name}_{what}")
        return TfjsLayer(class_name, name, (before.name,), options)

    def beside(self, what: str, class_name: str, **options: Any) -> TfjsLayer:
        """Returns a further layer that takes in what this one does."""
        name = self.names.new(f"{self.name}_{what}")
        return TfjsLayer(class_name, name, self.taken, options)

    def passed_on(self) -> TfjsLayer:
        """Returns a layer that does nothing."""
        return self.made("Activation", activation="linear")

    def refused(self, why: str) -> ConvscopeError:
        """Returns the error of a layer that cannot be written."""
        return refused(self.layer, why)


def refused(layer: Layer, why: str) -> ConvscopeError:
    """Returns the error of a layer that TensorFlow.js does not have.

    Args:
        layer: The layer.
        why: What is missing there, as the rest of a sentence.
    """
    return ConvscopeError(
        f"{layer.title} cannot be written for TensorFlow.js, which {why}.",
        "Expected layers with the same answers there.",
        "Replace the layer, or export the model as a page or to ONNX.",
    )


FUNCTIONS: dict[str, str] = {
    "linear": "linear",
    "relu": "relu",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "softmax": "softmax",
    "relu6": "relu6",
    "elu": "elu",
    "selu": "selu",
    "gelu": "gelu",
    "silu": "swish",
    "mish": "mish",
    "softplus": "softplus",
    "softsign": "softsign",
}
"""Activation functions that are the same there, with their names."""


def activated(place: Place, layer: TfjsLayer) -> Iterator[TfjsLayer]:
    """Yields a layer and what has to follow, so that its activation function is applied."""
    function = place.layer.activation
    if function in FUNCTIONS:
        yield replace(layer, options={**layer.options, "activation": FUNCTIONS[function]})
        return
    if function not in _FOLDED:
        known: Collection[str] = (*FUNCTIONS, *_FOLDED)
        raise place.refused(f"has no activation function {function}; it has {', '.join(known)}")
    begin = replace(layer, options={**layer.options, "activation": "linear"})
    yield begin
    yield from _FOLDED[function](place, begin)


def _leaky_relu(place: Place, begin: TfjsLayer) -> Iterator[TfjsLayer]:
    from convscope.architecture import LEAKY_RELU_SLOPE

    yield place.behind(begin, "leaky", "LeakyReLU", alpha=LEAKY_RELU_SLOPE)


def _hard_sigmoid(place: Place, begin: TfjsLayer) -> Iterator[TfjsLayer]:
    line = place.behind(begin, "line", "Rescaling", scale=1 / 6, offset=0.5)
    yield line
    yield place.behind(line, "hard", "ReLU", max_value=1.0)


def _hard_silu(place: Place, begin: TfjsLayer) -> Iterator[TfjsLayer]:
    gate = list(_hard_sigmoid(place, begin))
    yield from gate
    yield TfjsLayer("Multiply", place.names.new(f"{place.name}_gated"), (begin.name, gate[-1].name))


_FOLDED = {"leaky_relu": _leaky_relu, "hard_sigmoid": _hard_sigmoid, "hard_silu": _hard_silu}
"""Activation functions that are written as layers of their own."""
