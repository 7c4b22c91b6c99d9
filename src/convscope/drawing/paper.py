"""A photograph's paper: its colour, how dark each place is against it, how noisy it is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.whole_numbers import (
    Whole,
    close_square,
    quantile,
    quantile_around,
    tile_quantiles,
)

PAPER = 1000
"""What paper of the usual colour measures; ink measures less."""


def brightness_of_paper(planes: Sequence[NDArray[np.uint8]], is_bright_ink: bool) -> Whole:
    """Returns how bright each place is against paper: about 1000 on paper, less on ink.

    Of the channels the one that differs most from the paper counts, so yellow ink on white is as
    dark as its blue channel, and green ink on red paper as its red one.

    Args:
        planes: Channels, each uint8 (height, width).
        is_bright_ink: Whether ink is brighter than paper; the picture is then turned over.
    """
    channels = [plane.astype(np.int64) for plane in planes]
    if is_bright_ink:
        channels = [255 - channel for channel in channels]
    ratios = [channel * PAPER // max(1, quantile(channel, 500)) for channel in channels]
    return np.minimum.reduce(ratios).astype(np.int32)


def ink_density(brightness: Whole, length: int) -> Whole:
    """Returns how much darker than the paper around each place is, in thousandths.

    Paper is what remains when everything narrower than `length` is filled. The edge of a shadow,
    of a table or of a thumb is followed exactly, and slow changes of light too.
    """
    paper = np.maximum(close_square(brightness, length), 1)
    return (paper - brightness) * 1000 // paper


MOST_NOISE = 120
"""No paper is noisier, in thousandths; what is denser is ink."""

TILES = 16
"""Noise is measured in so many tiles along the longer side."""


def paper_noise(density: Whole) -> Whole:
    """Returns the density that paper around each place rarely exceeds, (height, width).

    Half of a tile keeps to it, in the first quarter of the tiles around, so that thick ink does
    not count. The grain of a table raises it where the table is.
    """
    height, width = density.shape
    side = -(-max(height, width) // TILES)
    levels = np.minimum(quantile_around(tile_quantiles(density, side, 500), 2, 250), MOST_NOISE)
    return np.repeat(np.repeat(levels, side, 0), side, 1)[:height, :width]
