"""What a placement returns: an image for the net and facts for the page to explain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.fitting import Box, Pair


@dataclass(frozen=True)
class Placed:
    """An image that a net can judge, and what was done to get it.

    Args:
        image: uint8 (canvas, canvas), ink 255 on 0.
        box: Bounding box of what was drawn: in fractions of the pad for strokes, without the
            ink's width; in pixels of the picture otherwise.
        scale: Canvas pixels for one unit of `box`, down and across.
        shift: Whole canvas pixels that the ink was moved down and right to centre its mass.
        slant: How far the ink moved right for each unit down before it was stood upright; 0
            where slants stay.
        stroke_width_before: Estimated width in canvas pixels if only scaled; None for strokes,
            which have no width until they are rendered.
        stroke_width: Estimated width in canvas pixels in `image`.
        is_inverted: Whether the picture was dark ink on light paper.
        is_sure: Whether it is beyond doubt what is ink and where the character ends.
    """

    image: NDArray[np.uint8]
    box: Box
    scale: Pair
    shift: tuple[int, int]
    slant: float
    stroke_width_before: float | None
    stroke_width: float
    is_inverted: bool
    is_sure: bool
