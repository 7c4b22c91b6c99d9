"""Convolution: every filter slides over the picture; a window's products add up to one neuron."""

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


def convolve_naive(
    inputs: Activations,
    kernel: Activations,
    bias: Activations | None = None,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
    groups: int = 1,
) -> Activations:
    """Convolution with every loop written out; same result as `convolve`, much slower.

    z[n, i, j, f] = bias[f] + Σ_u Σ_v Σ_c x[n, i s + u, j t + v, c] · kernel[u, v, c, f]

    where x is the padded input and (s, t) the strides. With dilation (d, e) the window has gaps:
    u d stands for u, and v e for v. With groups, c counts the channels of f's group. (Strictly this
    is a cross-correlation; networks call it convolution because a learned kernel may as well be
    learned turned round.)

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, channels of a group, filters).
        bias: float (filters,), or None for zeros.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.
        groups: Parts of the channels, and of the filters: each filter sees its own part alone.

    Returns:
        float (batch, row positions, column positions, filters).

    Example:
        >>> window = np.array([[0, 0, 0], [0, 156, 155], [0, 153, 154]], float)
        >>> kernel = np.array([[-1, -1, 1], [0, 1, -1], [0, 1, 1]], float)
        >>> z = convolve_naive(window.reshape(1, 3, 3, 1), kernel.reshape(3, 3, 1, 1))
        >>> float(z[0, 0, 0, 0])
        308.0
    """
    height, width, channels, filters = kernel.shape
    rows, columns = slide_over(inputs, (height, width), strides, padding, dilation)
    x = pad(inputs, rows, columns)
    z = np.zeros((len(inputs), rows.positions, columns.positions, filters), inputs.dtype)
    for n, i, j, f in np.ndindex(*z.shape):
        for u, v, c in np.ndindex(height, width, channels):
            row, column = i * strides[0] + u * dilation[0], j * strides[1] + v * dilation[1]
            channel = f // (filters // groups) * channels + c
            z[n, i, j, f] += x[n, row, column, channel] * kernel[u, v, c, f]
        if bias is not None:
            z[n, i, j, f] += bias[f]
    return z


def convolve_naive_backward(
    inputs: Activations,
    kernel: Activations,
    gradient: Activations,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
    groups: int = 1,
) -> tuple[Activations, Activations, Activations]:
    """The way back with every loop written out: each product passes blame to both its factors.

    ∂L/∂x[n, i s + u, j t + v, c] += ∂L/∂z[n, i, j, f] · kernel[u, v, c, f]
    ∂L/∂kernel[u, v, c, f] += ∂L/∂z[n, i, j, f] · x[n, i s + u, j t + v, c]
    ∂L/∂bias[f] += ∂L/∂z[n, i, j, f]

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, channels of a group, filters).
        gradient: ∂L/∂z, float (batch, row positions, column positions, filters).
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.
        groups: Parts of the channels, and of the filters: each filter sees its own part alone.

    Returns:
        ∂L/∂inputs, ∂L/∂kernel and ∂L/∂bias, each shaped like what it belongs to.
    """
    height, width, channels, filters = kernel.shape
    rows, columns = slide_over(inputs, (height, width), strides, padding, dilation)
    x = pad(inputs, rows, columns)
    x_gradient, kernel_gradient = np.zeros_like(x), np.zeros_like(kernel)
    bias_gradient = np.zeros(filters, kernel.dtype)
    for n, i, j, f in np.ndindex(*gradient.shape):
        for u, v, c in np.ndindex(height, width, channels):
            row, column = i * strides[0] + u * dilation[0], j * strides[1] + v * dilation[1]
            channel = f // (filters // groups) * channels + c
            x_gradient[n, row, column, channel] += gradient[n, i, j, f] * kernel[u, v, c, f]
            kernel_gradient[u, v, c, f] += gradient[n, i, j, f] * x[n, row, column, channel]
        bias_gradient[f] += gradient[n, i, j, f]
    return crop(x_gradient, rows, columns), kernel_gradient, bias_gradient


def convolve(
    inputs: Activations,
    kernel: Activations,
    bias: Activations | None = None,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
    groups: int = 1,
) -> Activations:
    """Convolution as one matrix product per group: all windows × all filters; see `convolve_naive`.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, channels of a group, filters).
        bias: float (filters,), or None for zeros.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.
        groups: Parts of the channels, and of the filters: each filter sees its own part alone.

    Returns:
        float (batch, row positions, column positions, filters).
    """
    window = kernel.shape[0], kernel.shape[1]
    rows, columns = slide_over(inputs, window, strides, padding, dilation)
    windows = windows_of(pad(inputs, rows, columns), rows, columns)  # (n, i, j, c, u, v)
    parts = [
        np.tensordot(of_group, filters, axes=([4, 5, 3], [0, 1, 2]))  # (n, i, j, f of the group)
        for of_group, filters in zip(
            np.split(windows, groups, axis=3), np.split(kernel, groups, axis=3), strict=True
        )
    ]
    z = np.concatenate(parts, axis=3)  # (n, i, j, f)
    return z if bias is None else z + bias


def convolve_backward(
    inputs: Activations,
    kernel: Activations,
    gradient: Activations,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
    groups: int = 1,
) -> tuple[Activations, Activations, Activations]:
    """The way back through `convolve`; formulas in `convolve_naive_backward`.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, channels of a group, filters).
        gradient: ∂L/∂z, float (batch, row positions, column positions, filters).
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.
        groups: Parts of the channels, and of the filters: each filter sees its own part alone.

    Returns:
        ∂L/∂inputs, ∂L/∂kernel and ∂L/∂bias, each shaped like what it belongs to.
    """
    window = kernel.shape[0], kernel.shape[1]
    rows, columns = slide_over(inputs, window, strides, padding, dilation)
    x = pad(inputs, rows, columns)
    windows = windows_of(x, rows, columns)  # (n, i, j, c, u, v)
    gradients = np.split(gradient, groups, axis=3)
    kernel_gradient = np.concatenate(
        [
            np.tensordot(of_group, g, axes=([0, 1, 2], [0, 1, 2]))  # (c, u, v, f of the group)
            for of_group, g in zip(np.split(windows, groups, axis=3), gradients, strict=True)
        ],
        axis=3,
    )  # (c, u, v, f)
    x_gradient = np.zeros_like(x)
    for u, v in np.ndindex(*window):
        down, right = under_window(rows, columns, u, v)
        filters = np.split(kernel[u, v], groups, axis=1)  # (c of a group, f of it) each
        parts = [g @ f.T for g, f in zip(gradients, filters, strict=True)]
        x_gradient[:, down, right] += np.concatenate(parts, axis=3)  # (n, i, j, c)
    return (
        crop(x_gradient, rows, columns),
        kernel_gradient.transpose(1, 2, 0, 3),  # (u, v, c, f)
        gradient.sum(axis=(0, 1, 2)),
    )
