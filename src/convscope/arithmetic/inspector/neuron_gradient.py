"""The way back at one neuron: how much a target changes when the neuron changes."""

from dataclasses import dataclass

from convscope.arithmetic.inspector.tellable import Tellable
from convscope.arithmetic.inspector.terms import (
    GradientTerm,
    InputShare,
    Position,
    TensorShare,
)


@dataclass(frozen=True)
class NeuronGradient(Tellable):
    """The gradient of a target with respect to one neuron, its inputs and its weights.

    activation_gradient = Σ product of `terms`, one for every neuron of the next layers that this
    neuron feeds. pre_activation_gradient = activation_gradient × slope; behind a softmax it is
    Σ product of `softmax_terms`; where the target begins it is given by `origin`.

    Attributes:
        layer: The neuron's layer.
        kind: The layer's kind.
        position: The neuron's position.
        target: What the gradient is of, such as `"cross-entropy loss"`.
        target_value: The target's value for this image.
        next_layer: The layer that the neuron feeds, the first of them where there are several;
            None where the target begins.
        next_layers: The layer of each term, where the neuron feeds several; empty elsewhere.
        terms: Which neurons of the next layer it feeds: weight × their gradient.
        activation_gradient: With respect to the activation; None where the target begins.
        activation_function: Name of the activation function f.
        slope: f′ at this neuron; None for softmax, and where the target begins.
        softmax_terms: How this neuron acts on each share of its softmax, if it has one.
        pre_activation_gradient: With respect to the pre-activation.
        origin: Where the target begins: how the gradient is found there. Empty elsewhere.
        inputs: What it means for every input and its weight, in the order of the neuron's terms; in
            a join, for one value of each layer that it takes in.
        input_layers: In a join, the layer of each of `inputs`; empty elsewhere.
        tensors: What it means for bias, gamma, beta, alpha, where the layer has them.
    """

    layer: str
    kind: str
    position: Position
    target: str
    target_value: float
    next_layer: str | None
    next_layers: tuple[str, ...]
    terms: tuple[GradientTerm, ...]
    activation_gradient: float | None
    activation_function: str
    slope: float | None
    softmax_terms: tuple[GradientTerm, ...]
    pre_activation_gradient: float
    origin: str
    inputs: tuple[InputShare, ...]
    input_layers: tuple[str, ...]
    tensors: tuple[TensorShare, ...]
