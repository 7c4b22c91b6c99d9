"""The ink of a computed picture in which nothing was found that is surely a character.

`web/core/drawing/leftover_ink.js` does the same arithmetic in the same order.
"""

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.grouping import is_dot
from convscope.drawing.pieces import Piece, find_pieces, is_frame
from convscope.drawing.stroke_width import FAINT


def leftover_ink(ink: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Returns ink without printed boxes and small dots, or None where nothing else is there.

    A thick dot, or a box drawn with a broad pen, may be what somebody drew; punch holes and the
    frame of a form are not.

    Args:
        ink: uint8 (height, width), ink 255 on 0.
    """
    low = np.full(ink.shape, FAINT - 1, np.int64)
    labels, pieces = find_pieces(ink.astype(np.int64), low, low, 1)
    left = [piece.label for piece in pieces if not _is_printed(piece, ink.shape)]
    return np.where(np.isin(labels, left), ink, 0).astype(np.uint8) if left else None


def _is_printed(piece: Piece, shape: tuple[int, ...]) -> bool:
    """Whether a piece is a small dot or a box of thin lines."""
    if is_dot(piece):
        return 8 * piece.extent < max(shape)
    return is_frame(piece, shape) and 25 * piece.width < piece.extent
