"""How large a net may be: beyond it no machine trains it, and a file that says so is a mistake."""

from math import prod

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.receptive_field import ReceptiveField
from convscope.errors import ConvscopeError

MAX_LAYERS = 2_000
"""Layers of a net; without shortcuts, hundreds cannot be trained any more."""

MAX_VALUES = 2**28
"""Values that leave a layer for one image: 1 GiB as float32."""

MAX_PARAMETERS = 2**30
"""Values in all tensors: 4 GiB as float32; training needs several times as much."""

MAX_WINDOW = 2**40
"""Pixels of the input, on one axis, that a neuron's window or stride may span."""

MAX_NAME = 100
"""Letters of a layer's name."""


def expect_few_layers(num_layers: int) -> None:
    """Checks the number of layers.

    Raises:
        ConvscopeError: There are more than `MAX_LAYERS`.
    """
    if num_layers > MAX_LAYERS:
        raise ConvscopeError(
            f"The net has {num_layers:,} layers.",
            f"Expected at most {MAX_LAYERS:,}.",
            "Take fewer layers.",
        )


def expect_within_bounds(
    layer: Layer, output_shape: Shape, num_parameters: int, field: ReceptiveField
) -> None:
    """Checks what follows from one layer's place in a net.

    Args:
        layer: The layer.
        output_shape: What leaves it.
        num_parameters: Values in the tensors of the net up to here.
        field: What its neurons see.

    Raises:
        ConvscopeError: More values, parameters or pixels than the bounds allow.
    """
    num_values = prod(output_shape)
    if num_values > MAX_VALUES:
        raise ConvscopeError(
            f"{layer.title} puts out {output_shape}, {num_values:,} values for one image.",
            f"Expected at most {MAX_VALUES:,}.",
            "Take smaller images, fewer filters or units, or less padding.",
        )
    if num_parameters > MAX_PARAMETERS:
        raise ConvscopeError(
            f"With {layer.title[0].lower()}{layer.title[1:]} the net has {num_parameters:,} "
            "parameters.",
            f"Expected at most {MAX_PARAMETERS:,}.",
            "Take fewer filters or units, or pool before Flatten.",
        )
    if max(*field.size, *field.stride) > MAX_WINDOW:
        raise ConvscopeError(
            f"{layer.title} sees windows of more than {MAX_WINDOW:,} pixels.",
            "Expected windows and strides that suit a picture.",
            "Take smaller kernels, pools and strides.",
        )
