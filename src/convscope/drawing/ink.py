"""Strokes to anti-aliased ink. `web/core/ink.js` does the same arithmetic in the same order.

Only + − × ÷, floor and square root are used: IEEE 754 fixes their results to the last bit, so
Python and JavaScript agree on every pixel. A canvas or an imaging library would not.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.stroke import Stroke

Path = Sequence[tuple[float, float]]
"""(x, y) in pixels; the first pixel's corner is (0, 0) and its centre (0.5, 0.5)."""


def render(strokes: Iterable[Stroke], size: int, width: float) -> NDArray[np.uint8]:
    """Returns the whole pad as ink, each stroke a round-capped line.

    Args:
        strokes: What was drawn.
        size: Pixels along each side of the result.
        width: Width of the ink in pixels of the result.

    Returns:
        uint8 (size, size), ink 255 on 0.

    Example:
        >>> render([Stroke(((0.5, 0.5, 0.0),))], size=5, width=3.0)[2].tolist()
        [0, 255, 255, 255, 0]
    """
    paths = [[(point[0] * size, point[1] * size) for point in s.points] for s in strokes]
    return render_paths(paths, size, size, width)


def render_paths(
    paths: Iterable[Path], height: int, width: int, ink_width: float
) -> NDArray[np.uint8]:
    """Returns paths as ink: a pixel's coverage falls from 1 to 0 across one pixel at the edge.

    Coverage is `clamp(ink_width / 2 + 1/2 − distance)`, with the distance from the pixel's centre
    to the nearest segment. A line thinner than a pixel is as faint as it is thin.

    Args:
        paths: In pixels of the result.
        height: Rows of the result.
        width: Columns of the result.
        ink_width: In pixels, above 0.

    Returns:
        uint8 (height, width), ink 255 on 0.
    """
    radius = ink_width / 2 + 0.5
    nearest = np.full((height, width), np.inf)  # squared distance to the nearest segment
    for path in paths:
        for start, end in zip(path, path[1:] or path, strict=False):
            _lower_to_segment(nearest, start, end, radius)
    coverage = np.clip(radius - np.sqrt(nearest), 0.0, min(1.0, ink_width))
    return np.floor(coverage * 255 + 0.5).astype(np.uint8)


def _lower_to_segment(
    nearest: NDArray[np.float64],
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
) -> None:
    """Lowers the squared distances around one segment, in place."""
    (ax, ay), (bx, by) = start, end
    height, width = nearest.shape
    top, bottom = _span(min(ay, by) - radius, max(ay, by) + radius, height)
    left, right = _span(min(ax, bx) - radius, max(ax, bx) + radius, width)
    y = np.arange(top, bottom)[:, None] + 0.5
    x = np.arange(left, right)[None, :] + 0.5
    dx, dy = bx - ax, by - ay
    squared_length = dx * dx + dy * dy
    if squared_length > 0:
        along = np.clip(((x - ax) * dx + (y - ay) * dy) / squared_length, 0.0, 1.0)
        off_x, off_y = x - (ax + along * dx), y - (ay + along * dy)
    else:
        off_x, off_y = x - ax, y - ay
    window = nearest[top:bottom, left:right]
    np.minimum(window, off_x * off_x + off_y * off_y, out=window)


def _span(low: float, high: float, length: int) -> tuple[int, int]:
    """Pixels from `low` to `high`, cut to the image."""
    first = min(max(math.floor(low), 0), length)
    return first, max(first, min(math.ceil(high), length))
