"""A whole net, forwards and backwards, layer by layer, along all its connections."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from convscope.architecture import Architecture, LayerStep
from convscope.arithmetic.activations import ACTIVATION_FUNCTIONS
from convscope.arithmetic.joining import JOIN_ARITHMETIC
from convscope.arithmetic.layer_table import LAYER_ARITHMETIC, Tensors
from convscope.arithmetic.layer_values import LayerValues
from convscope.arithmetic.targets import Target
from convscope.arrays import Activations


@dataclass(frozen=True)
class Gradients:
    """The gradient of a target with respect to everything that was computed before it.

    Attributes:
        inputs: With respect to the net's input.
        pre_activations: By layer.
        activations: By layer; the layer where the target was taken at the pre-activation has none.
        weights: By `<layer>.<tensor>`, for every tensor that training adjusts.
    """

    inputs: Activations
    pre_activations: dict[str, Activations]
    activations: dict[str, Activations]
    weights: dict[str, Activations]


def tensors_of(step: LayerStep, weights: Mapping[str, Activations]) -> dict[str, Activations]:
    """Returns one layer's tensors by short name."""
    return {name: weights[f"{step.layer.name}.{name}"] for name in step.parameter_shapes}


def forward(
    architecture: Architecture,
    weights: Mapping[str, Activations],
    inputs: Activations,
    *,
    training: bool = False,
    random: np.random.Generator | None = None,
) -> dict[str, LayerValues]:
    """Returns what every layer computes, by layer name and in order.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`.
        inputs: float (batch, height, width, channels) or (batch, features), in the net's range.
            float32 stays float32 where the weights are float32 too, float64 stays float64.
        training: Whether dropout drops and normalization uses the batch's own statistics.
        random: Where dropout's masks are drawn from; a fresh one if None.

    Example:
        >>> from convscope.architecture import Dense, Input
        >>> net = Architecture(Input((2,)), (Dense(1, "relu", use_bias=False),))
        >>> values = forward(net, {"dense.kernel": np.array([[2.0], [-1.0]])}, np.array([[3.0, 1]]))
        >>> values["dense"].activation.tolist()
        [[5.0]]
    """
    random = random or np.random.default_rng()
    values: dict[str, LayerValues] = {}
    for step in architecture.steps:
        name, kind = step.layer.name, step.layer.kind
        before = [
            values[n].activation if n is not None else inputs for n in _names(architecture, step)
        ]
        memory: Tensors = {}
        if step.layer.joins:
            z = JOIN_ARITHMETIC[kind].forward(before)
        else:
            arithmetic, tensors = LAYER_ARITHMETIC[kind], tensors_of(step, weights)
            if training and arithmetic.training_forward:
                z, memory = arithmetic.training_forward(step.layer, tensors, before[0], random)
            else:
                z = arithmetic.forward(step.layer, tensors, before[0])
        a = ACTIVATION_FUNCTIONS[activation_name(step)].forward(z)
        values[name] = LayerValues(before[0], z, a, memory, tuple(before[1:]))
    return values


def backward(
    architecture: Architecture,
    weights: Mapping[str, Activations],
    values: Mapping[str, LayerValues],
    target: Target,
) -> Gradients:
    """Returns the gradient of a target with respect to every layer's output and every weight.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`, those of `forward`.
        values: What `forward` returned, in training mode or not.
        target: Where the way back begins: `loss_target`, `logit_target` or `output_target`.
    """
    pre_activations: dict[str, Activations] = {}
    activations: dict[str, Activations] = {}
    weight_gradients: dict[str, Activations] = {}
    arrived: dict[str | None, Activations] = {target.layer: target.gradient}
    for step in reversed(_up_to(architecture, target.layer)):
        name = step.layer.name
        if name not in arrived:
            continue  # on another way than the target's
        gradient = arrived[name]
        if name != target.layer or not target.at_pre_activation:
            activations[name] = gradient
            function = ACTIVATION_FUNCTIONS[activation_name(step)]
            z, a = values[name].pre_activation, values[name].activation
            gradient = function.backward(z, a, gradient)
        pre_activations[name] = gradient
        before, found = _backward_step(step, weights, values[name], gradient)
        weight_gradients |= {f"{name}.{tensor}": g for tensor, g in found.items()}
        for source, share in zip(_names(architecture, step), before, strict=True):
            # What feeds several layers gets the sum of what comes back from them.
            arrived[source] = arrived[source] + share if source in arrived else share
    return Gradients(arrived[None], pre_activations, activations, weight_gradients)


def _backward_step(
    step: LayerStep,
    weights: Mapping[str, Activations],
    values: LayerValues,
    gradient: Activations,
) -> tuple[list[Activations], dict[str, Activations]]:
    """Returns the gradient of each input of a layer, and of its tensors by short name."""
    if step.layer.joins:
        return JOIN_ARITHMETIC[step.layer.kind].backward(values.all_inputs, gradient), {}
    arithmetic, tensors = LAYER_ARITHMETIC[step.layer.kind], tensors_of(step, weights)
    if values.memory and arithmetic.training_backward:
        before, found = arithmetic.training_backward(
            step.layer, tensors, values.inputs, gradient, values.memory
        )
    else:
        before, found = arithmetic.backward(step.layer, tensors, values.inputs, gradient)
    return [before], found


def activation_name(step: LayerStep) -> str:
    """Returns the name of a layer's activation function; `"linear"` for kinds without one."""
    return getattr(step.layer, "activation", "linear")


def _up_to(architecture: Architecture, name: str) -> list[LayerStep]:
    return list(architecture.steps[: architecture.places[name] + 1])


def _names(architecture: Architecture, step: LayerStep) -> list[str | None]:
    """Returns the names of the layers that a layer takes in; None stands for the net's input."""
    return [architecture.layers[i].name if i >= 0 else None for i in step.inputs]
