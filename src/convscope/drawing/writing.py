"""Where the writing is in a photograph: paper, lines and surroundings told from ink.

`web/core/drawing/writing.js` does the same arithmetic in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.grouping import Group, group_pieces, in_reading_order, is_dot
from convscope.drawing.paper import brightness_of_paper, ink_density, paper_noise
from convscope.drawing.pieces import Piece, find_pieces
from convscope.drawing.raster_ink import NEARLY_FULL
from convscope.drawing.ruled_lines import remove_lines
from convscope.drawing.whole_numbers import Whole, blurred, quantile

DIVISORS = (24, 12, 6, 3)
"""Strokes are taken to be narrower than the longer side divided by each of these in turn."""


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


@dataclass(frozen=True)
class _Reading:
    """What is found where strokes are taken to be narrower than `length` pixels."""

    labels: Whole
    characters: tuple[Group, ...]
    others: int
    noise: Whole
    length: int
    full: int

    @property
    def mass(self) -> int:
        return self.characters[0].mass if self.characters else 0


def find_writing(
    planes: Sequence[NDArray[np.uint8]], is_bright: bool | None = None, at_border: bool = False
) -> Writing | None:
    """Finds the characters of a photograph, or returns None where there are none.

    Args:
        planes: Channels, each uint8 (height, width).
        is_bright: Whether ink is brighter than paper; None finds it out.
        at_border: Whether ink may touch the border; what touches it is else a table or a thumb.
    """
    brightness, is_bright = brightness_of_paper(planes, is_bright)
    brightness = remove_lines(brightness)
    soft = blurred(brightness)
    side = max(soft.shape)
    readings = [_read(soft, side // divisor | 1, at_border) for divisor in DIVISORS]
    best, num_agreeing = _choose(readings)
    is_faint = best.full < 6 * quantile(best.noise, 500)
    if not best.characters or (num_agreeing == 1 and (is_faint or at_border)):
        return None
    sharp = ink_density(brightness, best.length)
    characters = in_reading_order(best.characters)
    is_sure = (
        not at_border
        and num_agreeing > 1
        and 5 * best.others <= best.mass
        and 16 * best.characters[0].extent >= side
        and not is_faint
        and not _are_crowded(characters)
    )
    inks = tuple(_ink_of(group, best, sharp) for group in characters)
    return Writing(inks, is_bright, is_sure)


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


def _read(soft: Whole, length: int, at_border: bool) -> _Reading:
    """Finds ink twice: by the noise of the paper, then by what the largest character measures."""
    density = ink_density(soft, length)
    noise = paper_noise(density)
    side = max(density.shape)
    low, high, full = 2 * noise + 15, 3 * noise + 25, 0
    labels, groups = _groups(density, low, high, side // 25, at_border)
    if groups:
        largest = groups[0].largest
        full = quantile(density[labels == largest.label], 750)
        low, high = np.maximum(low, full * 35 // 100), np.maximum(high, full // 2)
        labels, groups = _groups(density, low, high, side // 32, at_border)
    characters = tuple(group for group in groups if _is_like(group, groups[0]))
    others = sum(group.mass for group in groups) - sum(group.mass for group in characters)
    return _Reading(labels, characters, others, noise, length, full)


def _groups(
    density: Whole, low: Whole, high: Whole, least: int, at_border: bool
) -> tuple[Whole, list[Group]]:
    """Labels of the pieces, and what may be characters, the one with the most ink first."""
    labels, pieces = find_pieces(density, low, high, least)
    shape = density.shape
    inner = [p for p in pieces if not _is_frame(p, shape) and (at_border or _is_inside(p, shape))]
    groups = [group for group in group_pieces(inner) if not is_dot(group.largest)]
    return labels, sorted(groups, key=lambda group: -group.mass)


def _choose(readings: Sequence[_Reading]) -> tuple[_Reading, int]:
    """The reading with which most others agree, and how many do; it has the least beside it.

    Where the length is below the width of strokes only fragments are seen; where it is far above,
    corners of shadows too.
    """

    def agreeing(one: _Reading) -> list[_Reading]:
        return [r for r in readings if r.mass and 100 * abs(r.mass - one.mass) <= 7 * one.mass]

    best = max(readings, key=lambda one: (len(agreeing(one)), one.mass))
    same = agreeing(best)
    return min(same, key=lambda one: one.others, default=best), len(same)


def _ink_of(group: Group, reading: _Reading, sharp: Whole) -> Character:
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


def _is_like(group: Group, main: Group) -> bool:
    """Whether a group has about the size, the ink and the pen of the largest."""
    return (
        100 * group.extent >= 45 * main.extent
        and 100 * group.mass >= 8 * main.mass
        and 5 * group.largest.width >= 2 * main.largest.width
        and 2 * group.largest.width <= 5 * main.largest.width
    )


def _are_crowded(groups: Sequence[Group]) -> bool:
    """Whether two characters may as well be parts of one."""
    for index, one in enumerate(groups):
        for other in groups[:index]:
            across = max(one.left, other.left) - min(one.right, other.right)
            down = max(one.top, other.top) - min(one.bottom, other.bottom)
            if 10 * max(across, down) < max(one.extent, other.extent):
                return True
    return False


def _is_inside(piece: Piece, shape: tuple[int, ...]) -> bool:
    """Whether a piece keeps away from the border of the picture."""
    return (
        piece.top > 1
        and piece.left > 1
        and piece.bottom < shape[0] - 1
        and piece.right < shape[1] - 1
    )


def _is_frame(piece: Piece, shape: tuple[int, ...]) -> bool:
    """Whether a piece is a large printed box."""
    height, width = piece.bottom - piece.top, piece.right - piece.left
    return piece.has_corners and 4 * height > shape[0] and 4 * width > shape[1]
