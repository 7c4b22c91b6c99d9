"""Which pairs of images are worth a closer look: the most alike over all views."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers
from convscope.data.quality.side_by_side import side_by_side
from convscope.data.quality.views import AS_IT_IS, View

DIMENSIONS = 64
"""Numbers by which a view is compared: the first principal components of 16×16 cells."""

GROUPS = 64
"""Each image is compared with all others; the most alike of each of so many groups is kept."""

_SAMPLE = 2000
_BLOCK_VALUES = 2**21  # 8 MB: what a processor keeps close by


@dataclass(frozen=True)
class Candidates:
    """For every query the most alike images, the most alike first.

    Attributes:
        images: int64 (queries, groups): places of the images that are like it.
        views: int64 (queries, groups): through which view, an index.
        cosines: float32 (queries, groups): how alike, −1 to 1.
    """

    images: NDArray[np.int64]
    views: NDArray[np.int64]
    cosines: Numbers

    def part(self, rows: NDArray[np.int64]) -> "Candidates":
        """Returns the candidates of some queries, int64 (chosen,)."""
        return Candidates(self.images[rows], self.views[rows], self.cosines[rows])


def find_candidates(
    grey: Numbers,
    queries: NDArray[np.int64],
    views: Sequence[View],
    others: NDArray[np.bool_] | None = None,
) -> Candidates:
    """Returns for every query the images of which a view is most like it.

    Every query is compared with every view of every other image. The other images are dealt out
    to groups, neighbours to different ones, and the best of each group is kept: the few most alike
    of all are then among them, unless two of these happen to share a group.

    Args:
        grey: float32 (images, fine, fine), 0–1.
        queries: int64 (queries,): places of the images that are asked about, seen as they are.
        views: How the others are looked at.
        others: bool (images,): which images are looked at; None for all.
    """
    number = len(grey)
    groups = min(GROUPS, max(number - 1, 1))
    width = -(-number // groups)
    seen = unit_vectors(AS_IT_IS.see(grey))
    basis = _principal(seen)
    asked = _to_length_one(seen[queries] @ basis)
    best = np.full((len(queries), groups), -2, np.float32)
    images = np.zeros((len(queries), groups), np.int64)
    chosen = np.zeros((len(queries), groups), np.int64)
    # Image i lies in group i % groups; the columns of a group lie side by side.
    places = np.arange(groups * width).reshape(width, groups).T.reshape(-1)
    is_real = places < number
    if others is not None:
        is_real &= others[np.minimum(places, number - 1)]
    absent = np.flatnonzero(~is_real)
    rows = max(1, _BLOCK_VALUES // len(places))
    blocks = [slice(start, start + rows) for start in range(0, len(queries), rows)]
    for index, view in enumerate(views):
        table = np.zeros((len(places), basis.shape[1]), np.float32)
        seen_through = unit_vectors(view.see(grey[places[is_real]])) @ basis
        table[is_real] = _to_length_one(seen_through)
        search = _Search(asked, table, queries, absent, index)
        side_by_side(partial(search.keep_closer, best=best, images=images, chosen=chosen), blocks)
    order = np.argsort(-best, 1, kind="stable")
    return Candidates(
        np.take_along_axis(images, order, 1),
        np.take_along_axis(chosen, order, 1),
        np.take_along_axis(best, order, 1),
    )


@dataclass(frozen=True)
class _Search:
    """One view of all images, in which every query looks for what is more like it.

    Attributes:
        asked: float32 (queries, DIMENSIONS): the queries.
        table: float32 (groups × width, DIMENSIONS): the view of all images, group by group.
        queries: int64 (queries,): places of the images that are asked about.
        absent: int64 (absent,): rows of the table without an image.
        view: Number of the view.
    """

    asked: Numbers
    table: Numbers
    queries: NDArray[np.int64]
    absent: NDArray[np.int64]
    view: int

    def keep_closer(
        self,
        block: slice,
        *,
        best: Numbers,
        images: NDArray[np.int64],
        chosen: NDArray[np.int64],
    ) -> None:
        """Puts what is more like some queries than anything so far in its place.

        Args:
            block: Which queries.
            best: float32 (queries, groups): the highest cosine of every group so far.
            images: int64 (queries, groups): places of its image.
            chosen: int64 (queries, groups): number of its view.
        """
        groups = best.shape[1]
        width = len(self.table) // groups
        products = self.asked[block] @ self.table.T
        own = self.queries[block]
        column = (own % groups) * width + own // groups
        products[np.arange(len(own)), column] = -2
        products[:, self.absent] = -2
        products = products.reshape(len(own), groups, width)
        # Few views are better than the best one so far: only there the place is looked for.
        highest = products.max(2)
        row, group = np.nonzero(highest > best[block])
        place = products[row, group].argmax(1)
        best[block][row, group] = highest[row, group]
        images[block][row, group] = place * groups + group
        chosen[block][row, group] = self.view


def unit_vectors(values: Numbers) -> Numbers:
    """Returns pictures without their mean light and contrast: vectors of length 1, 0 if empty."""
    vectors = values.reshape(len(values), prod(values.shape[1:]))
    vectors = vectors - vectors.mean(1, keepdims=True)
    return _to_length_one(vectors)


def _to_length_one(vectors: Numbers) -> Numbers:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-3)).astype(np.float32)


def _principal(vectors: Numbers) -> Numbers:
    """Returns the directions in which images differ most, float32 (length, DIMENSIONS)."""
    places = np.linspace(0, len(vectors) - 1, min(len(vectors), _SAMPLE)).astype(int)
    some = vectors[places]
    _, directions = np.linalg.eigh(some.T @ some)
    return np.ascontiguousarray(directions[:, ::-1][:, :DIMENSIONS])
