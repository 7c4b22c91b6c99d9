"""Which part of the layer before, and of the image, a neuron sees."""

from collections.abc import Sequence

import numpy as np

from convscope.architecture import (
    Architecture,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    LayerStep,
    Shape,
)
from convscope.arithmetic.inspector.connections import Connections
from convscope.arithmetic.inspector.terms import Position

Region = dict[str, tuple[int, int]]
"""(first, first behind the last) of `rows`, `columns` and `channels`, or of `indices`."""

PICTURE_AXES = ("rows", "columns", "channels")
VECTOR_AXES = ("indices",)


def axes_of(shape: Sequence[int]) -> tuple[str, ...]:
    """Returns the names of the axes of a picture or a vector."""
    return PICTURE_AXES if len(shape) == 3 else VECTOR_AXES


def region_before(connections: Connections, input_shape: Shape) -> Region:
    """Returns the smallest region around all real inputs of a neuron; empty for padding alone."""
    real = connections.positions[~connections.is_padding]
    if not len(real):
        return dict.fromkeys(axes_of(input_shape), (0, 0))
    first, last = real.min(axis=0), real.max(axis=0)
    bounds = [(int(low), int(high) + 1) for low, high in zip(first, last, strict=True)]
    return dict(zip(axes_of(input_shape), bounds, strict=True))


def region_of_input(architecture: Architecture, step: LayerStep, position: Position) -> Region:
    """Returns the region of the net's input that a neuron depends on.

    Args:
        architecture: The net.
        step: The neuron's layer in it.
        position: Where the neuron stands in that layer's output.

    Returns:
        Bounds of rows, columns and channels; of `indices` where the net takes a vector. Both bounds
        of an axis are 0 where the neuron sees nothing but padding on it.
    """
    shape = architecture.input.shape
    place = _place(architecture, step, position)
    rows, columns = (
        (range(step.receptive_field.input_size[0]), range(step.receptive_field.input_size[1]))
        if place is None
        else step.receptive_field.window(*place)
    )
    if len(shape) == 1:
        return {"indices": _bounds(columns)}
    return {"rows": _bounds(rows), "columns": _bounds(columns), "channels": (0, shape[2])}


def _bounds(indices: range) -> tuple[int, int]:
    """Returns the range's ends; (0, 0) where it lies in the padding behind the image."""
    return (indices.start, indices.stop) if indices else (0, 0)


def _place(
    architecture: Architecture, step: LayerStep, position: Position
) -> tuple[int, int] | None:
    """Returns the row and column of a neuron in the last picture before it.

    None stands for a neuron that sees everything. After Flatten the place has to be found again
    in the picture that was flattened; in a flat net the index is the column of a single row.
    """
    if len(position) == 3:
        return position[0], position[1]
    steps = list(architecture.steps)
    for earlier in reversed(steps[: steps.index(step) + 1]):
        if isinstance(earlier.layer, Dense | GlobalAveragePooling2D):
            return None
        if isinstance(earlier.layer, Flatten) and len(earlier.input_shape) == 3:
            row, column, _ = np.unravel_index(position[0], earlier.input_shape)
            return int(row), int(column)
    return 0, position[0]
