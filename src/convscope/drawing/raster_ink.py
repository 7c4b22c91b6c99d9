"""A picture of a character (photograph, scan, screenshot, data set image) to ink 255 on paper 0."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError

LEAST_CONTRAST = 32
"""Ink and paper nearer than this, of 255, count as blank paper."""

NEARLY_FULL = 192
"""Ink on clean paper that is this bright is not made brighter."""


@dataclass(frozen=True)
class RasterInk:
    """Ink found in a picture.

    Args:
        ink: uint8 (height, width), ink 255 on 0.
        is_inverted: Whether the picture was dark ink on light paper.
    """

    ink: NDArray[np.uint8]
    is_inverted: bool


def find_ink(picture: NDArray[np.uint8]) -> RasterInk | None:
    """Tells ink from paper, or returns None for blank paper.

    The grey level that best separates two classes (Otsu) splits the picture; paper is the class
    that holds more of the border and the whole. Paper and its noise become 0 and full ink,
    the level that nine tenths of it stay within, 255. A clean image comes back as it was.

    Args:
        picture: uint8 (height, width), (height, width, 1) or (height, width, 3), any size.

    Raises:
        ConvscopeError: Another shape or dtype.

    Source:
        N. Otsu, A threshold selection method from gray-level histograms, 1979.
    """
    grey = to_grey(picture)
    histogram = np.bincount(grey.ravel(), minlength=256).tolist()
    threshold = _separating_level(histogram)
    is_bright = grey > threshold
    border = np.concatenate([is_bright[0], is_bright[-1], is_bright[1:-1, 0], is_bright[1:-1, -1]])
    bright_share = int(is_bright.sum()) / is_bright.size + int(border.sum()) / border.size
    is_inverted = bright_share > 1
    if is_inverted:
        grey = 255 - grey
        histogram = histogram[::-1]
        threshold = 254 - threshold
    paper_classes, ink_classes = histogram[: threshold + 1], histogram[threshold + 1 :]
    if not sum(ink_classes) or not sum(paper_classes):
        return None
    floor = _paper_level(paper_classes)
    full = threshold + 1 + _quantile(ink_classes, 0.9)
    if full - floor < LEAST_CONTRAST:
        return None
    if floor == 0 and full >= NEARLY_FULL:
        full = 255
    stretched = np.clip((grey.astype(np.float64) - floor) / (full - floor), 0.0, 1.0)
    return RasterInk(np.floor(stretched * 255 + 0.5).astype(np.uint8), is_inverted)


def to_grey(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Returns a picture's brightness, uint8 (height, width), 0–255.

    Source:
        The luma weights 0.299, 0.587, 0.114 of ITU-R BT.601.
    """
    array = np.asarray(picture)
    is_picture = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (1, 3))
    if array.dtype != np.uint8 or not is_picture or array.size == 0:
        raise ConvscopeError(
            f"A picture is {array.dtype} with shape {array.shape}.",
            "Expected uint8 (height, width), (height, width, 1) or (height, width, 3), 0–255.",
            "Convert it, for instance with np.asarray(Image.open(path).convert('L')).",
        )
    if array.ndim == 2:
        return array
    if array.shape[2] == 1:
        return array[:, :, 0]
    red, green, blue = np.moveaxis(array.astype(np.int64), 2, 0)
    return ((299 * red + 587 * green + 114 * blue + 500) // 1000).astype(np.uint8)


def channels_of(picture: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Returns the channels of a picture, each uint8 (height, width); one where all are equal."""
    if picture.ndim == 2:
        return [picture]
    planes = list(np.moveaxis(picture, 2, 0))
    is_grey = all(np.array_equal(plane, planes[0]) for plane in planes[1:])
    return planes[:1] if is_grey else planes


def is_clean(grey: NDArray[np.uint8]) -> bool:
    """Returns whether a quarter of a picture is of one level: computed, not photographed."""
    return 4 * int(np.bincount(grey.ravel(), minlength=256).max()) >= grey.size


def _paper_level(histogram: list[int]) -> int:
    """The level up to which everything is paper.

    Paper of which a quarter is as dark as can be is clean. Else its noise is judged from below
    its median, because above it may lie the soft edges of ink.
    """
    darkest, lower = _quantile(histogram, 1e-9), _quantile(histogram, 0.25)
    if lower == darkest:
        return darkest
    middle = _quantile(histogram, 0.5)
    return middle + 4 * (middle - lower)


def _separating_level(histogram: list[int]) -> int:
    """The level with the largest variance between the pixels up to it and those above it."""
    total = sum(histogram)
    total_sum = sum(level * count for level, count in enumerate(histogram))
    best_level, best_variance = 0, -1.0
    below = below_sum = 0
    for level, count in enumerate(histogram):
        below += count
        below_sum += level * count
        above = total - below
        if below == 0 or above == 0:
            continue
        gap = below_sum / below - (total_sum - below_sum) / above
        variance = (below / total) * (above / total) * gap * gap
        if variance > best_variance:
            best_level, best_variance = level, variance
    return best_level


def _quantile(histogram: list[int], share: float) -> int:
    """The lowest level that at least `share` of the pixels do not exceed."""
    wanted = sum(histogram) * share
    seen = 0
    for level, count in enumerate(histogram):
        seen += count
        if seen >= wanted:
            return level
    return len(histogram) - 1
