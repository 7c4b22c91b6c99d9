"""How alike two images are once one is laid over the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers
from convscope.data.quality.alignment import STEPS, Aligned, align
from convscope.data.quality.thumbnails import blocks_of, local_detail
from convscope.data.quality.views import View


@dataclass(frozen=True)
class Likeness:
    """How alike pairs are.

    Attributes:
        detail: float32 (pairs,): correlation of what is seen against its surroundings, −1 to 1;
            cells that may differ (a mark, a stamp) are left out.
        misfit: float32 (pairs,): what is left of the first image when the second is taken away, as
            a share of its own contrast, over all cells that both show.
        fitted: The same without the cells that may differ.
        overlap: float32 (pairs,): share of the first image that the second one shows, 0–1.
        aligned: The pairs, one laid over the other.
    """

    detail: Numbers
    misfit: Numbers
    fitted: Numbers
    overlap: Numbers
    aligned: Aligned

    @property
    def distances(self) -> Numbers:
        """Distance of the details, 0 (equal) to √2 (opposite)."""
        return np.sqrt(np.clip(1 - self.detail, 0, 2))


def compare(
    grey: Numbers,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    views: Sequence[View],
    *,
    side: int,
    steps: int = STEPS,
) -> Likeness:
    """Returns how alike pairs of images are, the second seen through a view and moved to fit.

    Args:
        grey: float32 (images, fine, fine), 0–1.
        first: int64 (pairs,): places of images.
        second: int64 (pairs,): places of those laid over them.
        views: One per pair.
        side: Rows and columns over which they are compared.
        steps: Steps of the alignment.
    """
    fine = grey.shape[1]
    target = blocks_of(grey[first], fine // side)
    # Twice the cells that are compared: a part of an image still has its detail.
    source = blocks_of(grey[second], max(1, fine // (2 * side)))
    for view in set(views):
        if view.quarter_turns or view.mirrored:
            those = [index for index, other in enumerate(views) if other == view]
            source[those] = view.turn(source[those])
    warps = (
        np.stack([view.warp for view in views]) if len(views) else np.zeros((0, 2, 3), np.float32)
    )
    aligned = align(target, source, warps, steps)
    kept, inside = (
        cells.reshape(len(target), side * side) for cells in (aligned.kept, aligned.inside)
    )
    flat, laid = (
        target.reshape(len(target), side * side),
        aligned.warped.reshape(len(target), side * side),
    )
    one, other = (local_detail(v).reshape(len(v), side * side) for v in (target, aligned.warped))
    product = (one * other * kept).sum(1)
    lengths = np.sqrt((one * one * kept).sum(1) * (other * other * kept).sum(1))
    return Likeness(
        (product / np.maximum(lengths, 1e-6)).astype(np.float32),
        _misfit(flat, laid, inside),
        _misfit(flat, laid, kept),
        inside.mean(1, dtype=np.float32),
        aligned,
    )


def _misfit(target: Numbers, laid: Numbers, cells: NDArray[np.bool_]) -> Numbers:
    number = np.maximum(cells.sum(1), 1)
    mean = (target * cells).sum(1) / number
    contrast = (((target - mean[:, None]) ** 2) * cells).sum(1) / number
    rest = (((target - laid) ** 2) * cells).sum(1) / number
    return np.sqrt(rest / np.maximum(contrast, 1e-6)).astype(np.float32)
