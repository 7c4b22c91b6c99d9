"""Which part of the layer before, and of the image, a neuron sees."""

from collections.abc import Sequence

from convscope.architecture import Architecture, LayerStep
from convscope.architecture.parts import Part, around
from convscope.arithmetic.inspector.connections import Connections
from convscope.arithmetic.inspector.terms import Position

Region = dict[str, tuple[int, int]]
"""(first, first behind the last) of `rows`, `columns` and `channels`, or of `indices`."""

PICTURE_AXES = ("rows", "columns", "channels")
VECTOR_AXES = ("indices",)


def axes_of(shape: Sequence[int]) -> tuple[str, ...]:
    """Returns the names of the axes of a picture or a vector."""
    return PICTURE_AXES if len(shape) == 3 else VECTOR_AXES


def region_before(connections: Connections, step: LayerStep) -> Region:
    """Returns the region of the layer before that a neuron depends on; empty for padding alone.

    It is the smallest one around all real inputs of its weighted sum. Softmax divides the last axis
    among all neurons there, so the neuron depends on all their inputs: the whole axis.

    Args:
        connections: What the neuron takes in.
        step: Its layer.
    """
    axes, real = axes_of(step.input_shape), connections.positions[~connections.is_padding]
    if not len(real):
        return dict.fromkeys(axes, (0, 0))
    first, last = real.min(axis=0), real.max(axis=0)
    bounds = [(int(low), int(high) + 1) for low, high in zip(first, last, strict=True)]
    if step.layer.shares_axis:
        bounds[-1] = (0, step.input_shape[-1])
    return dict(zip(axes, bounds, strict=True))


def region_at(position: Position) -> Region:
    """Returns the region that is the one value at a position.

    Example:
        >>> region_at((7,))
        {'indices': (7, 8)}
    """
    return dict(zip(axes_of(position), ((at, at + 1) for at in position), strict=True))


def region_of_input(architecture: Architecture, step: LayerStep, position: Position) -> Region:
    """Returns the region of the net's input that a neuron depends on, on all ways that lead there.

    Args:
        architecture: The net.
        step: The neuron's layer in it.
        position: Where the neuron stands in that layer's output.

    Returns:
        Bounds of rows, columns and channels; of `indices` where the net takes a vector. Both bounds
        of an axis are 0 where the neuron sees nothing but padding on it.
    """
    shape, steps = architecture.input.shape, architecture.steps
    begin = architecture.places[step.layer.name]
    seen: dict[int, Part] = {begin: tuple((at, at + 1) for at in position)}
    for index in range(begin, -1, -1):
        part = seen.pop(index, None)
        if part is None:
            continue
        later = steps[index]
        found = later.layer.parts_before(later.input_shapes, part)
        for source, before in zip(later.inputs, found, strict=True):
            if before[-1][0] < before[-1][1]:  # none of a join's channels may be in the part
                seen[source] = around([before, seen[source]]) if source in seen else before
    part = seen.get(-1, ((0, 0),) * len(shape))
    if len(shape) == 3:
        part = (*part[:-1], (0, shape[2]))  # all colours of a pixel are shown together
    return dict(zip(axes_of(shape), part, strict=True))
