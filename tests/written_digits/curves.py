"""Lines, Bézier curves and arcs that digits are put together from."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Path = NDArray[np.float64]
"""(points, 2), x to the right and y down."""

Random = np.random.Generator


def bezier(*controls: tuple[float, float]) -> Path:
    """A Bézier curve of any degree as 24 points."""
    points, t = np.array(controls, float), np.linspace(0, 1, 24)[:, None]
    layers = [np.repeat(point[None], 24, 0) for point in points]
    while len(layers) > 1:
        layers = [a * (1 - t) + b * t for a, b in pairwise(layers)]
    return layers[0]


def arc(middle: tuple[float, float], radii: tuple[float, float], start: float, end: float) -> Path:
    """Part of an ellipse; degrees from the right, clockwise as y goes down."""
    angle = np.deg2rad(np.linspace(start, end, 40))
    return np.stack([middle[0] + radii[0] * np.cos(angle), middle[1] + radii[1] * np.sin(angle)], 1)


def join(*parts: Path) -> Path:
    return np.concatenate(parts)


def end_of(start: tuple[float, float], length: float, degrees: float) -> tuple[float, float]:
    """The point at this distance and angle, clockwise from the right."""
    angle = np.deg2rad(degrees)
    return start[0] + length * np.cos(angle), start[1] + length * np.sin(angle)
