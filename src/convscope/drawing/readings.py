"""What may be ink in a photograph, read with several lengths; the reading that others confirm."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convscope.drawing.grouping import Group, group_pieces, is_dot
from convscope.drawing.paper import ink_density, paper_noise
from convscope.drawing.pieces import Piece, find_pieces, is_frame
from convscope.drawing.whole_numbers import Whole, quantile

DIVISORS = (24, 12, 6, 3)
"""Strokes are taken to be narrower than the longer side divided by each of these in turn."""

LEVELS = (100, 300)
"""Densities, in thousandths, above which ink is looked for that hangs together with a shadow."""

LEAST_DENSITY = 50
"""Ink takes away at least so many thousandths of the light."""


@dataclass(frozen=True)
class Reading:
    """What is found where strokes are taken to be narrower than a length.

    Attributes:
        labels: Which piece each pixel belongs to, (height, width).
        characters: The one with the most ink first.
        others: Mass of what is no character.
        noise: Density that paper around each place rarely exceeds, (height, width).
        length: That length in pixels.
        full: Density of the first character's ink, in thousandths.
    """

    labels: Whole
    characters: tuple[Group, ...]
    others: int
    noise: Whole
    length: int
    full: int

    @property
    def mass(self) -> int:
        """Mass of the first character."""
        return self.characters[0].mass if self.characters else 0

    @property
    def noise_around(self) -> int:
        """The noise of the paper around the first character."""
        first = self.characters[0]
        return quantile(self.noise[first.top : first.bottom, first.left : first.right], 500)

    @property
    def is_faint(self) -> bool:
        """Whether ink is hardly denser than the noise of the paper around it."""
        return self.full < 6 * self.noise_around

    @property
    def is_only_noise(self) -> bool:
        """Whether what was found is no denser than uneven paper."""
        return self.full < max(LEAST_DENSITY, 5 * self.noise_around)

    @property
    def is_cut(self) -> bool:
        """Whether the first character touches the border of the picture."""
        return not all(_is_inside(piece, self.labels.shape) for piece in self.characters[0].pieces)


def read_ink(soft: Whole, length: int, at_border: bool) -> Reading:
    """Finds ink twice: by the noise of the paper, then by what the largest character measures.

    Args:
        soft: Brightness, about 1000 on paper, (height, width).
        length: Wider than strokes, in pixels.
        at_border: Whether ink may touch the border.
    """
    density = ink_density(soft, length)
    noise = paper_noise(density)
    side = max(density.shape)
    labels, groups, full = _darkest_groups(density, noise, at_border)
    if groups:
        least = min(side // 32, max(2, int(groups[0].largest.width / 2)))
        low, high = (
            np.maximum(2 * noise + 15, full * 35 // 100),
            np.maximum(3 * noise + 25, full // 2),
        )
        labels, pieces = find_pieces(density, low, high, least)
        groups = _groups(pieces, density.shape, at_border)
    characters = tuple(group for group in groups if _is_like(group, groups[0]))
    others = sum(group.mass for group in groups) - sum(group.mass for group in characters)
    return Reading(labels, characters, others, noise, length, full)


def _darkest_groups(
    density: Whole, noise: Whole, at_border: bool
) -> tuple[Whole, list[Group], int]:
    """Labels, groups, and the density of the first of them.

    Where something at the border outweighs all, ink may hang together with it. Then what is denser
    is looked at too, and what is darkest and largest taken.
    """
    found: list[tuple[Whole, list[Group], int]] = []
    for level in (0, *LEVELS):
        low, high = np.maximum(2 * noise + 15, level), np.maximum(3 * noise + 25, level)
        labels, pieces = find_pieces(density, low, high, max(density.shape) // 25)
        groups = _groups(pieces, density.shape, at_border)
        full = quantile(density[labels == groups[0].largest.label], 750) if groups else 0
        found.append((labels, groups, full))
        outside = [p.mass for p in pieces if not _is_candidate(p, density.shape, at_border)]
        if level == 0 and max(outside, default=0) <= (groups[0].mass if groups else 0):
            break
    return max(found, key=lambda each: each[1][0].mass * each[2] if each[1] else 0)


def choose_reading(readings: Sequence[Reading]) -> tuple[Reading, int]:
    """The reading with which most others agree, and how many do; it has the least beside it.

    Where the length is below the width of strokes only fragments are seen; where it is far above,
    corners of shadows too.
    """

    def agreeing(one: Reading) -> list[Reading]:
        return [other for other in readings if _agree(one, other)]

    best = max(readings, key=lambda one: (len(agreeing(one)), one.mass))
    same = agreeing(best)
    return min(same, key=lambda one: one.others, default=best), len(same)


def _agree(one: Reading, other: Reading) -> bool:
    """Whether the first characters of two readings are about the same ink at the same place."""
    if not one.characters or not other.characters:
        return False
    a, b = one.characters[0], other.characters[0]
    away = max(
        abs(a.top - b.top), abs(a.left - b.left), abs(a.bottom - b.bottom), abs(a.right - b.right)
    )
    return 100 * abs(b.mass - a.mass) <= 7 * a.mass and 8 * away <= a.extent


def _groups(pieces: Sequence[Piece], shape: tuple[int, ...], at_border: bool) -> list[Group]:
    """What may be characters, the one with the most ink first."""
    inner = [piece for piece in pieces if _is_candidate(piece, shape, at_border)]
    groups = [group for group in group_pieces(inner) if not is_dot(group.largest)]
    return sorted(groups, key=lambda group: -group.mass)


def _is_like(group: Group, main: Group) -> bool:
    """Whether a group has about the size, the ink and the pen of the largest."""
    return (
        100 * group.extent >= 45 * main.extent
        and 100 * group.mass >= 8 * main.mass
        and 5 * group.largest.width >= 2 * main.largest.width
        and 2 * group.largest.width <= 5 * main.largest.width
    )


def _is_candidate(piece: Piece, shape: tuple[int, ...], at_border: bool) -> bool:
    """Whether a piece may be part of a character: no printed box, and inside the picture."""
    return not is_frame(piece, shape) and (at_border or _is_inside(piece, shape))


def _is_inside(piece: Piece, shape: tuple[int, ...]) -> bool:
    """Whether a piece keeps away from the border of the picture."""
    return (
        piece.top > 1
        and piece.left > 1
        and piece.bottom < shape[0] - 1
        and piece.right < shape[1] - 1
    )
