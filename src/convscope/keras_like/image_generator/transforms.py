"""What is done to the pixels of one image, as Keras' `ImageDataGenerator` does it.

An image is float32 (height, width, channels). Angles are in degrees, shifts in pixels. Keras moves
an image along its columns by `tx`, which it draws from `height_shift_range`, and along its rows by
`ty`; images that are not square are turned around a place beside their middle. So it is here.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.keras_like.pictures import array_to_img, img_to_array

FILL_MODES = ("constant", "nearest", "reflect", "wrap")
"""What lies outside an image: one value, its edge, itself mirrored, itself again."""

UNCHANGED: dict[str, Any] = {
    "theta": 0.0,
    "tx": 0.0,
    "ty": 0.0,
    "shear": 0.0,
    "zx": 1.0,
    "zy": 1.0,
    "channel_shift_intensity": None,
    "flip_horizontal": False,
    "flip_vertical": False,
    "brightness": None,
}
"""The parameters that leave an image as it is."""


def transformed(
    image: NDArray[Any],
    parameters: Mapping[str, Any],
    fill_mode: str = "nearest",
    cval: float = 0.0,
    order: int = 1,
) -> NDArray[Any]:
    """Returns an image turned, moved, sheared, zoomed, shifted in its values, mirrored, brightened.

    Args:
        image: float (height, width, channels).
        parameters: Some of those of `UNCHANGED`.
        fill_mode: One of `FILL_MODES`.
        cval: The value outside, where `fill_mode` is `"constant"`.
        order: Of the splines between pixels: 0 for the nearest pixel, 1 for lines.
    """
    given = {**UNCHANGED, **parameters}
    image = _moved(image, given, fill_mode, cval, order)
    if given["channel_shift_intensity"] is not None:
        shifted = image + given["channel_shift_intensity"]
        image = np.clip(shifted, image.min(), image.max())
    if given["flip_horizontal"]:
        image = image[:, ::-1]
    if given["flip_vertical"]:
        image = image[::-1]
    if given["brightness"] is not None:
        image = _brightened(image, given["brightness"])
    return image


def _moved(
    image: NDArray[Any], given: Mapping[str, Any], fill_mode: str, cval: float, order: int
) -> NDArray[Any]:
    matrix = _to_source(given)
    if matrix is None:
        return image
    from scipy.ndimage import affine_transform

    # Keras' matrices take columns before rows, but its middle is (height, width) all the same.
    middle = np.array(image.shape[:2]) / 2 - 0.5
    offset: Any = matrix[:2, 2] + middle - matrix[:2, :2] @ middle
    linear, offset = matrix[1::-1, 1::-1], offset[::-1]
    channels = [
        affine_transform(values, linear, offset, order=order, mode=fill_mode, cval=cval)
        for values in np.moveaxis(image, 2, 0)
    ]
    return np.stack(channels, axis=2)


def _to_source(given: Mapping[str, Any]) -> NDArray[np.float64] | None:
    """Returns the matrix from a place of the result to its place in the image, if any moves.

    Returns:
        3×3, for (column, row, 1), around the middle.
    """
    theta, shear = np.deg2rad(given["theta"]), np.deg2rad(given["shear"])
    cosine, sine = np.cos(theta), np.sin(theta)
    turned = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    moved = np.array([[1, 0, given["tx"]], [0, 1, given["ty"]], [0, 0, 1]])
    sheared = np.array([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    whole = turned @ moved @ sheared @ np.diag([given["zx"], given["zy"], 1.0])
    return None if np.array_equal(whole, np.eye(3)) else whole


def _brightened(image: NDArray[Any], factor: float) -> NDArray[Any]:
    from PIL import ImageEnhance

    low, high = float(image.min()), float(image.max())
    is_scaled = low < 0 or high > 255
    picture = ImageEnhance.Brightness(array_to_img(image, is_scaled)).enhance(factor)
    values = img_to_array(picture)
    return values / 255 * (high - low) + low if is_scaled else values
