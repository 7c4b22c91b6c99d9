"""From whatever image a user has to what the net's first layer expects."""

from typing import Any, NamedTuple

import numpy as np

from convscope.architecture import Architecture
from convscope.arithmetic.preprocessing import preprocess
from convscope.arrays import InputBatch
from convscope.errors import ConvscopeError

BLANK = "The image is blank: all its values are equal, so there is nothing in it to judge."


class ReadImage(NamedTuple):
    """An image, ready for the net.

    Attributes:
        inputs: float (1, height, width, channels) or (1, features), in the net's range.
        notes: What the user should know about the image.
    """

    inputs: InputBatch
    notes: tuple[str, ...]


def read_image(image: Any, architecture: Architecture) -> ReadImage:
    """Reads an image for a net.

    Args:
        image: uint8 (height, width), (height, width, 1) or (height, width, 3), 0–255; float of
            the same shapes in the net's range; or a PIL image of mode L or RGB.
        architecture: The net; its `input` says which shape and range it takes.

    Raises:
        ConvscopeError: Another size, mode, dtype or range, or values that are not finite.
    """
    array = _as_array(image, architecture)
    shape = architecture.input.shape
    if array.shape == shape[:2] and shape[2:] == (1,):
        array = array[:, :, None]
    if array.shape != shape:
        raise ConvscopeError(
            f"Image: received shape {array.shape}.",
            f"The net takes {shape}{_axes(shape)}.",
            "Resize or convert the image to that shape, or place a drawing with the model's own "
            "placement.",
        )
    if array.dtype == np.uint8:
        inputs = preprocess(array[None], architecture)
    else:
        inputs = _expect_range(array, architecture)[None]
    return ReadImage(inputs, (BLANK,) if inputs.min() == inputs.max() else ())


def _as_array(image: Any, architecture: Architecture) -> np.ndarray[Any, Any]:
    if isinstance(image, np.ndarray):
        return image
    from PIL import Image

    if not isinstance(image, Image.Image):
        raise ConvscopeError(
            f"Image: received {type(image).__name__}.",
            "Expected a NumPy array or a PIL image.",
            "Convert it, for example with numpy.asarray(image).",
        )
    mode = "L" if architecture.input.shape[-1] == 1 else "RGB"
    if image.mode != mode:
        raise ConvscopeError(
            f"Image: received a PIL image of mode {image.mode}.",
            f"The net takes mode {mode}.",
            f'Convert it with image.convert("{mode}").',
        )
    return np.asarray(image)


def _expect_range(array: np.ndarray[Any, Any], architecture: Architecture) -> InputBatch:
    low, high = architecture.input.value_range
    if not np.issubdtype(array.dtype, np.floating):
        raise ConvscopeError(
            f"Image: received values of type {array.dtype}.",
            f"Expected uint8 from 0 to 255, or float from {low:g} to {high:g}.",
            "Convert bytes with image.astype(numpy.uint8).",
        )
    if not np.isfinite(array).all():
        raise ConvscopeError(
            "Image: some values are not finite (NaN or infinite).",
            f"Expected numbers from {low:g} to {high:g}.",
            "Look where they come from; a division by 0 is the usual cause.",
        )
    slack = 1e-4 * (high - low)  # float32 rounding of a standardisation done elsewhere
    if array.min() < low - slack or array.max() > high + slack:
        raise ConvscopeError(
            f"Image: received floats from {array.min():g} to {array.max():g}.",
            f"The net takes floats from {low:g} to {high:g}.",
            "Give the bytes as uint8 (they are scaled for you), or scale the floats.",
        )
    return array


def _axes(shape: tuple[int, ...]) -> str:
    return " (height, width, channels)" if len(shape) == 3 else " (features)"
