"""Connected pieces of ink, and what each may be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.connected import connected
from convscope.drawing.stroke_width import stroke_width
from convscope.drawing.whole_numbers import Whole


@dataclass(frozen=True, eq=False)
class Piece:
    """Connected ink; bottom and right lie just outside.

    Attributes:
        label: Its number in the labels.
        top: First row.
        left: First column.
        bottom: Row after the last.
        right: Column after the last.
        mass: Sum of its density.
        width: Estimated width of its strokes in pixels.
        outline: Row and column of the first and last pixel in each row and column, (pixels, 2).
        has_corners: Whether there is ink in all four corners of the box.
    """

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
        """The longer side of its box."""
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
    labels, boxes = connected(density > low)
    is_seeded = np.zeros(int(labels.max(initial=0)) + 1, np.bool_)
    is_seeded[labels[density > high]] = True
    pieces = []
    for label, (rows, columns) in enumerate(boxes, 1):
        extent = max(rows.stop - rows.start, columns.stop - columns.start)
        if extent >= least and is_seeded[label]:
            is_ink = labels[rows, columns] == label
            pieces.append(
                Piece(
                    label,
                    top=rows.start,
                    left=columns.start,
                    bottom=rows.stop,
                    right=columns.stop,
                    mass=int(density[rows, columns][is_ink].sum()),
                    width=stroke_width(np.where(is_ink, 255, 0).astype(np.uint8)),
                    outline=_outline(is_ink) + np.array((rows.start, columns.start)),
                    has_corners=_fills_corners(is_ink),
                )
            )
    return labels, pieces


def _outline(ink: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Row and column of the first and last pixel of ink in each row and column, (pixels, 2)."""
    height, width = ink.shape
    rows, columns = np.arange(height), np.arange(width)
    return np.concatenate(
        [
            np.stack([rows, ink.argmax(1)], 1),
            np.stack([rows, width - 1 - ink[:, ::-1].argmax(1)], 1),
            np.stack([ink.argmax(0), columns], 1),
            np.stack([height - 1 - ink[::-1].argmax(0), columns], 1),
        ]
    )


def _fills_corners(ink: NDArray[np.bool_]) -> bool:
    """Whether there is ink in all four corners of the box, as in a frame and in no character."""
    rows, columns = (max(1, length // 10) for length in ink.shape)
    corners = (ink[:rows, :columns], ink[:rows, -columns:], ink[-rows:, :columns])
    return all(corner.any() for corner in (*corners, ink[-rows:, -columns:]))


def is_frame(piece: Piece, shape: tuple[int, ...]) -> bool:
    """Whether a piece is a large printed box."""
    height, width = piece.bottom - piece.top, piece.right - piece.left
    return piece.has_corners and 4 * height > shape[0] and 4 * width > shape[1]
