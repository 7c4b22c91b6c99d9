"""The ramp of three straight pieces, forwards and backwards."""

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


def _passes(inputs: Activations, threshold: float) -> NDArray[np.bool_]:
    """Returns where values are passed on; at 0 a ramp that begins there is flat."""
    return inputs >= threshold if threshold else inputs > 0
