"""Pairs of pictures that are alike without being moved: every pair is compared, none is guessed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers
from convscope.data.quality.candidates import unit_vectors
from convscope.data.quality.picture_set import COLOURED, EMPTY, PictureSet
from convscope.data.quality.thumbnails import blocks_of

MOST_DIFFERENCE = 0.05
"""Root of the mean squared difference up to which two pictures are near each other, 0–1."""

MOST_SHARE = 0.6
"""The same as a share of the picture's own contrast: two nearly white sheets are not alike."""

SAME_PICTURE = 0.08
"""What may be left, as a share of the own contrast, if two are the same picture in other light."""

SAME_COLOURS = 0.3
"""The same over all colour channels."""

_BLOCK = 2048
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Near:
    """Pairs that are alike as they lie.

    Attributes:
        first: int64 (pairs,): places of pictures.
        second: int64 (pairs,): places of others, larger ones.
        difference: float32 (pairs,): root of the mean squared difference, 0–1.
        share: float32 (pairs,): the same as a share of the contrast of the fainter one.
        misfit: float32 (pairs,): what is left in grey once the light is made equal, as a share of
            the contrast.
        same: bool (pairs,): whether both are the same picture but for light, grain and grey.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    difference: Numbers
    share: Numbers
    misfit: Numbers
    same: NDArray[np.bool_]


def find_near(pictures: PictureSet) -> Near:
    """Returns all pairs of different pictures that are near each other, or the same in other light.

    The mean of 4×4 cells can only bring two pictures closer together, so no pair within
    `MOST_DIFFERENCE` is lost by looking at 8×8 cells first.
    """
    channels = pictures.small.shape[3]
    coarse = blocks_of(pictures.small.astype(np.float32) / 255, 4).reshape(len(pictures), -1)
    shape = unit_vectors(blocks_of(pictures.grey, 2))
    lengths = (coarse * coarse).sum(1)
    limit = MOST_DIFFERENCE**2 * 64 * channels * (1 + 1e-4) + 1e-4
    shows = pictures.contrast >= EMPTY
    found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    total = 0
    for top in range(0, len(pictures), _BLOCK):
        for left in range(top, len(pictures), _BLOCK):
            rows, columns = slice(top, top + _BLOCK), slice(left, left + _BLOCK)
            squares = lengths[rows, None] + lengths[columns] - 2 * coarse[rows] @ coarse[columns].T
            is_near = squares <= limit
            is_near |= shape[rows] @ shape[columns].T >= 1 - SAME_PICTURE**2
            is_near &= shows[rows, None] & shows[columns]
            row, column = np.nonzero(is_near)
            first, second = row + top, column + left
            is_pair = first < second
            found.append((first[is_pair], second[is_pair]))
            total += len(found[-1][0])
        if total > _MOST_PAIRS:
            break
    pairs = [np.concatenate(side) for side in zip(*found, strict=True)]
    parts = [
        _measure(pictures, pairs[0][start : start + 20_000], pairs[1][start : start + 20_000])
        for start in range(0, max(len(pairs[0]), 1), 20_000)
    ]
    names = ("first", "second", "difference", "share", "misfit", "same")
    return Near(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _measure(pictures: PictureSet, first: NDArray[np.int64], second: NDArray[np.int64]) -> Near:
    one, other = (pictures.small[s].astype(np.float32) / 255 for s in (first, second))
    difference = np.sqrt(((one - other) ** 2).mean((1, 2, 3)))
    contrast = np.minimum(one.std((1, 2, 3)), other.std((1, 2, 3)))
    share = difference / np.maximum(contrast, 1e-6)
    misfit = light_free(pictures.grey[first], pictures.grey[second])
    colours = light_free(one, other)
    both = (pictures.colour[first] > COLOURED) & (pictures.colour[second] > COLOURED)
    same = (misfit <= SAME_PICTURE) & (~both | (colours <= SAME_COLOURS))
    kept = same | ((difference <= MOST_DIFFERENCE) & (share <= MOST_SHARE))
    return Near(first[kept], second[kept], difference[kept], share[kept], misfit[kept], same[kept])


def light_free(one: Numbers, other: Numbers) -> Numbers:
    """Returns what is left of pictures once the others, in their light, are taken away.

    Returns:
        float32 (pairs,): 0 for equal ones, 1 for ones that have nothing to do with each other.
    """
    first, second = unit_vectors(one), unit_vectors(other)
    correlation = np.clip((first * second).sum(1), 0, 1)
    return np.sqrt(1 - correlation**2)
