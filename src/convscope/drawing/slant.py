"""How much writing leans, and standing it upright by shifting its rows sideways."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.ink import Path
from convscope.drawing.resample import area_average

STEEPEST = 1.0
"""Slants beyond 45° are shapes, not handwriting that leans."""


def slant_of_paths(paths: Sequence[Path]) -> float:
    """Returns how far paths move right for each unit down, on average; each length counts alike."""
    pieces = [(a, b) for path in paths for a, b in zip(path, path[1:] or path, strict=False)]
    mass = x_sum = y_sum = 0.0
    weighted: list[tuple[float, float, float]] = []
    for (ax, ay), (bx, by) in pieces:
        length = math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
        x, y = (ax + bx) / 2, (ay + by) / 2
        weighted.append((length, x, y))
        mass += length
        x_sum += length * x
        y_sum += length * y
    if mass == 0:
        return 0.0
    middle_x, middle_y = x_sum / mass, y_sum / mass
    both = down = 0.0
    for length, x, y in weighted:
        both += length * (x - middle_x) * (y - middle_y)
        down += length * (y - middle_y) * (y - middle_y)
    return _limited(both, down)


def slant_of_ink(ink: NDArray[np.uint8]) -> float:
    """Returns how far ink moves right for each row down, on average; uint8 (height, width)."""
    values = ink.astype(np.int64)
    y = np.arange(ink.shape[0])[:, None]
    x = np.arange(ink.shape[1])[None, :]
    mass, x_sum, y_sum = (int(total.sum()) for total in (values, values * x, values * y))
    if mass == 0:
        return 0.0
    both = int((values * x * y).sum()) - x_sum * (y_sum / mass)
    down = int((values * y * y).sum()) - y_sum * (y_sum / mass)
    return _limited(both, down)


def stand_upright(ink: NDArray[np.uint8], slant: float) -> NDArray[np.uint8]:
    """Shifts each row against the slant; uint8 (height, a wider width)."""
    height, width = ink.shape
    reach = math.ceil(abs(slant) * height / 2)
    upright = np.empty((height, width + 2 * reach), np.uint8)
    for row in range(height):
        start = (row + 0.5 - height / 2) * slant - reach
        shifted = area_average(ink[row : row + 1], (0.0, 1.0, 1), (start, 1.0, width + 2 * reach))
        upright[row] = np.floor(shifted[0] + 0.5)
    return upright


def _limited(both: float, down: float) -> float:
    return min(max(both / down, -STEEPEST), STEEPEST) if down > 0 else 0.0
