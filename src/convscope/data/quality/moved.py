"""Pairs of pictures of which one was cut out, turned, mirrored, framed or marked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers
from convscope.data.quality.alignment import look_through
from convscope.data.quality.as_they_lie import SAME_COLOURS, SAME_PICTURE, light_free
from convscope.data.quality.candidates import Candidates, find_candidates
from convscope.data.quality.comparing import Likeness, compare
from convscope.data.quality.picture_set import COLOURED, EMPTY, PictureSet
from convscope.data.quality.thumbnails import SIDE
from convscope.data.quality.views import AS_IT_IS, COARSE, CUT_OUTS, TURNED, View

VIEWS = (AS_IT_IS, *TURNED, *CUT_OUTS)

CLOSEST = 4
"""Candidates of a picture that are laid over it."""

CLOSEST_IN_SERIES = 8
"""The same in sets of frames, where the neighbours of the right one come first as often."""

UNRELATED = (14, 16, 18)
"""Ranks of candidates that show what chance does: alike, yet one image is rarely there 14 times."""

STANDS_OUT = 0.55
"""A pair's distance as a share of that of unrelated pictures, up to which it is no chance."""

FARTHEST = 0.4
"""Distance of the details up to which two may be the same picture, see `Likeness.distances`."""

RICH = 0.42
"""Median distance of unrelated pictures, moved to fit, from which moving proves anything.

Strokes and outlines come so close to each other once they are turned and stretched that a cut-out
of one digit cannot be told from another digit.
"""

IN_SERIES = 0.22
"""The farthest distance in sets of frames, where unrelated ranks are frames of the same thing."""

MOST_ERRORS = 0.05
"""Share of pairs in a set of frames that may be wrong; if more are, moving proves nothing, 0–1."""

MOST_QUERIES = 20_000
"""Pictures that are looked for in others; in larger sets only those outside of the first split."""

_PROMISING = 0.9
_IN_SIGHT = {False: 0.7, True: 0.93}
_SAMPLE = 150


@dataclass(frozen=True)
class Moved:
    """Pairs of which one was changed by more than light.

    Attributes:
        first: int64 (pairs,): places of pictures that are seen as they are.
        second: int64 (pairs,): places of those of which a view is laid over them.
        misfit: float32 (pairs,): what is left, as a share of the contrast.
        kinds: What was done, keys of `near_duplicates.KINDS`.
        are_moved_found: Whether parts and turned pictures were looked for, and could be told from
            unrelated ones.
        num_queries: Pictures that were looked for in all others.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    misfit: Numbers
    kinds: tuple[str, ...]
    are_moved_found: bool
    num_queries: int


def find_moved(pictures: PictureSet, is_settled: NDArray[np.bool_], in_series: bool) -> Moved:
    """Returns pairs of which one is a part of the other, turned, mirrored, framed or marked.

    Args:
        pictures: All pictures.
        is_settled: bool (pictures,): those that need not be looked for, since others like them
            were found already.
        in_series: Whether the set consists of frames that hardly differ.
    """
    shows = pictures.contrast >= EMPTY
    queries = np.flatnonzero(shows & ~is_settled)
    if len(queries) > MOST_QUERIES:
        is_outside = np.array([copies[0] >= pictures.sizes[0] for copies in pictures.copies])
        queries = queries[is_outside[queries]][:MOST_QUERIES]
    if not len(queries) or len(pictures) < 3:
        nothing = np.zeros(0, np.int64)
        return Moved(nothing, nothing, np.zeros(0, np.float32), (), False, 0)
    is_tried = in_series or _richness(pictures, queries) >= RICH
    views = VIEWS if is_tried else (AS_IT_IS, *TURNED)
    found = find_candidates(pictures.fine, queries, views)
    turned = _turned(pictures, queries, found, views)
    pairs = _aligned(pictures, queries, found, views, in_series) if is_tried else []
    is_trusted = is_tried and (not in_series or _errors(pictures, pairs) <= MOST_ERRORS)
    if is_trusted and in_series:
        # What is settled was not asked about, and may be a part of what is not.
        settled = np.flatnonzero(shows & is_settled)
        found = find_candidates(pictures.fine, settled, views, shows & ~is_settled)
        pairs += _aligned(pictures, settled, found, views, in_series, are_settled=True)
        is_trusted = _errors(pictures, pairs) <= MOST_ERRORS
    # A pair is found from both sides: the first way that named it stays.
    chosen: dict[tuple[int, int], Pair] = {}
    for pair in turned + (pairs if is_trusted else []):
        chosen.setdefault((min(pair[:2]), max(pair[:2])), pair)
    first, second, misfit, kinds = zip(*chosen.values(), strict=True) if chosen else ((),) * 4
    return Moved(
        np.array(first, np.int64),
        np.array(second, np.int64),
        np.array(misfit, np.float32),
        tuple(kinds),
        is_trusted,
        len(queries),
    )


def _errors(pictures: PictureSet, pairs: list["Pair"]) -> float:
    """Returns the share of pairs that are probably wrong, judged by the labels they join.

    A wrong pair joins two pictures of any classes, a right one two of the same: what joins
    different classes shows how many wrong ones join the same class. 0 where few pairs tell.
    """
    if len(pairs) < 20:
        return 0.0
    label = np.array([pictures.labels[copies[0]] for copies in pictures.copies])
    first, second = np.array([pair[:2] for pair in pairs]).T
    shares = np.bincount(label) / len(label)
    chance = 1 - float((shares**2).sum())
    return float((label[first] != label[second]).mean()) / max(chance, 1e-6)


Pair = tuple[int, int, float, str]


def _richness(pictures: PictureSet, queries: NDArray[np.int64]) -> float:
    """Returns the median distance of unrelated pictures that were moved to fit; 0 for few."""
    if len(queries) < 20:
        return 0.0
    some = queries[np.linspace(0, len(queries) - 1, min(_SAMPLE, len(queries))).astype(int)]
    found = find_candidates(pictures.fine, some, VIEWS)
    return float(np.median(_unrelated(pictures, some, found, VIEWS, SIDE)))


def _unrelated(
    pictures: PictureSet,
    queries: NDArray[np.int64],
    found: Candidates,
    views: tuple[View, ...],
    side: int,
) -> Numbers:
    """Returns the median distance of each query to pictures of far ranks, float32 (queries,)."""
    ranks = [min(rank, found.images.shape[1] - 1) for rank in UNRELATED]
    first = np.repeat(queries, len(ranks))
    through = [views[index] for index in found.views[:, ranks].ravel()]
    result = compare(
        pictures.fine, first, found.images[:, ranks].ravel(), through, side=side, steps=5
    )
    return np.median(result.distances.reshape(-1, len(ranks)), 1)


def _turned(
    pictures: PictureSet, queries: NDArray[np.int64], found: Candidates, views: tuple[View, ...]
) -> list[Pair]:
    """Returns pairs that are equal once one is mirrored or turned by quarters."""
    pairs: list[Pair] = []
    for index, view in enumerate(views[1 : 1 + len(TURNED)], 1):
        row, column = np.nonzero(
            (found.views == index) & (found.cosines >= 1 - 4 * SAME_PICTURE**2)
        )
        first, second = queries[row], found.images[row, column]
        misfit = light_free(pictures.grey[first], view.turn(pictures.grey[second]))
        colours = light_free(
            *(
                v.astype(np.float32)
                for v in (pictures.small[first], view.turn(pictures.small[second]))
            )
        )
        good = (misfit <= SAME_PICTURE) & _colours_agree(pictures, first, second, colours)
        kind = "mirror" if view.mirrored else "quarter_turn"
        pairs += [
            (int(a), int(b), float(m), kind)
            for a, b, m in zip(first[good], second[good], misfit[good], strict=True)
        ]
    return pairs


def _aligned(
    pictures: PictureSet,
    queries: NDArray[np.int64],
    found: Candidates,
    views: tuple[View, ...],
    in_series: bool,
    are_settled: bool = False,
) -> list[Pair]:
    """Returns pairs that agree in every detail once one is moved over the other."""
    rows = _promising(found, in_series, are_settled)
    most = CLOSEST_IN_SERIES if in_series and not are_settled else CLOSEST
    number = min(most, found.images.shape[1])
    if not len(rows):
        return []
    first = np.repeat(queries[rows], number)
    second = found.images[rows, :number].ravel()
    through = [views[index] for index in found.views[rows, :number].ravel()]
    coarse = compare(pictures.fine, first, second, through, side=COARSE, steps=5)
    chosen = _plausible(coarse) & (coarse.distances <= FARTHEST)
    part = found.part(rows)
    if not in_series:
        null = _unrelated(pictures, queries[rows], part, views, COARSE)
        chosen &= coarse.distances <= 1.2 * STANDS_OUT * np.repeat(null, number)
    picked = np.flatnonzero(chosen)
    if not len(picked):
        return []
    through = [through[index] for index in picked]
    first, second = first[picked], second[picked]
    exact = compare(pictures.fine, first, second, through, side=SIDE)
    if in_series:
        good = exact.distances <= IN_SERIES
    else:
        of_row = picked // number
        needed, inverse = np.unique(of_row, return_inverse=True)
        few = part.part(needed)
        null = _unrelated(pictures, queries[rows][needed], few, views, SIDE)[inverse]
        good = (exact.distances <= STANDS_OUT * null) & (exact.distances <= FARTHEST)
    colours = _laid_colours(pictures, first, second, exact, through)
    good &= _plausible(exact) & _colours_agree(pictures, first, second, colours)
    return [
        (int(first[i]), int(second[i]), float(exact.misfit[i]), _kind(exact, int(i), through[i]))
        for i in np.flatnonzero(good)
    ]


def _promising(found: Candidates, in_series: bool, are_settled: bool) -> NDArray[np.int64]:
    """Returns the queries of which one candidate is closer than unrelated pictures are."""
    if in_series:
        return np.flatnonzero(found.cosines[:, 0] >= _IN_SIGHT[are_settled])
    far = min(UNRELATED[1], found.images.shape[1] - 1)
    closeness = (1 - found.cosines[:, 0]) / np.maximum(1 - found.cosines[:, far], 1e-6)
    return np.flatnonzero(np.sqrt(np.maximum(closeness, 0)) <= _PROMISING)


def _plausible(likeness: Likeness) -> NDArray[np.bool_]:
    """Returns whether a pair's move is one that people make: no shearing, no other proportions."""
    aligned = likeness.aligned
    shapes = np.linalg.svd(aligned.warps[:, :, :2], compute_uv=False)
    scale = np.sqrt(shapes.prod(1))
    proportions = shapes[:, 0] / np.maximum(shapes[:, 1], 1e-3)
    is_light = (aligned.gains > 0.15) & (aligned.gains < 6)
    is_move = (proportions < 1.2) & (scale > 0.5) & (scale < 1.12)
    return is_light & is_move & (likeness.overlap > 0.6) & (likeness.fitted < 0.5)


def _colours_agree(
    pictures: PictureSet,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    colours: Numbers,
) -> NDArray[np.bool_]:
    """Returns whether coloured pictures have the same colours; a grey one has none to differ."""
    both = (pictures.colour[first] > COLOURED) & (pictures.colour[second] > COLOURED)
    return ~both | (colours <= SAME_COLOURS + SAME_PICTURE)


def _laid_colours(
    pictures: PictureSet,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    likeness: Likeness,
    views: list[View],
) -> Numbers:
    """Returns `light_free` over the colour channels of pairs, one laid over the other."""
    one = pictures.small[first].astype(np.float32)
    other = np.stack(
        [view.turn(pictures.small[[index]])[0] for index, view in zip(second, views, strict=True)]
    ).astype(np.float32)
    laid = np.stack(
        [
            look_through(np.ascontiguousarray(other[..., c]), likeness.aligned.warps, SIDE)[0]
            for c in range(other.shape[3])
        ],
        3,
    )
    kept = likeness.aligned.kept[..., None]
    count = np.maximum(kept.sum((1, 2, 3), keepdims=True) * other.shape[3], 1)
    one, laid = ((v - (v * kept).sum((1, 2, 3), keepdims=True) / count) * kept for v in (one, laid))
    return light_free(one, laid)


def _kind(likeness: Likeness, index: int, view: View) -> str:
    """Returns what was done to a pair, judged by the move that lays one over the other."""
    if view.mirrored:
        return "mirror"
    if view.quarter_turns:
        return "quarter_turn"
    warp = likeness.aligned.warps[index][:, :2]
    scale = float(np.sqrt(abs(np.linalg.det(warp))))
    angle = float(np.degrees(np.arctan2(warp[1, 0] - warp[0, 1], warp[0, 0] + warp[1, 1])))
    if scale < 0.965:
        return "part"
    if abs(angle) > 1.2:
        return "turn"
    if likeness.misfit[index] > 2 * likeness.fitted[index]:
        return "mark"
    return "moved"
