"""How wide the strokes of an ink image are, and making them wider or narrower."""

import math

import numpy as np
from numpy.typing import NDArray

FAINT = 32
"""Ink below this, of 255, is no evidence: scanners, JPEG and interpolation leave it at edges."""


def stroke_width(ink: NDArray[np.uint8]) -> float:
    """Estimates the width of strokes from the ink's area and the length of its outline.

    A round-capped line of length L and width w has area A = w L + π w² / 4 and outline
    P = 2 L + π w; solved for w, w = (P − √(P² − 4 π A)) / π, which is exact for a dot too.
    The outline of a grey image is its total variation, so no threshold is involved.

    Args:
        ink: uint8 (height, width), ink 255 on 0.

    Returns:
        Width in pixels; 0 without ink.

    Source:
        The coarea formula: total variation is the mean outline over all thresholds.
    """
    bright = np.pad(np.where(ink < FAINT, 0, ink).astype(np.float64), 1)
    area = float(bright.sum()) / 255
    a, b, c, d = bright[:-1, :-1], bright[:-1, 1:], bright[1:, :-1], bright[1:, 1:]
    dx, dy = (b - a + d - c) / 2, (c - a + d - b) / 2
    rows = np.cumsum(np.sqrt(dx * dx + dy * dy), axis=1)[:, -1]
    outline = float(np.cumsum(rows)[-1]) / 255  # cumsum adds in order, as JavaScript does
    return (outline - math.sqrt(max(0.0, outline * outline - 4 * math.pi * area))) / math.pi


def change_width(is_ink: NDArray[np.bool_], amount: float, least: float) -> NDArray[np.float64]:
    """Moves every outline outwards by half of `amount`, inwards where it is negative.

    Args:
        is_ink: bool (height, width).
        amount: Change of the stroke width in pixels.
        least: Width that the widest stroke keeps, in pixels, so that ink does not vanish.

    Returns:
        float64 (height, width), coverage 0–255.
    """
    inside = _distance_to(~is_ink)
    outside = _distance_to(is_ink)
    signed = np.where(is_ink, inside - 0.5, 0.5 - outside)  # 0 on the outline
    amount = max(amount, least - 2 * float(signed.max()))
    return np.clip(signed + amount / 2 + 0.5, 0.0, 1.0) * 255


def _distance_to(targets: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Distance in pixels from each pixel's centre to the nearest target's; large without any."""
    height, width = targets.shape
    far = height + width
    in_row = np.where(targets, 0, far)
    for column in range(1, width):
        in_row[:, column] = np.minimum(in_row[:, column], in_row[:, column - 1] + 1)
    for column in range(width - 2, -1, -1):
        in_row[:, column] = np.minimum(in_row[:, column], in_row[:, column + 1] + 1)
    rows = np.arange(height)
    squared = in_row * in_row
    offsets = (rows[:, None] - rows[None, :]) ** 2
    nearest = [np.min(squared + offsets[row][:, None], axis=0) for row in rows]
    return np.sqrt(np.stack(nearest).astype(np.float64))  # (height, width)
