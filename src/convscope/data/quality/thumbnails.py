"""Images at one small size, whatever size they come in: verdicts on them do not depend on it."""

from functools import cache

import numpy as np

from convscope.arrays import Images, Numbers

SIDE = 32
"""Images are compared over 32×32 cells, so that compression and grain hardly count."""

LUMA = (0.299, 0.587, 0.114)
"""Shares of red, green and blue in grey. Source: ITU-R BT.601, what Pillow and cameras use."""

SURROUNDINGS = 9
"""Cells across over which detail is measured against its surroundings."""

LEAST_CONTRAST = 0.03
"""Contrast below which a region counts as empty, of full scale."""

_BLOCK = 500


@cache
def averaging(length: int, cells: int) -> Numbers:
    """Returns the matrix that averages a line of pixels over cells of equal width.

    A cell takes the share of each pixel that lies in it: 64 pixels that repeat 32 give the cells
    that the 32 give.

    Returns:
        float32 (cells, length), rows of sum 1.
    """
    edges = np.linspace(0, length, cells + 1)
    pixels = np.arange(length)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    overlap = np.clip(overlap, 0, None)
    return (overlap / overlap.sum(1, keepdims=True)).astype(np.float32)


def thumbnails(images: Images, side: int = SIDE) -> Numbers:
    """Returns images averaged over `side` × `side` cells, 0–1.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
        side: Rows and columns.

    Returns:
        float32 (number, side, side, channels).
    """
    rows, columns = (averaging(length, side) for length in images.shape[1:3])
    result = np.empty((len(images), side, side, images.shape[3]), np.float32)
    for start in range(0, len(images), _BLOCK):
        block = images[start : start + _BLOCK].astype(np.float32)
        number, height, width, channels = block.shape
        block = rows @ block.reshape(
            number, height, width * channels
        )  # (n, side, width × channels)
        block = columns @ block.reshape(
            number * side, width, channels
        )  # (n × side, side, channels)
        result[start : start + _BLOCK] = block.reshape(number, side, side, channels)
    result /= 255
    return result


def to_grey(values: Numbers) -> Numbers:
    """Returns (..., channels) as (...): brightness for three channels, else the mean."""
    if values.shape[-1] == 3:
        return values @ np.array(LUMA, np.float32)
    return values.mean(-1, dtype=np.float32)


def blocks_of(values: Numbers, factor: int) -> Numbers:
    """Returns the means of `factor` × `factor` cells: float32 (n, side, side, …) made smaller."""
    number, side = values.shape[:2]
    parts = values.reshape(
        number, side // factor, factor, side // factor, factor, *values.shape[3:]
    )
    return parts.mean((2, 4), dtype=np.float32)


def local_detail(grey: Numbers) -> Numbers:
    """Returns how each cell differs from its surroundings, measured by the contrast there.

    Bright and dark, strong and faint regions count alike, and so does a region without much in it.

    Args:
        grey: float32 (number, rows, columns), 0–1.

    Source: Jarrett et al., "What is the Best Multi-Stage Architecture for Object Recognition?",
    ICCV 2009 (local contrast normalization).
    """
    from scipy.ndimage import uniform_filter

    difference = grey - uniform_filter(grey, SURROUNDINGS, mode="reflect", axes=(1, 2))
    squares = difference * difference
    contrast = uniform_filter(squares, SURROUNDINGS, mode="reflect", axes=(1, 2))
    return difference / np.sqrt(contrast + LEAST_CONTRAST**2)
