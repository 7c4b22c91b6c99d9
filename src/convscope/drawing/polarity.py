"""Whether the ink of a photograph is brighter or darker than its paper."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.whole_numbers import Whole, block_means, local_mean

DIVISORS = (16, 8, 4)
"""Each place is compared with the mean as far around as the longer side divided by these."""

REDUCTION = 3
"""Pixels along the side of a block; the strokes that decide are wider than a pixel."""

CERTAIN = 0.75
"""Of the deviations, so much more lies on one side where there is no doubt."""


def polarity_of_ink(planes: Sequence[NDArray[np.uint8]]) -> tuple[bool, bool]:
    """Returns whether ink is brighter than paper, and whether that is beyond doubt.

    Ink is narrow, so it deviates more from the mean around it than paper does. The reach decides
    at which most deviations lie on one side: within thick strokes a near mean is that of ink, and
    a far one is changed by shadows. The fifth power weighs ink more than their edges.

    Args:
        planes: Channels, each uint8 (height, width).
    """
    reduction = REDUCTION if min(planes[0].shape) >= 16 * REDUCTION else 1
    channels = [block_means(plane.astype(np.int64), reduction) for plane in planes]
    side = max(channels[0].shape)
    skews = [_skew(channels, max(1, side // divisor)) for divisor in DIVISORS]
    strongest = max(skews, key=abs)
    return strongest > 0, abs(strongest) >= CERTAIN


def _skew(channels: Sequence[Whole], reach: int) -> float:
    """From −1, where all deviations are towards dark, to 1; 0 where there are none."""
    skew = total = 0
    for channel in channels:
        away = channel - local_mean(channel, reach)
        small = np.abs(away) // 3  # its fifth powers add up to below 2⁵³
        powers = small**5
        skew += int((np.sign(away) * powers).sum())
        total += int(powers.sum())
    return skew / max(total, 1)
