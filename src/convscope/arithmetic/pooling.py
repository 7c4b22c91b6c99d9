"""Pooling: one value stands for a window, the largest or the mean; every channel for itself."""

import numpy as np

from convscope.arithmetic.sliding import (
    Pair,
    crop,
    pad,
    slide_over,
    under_window,
    windows_of,
)
from convscope.arrays import Activations


def max_pool_naive(
    inputs: Activations, pool_size: Pair, strides: Pair, padding: str = "valid"
) -> Activations:
    """Max-pooling with every loop written out; same result as `max_pool`.

    y[n, i, j, c] = max over u, v of x[n, i s + u, j t + v, c]; padding is −∞ and never wins.

    Args:
        inputs: float (batch, height, width, channels).
        pool_size: Rows and columns of the window.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.

    Returns:
        float (batch, row positions, column positions, channels).

    Example:
        >>> picture = np.array([[1, 5, 9, 5], [0, 3, 8, 3], [2, 1, 9, 6], [0, 1, 0, 2]], float)
        >>> max_pool_naive(picture.reshape(1, 4, 4, 1), (2, 2), (2, 2))[0, :, :, 0].tolist()
        [[5.0, 9.0], [2.0, 9.0]]
    """
    rows, columns = slide_over(inputs, pool_size, strides, padding)
    x = pad(inputs, rows, columns, -np.inf)
    shape = (len(inputs), rows.positions, columns.positions, inputs.shape[3])
    y = np.full(shape, -np.inf, inputs.dtype)
    for n, i, j, c in np.ndindex(*shape):
        for u, v in np.ndindex(*pool_size):
            y[n, i, j, c] = max(y[n, i, j, c], x[n, i * strides[0] + u, j * strides[1] + v, c])
    return y


def max_pool(
    inputs: Activations, pool_size: Pair, strides: Pair, padding: str = "valid"
) -> Activations:
    """Max-pooling of all windows at once; see `max_pool_naive`.

    Args:
        inputs: float (batch, height, width, channels).
        pool_size: Rows and columns of the window.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.

    Returns:
        float (batch, row positions, column positions, channels).
    """
    rows, columns = slide_over(inputs, pool_size, strides, padding)
    return windows_of(pad(inputs, rows, columns, -np.inf), rows, columns).max(axis=(4, 5))


def max_pool_backward(
    inputs: Activations,
    gradient: Activations,
    pool_size: Pair,
    strides: Pair,
    padding: str = "valid",
) -> Activations:
    """The winner of each window takes its whole gradient, the first of equals; the others none.

    Args:
        inputs: float (batch, height, width, channels).
        gradient: ∂L/∂y, float (batch, row positions, column positions, channels).
        pool_size: Rows and columns of the window.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.

    Returns:
        ∂L/∂inputs, shaped like `inputs`.
    """
    rows, columns = slide_over(inputs, pool_size, strides, padding)
    x = pad(inputs, rows, columns, -np.inf)
    windows = windows_of(x, rows, columns)  # (n, i, j, c, u, v)
    winner = windows.reshape(*windows.shape[:4], -1).argmax(axis=4)  # (n, i, j, c)
    x_gradient = np.zeros_like(x)
    for place, (u, v) in enumerate(np.ndindex(*pool_size)):
        down, right = under_window(rows, columns, u, v)
        x_gradient[:, down, right] += gradient * (winner == place)
    return crop(x_gradient, rows, columns)


def average_pool_naive(
    inputs: Activations, pool_size: Pair, strides: Pair, padding: str = "valid"
) -> Activations:
    """Average-pooling with every loop written out; same result as `average_pool`.

    y[n, i, j, c] = Σ_u Σ_v x[n, i s + u, j t + v, c] / number of values; padding is not counted.

    Args:
        inputs: float (batch, height, width, channels).
        pool_size: Rows and columns of the window.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.

    Returns:
        float (batch, row positions, column positions, channels).
    """
    rows, columns = slide_over(inputs, pool_size, strides, padding)
    x = pad(inputs, rows, columns, np.nan)
    shape = (len(inputs), rows.positions, columns.positions, inputs.shape[3])
    y = np.zeros(shape, inputs.dtype)
    for n, i, j, c in np.ndindex(*shape):
        values = []
        for u, v in np.ndindex(*pool_size):
            value = x[n, i * strides[0] + u, j * strides[1] + v, c]
            if not np.isnan(value):
                values.append(value)
        y[n, i, j, c] = sum(values) / len(values)
    return y


def average_pool(
    inputs: Activations, pool_size: Pair, strides: Pair, padding: str = "valid"
) -> Activations:
    """Average-pooling of all windows at once: sums, divided by how many values are real.

    Args:
        inputs: float (batch, height, width, channels).
        pool_size: Rows and columns of the window.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.

    Returns:
        float (batch, row positions, column positions, channels).
    """
    rows, columns = slide_over(inputs, pool_size, strides, padding)
    sums = windows_of(pad(inputs, rows, columns), rows, columns).sum(axis=(4, 5))
    return sums / _num_counted(inputs, pool_size, strides, padding)


def average_pool_backward(
    inputs: Activations,
    gradient: Activations,
    pool_size: Pair,
    strides: Pair,
    padding: str = "valid",
) -> Activations:
    """Every value of a window takes the same share of its gradient: ∂L/∂y / number of values.

    Args:
        inputs: float (batch, height, width, channels). Only shape and dtype count.
        gradient: ∂L/∂y, float (batch, row positions, column positions, channels).
        pool_size: Rows and columns of the window.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.

    Returns:
        ∂L/∂inputs, shaped like `inputs`.
    """
    rows, columns = slide_over(inputs, pool_size, strides, padding)
    share = gradient / _num_counted(inputs, pool_size, strides, padding)
    x_gradient = np.zeros_like(pad(inputs, rows, columns))
    for u, v in np.ndindex(*pool_size):
        down, right = under_window(rows, columns, u, v)
        x_gradient[:, down, right] += share
    return crop(x_gradient, rows, columns)


def global_average_pool(inputs: Activations, keepdims: bool = False) -> Activations:
    """y[n, c] = Σ_i Σ_j x[n, i, j, c] / (height · width).

    Args:
        inputs: float (batch, height, width, channels).
        keepdims: Whether rows and columns stay, one of each.

    Returns:
        (batch, channels), or (batch, 1, 1, channels).
    """
    return inputs.mean(axis=(1, 2), keepdims=keepdims)


def global_average_pool_backward(inputs: Activations, gradient: Activations) -> Activations:
    """∂L/∂x[n, i, j, c] = ∂L/∂y[n, c] / (height · width), the same for every pixel."""
    batch, height, width, channels = inputs.shape
    share = gradient.reshape(batch, 1, 1, channels) / (height * width)
    return np.broadcast_to(share, inputs.shape)


def global_max_pool(inputs: Activations, keepdims: bool = False) -> Activations:
    """y[n, c] = max over i, j of x[n, i, j, c].

    Args:
        inputs: float (batch, height, width, channels).
        keepdims: Whether rows and columns stay, one of each.

    Returns:
        (batch, channels), or (batch, 1, 1, channels).
    """
    return inputs.max(axis=(1, 2), keepdims=keepdims)


def global_max_pool_backward(inputs: Activations, gradient: Activations) -> Activations:
    """The winner of each channel takes its whole gradient, the first of equals; the others none."""
    batch, _, _, channels = inputs.shape
    pixels = inputs.reshape(batch, -1, channels)  # (n, place, c)
    winner = pixels.argmax(axis=1)[:, None]  # (n, 1, c)
    is_winner = np.arange(pixels.shape[1])[:, None] == winner  # (n, place, c)
    return (is_winner * gradient.reshape(batch, 1, channels)).reshape(inputs.shape)


def _num_counted(inputs: Activations, pool_size: Pair, strides: Pair, padding: str) -> Activations:
    """Returns how many values of each window are not padding, (1, rows, columns, 1)."""
    rows, columns = slide_over(inputs, pool_size, strides, padding)
    ones = np.ones((1, *inputs.shape[1:3], 1), inputs.dtype)
    return windows_of(pad(ones, rows, columns), rows, columns).sum(axis=(4, 5))
