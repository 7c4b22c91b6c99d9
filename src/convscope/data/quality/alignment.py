"""Where exactly one image lies in another: small moves, turns, scalings, and a change of light."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers
from convscope.data.quality.side_by_side import side_by_side

STEPS = 8
"""Steps of the alignment unless told otherwise; what is still moving then does not fit."""

OUTLIERS = 0.12
"""Share of the cells that may differ without a word: a mark, a stamp, a line of text, 0–1."""

_BLOCK = 256


@dataclass(frozen=True)
class Aligned:
    """Images laid over others.

    Attributes:
        warped: float32 (pairs, side, side): the second image as it lies over the first, in the
            first one's light.
        inside: bool (pairs, side, side): cells for which the second image has something to say.
        kept: bool (pairs, side, side): cells inside without the `OUTLIERS` that differ most.
        warps: float32 (pairs, 2, 3): from places (x, y, 1) in the first to places in the second,
            both −1 to 1.
        gains: float32 (pairs,): contrast of the first by that of the second.
        offsets: float32 (pairs,): what is added to the second after `gains`.
    """

    warped: Numbers
    inside: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    warps: Numbers
    gains: Numbers
    offsets: Numbers


def align(
    first: Numbers,
    second: Numbers,
    warps: Numbers,
    steps: int = STEPS,
) -> Aligned:
    """Returns the second image of every pair, laid over the first.

    Args:
        first: float32 (pairs, side, side), 0–1.
        second: float32 (pairs, fine, fine), 0–1, from which cells are read.
        warps: float32 (pairs, 2, 3): where to begin.
        steps: Steps of the alignment.

    Source: Lucas, Kanade, "An Iterative Image Registration Technique", 1981, with the light as two
    more unknowns.
    """
    parts = side_by_side(
        lambda block: _align_block(first[block], second[block], warps[block], steps),
        [slice(start, start + _BLOCK) for start in range(0, max(len(first), 1), _BLOCK)],
    )
    names = ("warped", "inside", "kept", "warps", "gains", "offsets")
    return Aligned(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def look_through(images: Numbers, warps: Numbers, side: int) -> tuple[Numbers, NDArray[np.bool_]]:
    """Returns what lies where the warps point, by bilinear interpolation.

    Args:
        images: float32 (pairs, fine, fine).
        warps: float32 (pairs, 2, 3), places −1 to 1.
        side: Rows and columns to read.

    Returns:
        float32 (pairs, side, side), and bool of the same shape: whether the place is inside.
    """
    number, height, width = images.shape
    grid = _grid(side)
    places = warps @ grid.reshape(3, -1)  # (pairs, 2, side × side)
    inside = np.asarray((np.abs(places) <= 1 + 1 / side).all(1))
    column = np.clip((places[:, 0] + 1) * width / 2 - 0.5, 0, width - 1.001)
    row = np.clip((places[:, 1] + 1) * height / 2 - 0.5, 0, height - 1.001)
    left, top = column.astype(np.int64), row.astype(np.int64)
    across, down = column - left, row - top
    flat = images.reshape(-1)
    corner = (np.arange(number)[:, None] * height + top) * width + left
    upper = flat[corner] * (1 - across) + flat[corner + 1] * across
    lower = flat[corner + width] * (1 - across) + flat[corner + width + 1] * across
    values = upper * (1 - down) + lower * down
    shape = (number, side, side)
    return values.reshape(shape).astype(np.float32), inside.reshape(shape)


def _align_block(
    first: Numbers,
    second: Numbers,
    warps: Numbers,
    steps: int,
) -> Aligned:
    number, side = first.shape[:2]
    grid = _grid(side).reshape(3, -1)
    target = first.reshape(number, -1)
    warps = warps.copy()
    light = np.tile(np.array([1, 0], np.float32), (number, 1))
    warped, inside = look_through(second, warps, side)
    for step in range(steps):
        flat, is_in = warped.reshape(number, -1), inside.reshape(number, -1)
        kept = is_in & _without_outliers(target, flat, light, is_in) if step else is_in
        down, across = np.gradient(warped, 2 / side, axis=(1, 2))
        slopes = np.stack((across, down), 1).reshape(number, 2, 1, -1) * grid[None, None]
        unknowns = np.concatenate(
            (slopes.reshape(number, 6, -1), flat[:, None], np.ones_like(flat)[:, None]), 1
        )  # (pairs, 8, cells)
        weighted = unknowns * kept[:, None]
        normal = weighted @ unknowns.transpose(0, 2, 1)
        normal += np.eye(8, dtype=np.float32) * (1e-4 * side * side)
        pulls = weighted @ target[:, :, None]
        # The light's unknowns are sought from (1, 0), so that the small pull towards 0 is harmless.
        pulls[:, 6, 0] += 1e-4 * side * side
        found = np.linalg.solve(normal, pulls)[:, :, 0]
        light = found[:, 6:8]
        gain = np.where(np.abs(light[:, :1]) < 0.05, 0.05, light[:, :1])
        moves = np.clip(found[:, :6] / gain, -0.2, 0.2)
        warps += moves.reshape(number, 2, 3)
        warped, inside = look_through(second, warps, side)
    flat, is_in = warped.reshape(number, -1), inside.reshape(number, -1)
    kept = is_in & _without_outliers(target, flat, light, is_in)
    fitted = light[:, :1] * flat + light[:, 1:]
    shape = (number, side, side)
    return Aligned(
        fitted.reshape(shape), inside, kept.reshape(shape), warps, light[:, 0], light[:, 1]
    )


def _without_outliers(
    target: Numbers,
    warped: Numbers,
    light: Numbers,
    inside: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Returns the cells that fit, all but the worst, bool (pairs, cells)."""
    misfit = np.abs(target - light[:, :1] * warped - light[:, 1:])
    misfit = np.where(inside, misfit, -1.0)
    number = misfit.shape[1] - 1 - (OUTLIERS * inside.sum(1)).astype(np.int64)
    limit = np.take_along_axis(np.sort(misfit, 1), number[:, None], 1)
    return misfit <= limit


def _grid(side: int) -> Numbers:
    """Returns the middles of cells as (x, y, 1), float32 (3, side, side)."""
    line = ((np.arange(side) + 0.5) * 2 / side - 1).astype(np.float32)
    x, y = np.meshgrid(line, line)
    return np.stack((x, y, np.ones_like(x)))
