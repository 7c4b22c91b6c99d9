"""The activation functions, forwards and backwards."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from convscope.architecture import LEAKY_RELU_SLOPE
from convscope.arrays import Activations

# Every backward function takes the pre-activation z, the activation a = f(z) and the gradient of
# the loss L with respect to a, and returns ∂L/∂z. Where f works on each value alone, that is
# f′(z) · ∂L/∂a.


def linear(z: Activations) -> Activations:
    """Returns z itself."""
    return z


def linear_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1.

    Args:
        z: Pre-activation, any shape; not needed here.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, the gradient itself.
    """
    return gradient


def relu(z: Activations) -> Activations:
    """max(0, z), the ramp."""
    return np.maximum(z, 0)


def relu_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1 where z > 0, else 0.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * (z > 0)


def leaky_relu(z: Activations) -> Activations:
    """Returns z where z > 0, else 0.2 z."""
    return np.where(z > 0, z, LEAKY_RELU_SLOPE * z)


def leaky_relu_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1 where z > 0, else 0.2.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return np.where(z > 0, gradient, LEAKY_RELU_SLOPE * gradient)


def sigmoid(z: Activations) -> Activations:
    """Returns 1 / (1 + exp(−z)).

    Only exp(−|z|) is ever computed: exp of a large number would overflow.
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = a (1 − a).

    Args:
        z: Pre-activation, any shape; not needed here.
        a: Activation, 0–1, shaped like z.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * a * (1 - a)


def tanh(z: Activations) -> Activations:
    """The hyperbolic tangent, from −1 to 1."""
    return np.tanh(z)


def tanh_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1 − a².

    Args:
        z: Pre-activation, any shape; not needed here.
        a: Activation, −1 to 1, shaped like z.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * (1 - a**2)


def step(z: Activations) -> Activations:
    """1 where z > 0, else 0."""
    return (z > 0).astype(z.dtype)


def step_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 0: a step is flat on both sides, so nothing can be learned through it.

    Args:
        z: Pre-activation, any shape; not needed here.
        a: Activation, 0 or 1, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z; only its shape and dtype count.

    Returns:
        Zeros, shaped like z.
    """
    return np.zeros_like(gradient)


def softmax(z: Activations) -> Activations:
    """Returns exp(z_k) / Σ_j exp(z_j) along the last axis.

    Subtracting the largest z from all of them changes nothing in the quotient and keeps exp small.
    """
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """∂L/∂z_k = a_k (∂L/∂a_k − Σ_j a_j ∂L/∂a_j).

    Every output depends on every z, because they share the sum in the denominator.

    Args:
        z: Pre-activation, (…, classes); not needed here.
        a: Activation, 0–1 with sum 1 along the last axis, shaped like z.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return a * (gradient - (a * gradient).sum(axis=-1, keepdims=True))


@dataclass(frozen=True)
class ActivationFunction:
    """An activation function and its way back.

    Attributes:
        forward: Returns a = f(z).
        backward: Returns ∂L/∂z from z, a and ∂L/∂a.
    """

    forward: Callable[[Activations], Activations]
    backward: Callable[[Activations, Activations, Activations], Activations]


ACTIVATION_FUNCTIONS: dict[str, ActivationFunction] = {
    "linear": ActivationFunction(linear, linear_backward),
    "relu": ActivationFunction(relu, relu_backward),
    "leaky_relu": ActivationFunction(leaky_relu, leaky_relu_backward),
    "sigmoid": ActivationFunction(sigmoid, sigmoid_backward),
    "tanh": ActivationFunction(tanh, tanh_backward),
    "softmax": ActivationFunction(softmax, softmax_backward),
    "step": ActivationFunction(step, step_backward),
}
"""Function by the name that the architecture uses."""
