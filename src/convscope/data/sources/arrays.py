"""Images that come as arrays: brought to bytes, divided and written block by block."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images, Labels, Shape3
from convscope.data.dataset import WHOLE
from convscope.data.decoded import Allocate, Decoded, DecodedSplit
from convscope.data.image_blocks import blocks_of
from convscope.data.images.rows import rows_of
from convscope.data.sources.held_out import expect_trained_classes, no_test_note
from convscope.data.sources.labels import name_classes
from convscope.data.split import stratified_indices
from convscope.errors import ConvscopeError

MAX_SIDE = 65_535
"""Pixels; larger claims come from damaged headers."""

MIXING_SEED = 0
_SORTED_SHARE = 0.5
"""Where labels change less than half as often as in a random order, the images are sorted."""


@dataclass(frozen=True)
class ArraySplit:
    """Labelled images that have not been read yet.

    Attributes:
        labels: Whole numbers or strings (number,).
        image_shape: (height, width, channels).
        blocks: Yields all images in order, uint8 (some, height, width, channels), 0–255.
    """

    labels: NDArray[Any]
    image_shape: Shape3
    blocks: Callable[[], Iterator[Images]]


@dataclass(frozen=True)
class Arrays:
    """What a file or folder of arrays holds.

    Attributes:
        where: The file or folder, for texts.
        splits: `train`, `validation`, `test`, or `all` alone.
        class_names: Names in the order of the labels; None for the labels themselves.
        notes: What was decided and left out, in words.
        is_published: Whether it is a named set, whose classes and order are known and kept.
    """

    where: str
    splits: dict[str, ArraySplit]
    class_names: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    is_published: bool = False


@dataclass(frozen=True)
class Division:
    """How images without test images are divided.

    Attributes:
        test_split: Share of each class set aside; 0 leaves all together, as `test`.
        seed: Which images are set aside follows from it.
    """

    test_split: float
    seed: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is set aside."""
        return not self.test_split


def decode_arrays(arrays: Arrays, division: Division, allocate: Allocate) -> Decoded:
    """Reads arrays, setting test images aside where there are none.

    Images that are sorted by class are mixed, so that the last tenth is like the rest.

    Args:
        arrays: What there is.
        division: How to divide what has no test images.
        allocate: Gives arrays on the disk.

    Raises:
        ConvscopeError: Splits of different sizes, labels that are no classes, classes that
            only test images have.
    """
    shapes = {split.image_shape for split in arrays.splits.values()}
    if len(shapes) > 1:
        listed = " and ".join(sorted("×".join(map(str, shape)) for shape in shapes))
        raise ConvscopeError(
            f"{arrays.where}: the splits have images of {listed}.",
            "Expected one size for all.",
            "Bring them to one size, or give one of the splits.",
        )
    labels = {name: split.labels for name, split in arrays.splits.items()}
    if arrays.is_published and arrays.class_names is not None:
        indices, names, notes = labels, arrays.class_names, ()
    else:
        named = name_classes(arrays.where, labels, arrays.class_names)
        indices, names, notes = named.labels, named.class_names, named.notes
    said = [*arrays.notes, *notes]
    splits: dict[str, DecodedSplit] = {}
    for name, split in arrays.splits.items():
        own = indices[name].astype(np.int64)
        targets = _targets(name, own, arrays, division)
        if not arrays.is_published:
            targets = {k: _mixed(own, t, said) if k != "test" else t for k, t in targets.items()}
        splits |= _write(split, own, targets, allocate)
        if set(targets) == {"train", "test"}:
            said.append(no_test_note(division.test_split, division.seed))
    if division.is_whole and "test" not in arrays.splits:
        said.append(WHOLE)
    expect_trained_classes(splits, names, arrays.where)
    return Decoded(names, splits, notes=tuple(said))


def to_shape(where: str, shape: tuple[int, ...]) -> Shape3:
    """Returns (height, width, channels) of images of which an array has the shape.

    Flat rows are squares of grey pixels, else squares of red, green and blue.

    Args:
        where: The file, for error texts.
        shape: (number, height, width[, channels]) or (number, values).

    Raises:
        ConvscopeError: The shape is not one of images.
    """
    inner = shape[1:]
    if len(inner) == 1:
        for channels in (1, 3):
            side = isqrt(inner[0] // channels)
            if side and side * side * channels == inner[0]:
                return side, side, channels
    if len(inner) == 2:
        inner = (*inner, 1)
    if len(inner) == 3 and inner[2] in (1, 3) and all(0 < side <= MAX_SIDE for side in inner):
        return inner[0], inner[1], inner[2]
    if len(inner) == 3 and inner[2] == 4:
        fix = "Leave the fourth channel out: images[..., :3]."
    elif len(inner) == 3 and inner[0] in (1, 3):
        fix = "Put the channels last: images.transpose(0, 2, 3, 1)."
    else:
        fix = "Save the images again in such a shape."
    raise ConvscopeError(
        f"{where}: the images are {shape}.",
        "Expected (number, height, width), (number, height, width, 1 or 3), or (number, values) "
        "of square images.",
        fix,
    )


def range_of(where: str, low: float, high: float, is_float: bool) -> float:
    """Returns what pixels between two values are multiplied by to reach 0–255.

    Args:
        where: The file, for error texts.
        low: The smallest pixel.
        high: The largest pixel.
        is_float: Whether the pixels are floats.

    Raises:
        ConvscopeError: Neither 0–255, nor floats 0–1, nor 16 bits.
    """
    if low >= 0 and high <= 1 and is_float:
        return 255.0
    if low >= 0 and high <= 255:
        return 1.0
    if low >= 0 and high <= 65_535 and not is_float:
        return 1 / 257
    raise ConvscopeError(
        f"{where}: the images lie between {low:g} and {high:g}.",
        "Expected 0–255, floats 0–1, or 16 bits.",
        "Scale them before saving.",
    )


def _targets(
    name: str, labels: Labels, arrays: Arrays, division: Division
) -> dict[str, NDArray[np.int64]]:
    """Returns the indices of the images that go into each split of the result, in order."""
    everything = np.arange(len(labels))
    others = arrays.splits.keys() - {name}
    if name == "all" and division.is_whole:
        return {"test": everything}
    is_to_divide = name == "all" or (name == "train" and "test" not in others)
    if not is_to_divide or division.is_whole:
        return {name: everything}
    stay, aside = stratified_indices(labels, division.test_split, division.seed)
    # Where each class has a single image, none can be spared.
    return {"train": stay, "test": aside} if len(aside) else {"train": stay}


def _mixed(labels: Labels, chosen: NDArray[np.int64], said: list[str]) -> NDArray[np.int64]:
    """Returns indices in a random order if the images are sorted by class."""
    own = labels[chosen]
    shares = np.bincount(own) / max(1, len(own))
    expected = (1 - (shares**2).sum()) * len(own)
    if np.count_nonzero(own[1:] != own[:-1]) >= _SORTED_SHARE * expected:
        return chosen
    said.append("The images are sorted by class: taken in a random order.")
    return np.random.default_rng(MIXING_SEED).permutation(chosen)


def _write(
    split: ArraySplit,
    labels: Labels,
    targets: dict[str, NDArray[np.int64]],
    allocate: Allocate,
) -> dict[str, DecodedSplit]:
    """Lets the blocks of a split flow to where they belong."""
    images = {name: allocate(name, (len(t), *split.image_shape)) for name, t in targets.items()}
    order = {name: np.argsort(t, kind="stable") for name, t in targets.items()}
    ranked = {name: t[order[name]] for name, t in targets.items()}
    first = 0
    for block in split.blocks():
        for name, indices in ranked.items():
            begin, end = np.searchsorted(indices, (first, first + len(block)))
            chosen = block[indices[begin:end] - first]
            _put(images[name], order[name][begin:end], chosen)
        first += len(block)
    if first != len(labels):
        raise EOFError(f"{first:,} of {len(labels):,} images are there")
    return {name: DecodedSplit(images[name], labels[t]) for name, t in targets.items()}


def _put(images: Images, places: NDArray[np.int64], chosen: Images) -> None:
    """Writes images to their places, in runs."""
    if not len(places):
        return
    rows = rows_of(images)
    if np.array_equal(places, np.arange(places[0], places[0] + len(places))):
        rows.write(int(places[0]), chosen)
        return
    by_place = np.argsort(places)
    for run in np.split(by_place, np.flatnonzero(np.diff(places[by_place]) != 1) + 1):
        rows.write(int(places[run[0]]), chosen[run])


def in_blocks(
    read: Callable[[int], NDArray[Any]], number: int, image_shape: Shape3
) -> Iterator[NDArray[Any]]:
    """Yields what `read` gives for the number of images that make a block, until all are read.

    Args:
        read: Takes a number and returns as many images, those that come next.
        number: Images in all.
        image_shape: (height, width, channels); decides how many images make a block.
    """
    for block in blocks_of(number, image_shape):
        yield read(block.stop - block.start)


def extremes(blocks: Iterable[NDArray[Any]]) -> tuple[float, float]:
    """Returns the smallest and the largest value; NaN if there is one."""
    low, high = np.inf, -np.inf
    for block in blocks:
        if block.size:
            low = np.minimum(low, block.min())
            high = np.maximum(high, block.max())
    return (0.0, 0.0) if low == np.inf else (float(low), float(high))
