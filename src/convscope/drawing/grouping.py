"""Which pieces of ink make up one character, and in which order characters are read."""

from collections.abc import Sequence
from dataclasses import dataclass

from convscope.drawing.pieces import Piece

DOT = 0.36
"""A piece is a dot where its stroke is wider than this share of its extent."""


@dataclass(frozen=True)
class Group:
    """The pieces of one character."""

    pieces: tuple[Piece, ...]

    @property
    def top(self) -> int:
        """First row."""
        return min(piece.top for piece in self.pieces)

    @property
    def left(self) -> int:
        """First column."""
        return min(piece.left for piece in self.pieces)

    @property
    def bottom(self) -> int:
        """Row after the last."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def right(self) -> int:
        """Column after the last."""
        return max(piece.right for piece in self.pieces)

    @property
    def extent(self) -> int:
        """The longer side of its box."""
        return max(self.bottom - self.top, self.right - self.left)

    @property
    def mass(self) -> int:
        """Sum of the density of its ink."""
        return sum(piece.mass for piece in self.pieces)

    @property
    def largest(self) -> Piece:
        """The piece with the most ink."""
        return max(self.pieces, key=lambda piece: piece.mass)


def is_dot(piece: Piece) -> bool:
    """Whether a piece is a blob instead of a stroke."""
    return piece.width > DOT * piece.extent


def group_pieces(pieces: Sequence[Piece]) -> list[Group]:
    """Joins the pieces that belong to one character: bars, dots, and strokes that were cut."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        near = [group for group in groups if any(belong_together(piece, p) for p in group)]
        rest = [group for group in groups if not any(group is other for other in near)]
        groups = [*rest, [p for group in near for p in group] + [piece]]
    return [Group(tuple(group)) for group in groups]


def belong_together(one: Piece, other: Piece) -> bool:
    """Whether two pieces are so near, for their size, that one character holds both."""
    small, large = sorted((one, other), key=lambda piece: piece.extent)
    across = max(one.left, other.left) - min(one.right, other.right)  # below 0 they overlap
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    heights = (small.bottom - small.top, large.bottom - large.top)
    widths = (small.right - small.left, large.right - large.left)
    if across < 0 and down < 0 and 6 * across * down >= heights[0] * widths[0]:
        return True
    is_above = -2 * across >= min(widths)
    if is_dot(small):
        return is_above and 2 * down < large.extent
    is_bar = 2 * heights[0] < heights[1] or 2 * heights[1] < heights[0]
    if is_above and is_bar and 4 * down <= large.extent:
        return True
    gap = max(across, down)
    is_fragment = large.extent <= 14 * small.extent and 20 * small.extent < 9 * large.extent
    if is_fragment and 4 * gap <= large.extent:
        return True
    near = large.extent // 20  # cut in two, or two strokes that nearly meet
    return gap <= near and _distance_within(one, other, near)


def _distance_within(one: Piece, other: Piece, near: int) -> bool:
    """Whether some outer pixels of two pieces are at most so far apart."""
    away = one.outline[:, None, :] - other.outline[None, :, :]  # (pixels, pixels, 2)
    return bool(((away * away).sum(axis=2) <= (near + 1) * (near + 1)).any())


def in_reading_order(groups: Sequence[Group]) -> list[Group]:
    """Sorts groups into rows from above to below, each from left to right.

    A group belongs to the row of the one before it, from above, whose middle it reaches over.
    """
    rows: list[list[Group]] = []
    for group in sorted(groups, key=lambda group: group.top + group.bottom):
        middle = group.top + group.bottom
        row = rows[-1] if rows else []
        if any(2 * other.top < middle < 2 * other.bottom for other in row):
            row.append(group)
        else:
            rows.append([group])
    return [group for row in rows for group in sorted(row, key=lambda group: group.left)]
