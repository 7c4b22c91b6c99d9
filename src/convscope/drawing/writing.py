"""Where the writing is in a photograph: paper, lines and surroundings told from ink.

`web/core/drawing/writing.js` does the same arithmetic in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.doubt import are_doubtful
from convscope.drawing.grouping import Group, in_reading_order
from convscope.drawing.paper import brightness_of_paper, ink_density
from convscope.drawing.polarity import polarity_of_ink
from convscope.drawing.raster_ink import NEARLY_FULL
from convscope.drawing.readings import DIVISORS, Reading, choose_reading, read_ink
from convscope.drawing.ruled_lines import remove_lines
from convscope.drawing.whole_numbers import Whole, blurred, quantile

LEAST_ALONE = 120
"""Ink that only one reading shows takes away at least so many thousandths of the light."""


@dataclass(frozen=True)
class Character:
    """Ink of one character.

    Attributes:
        ink: uint8 (rows, columns), ink 255 on 0, one pixel of paper around it.
        top: Row of its first row in the picture, −1 where that lies just outside.
        left: Column of its first column.
    """

    ink: NDArray[np.uint8]
    top: int
    left: int


@dataclass(frozen=True)
class Writing:
    """The characters of a picture, in reading order.

    Attributes:
        characters: At least one.
        is_bright: Whether the ink is brighter than the paper.
        is_sure: Whether it is beyond doubt what is ink and where a character ends.
    """

    characters: tuple[Character, ...]
    is_bright: bool
    is_sure: bool


def find_writing(
    planes: Sequence[NDArray[np.uint8]], at_border: bool = False, is_spread: bool = False
) -> Writing | None:
    """Finds the characters of a photograph, or returns None where there are none.

    Where it is in doubt whether ink is brighter or darker than paper, both are read, and what more
    readings agree on is taken.

    Args:
        planes: Channels, each uint8 (height, width).
        at_border: Whether ink may touch the border; what touches it is else a table or a thumb.
        is_spread: Whether all ink is one character.
    """
    is_bright, is_certain = polarity_of_ink(planes)
    read = _read(planes, is_bright, at_border)
    if not is_certain:
        read = max(read, _read(planes, not is_bright, at_border), key=lambda each: each.weight)
    best, num_agreeing = read.best, read.num_agreeing
    if not best.characters or best.is_only_noise:
        return None
    if num_agreeing == 1 and (at_border or best.is_faint or best.full < LEAST_ALONE):
        return None
    if at_border and (best.is_faint or not best.is_cut):
        return None
    sharp = ink_density(read.brightness, best.length)
    characters = in_reading_order(best.characters)
    is_sure = (
        not at_border
        and num_agreeing > 1
        and 5 * best.others <= best.mass
        and not best.is_faint
        and not are_doubtful(characters, sharp.shape, is_spread)
    )
    inks = tuple(_ink_of(group, best, sharp) for group in characters)
    return Writing(inks, read.is_bright, is_sure)


@dataclass(frozen=True)
class _Read:
    """A picture read for ink that is bright, or dark, and how many readings agree on it."""

    brightness: Whole
    is_bright: bool
    best: Reading
    num_agreeing: int

    @property
    def weight(self) -> tuple[int, int]:
        """What is larger is more likely to be ink."""
        return self.num_agreeing, self.best.mass * self.best.full


def _read(planes: Sequence[NDArray[np.uint8]], is_bright: bool, at_border: bool) -> _Read:
    brightness = remove_lines(brightness_of_paper(planes, is_bright))
    soft = blurred(brightness)
    side = max(soft.shape)
    readings = [read_ink(soft, side // divisor | 1, at_border) for divisor in DIVISORS]
    return _Read(brightness, is_bright, *choose_reading(readings))


def joined(characters: Sequence[Character]) -> Character:
    """Returns several characters as one."""
    if len(characters) == 1:
        return characters[0]
    top, left = min(c.top for c in characters), min(c.left for c in characters)
    height = max(c.top + c.ink.shape[0] for c in characters) - top
    width = max(c.left + c.ink.shape[1] for c in characters) - left
    ink = np.zeros((height, width), np.uint8)
    for each in characters:
        rows, columns = each.ink.shape
        part = ink[each.top - top :][:rows, each.left - left :][:, :columns]
        np.maximum(part, each.ink, out=part)
    return Character(ink, top, left)


def _ink_of(group: Group, reading: Reading, sharp: Whole) -> Character:
    """The ink of one character, between the noise of the paper and its own full density."""
    height, width = sharp.shape
    top, left, bottom, right = group.top - 1, group.left - 1, group.bottom + 1, group.right + 1
    rows = slice(max(0, top), min(height, bottom))
    columns = slice(max(0, left), min(width, right))
    is_own = np.isin(reading.labels[rows, columns], [piece.label for piece in group.pieces])
    density, noise = sharp[rows, columns], reading.noise[rows, columns]
    is_clean = quantile(reading.noise, 500) == 0
    floor = np.zeros_like(noise) if is_clean else 3 * noise
    full = quantile(density[is_own], 900)
    if is_clean and full * 255 >= NEARLY_FULL * 1000:
        full = 1000
    share = np.clip((density - floor) * 255 // np.maximum(full - floor, 1), 0, 255)
    ink = np.zeros((bottom - top, right - left), np.uint8)
    part = ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    part[:] = np.where(_grown(is_own), share, 0)
    return Character(ink, top, left)


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask and all neighbours of its pixels."""
    padded = np.pad(mask, 1)
    down = padded[:-2] | padded[1:-1] | padded[2:]
    return down[:, :-2] | down[:, 1:-1] | down[:, 2:]
