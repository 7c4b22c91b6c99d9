"""The way back at one neuron: how much a target changes when the neuron changes."""

from dataclasses import dataclass
from typing import Any

from convscope.arithmetic.inspector.blocks import Block
from convscope.arithmetic.inspector.shown import Shown
from convscope.arithmetic.inspector.terms import (
    GradientTerm,
    InputShare,
    Position,
    TensorShare,
)


@dataclass(frozen=True)
class NeuronGradient(Shown):
    """The gradient of a target with respect to one neuron, its inputs and its weights.

    activation_gradient = Σ product of `terms`, one for every neuron of the next layer that this
    neuron feeds. pre_activation_gradient = activation_gradient × slope; behind a softmax it is
    Σ product of `softmax_terms`; where the target begins it is given by `origin`.

    Attributes:
        layer: The neuron's layer.
        kind: The layer's kind.
        position: The neuron's position.
        target: What the gradient is of, such as `"cross-entropy loss"`.
        target_value: The target's value for this image.
        next_layer: The layer that the neuron feeds, or None where the target begins.
        terms: Which neurons of the next layer it feeds: weight × their gradient.
        activation_gradient: With respect to the activation; None where the target begins.
        activation_function: Name of the activation function f.
        slope: f′ at this neuron; None for softmax, and where the target begins.
        softmax_terms: How this neuron acts on each share of its softmax, if it has one.
        pre_activation_gradient: With respect to the pre-activation.
        origin: Where the target begins: how the gradient is found there. Empty elsewhere.
        inputs: What it means for every input and its weight, in the order of the neuron's terms.
        tensors: What it means for bias, gamma, beta, where the layer has them.
    """

    layer: str
    kind: str
    position: Position
    target: str
    target_value: float
    next_layer: str | None
    terms: tuple[GradientTerm, ...]
    activation_gradient: float | None
    activation_function: str
    slope: float | None
    softmax_terms: tuple[GradientTerm, ...]
    pre_activation_gradient: float
    origin: str
    inputs: tuple[InputShare, ...]
    tensors: tuple[TensorShare, ...]

    def blocks(self) -> list[Block]:
        """Returns the explanation in words and tables."""
        from convscope.arithmetic.inspector.describe_gradient import describe_gradient

        return describe_gradient(self)

    def to_json(self) -> dict[str, Any]:
        """Returns everything as JSON data; `as_json.py` lists the keys."""
        from convscope.arithmetic.inspector.as_json import gradient_to_json

        return gradient_to_json(self)
