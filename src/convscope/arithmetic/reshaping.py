"""Layers that move or scale values without weighing them: padding, flattening, rescaling."""

import numpy as np

from convscope.arrays import Activations

Margins = tuple[tuple[int, int], tuple[int, int]]
"""((top, bottom), (left, right))."""


def zero_pad(inputs: Activations, margins: Margins) -> Activations:
    """Puts rows and columns of zeros around every picture of (batch, height, width, channels)."""
    return np.pad(inputs, ((0, 0), *margins, (0, 0)))


def zero_pad_backward(inputs: Activations, gradient: Activations, margins: Margins) -> Activations:
    """Cuts the margins off again: the zeros depend on nothing.

    Args:
        inputs: float (batch, height, width, channels). Only the shape counts.
        gradient: ∂L/∂y, float (batch, padded height, padded width, channels).
        margins: Rows and columns that were put around.

    Returns:
        ∂L/∂inputs, shaped like `inputs`.
    """
    (top, _), (left, _) = margins
    _, height, width, _ = inputs.shape
    return gradient[:, top : top + height, left : left + width]


def cut_off(inputs: Activations, margins: Margins) -> Activations:
    """Cuts rows and columns off every picture of (batch, height, width, channels)."""
    (top, bottom), (left, right) = margins
    _, height, width, _ = inputs.shape
    return inputs[:, top : height - bottom, left : width - right]


def cut_off_backward(gradient: Activations, margins: Margins) -> Activations:
    """Puts zeros around the gradient: what was cut off changes nothing.

    Args:
        gradient: ∂L/∂y, float (batch, height, width, channels) of what was left.
        margins: Rows and columns that were cut off.

    Returns:
        ∂L/∂inputs.
    """
    return np.pad(gradient, ((0, 0), *margins, (0, 0)))


def flatten(inputs: Activations) -> Activations:
    """Writes (batch, height, width, channels) as (batch, features).

    y[n, (i · width + j) · channels + c] = x[n, i, j, c]
    """
    return inputs.reshape(len(inputs), -1)


def flatten_backward(inputs: Activations, gradient: Activations) -> Activations:
    """Puts every value back where it came from."""
    return gradient.reshape(inputs.shape)


def reshape(inputs: Activations, shape: tuple[int, ...]) -> Activations:
    """Writes every (…) of a batch in another shape; the values keep their order."""
    return inputs.reshape(len(inputs), *shape)


def rescale(inputs: Activations, scale: float, offset: float) -> Activations:
    """Returns x · scale + offset.

    Args:
        inputs: float, any shape.
        scale: What every value is multiplied by.
        offset: What is added afterwards.
    """
    return inputs * scale + offset


def rescale_backward(gradient: Activations, scale: float) -> Activations:
    """∂L/∂x = ∂L/∂y · scale."""
    return gradient * scale
