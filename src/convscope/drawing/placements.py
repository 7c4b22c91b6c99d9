"""The table of placements: how each data set's makers put a character into its image.

The figures come from `benchmarks/measure_placement.py`; `docs/decisions/placements.md` tells how.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from convscope.errors import UnknownNameError


@dataclass(frozen=True)
class Placement:
    """How ink is put into an image. Lengths are pixels of the canvas.

    Args:
        name: The name that model files keep.
        canvas: Height and width of the image.
        box: Height and width that the ink is scaled to fit; None leaves it where it was drawn.
        stretch: How much more than the other an axis may be scaled; 1 keeps the aspect.
        upright: Whether the slant is removed, so that ink leans neither left nor right.
        centre: `"mass"` moves the centre of mass by whole pixels to the middle of the pixel in
            row and column canvas / 2; `"box"` centres the bounding box.
        stroke_width: Width that strokes are drawn with.
        usual_widths: Estimated stroke widths that need no correction; ink of a picture is made
            wider or narrower only outside them.
        grid: Rows and columns that the makers sampled the ink on, where fewer than the canvas.
        is_spread: Whether one character may have parts far apart, so that all ink of a picture is
            one character.
        measured: What was found in the training images.
    """

    name: str
    canvas: int
    box: tuple[float, float] | None
    stretch: float
    upright: bool
    centre: Literal["mass", "box"]
    stroke_width: float
    usual_widths: tuple[float, float]
    grid: int | None
    is_spread: bool
    measured: str


PLACEMENTS: dict[str, Placement] = {
    placement.name: placement
    for placement in (
        Placement(
            name="mnist",
            canvas=28,
            box=(20, 20),
            stretch=1,
            upright=False,
            centre="mass",
            stroke_width=2.4,
            usual_widths=(2.2, 3.7),
            grid=None,
            is_spread=False,
            measured="MNIST, 60,000 training images: the longer side is 20 pixels in 0.9998; the "
            "centre of mass lies evenly in 13.5–14.5, so at pixel 14 to a whole pixel; estimated "
            "stroke width 2.46 (median) and 2.57 (mean).",
        ),
        Placement(
            name="kuzushiji",
            canvas=28,
            box=(28, 28),
            stretch=1,
            upright=False,
            centre="box",
            stroke_width=2.4,
            usual_widths=(2.2, 3.7),
            grid=None,
            is_spread=True,
            measured="Kuzushiji-MNIST, its first 7,011 training images: the longer side is 28 "
            "pixels in 0.976; the box is centred at 13.5 ± 0.2 while the centre of mass scatters "
            "by ± 1.4; estimated stroke width 2.49 (median) and 2.57 (mean).",
        ),
        Placement(
            name="digits",
            canvas=28,
            box=(28, 19),
            stretch=2.2,
            upright=True,
            centre="box",
            stroke_width=4.5,
            usual_widths=(4, 5),
            grid=8,
            is_spread=False,
            measured="scikit-learn's 1,797 digits: ink fills all 8 rows in every image and 6 of "
            "8 columns in 0.77, whatever the digit, so each axis is stretched; slants scatter by "
            "0.12 against 0.24 in MNIST, so they were removed; box, stretch and stroke width are "
            "those with which MNIST's test digits are best recognised among them.",
        ),
        Placement(
            name="none",
            canvas=28,
            box=None,
            stretch=1,
            upright=False,
            centre="box",
            stroke_width=2.5,
            usual_widths=(0, 28),
            grid=None,
            is_spread=False,
            measured="Nothing: what is drawn stays where it is, a picture is only scaled.",
        ),
    )
}
"""Placements by name. The page's table, `web/core/drawing/placements.js`, is written from it."""

PLACEMENT_OF_DATA_SET = {
    "mnist": "mnist",
    "kmnist": "kuzushiji",
    "digits": "digits",
    "fashion-mnist": "none",
    "cifar10": "none",
}
"""Data sets with a name. Any other is measured by `measure_placement`."""


def find_placement(name: str) -> Placement:
    """Returns the placement that a model file names.

    Raises:
        UnknownNameError: There is no such placement.
    """
    if name not in PLACEMENTS:
        raise UnknownNameError("placement", name, PLACEMENTS)
    return PLACEMENTS[name]


def takes_drawings(placement: Placement, shape: Sequence[int]) -> bool:
    """Returns whether pictures for a net are searched for drawn characters.

    Args:
        placement: That the net's file names.
        shape: Of the net's input.
    """
    canvas = placement.canvas
    return placement.box is not None and tuple(shape) == (canvas, canvas, 1)
