"""Picture files as arrays, and arrays as pictures, as Keras programs ask for them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.arguments import checked_arguments

if TYPE_CHECKING:
    from PIL import Image

MODES = {"rgb": "RGB", "rgba": "RGBA", "grayscale": "L"}
"""What Pillow calls a `color_mode`."""

CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}

INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "box", "hamming", "lanczos")
"""How Pillow changes the size of a picture."""


def expect_known(color_mode: str, interpolation: str) -> None:
    """Checks how a picture is to be read.

    Raises:
        UnknownNameError: None of `MODES`, or of `INTERPOLATIONS`.
    """
    if color_mode not in MODES:
        raise UnknownNameError("color_mode", color_mode, MODES)
    if interpolation not in INTERPOLATIONS:
        raise UnknownNameError("interpolation", interpolation, INTERPOLATIONS)


@checked_arguments("load_img()")
def load_img(
    path: str | Path,
    color_mode: str = "rgb",
    target_size: tuple[int, int] | None = None,
    interpolation: str = "nearest",
    keep_aspect_ratio: bool = False,
) -> "Image.Image":
    """Returns a picture from a file, upright.

    Args:
        path: The file.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`.
        target_size: (height, width) to bring it to; None for its own size.
        interpolation: One of `INTERPOLATIONS`.
        keep_aspect_ratio: Whether the middle of other proportions is cut out; else they are
            stretched.

    Raises:
        ConvscopeError: No such file, or no picture.
    """
    from PIL import Image, ImageOps

    expect_known(color_mode, interpolation)
    try:
        with Image.open(path) as file:
            picture = ImageOps.exif_transpose(file).convert(MODES[color_mode])
    except (OSError, Image.DecompressionBombError) as error:
        raise ConvscopeError(
            f"{path} cannot be read: {error}.",
            "Expected a picture (png, jpg, webp, bmp, gif, tiff).",
            "Check the path, or open and save the picture again.",
        ) from None
    if target_size is None or picture.size == (target_size[1], target_size[0]):
        return picture
    height, width = target_size
    box = _middle(picture.size, height, width) if keep_aspect_ratio else None
    return picture.resize((width, height), Image.Resampling[interpolation.upper()], box=box)


@checked_arguments("img_to_array()", {"data_format": (None, "channels_last"), "dtype": None})
def img_to_array(img: Any) -> NDArray[np.float32]:
    """Returns a picture as float32 (height, width, channels), 0–255."""
    array = np.asarray(img, np.float32)
    return array[..., np.newaxis] if array.ndim == 2 else array


@checked_arguments("array_to_img()", {"data_format": (None, "channels_last"), "dtype": None})
def array_to_img(x: ArrayLike, scale: bool = True) -> "Image.Image":
    """Returns an array as a picture.

    Args:
        x: (height, width, channels), 1, 3 or 4 channels.
        scale: Whether the smallest value becomes 0 and the largest 255; else values are cut down
            to whole ones.

    Raises:
        ConvscopeError: Another shape.
    """
    from PIL import Image

    values = np.asarray(x, np.float32)
    if values.ndim != 3 or values.shape[2] not in CHANNELS.values():
        raise ConvscopeError(
            f"array_to_img(): received shape {values.shape}.",
            "Expected (height, width, channels) with 1, 3 or 4 channels.",
            "Write for example array_to_img(images[0]).",
        )
    if scale:
        values = values - values.min()
        values = values / (values.max() or 1.0) * 255
    pixels = values.astype(np.uint8)
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


@checked_arguments("save_img()", {"data_format": (None, "channels_last"), "file_format": None})
def save_img(path: str | Path, x: ArrayLike, scale: bool = True) -> None:
    """Writes an array, (height, width, channels), as a picture.

    Args:
        path: A name that ends in `.png`, `.jpg`, …
        x: As of `array_to_img`.
        scale: As of `array_to_img`.

    Raises:
        ConvscopeError: Another shape or ending, or the disk refused.
    """
    picture = array_to_img(x, scale)
    try:
        picture.save(path)
    except (OSError, ValueError) as error:
        raise ConvscopeError(
            f"save_img(): {path} cannot be written: {error}.",
            "Expected a folder that is there, and a name that ends in .png or .jpg.",
            'Write for example save_img("picture.png", image).',
        ) from None


def _middle(size: tuple[int, int], height: int, width: int) -> tuple[float, float, float, float]:
    """Returns the largest box in the middle of a picture that has the proportions asked for."""
    own_width, own_height = size
    box_height = min(own_height, (own_width * height) // width)
    box_width = min(own_width, (own_height * width) // height)
    top, left = (own_height - box_height) // 2, (own_width - box_width) // 2
    return left, top, left + box_width, top + box_height
