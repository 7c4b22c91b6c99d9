"""The fully connected layer: every unit weighs every input."""

import numpy as np

from convscope.arrays import Activations


def dense_naive(
    inputs: Activations, kernel: Activations, bias: Activations | None = None
) -> Activations:
    """A dense layer with every loop written out; same result as `dense`.

    z[n, k] = bias[k] + Σ_i x[n, i] · kernel[i, k]

    Args:
        inputs: float (batch, features).
        kernel: float (features, units).
        bias: float (units,), or None for zeros.

    Returns:
        float (batch, units).
    """
    features, units = kernel.shape
    z = np.zeros((len(inputs), units), inputs.dtype)
    for n, k in np.ndindex(*z.shape):
        for i in range(features):
            z[n, k] += inputs[n, i] * kernel[i, k]
        if bias is not None:
            z[n, k] += bias[k]
    return z


def dense_naive_backward(
    inputs: Activations, kernel: Activations, gradient: Activations
) -> tuple[Activations, Activations, Activations]:
    """The way back with every loop written out.

    ∂L/∂x[n, i] += ∂L/∂z[n, k] · kernel[i, k]
    ∂L/∂kernel[i, k] += ∂L/∂z[n, k] · x[n, i]
    ∂L/∂bias[k] += ∂L/∂z[n, k]

    Args:
        inputs: float (batch, features).
        kernel: float (features, units).
        gradient: ∂L/∂z, float (batch, units).

    Returns:
        ∂L/∂inputs, ∂L/∂kernel and ∂L/∂bias, each shaped like what it belongs to.
    """
    x_gradient, kernel_gradient = np.zeros_like(inputs), np.zeros_like(kernel)
    bias_gradient = np.zeros(kernel.shape[1], kernel.dtype)
    for n, k in np.ndindex(*gradient.shape):
        for i in range(len(kernel)):
            x_gradient[n, i] += gradient[n, k] * kernel[i, k]
            kernel_gradient[i, k] += gradient[n, k] * inputs[n, i]
        bias_gradient[k] += gradient[n, k]
    return x_gradient, kernel_gradient, bias_gradient


def dense(inputs: Activations, kernel: Activations, bias: Activations | None = None) -> Activations:
    """A dense layer as one matrix product, z = x · kernel + bias.

    Args:
        inputs: float (batch, features).
        kernel: float (features, units).
        bias: float (units,), or None for zeros.

    Returns:
        float (batch, units).
    """
    z = inputs @ kernel
    return z if bias is None else z + bias


def dense_backward(
    inputs: Activations, kernel: Activations, gradient: Activations
) -> tuple[Activations, Activations, Activations]:
    """∂L/∂x = ∂L/∂z · kernelᵀ, ∂L/∂kernel = xᵀ · ∂L/∂z, ∂L/∂bias = Σ_n ∂L/∂z[n].

    Args:
        inputs: float (batch, features).
        kernel: float (features, units).
        gradient: ∂L/∂z, float (batch, units).

    Returns:
        ∂L/∂inputs, ∂L/∂kernel and ∂L/∂bias, each shaped like what it belongs to.
    """
    return gradient @ kernel.T, inputs.T @ gradient, gradient.sum(axis=0)
