"""Checks the coordinates that a user gives for a neuron."""

from convscope.architecture import LayerStep
from convscope.arithmetic.inspector.regions import axes_of
from convscope.arithmetic.inspector.terms import Position
from convscope.errors import ConvscopeError


def expect_position(step: LayerStep, position: tuple[int, ...]) -> Position:
    """Returns the position as ints.

    Raises:
        ConvscopeError: Too few or too many coordinates, or one outside of the layer.
    """
    shape, name = step.output_shape, step.layer.name
    axes = "row, column, channel" if len(shape) == 3 else "index"
    example = ", ".join(str(size - 1) for size in shape)
    if len(position) != len(shape):
        raise ConvscopeError(
            f'Layer "{name}": received {len(position)} coordinates.',
            f"Its shape is {shape}: a neuron has {len(shape)} ({axes}).",
            f'Write for example neuron("{name}", {example}).',
        )
    place = tuple(int(index) for index in position)
    for axis, index, size in zip(axes_of(shape), place, shape, strict=True):
        if not 0 <= index < size:
            raise ConvscopeError(
                f'Layer "{name}": there is no neuron at {", ".join(map(str, place))}.',
                f"Its shape is {shape}: {axis} go from 0 to {size - 1}.",
                f'Write for example neuron("{name}", {example}).',
            )
    return place
