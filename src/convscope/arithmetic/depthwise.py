"""Depthwise convolution: every channel for itself. Separable: the channels are mixed afterwards."""

import numpy as np

from convscope.arithmetic.convolution import convolve, convolve_backward
from convscope.arithmetic.sliding import Pair, pad, slide_over
from convscope.arrays import Activations


def depthwise_convolve_naive(
    inputs: Activations,
    kernel: Activations,
    bias: Activations | None = None,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
) -> Activations:
    """Depthwise convolution with every loop written out; same result as `depthwise_convolve`.

    z[n, i, j, c M + m] = bias[c M + m] + Σ_u Σ_v x[n, i s + u d, j t + v e, c] · kernel[u, v, c, m]

    where x is the padded input, (s, t) the strides and (d, e) the dilation. No sum runs over the
    channels: each of them has M filters of its own.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, channels, M).
        bias: float (channels × M,), or None for zeros.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.

    Returns:
        float (batch, row positions, column positions, channels × M).
    """
    height, width, channels, num_filters = kernel.shape
    rows, columns = slide_over(inputs, (height, width), strides, padding, dilation)
    x = pad(inputs, rows, columns)
    shape = (len(inputs), rows.positions, columns.positions, channels * num_filters)
    z = np.zeros(shape, inputs.dtype)
    for n, i, j, k in np.ndindex(*shape):
        c, m = divmod(k, num_filters)
        for u, v in np.ndindex(height, width):
            row, column = i * strides[0] + u * dilation[0], j * strides[1] + v * dilation[1]
            z[n, i, j, k] += x[n, row, column, c] * kernel[u, v, c, m]
        if bias is not None:
            z[n, i, j, k] += bias[k]
    return z


def depthwise_convolve(
    inputs: Activations,
    kernel: Activations,
    bias: Activations | None = None,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
) -> Activations:
    """A convolution in as many groups as there are channels; see `depthwise_convolve_naive`.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, channels, filters of a channel).
        bias: float (maps,), or None for zeros.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.

    Returns:
        float (batch, row positions, column positions, maps).
    """
    channels = kernel.shape[2]
    return convolve(inputs, in_groups(kernel), bias, strides, padding, dilation, channels)


def depthwise_convolve_backward(
    inputs: Activations,
    kernel: Activations,
    gradient: Activations,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
) -> tuple[Activations, Activations, Activations]:
    """The way back through `depthwise_convolve`.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, channels, filters of a channel).
        gradient: ∂L/∂z, float (batch, row positions, column positions, maps).
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.

    Returns:
        ∂L/∂inputs, ∂L/∂kernel and ∂L/∂bias, each shaped like what it belongs to.
    """
    x_gradient, kernel_gradient, bias_gradient = convolve_backward(
        inputs, in_groups(kernel), gradient, strides, padding, dilation, kernel.shape[2]
    )
    return x_gradient, kernel_gradient.reshape(kernel.shape), bias_gradient


def in_groups(kernel: Activations) -> Activations:
    """Returns a depthwise kernel as that of a convolution in groups of one channel.

    Args:
        kernel: (rows, columns, channels, filters of a channel).

    Returns:
        (rows, columns, 1, maps).
    """
    return kernel.reshape(*kernel.shape[:2], 1, -1)


def separable_convolve(
    inputs: Activations,
    kernels: tuple[Activations, Activations],
    bias: Activations | None = None,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
) -> Activations:
    """A depthwise convolution, then one of 1 × 1 that mixes its maps.

    z[n, i, j, f] = bias[f] + Σ_k between[n, i, j, k] · pointwise[0, 0, k, f]

    Args:
        inputs: float (batch, height, width, channels).
        kernels: Depthwise float (rows, columns, channels, filters of a channel), and pointwise
            float (1, 1, maps, filters).
        bias: float (filters,), or None for zeros.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.

    Returns:
        float (batch, row positions, column positions, filters).
    """
    depthwise, pointwise = kernels
    between = depthwise_convolve(inputs, depthwise, None, strides, padding, dilation)
    return convolve(between, pointwise, bias)


def separable_convolve_backward(
    inputs: Activations,
    kernels: tuple[Activations, Activations],
    gradient: Activations,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation: Pair = (1, 1),
) -> tuple[Activations, Activations, Activations, Activations]:
    """The way back through `separable_convolve`: through the mixing first, then the windows.

    Args:
        inputs: float (batch, height, width, channels).
        kernels: Depthwise and pointwise.
        gradient: ∂L/∂z, float (batch, row positions, column positions, filters).
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.

    Returns:
        ∂L/∂inputs, ∂L/∂depthwise, ∂L/∂pointwise and ∂L/∂bias.
    """
    depthwise, pointwise = kernels
    between = depthwise_convolve(inputs, depthwise, None, strides, padding, dilation)
    of_between, of_pointwise, of_bias = convolve_backward(between, pointwise, gradient)
    of_inputs, of_depthwise, _ = depthwise_convolve_backward(
        inputs, depthwise, of_between, strides, padding, dilation
    )
    return of_inputs, of_depthwise, of_pointwise, of_bias


def effective_kernel(depthwise: Activations, pointwise: Activations) -> Activations:
    """Returns the kernel of the one convolution that a separable one comes to.

    effective[u, v, c, f] = Σ_m depthwise[u, v, c, m] · pointwise[0, 0, c M + m, f]

    Args:
        depthwise: (rows, columns, channels, M).
        pointwise: (1, 1, channels × M, filters).

    Returns:
        (rows, columns, channels, filters).
    """
    _, _, channels, num_filters = depthwise.shape
    mixing = pointwise.reshape(channels, num_filters, -1)  # (c, m, f)
    return np.einsum("uvcm,cmf->uvcf", depthwise, mixing)
