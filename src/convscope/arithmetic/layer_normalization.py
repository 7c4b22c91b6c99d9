"""Layer normalization: the channels of every place brought to mean 0 and variance 1."""

import numpy as np

from convscope.arrays import Activations


def normalize_places(inputs: Activations, epsilon: float) -> Activations:
    """Returns (x − mean) / √(variance + epsilon), with mean and variance over the last axis.

    The variance divides by the number of channels, not by one less.

    Args:
        inputs: float (batch, height, width, channels) or (batch, features).
        epsilon: Keeps the root away from 0.

    Source: Ba, Kiros, Hinton, "Layer Normalization", 2016.

    Example:
        >>> normalize_places(np.array([[1.0, 3.0, 5.0]]), 0.0).round(3).tolist()
        [[-1.225, 0.0, 1.225]]
    """
    return (inputs - inputs.mean(axis=-1, keepdims=True)) / spread_of(inputs, epsilon)


def spread_of(inputs: Activations, epsilon: float) -> Activations:
    """Returns √(variance + epsilon) of every place, (…, 1)."""
    return np.sqrt(inputs.var(axis=-1, keepdims=True) + epsilon)


def normalize_places_backward(
    inputs: Activations, gradient: Activations, epsilon: float
) -> Activations:
    """The way back, on which mean and variance depend on every channel.

    With normal = (x − mean) / √(variance + epsilon):

    ∂L/∂x = (g − mean of g − normal · mean of (g · normal)) / √(variance + epsilon)

    Args:
        inputs: float (batch, height, width, channels) or (batch, features).
        gradient: g, the gradient of L with respect to normal, shaped like `inputs`.
        epsilon: The same as on the way forward.

    Returns:
        ∂L/∂inputs.
    """
    normal = normalize_places(inputs, epsilon)
    through_mean = gradient.mean(axis=-1, keepdims=True)
    through_variance = normal * (gradient * normal).mean(axis=-1, keepdims=True)
    return (gradient - through_mean - through_variance) / spread_of(inputs, epsilon)
