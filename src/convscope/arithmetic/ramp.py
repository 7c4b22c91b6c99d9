"""Ramps, forwards and backwards: of three straight pieces, and with a learned slope."""

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Activations


def ramp(
    inputs: Activations, max_value: float | None, negative_slope: float, threshold: float
) -> Activations:
    """Returns x from `threshold` to `max_value`, that value above it, and less below it.

    y = max_value where x ≥ max_value; x where x ≥ threshold; else negative_slope · (x − threshold)

    Args:
        inputs: float, any shape.
        max_value: The largest value, or None for no limit.
        negative_slope: Slope below the threshold.
        threshold: Where values begin to pass.
    """
    passes = _passes(inputs, threshold)
    values = np.where(passes, inputs, negative_slope * (inputs - threshold))
    return values if max_value is None else np.minimum(values, max_value)


def ramp_backward(
    inputs: Activations,
    gradient: Activations,
    max_value: float | None,
    negative_slope: float,
    threshold: float,
) -> Activations:
    """∂L/∂x = ∂L/∂y · the slope of the piece that x lies on: 0, 1 or `negative_slope`.

    Args:
        inputs: float, any shape.
        gradient: ∂L/∂y, shaped like `inputs`.
        max_value: The largest value, or None for no limit.
        negative_slope: Slope below the threshold.
        threshold: Where values begin to pass.
    """
    slope = np.where(_passes(inputs, threshold), 1, negative_slope)
    if max_value is not None:
        slope = np.where(inputs < max_value, slope, 0)
    return (gradient * slope).astype(gradient.dtype)


def learned_ramp(inputs: Activations, alpha: Activations) -> Activations:
    """Returns x where x > 0, and alpha · x elsewhere.

    Args:
        inputs: float (batch, …).
        alpha: The slopes left of zero, of the same shape without the batch; axes that share a slope
            are 1 long.

    Source: He et al., "Delving Deep into Rectifiers", 2015.
    """
    return np.where(inputs > 0, inputs, alpha * inputs)


def learned_ramp_backward(
    inputs: Activations, alpha: Activations, gradient: Activations
) -> tuple[Activations, Activations]:
    """∂L/∂x = ∂L/∂y · 1 or alpha, and 0 at 0; ∂L/∂alpha = Σ ∂L/∂y · x over all x below 0.

    Args:
        inputs: float (batch, …).
        alpha: The slopes left of zero.
        gradient: ∂L/∂y, shaped like `inputs`.

    Returns:
        ∂L/∂inputs and ∂L/∂alpha.
    """
    slope = (inputs > 0) + alpha * (inputs < 0)
    shares = gradient * np.minimum(inputs, 0)
    shared = tuple(axis for axis, size in enumerate(alpha.shape, 1) if size == 1)
    of_alpha = shares.sum(axis=(0, *shared)).reshape(alpha.shape)
    return (gradient * slope).astype(gradient.dtype), of_alpha


def _passes(inputs: Activations, threshold: float) -> NDArray[np.bool_]:
    """Returns where values are passed on; at 0 a ramp that begins there is flat."""
    return inputs >= threshold if threshold else inputs > 0
