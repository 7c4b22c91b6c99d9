"""The steps that every placement shares: find the box, fit it, centre it, sample it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.placements import Placement
from convscope.drawing.resample import area_average, enlarge
from convscope.drawing.stroke_width import FAINT, stroke_width

ROUNDING = 1e-6
"""Pixels that scaling may be off by; ink that fills its box to within this still fills it."""

Pair = tuple[float, float]
"""Down and across: (rows, columns) or (height, width)."""


@dataclass(frozen=True)
class Box:
    """Where ink lies: in fractions of the pad for strokes, in pixels for a picture."""

    top: float
    left: float
    height: float
    width: float


def ink_box(ink: NDArray[np.uint8]) -> Box | None:
    """Returns the box around all ink that is not faint, in pixels; None without ink."""
    is_ink = ink >= FAINT
    rows = np.flatnonzero(is_ink.any(axis=1))
    columns = np.flatnonzero(is_ink.any(axis=0))
    if not rows.size:
        return None
    top, left = int(rows[0]), int(columns[0])
    return Box(top, left, int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left)


def fit(room: Pair, extent: Pair, smallest: float, stretch: float) -> Pair:
    """Returns the scales down and across that fit an extent into the room.

    Args:
        room: Height and width to fill.
        extent: Height and width of what is fitted.
        smallest: Extents below this are scaled like this one, so nothing is divided by 0.
        stretch: How much more than the other an axis may be scaled; 1 keeps the aspect.
    """
    down = room[0] / max(extent[0], smallest)
    across = room[1] / max(extent[1], smallest)
    most = min(down, across) * stretch
    return min(down, most), min(across, most)


def begin(canvas: int, length: float) -> float:
    """Returns the pixel edge where ink of this length begins, to be about in the middle.

    A whole pixel, because the makers of the data sets shifted scaled images by whole pixels.
    """
    return float(math.floor((canvas - length) / 2 + ROUNDING))


def centre(
    image: NDArray[np.uint8], placement: Placement
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """Moves ink by whole pixels to where the placement wants it; no ink leaves the canvas.

    Args:
        image: uint8 (canvas, canvas).
        placement: Says whether there is anything to do.

    Returns:
        The image, and the pixels that it was moved down and right.
    """
    box = ink_box(image)
    if placement.centre != "mass" or box is None:
        return image, (0, 0)
    rows = _shift_to_middle(image.sum(axis=1, dtype=np.int64).tolist())
    columns = _shift_to_middle(image.sum(axis=0, dtype=np.int64).tolist())
    height, width = image.shape
    rows = min(max(rows, -int(box.top)), height - int(box.top + box.height))
    columns = min(max(columns, -int(box.left)), width - int(box.left + box.width))
    moved = np.zeros_like(image)
    moved[max(rows, 0) : height + min(rows, 0), max(columns, 0) : width + min(columns, 0)] = image[
        max(-rows, 0) : height - max(rows, 0), max(-columns, 0) : width - max(columns, 0)
    ]
    return moved, (rows, columns)


def lies_right(image: NDArray[np.uint8], box: Box | None, placement: Placement) -> bool:
    """Tells whether an image already is, to a pixel, what the placement would make of it.

    So images of the data set itself come through untouched. Stroke widths may lie a quarter
    beyond the usual ones. Where the makers sampled on a grid, a cell of it is allowed as well,
    and widths, too coarse to compare, are not judged.

    Args:
        image: Ink, uint8 (height, width), 0–255.
        box: What `ink_box` found in it; None without ink, which never lies right.
        placement: The rule to hold it against; one that leaves ink where it was drawn has no
            box, so no image lies right.
    """
    canvas = placement.canvas
    if box is None or placement.box is None or image.shape != (canvas, canvas):
        return False
    slack = 1.0 if placement.grid is None else 1 + canvas / placement.grid
    spare = min(placement.box[0] - box.height, placement.box[1] - box.width)
    off_down = abs(2 * box.top + box.height - canvas)
    off_across = abs(2 * box.left + box.width - canvas)
    is_central = max(off_down, off_across) <= 2 * slack
    if placement.centre == "mass":
        is_central = centre(image, placement)[1] == (0, 0)
    low, high = placement.usual_widths
    is_usual = placement.grid is not None or low * 0.75 <= stroke_width(image) <= high * 1.25
    return abs(spare) <= slack and is_central and is_usual


def _shift_to_middle(masses: list[int]) -> int:
    """The whole shift after which the centre of mass lies in (middle − ½, middle + ½]."""
    length, mass = len(masses), sum(masses)
    moment = sum(index * value for index, value in enumerate(masses))
    # middle is length / 2; all in integers, so that rounding is the same everywhere
    return ((length - 1) * mass - 2 * moment) // (2 * mass) + 1


def sample_on_grid(image: NDArray[np.uint8], placement: Placement) -> NDArray[np.uint8]:
    """Samples ink as coarsely as the makers did, then enlarges it again as the data set is."""
    if placement.grid is None:
        return image
    whole = (0.0, placement.canvas / placement.grid, placement.grid)
    levels = np.floor(area_average(image, whole, whole) / 255 * 16 + 0.5)  # 0–16, as theirs
    return enlarge(np.floor(levels * 255 / 16 + 0.5).astype(np.uint8), placement.canvas)
