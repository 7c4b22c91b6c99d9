"""Transposed convolution: every value paints the filters, times itself, and overlaps add up."""

import numpy as np

from convscope.architecture import Spreading
from convscope.arithmetic.sliding import Pair
from convscope.arrays import Activations

Ways = tuple[Spreading, Spreading]
"""How values are spread over rows and over columns."""


def convolve_transposed_naive(
    inputs: Activations, kernel: Activations, bias: Activations | None, ways: Ways
) -> Activations:
    """Transposed convolution with every loop written out; same result as `convolve_transposed`.

    z[n, i s + u d − b, j t + v e − l, f] += x[n, i, j, c] · kernel[u, v, f, c]

    for every value and every place of the window; (s, t) are the strides, (d, e) the dilation,
    (b, l) the rows and columns that are cut off before the first. The bias is added once.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, filters, channels).
        bias: float (filters,), or None for zeros.
        ways: How values are spread over rows and over columns.

    Returns:
        float (batch, rows that leave, columns that leave, filters).

    Example:
        >>> from convscope.architecture import spread
        >>> line = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
        >>> kernel = np.array([1.0, 10.0, 100.0]).reshape(1, 3, 1, 1)
        >>> ways = spread(1, 1, 1, "valid"), spread(2, 3, 2, "valid")
        >>> convolve_transposed_naive(line, kernel, None, ways).ravel().tolist()
        [1.0, 10.0, 102.0, 20.0, 200.0]
    """
    rows, columns = ways
    num_images, height, width, channels = inputs.shape
    filters = kernel.shape[2]
    z = np.zeros((num_images, rows.positions, columns.positions, filters), inputs.dtype)
    for n, i, j, c in np.ndindex(num_images, height, width, channels):
        for (row, u), (column, v) in _reached(ways, i, j):
            for f in range(filters):
                z[n, row, column, f] += inputs[n, i, j, c] * kernel[u, v, f, c]
    return z if bias is None else z + bias


def convolve_transposed_naive_backward(
    inputs: Activations, kernel: Activations, gradient: Activations, ways: Ways
) -> tuple[Activations, Activations, Activations]:
    """The way back with every loop written out: each product passes blame to both its factors.

    With row = i s + u d − b and column = j t + v e − l:

    ∂L/∂x[n, i, j, c] += ∂L/∂z[n, row, column, f] · kernel[u, v, f, c]
    ∂L/∂kernel[u, v, f, c] += ∂L/∂z[n, row, column, f] · x[n, i, j, c]
    ∂L/∂bias[f] += ∂L/∂z[n, row, column, f], once for each neuron

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, filters, channels).
        gradient: ∂L/∂z, float (batch, rows that leave, columns that leave, filters).
        ways: How values are spread over rows and over columns.

    Returns:
        ∂L/∂inputs, ∂L/∂kernel and ∂L/∂bias, each shaped like what it belongs to.
    """
    inputs_gradient, kernel_gradient = np.zeros_like(inputs), np.zeros_like(kernel)
    for n, i, j, c in np.ndindex(*inputs.shape):
        for (row, u), (column, v) in _reached(ways, i, j):
            for f in range(kernel.shape[2]):
                blame = gradient[n, row, column, f]
                inputs_gradient[n, i, j, c] += blame * kernel[u, v, f, c]
                kernel_gradient[u, v, f, c] += blame * inputs[n, i, j, c]
    return inputs_gradient, kernel_gradient, gradient.sum(axis=(0, 1, 2))


def _reached(ways: Ways, i: int, j: int) -> list[tuple[Pair, Pair]]:
    """Returns ((row, its tap), (column, its tap)) of all places that value (i, j) reaches."""
    rows, columns = ways
    return [(row, column) for row in rows.reached(i) for column in columns.reached(j)]


def convolve_transposed(
    inputs: Activations, kernel: Activations, bias: Activations | None, ways: Ways
) -> Activations:
    """Paints all values at once, tap by tap; see `convolve_transposed_naive`.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, filters, channels).
        bias: float (filters,), or None for zeros.
        ways: How values are spread over rows and over columns.

    Returns:
        float (batch, rows that leave, columns that leave, filters).
    """
    canvas = _canvas(len(inputs), kernel.shape[2], ways, inputs.dtype)
    for u, v in np.ndindex(*kernel.shape[:2]):
        down, right = _painted(ways, u, v)
        canvas[:, down, right] += inputs @ kernel[u, v].T  # (n, height, width, f)
    z = canvas[_kept(ways)]
    return z if bias is None else z + bias


def convolve_transposed_backward(
    inputs: Activations, kernel: Activations, gradient: Activations, ways: Ways
) -> tuple[Activations, Activations, Activations]:
    """The way back through `convolve_transposed`: as a convolution looks, tap by tap.

    Args:
        inputs: float (batch, height, width, channels).
        kernel: float (rows, columns, filters, channels).
        gradient: ∂L/∂z, float (batch, rows that leave, columns that leave, filters).
        ways: How values are spread over rows and over columns.

    Returns:
        ∂L/∂inputs, ∂L/∂kernel and ∂L/∂bias, each shaped like what it belongs to.
    """
    canvas = _canvas(len(inputs), kernel.shape[2], ways, gradient.dtype)
    canvas[_kept(ways)] = gradient
    inputs_gradient, kernel_gradient = np.zeros_like(inputs), np.zeros_like(kernel)
    for u, v in np.ndindex(*kernel.shape[:2]):
        down, right = _painted(ways, u, v)
        blame = canvas[:, down, right]  # (n, height, width, f)
        inputs_gradient += blame @ kernel[u, v]
        kernel_gradient[u, v] = np.tensordot(blame, inputs, axes=([0, 1, 2], [0, 1, 2]))  # (f, c)
    return inputs_gradient, kernel_gradient, gradient.sum(axis=(0, 1, 2))


def _canvas(num_images: int, filters: int, ways: Ways, dtype: object) -> Activations:
    """Returns zeros for everything that is painted or kept, cut off or not."""
    height, width = (s.before + s.positions + max(s.after, 0) for s in ways)
    return np.zeros((num_images, height, width, filters), dtype)  # type: ignore[call-overload]


def _painted(ways: Ways, u: int, v: int) -> tuple[slice, slice]:
    """Returns the rows and columns of the canvas that all values reach through one tap."""
    first = [tap * s.dilation for s, tap in zip(ways, (u, v), strict=True)]
    rows, columns = (
        slice(begin, begin + (s.length - 1) * s.stride + 1, s.stride)
        for s, begin in zip(ways, first, strict=True)
    )
    return rows, columns


def _kept(ways: Ways) -> tuple[slice, ...]:
    """Returns the part of the canvas that leaves."""
    return (slice(None), *(slice(s.before, s.before + s.positions) for s in ways))
