"""Bringing pictures to a size the way that Keras' data sets do, without antialiasing.

Every kind is a weighted sum along rows, then along columns. Our own pictures are scaled by Pillow,
which looks better when they shrink; here the numbers have to be those of the other program.
"""

from collections.abc import Callable
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Image

Kernel = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _cubic(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keys' cubic, a = −1/2."""
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1
    far = ((-0.5 * x + 2.5) * x - 4) * x + 2
    return np.where(x <= 1, near, np.where(x < 2, far, 0))


def _mitchell(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mitchell and Netravali's cubic, B = C = 1/3."""
    x = np.abs(x)
    near = ((7 * x - 12) * x * x + 16 / 3) / 6
    far = (((-7 / 3 * x + 12) * x - 20) * x + 32 / 3) / 6
    return np.where(x < 1, near, np.where(x < 2, far, 0))


def _lanczos(radius: int) -> Kernel:
    return lambda x: np.where(np.abs(x) < radius, np.sinc(x) * np.sinc(x / radius), 0)


def _triangle(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(1 - np.abs(x), 0)


def _gaussian(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(x) < 1.5, np.exp(-2 * x * x), 0)


KERNELS: dict[str, tuple[float, Kernel]] = {
    "bilinear": (1, _triangle),
    "bicubic": (2, _cubic),
    "gaussian": (1.5, _gaussian),
    "lanczos3": (3, _lanczos(3)),
    "lanczos5": (5, _lanczos(5)),
    "mitchellcubic": (2, _mitchell),
}
"""Radius in pixels and weight by distance. Source: TensorFlow's documentation of `tf.image`."""

BLURRING = ("gaussian", "mitchellcubic")
"""Kinds that change a picture which has the size already."""

INTERPOLATIONS = ("area", "nearest", *KERNELS)
"""What `interpolation` may be."""


def resize(pixels: Image, size: tuple[int, int], interpolation: str) -> Image:
    """Returns a picture in another size, stretched.

    Args:
        pixels: uint8 (height, width, channels), 0–255.
        size: (height, width) wanted.
        interpolation: One of `INTERPOLATIONS`.

    Returns:
        uint8 (*size, channels): rounded, and cut off at 0 and 255, where Keras leaves fractions.
    """
    if pixels.shape[:2] == size and interpolation not in BLURRING:
        return pixels
    rows = weights(pixels.shape[0], size[0], interpolation)
    columns = weights(pixels.shape[1], size[1], interpolation)
    scaled = np.einsum("rh,hwc->rwc", rows, pixels.astype(np.float64), optimize=True)
    scaled = np.einsum("cw,rwk->rck", columns, scaled, optimize=True)
    return scaled.round().clip(0, 255).astype(np.uint8)


def weights(old: int, new: int, interpolation: str) -> NDArray[np.float64]:
    """Returns how much each old pixel along an axis counts for each new one.

    Args:
        old: Pixels along the axis.
        new: Pixels wanted.
        interpolation: One of `INTERPOLATIONS`.

    Returns:
        float64 (new, old); every row adds up to 1.
    """
    scale, result = old / new, np.zeros((new, old))
    for index in range(new):
        if interpolation == "nearest":
            result[index, min(floor((index + 0.5) * scale), old - 1)] = 1
        elif interpolation == "area":
            begin, end = index * scale, (index + 1) * scale
            places = np.arange(floor(begin), min(ceil(end), old))
            result[index, places] = np.minimum(places + 1, end) - np.maximum(places, begin)
        else:
            radius, kernel = KERNELS[interpolation]
            middle = (index + 0.5) * scale
            first = max(ceil(middle - radius - 0.5), 0)
            last = min(floor(middle + radius - 0.5), old - 1)
            places = np.arange(first, last + 1)
            distances = (places + (0.5 - middle)).astype(np.float64)
            result[index, places] = kernel(distances)
    return result / result.sum(1, keepdims=True)


def cropped_to_aspect(pixels: Image, size: tuple[int, int]) -> Image:
    """Returns the middle of a picture in the proportions of a size."""
    height, width = pixels.shape[:2]
    rows = min(height, int(width * size[0] / size[1]))
    columns = min(width, int(height * size[1] / size[0]))
    top, left = (height - rows) // 2, (width - columns) // 2
    return pixels[top : top + max(rows, 1), left : left + max(columns, 1)]


def padded_to_aspect(pixels: Image, size: tuple[int, int]) -> Image:
    """Returns a picture with black margins that bring it to the proportions of a size."""
    height, width = pixels.shape[:2]
    rows = max(height, int(width * size[0] / size[1]))
    columns = max(width, int(height * size[1] / size[0]))
    top, left = (rows - height) // 2, (columns - width) // 2
    margins = ((top, rows - height - top), (left, columns - width - left), (0, 0))
    return np.pad(pixels, margins)
