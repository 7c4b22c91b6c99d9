"""Connected pieces of ink, and what each may be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.stroke_width import stroke_width
from convscope.drawing.whole_numbers import Whole


@dataclass(frozen=True, eq=False)
class Piece:
    """Connected ink; bottom and right lie just outside."""

    label: int
    top: int
    left: int
    bottom: int
    right: int
    mass: int
    width: float
    outline: NDArray[np.int64]
    has_corners: bool

    @property
    def extent(self) -> int:
        return max(self.bottom - self.top, self.right - self.left)


def find_pieces(density: Whole, low: Whole, high: Whole, least: int) -> tuple[Whole, list[Piece]]:
    """Finds connected pixels above a low threshold that somewhere exceed the high one.

    Args:
        density: In thousandths.
        low: Threshold of each pixel.
        high: Threshold that one pixel of each piece exceeds.
        least: Extent below which a piece is a speck and left out, in pixels.

    Returns:
        Labels from 1, in the order in which rows meet the pieces, 0 elsewhere, (height, width);
        and the pieces in that order.
    """
    from scipy import ndimage  # only photographs need it

    labels, number = ndimage.label(density > low, structure=np.ones((3, 3)))
    is_seed = np.zeros(number + 1, bool)
    is_seed[labels[density > high]] = True
    mass = np.bincount(labels.ravel(), density.ravel(), number + 1)
    pieces = []
    for label, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
        extent = max(rows.stop - rows.start, columns.stop - columns.start)
        if is_seed[label] and extent >= least:
            ink = np.where(labels[rows, columns] == label, 255, 0).astype(np.uint8)
            box = (rows.start, columns.start, rows.stop, columns.stop)
            outline = _outline(ink > 0) + (rows.start, columns.start)
            corners = _fills_corners(ink > 0)
            pieces.append(Piece(label, *box, int(mass[label]), stroke_width(ink), outline, corners))
    return labels.astype(np.int64), pieces


def _outline(ink: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Row and column of the first and last pixel of ink in each row and column, (pixels, 2)."""
    found = []
    for row in range(ink.shape[0]):
        columns = np.flatnonzero(ink[row])
        found += [(row, columns[0]), (row, columns[-1])]
    for column in range(ink.shape[1]):
        rows = np.flatnonzero(ink[:, column])
        found += [(rows[0], column), (rows[-1], column)]
    return np.array(found, np.int64)


def _fills_corners(ink: NDArray[np.bool_]) -> bool:
    """Whether there is ink in all four corners of the box, as in a frame and in no character."""
    rows, columns = (max(1, length // 10) for length in ink.shape)
    corners = (ink[:rows, :columns], ink[:rows, -columns:], ink[-rows:, :columns])
    return all(corner.any() for corner in (*corners, ink[-rows:, -columns:]))
