"""Images that a set holds more than once, changed or not: all pairs, within and between splits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers
from convscope.data.dataset import Split
from convscope.data.quality.as_they_lie import MOST_DIFFERENCE, Near, find_near
from convscope.data.quality.moved import Moved, find_moved
from convscope.data.quality.picture_set import COLOURED, PictureSet, picture_set
from convscope.errors import ConvscopeError

KINDS = {
    "copy": "equal pixels",
    "recoded": "compressed or resized anew",
    "light": "other brightness or contrast",
    "grey": "without its colours",
    "mirror": "mirrored",
    "quarter_turn": "turned by a quarter or a half",
    "turn": "turned a little",
    "part": "a part of the other, or framed",
    "mark": "with something put over it",
    "moved": "moved a little",
    "series": "neighbours in a series of frames",
}
"""What makes a near-duplicate, in words."""

SERIES = 0.2
"""Share of pictures with at least two near neighbours from which a set consists of series, 0–1."""

MOST_PAIRS = 500_000
"""Pairs listed; a set with more is mostly copies, and the closest are listed."""


@dataclass(frozen=True, eq=False)
class NearDuplicates:
    """All pairs of images that show nearly the same, the most alike first.

    Attributes:
        split_names: Of the splits, in order.
        sizes: Images of each split.
        first_split: int64 (pairs,): number of the split of one image of each pair.
        first: int64 (pairs,): its place there.
        second_split: int64 (pairs,): number of the split of the other image, the same or a later.
        second: int64 (pairs,): its place there.
        kinds: Keys of `KINDS`, one per pair.
        differences: float32 (pairs,): what is left of one image when the other, laid over it in
            its light, is taken away, as a share of its own contrast, 0–1.
        in_series: Whether the set consists of frames that hardly differ, so that neighbours count.
        num_look_alikes: Pairs that lie as close but do not count, for simple shapes come so close
            by themselves.
        are_moved_found: Whether parts and turned images were looked for; not among simple shapes.
        is_whole: Whether every pair is listed.
    """

    split_names: tuple[str, ...]
    sizes: tuple[int, ...]
    first_split: NDArray[np.int64]
    first: NDArray[np.int64]
    second_split: NDArray[np.int64]
    second: NDArray[np.int64]
    kinds: tuple[str, ...]
    differences: Numbers
    in_series: bool
    num_look_alikes: int
    are_moved_found: bool
    is_whole: bool = field(default=True)

    def __len__(self) -> int:
        return len(self.kinds)

    def between(self, one: str, other: str) -> NDArray[np.int64]:
        """Returns the numbers of the pairs between two splits, or within one; int64 (found,)."""
        if not {one, other} <= set(self.split_names):
            return np.zeros(0, np.int64)
        low, high = sorted(self.split_names.index(name) for name in (one, other))
        return np.flatnonzero((self.first_split == low) & (self.second_split == high))

    def images_of(self, split: str, others: tuple[str, ...]) -> NDArray[np.bool_]:
        """Returns which images of a split have a near-duplicate in one of some other splits.

        Args:
            split: Name of the split.
            others: Names of the splits they are compared with.

        Returns:
            bool (images of the split,).
        """
        number = self.split_names.index(split)
        found = np.zeros(self.sizes[number], bool)
        for other in others:
            pairs = self.between(split, other)
            is_first = self.first_split[pairs] == number
            found[np.where(is_first, self.first[pairs], self.second[pairs])] = True
        return found


def find_near_duplicates(splits: Mapping[str, Split]) -> NearDuplicates:
    """Returns all pairs of images that show nearly the same, within and between all splits.

    Every pair is compared as it lies. Parts, turned, mirrored, framed and marked images are found
    through 32 views of every image, the closest of which are laid over each other and have to
    agree in every detail far better than unrelated images do. All is done over cells of a fixed
    number, so that the size to which images were brought does not matter, and no net is asked.

    Args:
        splits: Labelled images by the name of their split, all of one shape.

    Raises:
        ConvscopeError: There are no images, or they differ in shape.
    """
    shapes = {split.images.shape[1:] for split in splits.values() if len(split)}
    if len(shapes) != 1:
        raise ConvscopeError(
            f"Received images of {len(shapes)} shapes.",
            "Near-duplicates are looked for among images of one shape.",
            "Give at least one split with images, all of the same height, width and channels.",
        )
    pictures = picture_set(splits)
    near = find_near(pictures)
    in_series = _is_in_series(pictures, near)
    counts = near.same | in_series
    settled = np.zeros(len(pictures), bool)
    if in_series:
        settled[near.first[counts]] = settled[near.second[counts]] = True
    moved = find_moved(pictures, settled, in_series)
    kinds = [_kind(pictures, near, int(index), in_series) for index in np.flatnonzero(counts)]
    known = set(zip(near.first[counts].tolist(), near.second[counts].tolist(), strict=True))
    fresh = [
        index
        for index, (a, b) in enumerate(zip(moved.first, moved.second, strict=True))
        if (min(a, b), max(a, b)) not in known
    ]
    first = np.concatenate((near.first[counts], moved.first[fresh]))
    second = np.concatenate((near.second[counts], moved.second[fresh]))
    left = np.concatenate((near.misfit[counts], moved.misfit[fresh]))
    kinds += [moved.kinds[index] for index in fresh]
    return _listed(pictures, first, second, kinds, left, near, moved, in_series)


def _is_in_series(pictures: PictureSet, near: Near) -> bool:
    """Returns whether so many pictures have two near neighbours that they are frames."""
    partners = np.bincount(np.concatenate((near.first, near.second)), minlength=len(pictures))
    return bool((partners >= 2).mean() >= SERIES)


def _kind(pictures: PictureSet, near: Near, index: int, in_series: bool) -> str:
    """Returns what tells two pictures apart that lie alike."""
    first, second = near.first[index], near.second[index]
    is_coloured = pictures.colour[[first, second]] > COLOURED
    if near.same[index] and is_coloured[0] != is_coloured[1]:
        return "grey"
    if near.same[index] and near.difference[index] > MOST_DIFFERENCE:
        return "light"
    if in_series:
        return "series"
    return "light" if near.share[index] > 2 * near.misfit[index] + 0.02 else "recoded"


def _listed(
    pictures: PictureSet,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    kinds: list[str],
    left: Numbers,
    near: Near,
    moved: Moved,
    in_series: bool,
) -> NearDuplicates:
    """Returns pairs of pictures as pairs of images, with the pairs of equal pixels."""
    rows: list[tuple[int, int, str, float]] = []
    is_whole = True
    for copies in pictures.copies:
        for one, other in combinations(copies, 2):
            if len(rows) >= MOST_PAIRS:
                is_whole = False
                break
            rows.append((one, other, "copy", 0.0))
    order = np.argsort(left, kind="stable")
    for index in order:
        pairs = product(pictures.copies[first[index]], pictures.copies[second[index]])
        for one, other in pairs:
            if len(rows) >= MOST_PAIRS:
                is_whole = False
                break
            rows.append((min(one, other), max(one, other), kinds[index], float(left[index])))
    images = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
    return NearDuplicates(
        pictures.names,
        pictures.sizes,
        pictures.split_of(images[:, 0]),
        pictures.place_of(images[:, 0]),
        pictures.split_of(images[:, 1]),
        pictures.place_of(images[:, 1]),
        tuple(row[2] for row in rows),
        np.array([row[3] for row in rows], np.float32),
        in_series,
        0 if in_series else int((~near.same).sum()),
        moved.are_moved_found,
        is_whole,
    )
