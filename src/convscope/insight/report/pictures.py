"""Small pictures as data URIs: images, heat maps over images, mosaics of numbers."""

import io
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Image
from convscope.charts.canvas import diverging, mosaic, rising

MOST_PIXELS = 40
"""Images with longer sides are photographs to the eye: shown smaller, and as JPEG."""

PHOTO_SIDE = 112
"""Longest side of a photograph in the page, in pixels."""


def picture(image: Image) -> str:
    """Returns an image as a data URI.

    Args:
        image: uint8 (height, width, channels), 0–255; 1 or 3 channels, others are averaged.
    """
    from PIL import Image as Pillow

    pixels = image[..., 0] if image.shape[2] == 1 else image
    if pixels.ndim == 3 and pixels.shape[2] != 3:
        pixels = pixels.mean(2).astype(np.uint8)
    shown = Pillow.fromarray(np.ascontiguousarray(pixels))
    if max(shown.size) <= MOST_PIXELS:
        return _png(shown)
    shown.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    file = io.BytesIO()
    shown.save(file, "JPEG", quality=82, optimize=True)
    return f"data:image/jpeg;base64,{b64encode(file.getvalue()).decode()}"


def dimmed(image: Image, window: tuple[int, int, int, int]) -> Image:
    """Returns an image that is faint outside a window.

    Args:
        image: uint8 (height, width, channels), 0–255.
        window: Top, bottom, left, right in pixels; bottom and right are not part of it.
    """
    top, bottom, left, right = window
    faint = (0.3 * image.astype(np.float32) + 0.7 * 128).astype(np.uint8)
    faint[top:bottom, left:right] = image[top:bottom, left:right]
    return faint


def heat_over(image: Image, values: NDArray[np.float32], is_signed: bool) -> str:
    """Returns a heat map over the faint image as a data URI.

    Args:
        image: uint8 (height, width, channels), 0–255.
        values: float32 (height, width); the strongest hundredth of the pixels is cut off.
        is_signed: Whether blue stands for values below 0.
    """
    from PIL import Image as Pillow

    limit = float(np.quantile(np.abs(values), 0.99)) or float(np.abs(values).max()) or 1.0
    shares = np.clip(values / limit, -1 if is_signed else 0, 1)
    colors = diverging()(0.5 + shares / 2) if is_signed else rising()(shares)
    grey = 1 - 0.35 * (1 - image.mean(2) / 255)  # 0.65–1: the image stays in sight under the heat
    strength = np.abs(shares)[..., None] ** 0.7
    mixed = strength * np.asarray(colors)[..., :3] + (1 - strength) * grey[..., None]
    shown = Pillow.fromarray((mixed * 255).round().astype(np.uint8))
    if max(shown.size) > PHOTO_SIDE:
        shown.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    return _png(shown)


def numbers_mosaic(tiles: NDArray[Any], columns: int, limit: float, is_signed: bool) -> str:
    """Returns arrays of numbers side by side as colours, the gaps transparent.

    Args:
        tiles: float32 (number, height, width).
        columns: Tiles in a row.
        limit: The value that gets the strongest colour.
        is_signed: Whether blue stands for values below 0, white for 0.
    """
    canvas = mosaic(tiles, columns, max(1, round(tiles.shape[1] / 5)))
    shares = np.clip(canvas / (limit or 1.0), -1, 1)
    colors = diverging()(0.5 + shares / 2) if is_signed else rising()(shares)
    return _with_gaps(np.asarray(colors)[..., :3], np.isnan(canvas))


def colors_mosaic(tiles: NDArray[Any], columns: int) -> str:
    """Returns colour pictures side by side, the gaps transparent.

    Args:
        tiles: float32 (number, height, width, 3), 0–1.
        columns: Tiles in a row.
    """
    canvas = mosaic(tiles, columns, max(1, round(tiles.shape[1] / 5)))
    return _with_gaps(np.nan_to_num(canvas).clip(0, 1), np.isnan(canvas[..., 0]))


def _with_gaps(colors: NDArray[Any], is_gap: NDArray[np.bool_]) -> str:
    from PIL import Image as Pillow

    pixels = np.zeros((*is_gap.shape, 4), np.uint8)
    pixels[..., :3] = (colors * 255).round()
    pixels[..., 3] = np.where(is_gap, 0, 255)
    return _png(Pillow.fromarray(pixels))


def _png(image: Any) -> str:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
