"""The activation functions, forwards and backwards."""

from collections.abc import Callable
from dataclasses import dataclass
from math import erf

import numpy as np

from convscope.architecture import LEAKY_RELU_SLOPE, SELU_ALPHA, SELU_SCALE
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


def relu6(z: Activations) -> Activations:
    """Returns max(0, z), but never more than 6."""
    return np.clip(z, 0, 6)


def relu6_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1 where 0 < z < 6, else 0.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * ((z > 0) & (z < 6))


def elu(z: Activations) -> Activations:
    """Returns z where z > 0, else exp(z) − 1."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1 where z > 0, else exp(z), which is a + 1.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * np.where(z > 0, 1, a + 1)


def selu(z: Activations) -> Activations:
    """Returns elu, steeper: scale · z where z > 0, else scale · alpha · (exp(z) − 1)."""
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0)))


def selu_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = scale where z > 0, else scale · alpha · exp(z).

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * np.where(z > 0, SELU_SCALE, a + SELU_SCALE * SELU_ALPHA)


def gelu(z: Activations) -> Activations:
    """Returns z · Φ(z), where Φ is the share of a standard normal distribution below z.

    Φ(z) = (1 + erf(z / √2)) / 2

    Source: Hendrycks, Gimpel, "Gaussian Error Linear Units", 2016; the exact form, as in Keras.
    """
    return z * _normal_share(z)


def gelu_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = Φ(z) + z φ(z), where φ(z) = exp(−z² / 2) / √(2π) is the slope of Φ.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return (gradient * (_normal_share(z) + z * density)).astype(z.dtype)


def silu(z: Activations) -> Activations:
    """Returns z · sigmoid(z), also called swish."""
    return z * sigmoid(z)


def silu_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = s (1 + z (1 − s)) with s = sigmoid(z).

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * sigmoid(z) * (1 + z * (1 - sigmoid(z)))


def softplus(z: Activations) -> Activations:
    """Returns ln(1 + exp(z)), a ramp without a kink."""
    return np.logaddexp(z, 0).astype(z.dtype)


def softplus_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = sigmoid(z).

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * sigmoid(z)


def mish(z: Activations) -> Activations:
    """Returns z · tanh(softplus(z))."""
    return z * np.tanh(softplus(z))


def mish_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = t + z (1 − t²) sigmoid(z) with t = tanh(softplus(z)).

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    t = np.tanh(softplus(z))
    return gradient * (t + z * (1 - t**2) * sigmoid(z))


def softsign(z: Activations) -> Activations:
    """Returns z / (1 + |z|), from −1 to 1."""
    return z / (1 + np.abs(z))


def softsign_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1 / (1 + |z|)².

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * (1 / (1 + np.abs(z)) ** 2)


def hard_sigmoid(z: Activations) -> Activations:
    """Returns z / 6 + 1 / 2, but never less than 0 and never more than 1."""
    return np.clip(z / 6 + 0.5, 0, 1)


def hard_sigmoid_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 1 / 6 where −3 < z < 3, else 0.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * (np.abs(z) < 3) / 6


def hard_silu(z: Activations) -> Activations:
    """Returns z · hard_sigmoid(z), also called hard swish."""
    return z * hard_sigmoid(z)


def hard_silu_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = 0 up to z = −3, 1 from z = 3 on, and (2 z + 3) / 6 in between.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z; not needed here.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * np.where(np.abs(z) < 3, (2 * z + 3) / 6, z > 0)


def exponential(z: Activations) -> Activations:
    """Returns exp(z); beyond what the dtype can hold, infinity."""
    with np.errstate(over="ignore"):
        return np.exp(z)


def exponential_backward(z: Activations, a: Activations, gradient: Activations) -> Activations:
    """f′(z) = exp(z), which is a.

    Args:
        z: Pre-activation, any shape.
        a: Activation, shaped like z.
        gradient: ∂L/∂a, shaped like z.

    Returns:
        ∂L/∂z, shaped like z.
    """
    return gradient * a


def _normal_share(z: Activations) -> Activations:
    """Returns the share of a standard normal distribution below z, from 0 to 1."""
    return ((1 + np.vectorize(erf, otypes=[float])(z / np.sqrt(2))) / 2).astype(z.dtype)


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
    "relu6": ActivationFunction(relu6, relu6_backward),
    "elu": ActivationFunction(elu, elu_backward),
    "selu": ActivationFunction(selu, selu_backward),
    "gelu": ActivationFunction(gelu, gelu_backward),
    "silu": ActivationFunction(silu, silu_backward),
    "mish": ActivationFunction(mish, mish_backward),
    "softplus": ActivationFunction(softplus, softplus_backward),
    "softsign": ActivationFunction(softsign, softsign_backward),
    "hard_sigmoid": ActivationFunction(hard_sigmoid, hard_sigmoid_backward),
    "hard_silu": ActivationFunction(hard_silu, hard_silu_backward),
    "exponential": ActivationFunction(exponential, exponential_backward),
}
"""Function by the name that the architecture uses."""
