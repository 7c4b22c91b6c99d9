"""The ways in which an image may have been changed before it was stored a second time."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers

FINE = 64
"""Rows and columns from which views are cut, so that a cut-out still has detail."""

COARSE = 16
"""Rows and columns of what is searched: coarse enough for cut-outs that lie a little elsewhere."""


@dataclass(frozen=True)
class View:
    """One way to look at an image: turned and mirrored first, then a part of it.

    Attributes:
        quarter_turns: Counterclockwise, 0–3.
        mirrored: Whether left and right are swapped after turning.
        scale: Side of the part that is seen, as a share of the image's, 0–1.
        x: Where the part's middle lies, −1 (left) to 1 (right).
        y: The same from top to bottom.
    """

    quarter_turns: int = 0
    mirrored: bool = False
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def turn(self, images: NDArray[Any]) -> NDArray[Any]:
        """Returns images turned and mirrored, (number, side, side, …) of any dtype."""
        turned = np.rot90(images, self.quarter_turns, (1, 2))
        return turned[:, :, ::-1] if self.mirrored else turned

    @property
    def warp(self) -> Numbers:
        """From places in the part to places in the turned image, float32 (2, 3)."""
        places = [
            [self.scale, 0, self.x * (1 - self.scale)],
            [0, self.scale, self.y * (1 - self.scale)],
        ]
        return np.array(places, np.float32)

    def see(self, grey: Numbers) -> Numbers:
        """Returns what the view shows: (number, side, side) becomes (number, COARSE, COARSE)."""
        turned = self.turn(grey)
        rows = _cut(grey.shape[1], self.scale, self.y)
        columns = _cut(grey.shape[2], self.scale, self.x)
        return rows @ turned @ columns.T


@cache
def _cut(length: int, scale: float, middle: float) -> Numbers:
    """Returns the matrix that averages a part of a line, float32 (COARSE, length)."""
    size = scale * length
    low = (length + middle * (length - size)) / 2 - size / 2
    if low < 1e-9:
        low = 0.0
    edges = low + np.linspace(0, size, COARSE + 1)
    pixels = np.arange(length)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    overlap = np.clip(overlap, 0, None)
    return (overlap / overlap.sum(1, keepdims=True)).astype(np.float32)


AS_IT_IS = View()

TURNED = (
    View(mirrored=True),
    View(1),
    View(2),
    View(3),
    View(2, mirrored=True),
    View(1, mirrored=True),
    View(3, mirrored=True),
)
"""Mirror images and quarter turns."""

CUT_OUTS = tuple(
    View(scale=scale, x=x, y=y)
    for scale, places in (
        (0.93, (0.0,)),
        (0.86, (-0.7, 0.7)),
        (0.86, (0.0,)),
        (0.78, (-0.8, 0.0, 0.8)),
        (0.7, (-0.9, -0.3, 0.3, 0.9)),
    )
    for x in places
    for y in places
)
"""Parts of an image, close enough to each other that `alignment` finds what lies between."""
