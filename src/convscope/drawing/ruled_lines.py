"""Printed lines, ruled or squared, found and filled with paper; strokes that cross them stay."""

from dataclasses import dataclass

import numpy as np

from convscope.drawing.whole_numbers import Whole, close_gaps, quantile

SEGMENTS = 8
"""A line is looked for in so many parts of the picture."""

LEAST_SEGMENTS = 6
"""A line shows in at least so many of them; no stroke of a character does."""

STEEPEST = 0.09
"""Rows per column: 5 degrees."""

THICKEST = 40
"""A line is thinner than the picture's longer side divided by this."""


@dataclass(frozen=True)
class Line:
    """A line across: at column c of `width` it lies at row + floor((2 c − width) tilt / width)."""

    row: int
    tilt: int


def remove_lines(brightness: Whole) -> Whole:
    """Returns the brightness, about 1000 on paper, without long straight lines."""
    return _remove_across(_remove_across(brightness).T).T


def _remove_across(brightness: Whole) -> Whole:
    height, width = brightness.shape
    length = max(height, width) // THICKEST | 1
    if length < 5 or width < 4 * SEGMENTS:
        return brightness
    paper = np.maximum(close_gaps(brightness, length, 0), 1)
    density = (paper - brightness) * 1000 // paper
    threshold = 3 * quantile(density, 500) + 20
    lines = find_lines(density, threshold)
    cleaned = brightness.copy()
    columns = np.arange(width)
    filled_by: dict[int, Whole] = {}  # of lines equally thick
    for line in lines:
        rows = line.row + (2 * columns - width) * line.tilt // width
        above, below, usual = _band(density, rows, threshold)
        gap = (below - above + 3) | 1
        if gap not in filled_by:
            filled_by[gap] = close_gaps(brightness, gap, 0)
        filled = filled_by[gap]
        for offset in range(above - 1, below + 2):
            at = np.clip(rows + offset, 0, height - 1)
            is_line = density[at, columns] <= 2 * usual + threshold
            cleaned[at, columns] = np.where(is_line, filled[at, columns], brightness[at, columns])
    return cleaned


def find_lines(density: Whole, threshold: int) -> list[Line]:
    """Finds straight lines across the picture by voting (Hough 1962).

    Args:
        density: Of what is thin from above to below, in thousandths.
        threshold: Above it there is something.
    """
    height, width = density.shape
    padded = np.pad(density, ((1, 1), (0, 0)))
    is_ridge = (density > threshold) & (density >= padded[:-2]) & (density > padded[2:])
    rows, columns = np.nonzero(is_ridge)
    segments = columns * SEGMENTS // width
    lengths = np.bincount(np.arange(width) * SEGMENTS // width, minlength=SEGMENTS)
    steepest = int(width * STEEPEST / 2)
    votes: list[tuple[int, int, int, int]] = []
    for tilt in range(-steepest, steepest + 1):
        at = rows - (2 * columns - width) * tilt // width
        is_inside = (at >= 0) & (at < height)
        index = segments[is_inside] * (height + 2) + at[is_inside] + 1
        counts = np.bincount(index, minlength=SEGMENTS * (height + 2))
        counts = counts.reshape(SEGMENTS, height + 2)
        near = counts[:, :-2] + counts[:, 1:-1] + counts[:, 2:]  # (segments, height)
        is_there = 2 * near >= lengths[:, None]
        is_long = is_there.sum(axis=0) >= LEAST_SEGMENTS
        for row in np.flatnonzero(is_long):
            ends = int(is_there[0, row]) + int(is_there[-1, row])
            votes.append((-int(near[:, row].sum()), abs(tilt) * 4 + ends, tilt, int(row)))
    votes.sort()
    found: list[tuple[Line, int]] = []
    for _, code, tilt, row in votes:
        line = Line(row, tilt)
        if all(_are_apart(line, other) for other, _ in found):
            found.append((line, code % 4))
    is_pattern = len(found) >= 3
    return [
        line
        for line, ends in found
        if is_pattern or ends == 2 or any(_are_sides(line, other, height) for other, _ in found)
    ]


def _are_sides(one: Line, other: Line, height: int) -> bool:
    """Whether two lines may be opposite sides of a frame."""
    return 5 * abs(one.row - other.row) > 2 * height


def _are_apart(one: Line, other: Line) -> bool:
    """Whether two lines are more than 3 rows apart in the middle and at both ends."""
    away, turn = one.row - other.row, one.tilt - other.tilt
    return min(abs(away), abs(away - turn), abs(away + turn)) > 3


def _band(density: Whole, rows: Whole, threshold: int) -> tuple[int, int, int]:
    """The first and last row of a line, counted from its middle, and its usual density."""
    height, width = density.shape
    columns = np.arange(width)

    def share(offset: int) -> int:
        at = np.clip(rows + offset, 0, height - 1)
        return int((density[at, columns] > threshold).sum())

    above = below = 0
    while above > -8 and 3 * share(above - 1) >= width:
        above -= 1
    while below < 8 and 3 * share(below + 1) >= width:
        below += 1
    at = [np.clip(rows + offset, 0, height - 1) for offset in range(above, below + 1)]
    darkest = np.maximum.reduce([density[each, columns] for each in at])
    return above, below, quantile(darkest, 500)
