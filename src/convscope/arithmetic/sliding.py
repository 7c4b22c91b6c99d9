"""What convolution and pooling share: padding a picture and looking at it through windows."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from convscope.architecture import Sliding, slide
from convscope.arrays import Activations

Pair = tuple[int, int]
"""(rows, columns)."""


def slide_over(
    inputs: Activations, window: Pair, strides: Pair, padding: str, dilation: Pair = (1, 1)
) -> tuple[Sliding, Sliding]:
    """Returns how a window slides over the rows and the columns of a batch of pictures.

    Args:
        inputs: float (batch, height, width, channels). Only the shape counts.
        window: Rows and columns under the window.
        strides: Steps of the window down and to the right.
        padding: `"valid"` or `"same"`.
        dilation: Distances between two values under the window, down and to the right.

    Returns:
        The way down the rows and the way along the columns. Without padding neither has a position
        where the window is larger than the picture.
    """
    _, height, width, _ = inputs.shape
    rows = slide(height, window[0], strides[0], padding, dilation[0])
    columns = slide(width, window[1], strides[1], padding, dilation[1])
    return rows, columns


def pad(inputs: Activations, rows: Sliding, columns: Sliding, value: float = 0.0) -> Activations:
    """Returns the pictures with `value` around them, where the padding asks for it.

    Args:
        inputs: float (batch, height, width, channels).
        rows: How the window slides over the rows; says what comes above and below.
        columns: How it slides over the columns; says what comes left and right.
        value: What the padding is filled with.

    Returns:
        float (batch, padded height, padded width, channels); `inputs` itself if nothing is added.
    """
    if not (rows.before or rows.after or columns.before or columns.after):
        return inputs
    margins = ((0, 0), (rows.before, rows.after), (columns.before, columns.after), (0, 0))
    return np.pad(inputs, margins, constant_values=value)


def crop(padded: Activations, rows: Sliding, columns: Sliding) -> Activations:
    """Returns the pictures without their padding.

    Args:
        padded: What `pad` returned, or a gradient of that shape.
        rows: How the window slides over the rows.
        columns: How it slides over the columns.

    Returns:
        float (batch, height, width, channels), a view.
    """
    bottom, right = rows.before + rows.length, columns.before + columns.length
    return padded[:, rows.before : bottom, columns.before : right]


def windows_of(padded: Activations, rows: Sliding, columns: Sliding) -> Activations:
    """Returns every window of padded pictures, as a view that copies nothing.

    Args:
        padded: What `pad` returned.
        rows: How the window slides over the rows.
        columns: How it slides over the columns.

    Returns:
        (batch, row positions, column positions, channels, window rows, window columns).
    """
    views = sliding_window_view(padded, (rows.window, columns.window), axis=(1, 2))  # type: ignore[call-overload]
    views = views[:, :: rows.stride, :: columns.stride]
    return views[..., :: rows.dilation, :: columns.dilation]


def under_window(rows: Sliding, columns: Sliding, row: int, column: int) -> tuple[slice, slice]:
    """Returns the padded pixels that lie under one place of the window, at all its positions.

    Args:
        rows: How the window slides over the rows.
        columns: How it slides over the columns.
        row: Row inside the window.
        column: Column inside the window.
    """
    top, left = row * rows.dilation, column * columns.dilation
    return (
        slice(top, top + rows.positions * rows.stride, rows.stride),
        slice(left, left + columns.positions * columns.stride, columns.stride),
    )
