"""Where the way back begins: a loss, the logit of a class, or a gradient of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from convscope.architecture import Architecture
from convscope.arithmetic import losses
from convscope.arithmetic.activations import ACTIVATION_FUNCTIONS, sigmoid, softmax
from convscope.arithmetic.layer_values import LayerValues
from convscope.arrays import Activations, Labels
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class Target:
    """A number that depends on the net, and its gradient where the way back begins.

    Attributes:
        name: What it is, for people, such as `"cross-entropy loss"`.
        value: The number.
        layer: The layer whose values `gradient` belongs to.
        gradient: ∂target/∂(that layer's pre-activation or activation), with the batch axis.
        at_pre_activation: Whether `gradient` belongs to the pre-activation.
        formula: How `gradient` is computed, in words.
    """

    name: str
    value: float
    layer: str
    gradient: Activations
    at_pre_activation: bool
    formula: str


def loss_target(
    architecture: Architecture, values: Mapping[str, LayerValues], labels: Labels
) -> Target:
    """Returns the loss that belongs to the net's last activation.

    Softmax, or several logits: categorical cross-entropy. Sigmoid, or a single logit: binary
    cross-entropy. Any other activation: mean squared error.

    Args:
        architecture: The net.
        values: What `forward` returned.
        labels: int64 (batch,), class indices; 0 or 1 where the net has one output.
    """
    layer = output_layer(architecture)
    z = _flat(values[layer].pre_activation)
    num_outputs, activation = z.shape[1], architecture.output_activation
    targets = _targets(labels, z)
    if activation == "softmax" or (activation == "linear" and num_outputs > 1):
        name, formula = "cross-entropy loss", "probability − target"
        value = losses.categorical_crossentropy(softmax(z), targets)
        gradient = losses.softmax_crossentropy_gradient(z, targets)
    elif activation in ("sigmoid", "linear"):
        name, formula = "binary cross-entropy loss", "(probability − target) / number of outputs"
        value = losses.binary_crossentropy(sigmoid(z), targets)
        gradient = losses.sigmoid_crossentropy_gradient(z, targets)
    else:
        name = "mean squared error"
        formula = f"2 (output − target) / number of outputs × the slope of {activation}"
        function, outputs = ACTIVATION_FUNCTIONS[activation], _flat(values[layer].activation)
        value = losses.mean_squared_error(outputs, targets)
        gradient = losses.mean_squared_error_gradient(outputs, targets)
        gradient = function.backward(z, outputs, gradient)
    shape = values[layer].pre_activation.shape
    return Target(name, value, layer, gradient.reshape(shape), True, formula)


def logit_target(
    architecture: Architecture, values: Mapping[str, LayerValues], class_index: int
) -> Target:
    """Returns the score of one class before the last activation, summed over the batch.

    Args:
        architecture: The net.
        values: What `forward` returned.
        class_index: Whose score, from 0; 0 is the only one where the net has one output.

    Raises:
        ConvscopeError: The net has no such class.
    """
    layer = output_layer(architecture)
    z = values[layer].pre_activation
    flat = _flat(z)
    _expect_class(class_index, flat.shape[1], "class_index")
    gradient = np.zeros_like(flat)
    gradient[:, class_index] = 1
    value = float(flat[:, class_index].sum())
    name, formula = f"logit of class {class_index}", "1 for its own logit, 0 for the others"
    return Target(name, value, layer, gradient.reshape(z.shape), True, formula)


def output_target(architecture: Architecture, gradient: Activations) -> Target:
    """Returns a target of which only the gradient with respect to the net's output is known."""
    return Target("output", float("nan"), architecture.layers[-1].name, gradient, False, "given")


def output_layer(architecture: Architecture) -> str:
    """Returns the name of the layer whose pre-activation is the logits.

    It is the last one with an activation function; layers that only pass values on may follow. In a
    net that ends otherwise (in pooling, say) it is the last layer.
    """
    for layer in reversed(architecture.layers):
        if layer.has_activation():
            return layer.name
        if not layer.passes_on:
            break
    return architecture.layers[-1].name


def class_probabilities(architecture: Architecture, outputs: Activations) -> Activations:
    """Returns the outputs of a net as probabilities of its classes.

    Logits go through softmax; one logit or sigmoid output p becomes (1 − p, p); outputs of
    softmax and of several sigmoids are what they are.

    Args:
        architecture: The net.
        outputs: float (batch, outputs), what its last layer computed.

    Returns:
        float (batch, classes), 0–1.

    Raises:
        ConvscopeError: An output is infinite or not a number.
    """
    num_bad = len(outputs) - int(np.isfinite(outputs).all(axis=1).sum())
    if num_bad:
        raise ConvscopeError(
            f"The net's outputs for {num_bad:,} of {len(outputs):,} images are infinite or not a "
            "number.",
            "Expected finite numbers: with others there is no verdict.",
            "Its weights are too large for these images: train again with a lower learning rate, "
            "or take another model.",
        )
    activation = architecture.output_activation
    if outputs.shape[1] == 1:
        p = sigmoid(outputs) if activation == "linear" else outputs
        return np.concatenate([1 - p, p], axis=1)
    return softmax(outputs) if activation == "linear" else outputs


def _expect_class(index: int, num_classes: int, what: str) -> None:
    """Checks a class index that a user gave.

    Raises:
        ConvscopeError: The net has no such class.
    """
    if not 0 <= index < num_classes:
        raise ConvscopeError(
            f"{what}: received {index}.",
            f"The net has {num_classes} classes, 0 to {num_classes - 1}.",
            f"Give a number from 0 to {num_classes - 1}.",
        )


def _targets(labels: Labels, like: Activations) -> Activations:
    """Returns the wanted outputs, (batch, outputs)."""
    labels, num_outputs = np.asarray(labels), like.shape[1]
    for label in labels:
        _expect_class(int(label), max(num_outputs, 2), "label")
    return labels[:, None].astype(like.dtype) if num_outputs == 1 else losses.one_hot(labels, like)


def _flat(values: Activations) -> Activations:
    return values.reshape(len(values), -1)
