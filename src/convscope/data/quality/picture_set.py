"""The images of all splits as one list, brought once to the sizes at which they are compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Numbers
from convscope.data.dataset import Split
from convscope.data.quality.thumbnails import SIDE, thumbnails, to_grey
from convscope.data.quality.views import FINE

EMPTY = 0.02
"""Contrast (standard deviation of brightness) below which an image shows nothing, 0–1."""

COLOURED = 0.02
"""Mean distance of the channels from grey from which an image counts as coloured, 0–1."""


@dataclass(frozen=True, eq=False)
class PictureSet:
    """All images of a set, those with equal pixels once.

    Attributes:
        names: Of the splits, in order.
        sizes: Images of each split.
        labels: int64 (images,) of all splits, one behind the other.
        files: Paths of all images, or None where they are not files.
        copies: Places of the images with the same pixels, one tuple per picture.
        small: uint8 (pictures, 32, 32, channels), 0–255: every picture over 32×32 cells.
        fine: float32 (pictures, fine, fine), 0–1: in grey, with more cells for cutting parts out.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    labels: Labels
    files: tuple[str, ...] | None
    copies: tuple[tuple[int, ...], ...]
    small: NDArray[np.uint8]
    fine: Numbers

    def __len__(self) -> int:
        return len(self.copies)

    @cached_property
    def num_images(self) -> int:
        """Images of all splits."""
        return sum(self.sizes)

    @cached_property
    def grey(self) -> Numbers:
        """Every picture in grey, float32 (pictures, 32, 32), 0–1."""
        return to_grey(self.small.astype(np.float32) / 255)

    @cached_property
    def contrast(self) -> Numbers:
        """Standard deviation of every picture's brightness, float32 (pictures,), 0–1."""
        return self.grey.std((1, 2))

    @cached_property
    def colour(self) -> Numbers:
        """How far from grey every picture is, float32 (pictures,), 0–1."""
        if self.small.shape[3] != 3:
            return np.zeros(len(self.small), np.float32)
        values = self.small.astype(np.float32) / 255
        return np.abs(values - values.mean(3, keepdims=True)).mean((1, 2, 3))

    def split_of(self, images: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns the number of the split that images lie in."""
        return np.searchsorted(np.cumsum(self.sizes), images, side="right")

    def place_of(self, images: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns the places of images within their splits."""
        starts = np.concatenate(([0], np.cumsum(self.sizes)))
        return images - starts[self.split_of(images)]


def picture_set(splits: Mapping[str, Split]) -> PictureSet:
    """Returns all images of some splits, brought to the sizes at which they are compared."""
    parts = [split for split in splits.values() if len(split)]
    places: dict[bytes, list[int]] = {}
    small, fine = [], []
    count = 0
    for split in parts:
        chosen = []
        for index, image in enumerate(split.images):
            digest = blake2b(np.ascontiguousarray(image).data, digest_size=16).digest()
            if digest not in places:
                chosen.append(index)
            places.setdefault(digest, []).append(count + index)
        count += len(split)
        # More cells than pixels would only repeat them, and cost memory.
        side = FINE if min(split.images.shape[1:3]) > SIDE + SIDE // 4 else SIDE
        for start in range(0, len(chosen), 1000):
            block = split.images[chosen[start : start + 1000]]
            small.append(np.rint(thumbnails(block, SIDE) * 255).astype(np.uint8))
            fine.append(to_grey(thumbnails(block, side)))
    has_files = all(split.files is not None for split in parts)
    return PictureSet(
        tuple(name for name, split in splits.items() if len(split)),
        tuple(map(len, parts)),
        np.concatenate([split.labels for split in parts]),
        tuple(file for split in parts for file in split.files or ()) if has_files else None,
        tuple(map(tuple, places.values())),
        np.concatenate(small),
        np.concatenate(fine),
    )
