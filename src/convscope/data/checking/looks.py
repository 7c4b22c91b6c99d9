"""One look at every image: size, kind of pixel, a digest, how bright and how coloured it is."""

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from convscope.arrays import Image
from convscope.data.dataset import Unreadable
from convscope.data.images.listing import Listing
from convscope.data.images.one_image import UnreadableImage, decode_picture
from convscope.data.images.pixels import has_color
from convscope.data.images.progress import progress_bar
from convscope.data.images.workers import Chunk, map_contents, num_workers_for
from convscope.data.loading import find_or_explain, load_data
from convscope.data.named_sets import NAMED_SETS
from convscope.data.sources.refused import EXPECTED
from convscope.errors import clear_errors

NEAR_BLACK, NEAR_WHITE = 13, 242
"""Pixels up to 5 % and from 95 % of full scale."""


@dataclass(frozen=True)
class Seen:
    """What one readable image is.

    Attributes:
        size: (height, width).
        mode: Pillow's name for the kind of pixel.
        digest: Equal for equal pixels.
        is_colored: Whether a pixel is other than grey.
        dark: Share of the values that are nearly black, 0–1.
        bright: Share of the values that are nearly white, 0–1.
        is_flat: Whether all pixels are the same.
    """

    size: tuple[int, int]
    mode: str
    digest: bytes
    is_colored: bool
    dark: float
    bright: float
    is_flat: bool


@dataclass(frozen=True)
class Place:
    """Where an image is: split, class, and its path or number."""

    split: str
    class_name: str
    path: str


@dataclass(frozen=True)
class Looked:
    """What is known of a source before its images are looked at.

    Attributes:
        class_names: All classes, sorted or in the order of the labels.
        splits: The splits that there are.
        notes: What was decided and left out, in words.
        listing: The image files; None where the images are arrays.
        images: Yields every image: its place, and what it is or why it cannot be read.
    """

    class_names: tuple[str, ...]
    splits: tuple[str, ...]
    notes: tuple[str, ...]
    listing: Listing | None
    images: Iterator[tuple[Place, Seen | Unreadable]]


def look_at_all(source: str | Path, progress: bool | None) -> Looked:
    """Returns a look at whatever can be trained on.

    Args:
        source: A data set's name, a folder or a file.
        progress: Whether a bar is shown; None shows it on a terminal.

    Raises:
        ConvscopeError: Nothing that is read.
    """
    if str(source) not in NAMED_SETS:
        found = find_or_explain(source)
        with clear_errors(str(source), EXPECTED, "Copy or download it again."):
            loaded = found.load()
        if isinstance(loaded, Listing):
            looks = _look_at_files(loaded, progress)
            return Looked(loaded.class_names, loaded.splits, loaded.notes, loaded, looks)
    data = load_data(source, test_split=0, progress=progress)
    names = {"test": "all"} if set(data.splits) == {"test"} else {}
    splits = {names.get(name, name): split for name, split in data.splits.items()}

    def each() -> Iterator[tuple[Place, Seen | Unreadable]]:
        num_images = sum(map(len, splits.values()))
        with progress_bar("Checking images", num_images, progress) as advance:
            for name, split in splits.items():
                for number, label in enumerate(split.labels.tolist()):
                    place = Place(name, data.class_names[label], f"{name} {number}")
                    pixels = np.asarray(split.images[number])
                    yield (
                        place,
                        look_at(pixels, pixels.shape[:2], "RGB" if pixels.shape[2] == 3 else "L"),
                    )
                    advance(1)

    return Looked(data.class_names, tuple(splits), data.notes, None, each())


def look_at(pixels: Image, size: tuple[int, int], mode: str) -> Seen:
    """Returns what an image is.

    Args:
        pixels: uint8 (height, width, channels).
        size: (height, width) of the file.
        mode: Pillow's name for the kind of pixel in the file.
    """
    is_colored = has_color(pixels)
    plain = pixels if is_colored or pixels.shape[2] == 1 else pixels[..., :1]
    digest = hashlib.sha256(repr(plain.shape).encode() + plain.tobytes()).digest()
    return Seen(
        (int(size[0]), int(size[1])),
        mode,
        digest,
        is_colored,
        float((plain <= NEAR_BLACK).mean()),
        float((plain >= NEAR_WHITE).mean()),
        bool((plain == plain[:1, :1]).all()),
    )


def look_at_chunk(chunk: Chunk) -> list[Seen | str]:
    """Returns for each file what it is, or why it is unreadable; runs in a worker."""
    looks: list[Seen | str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # half-broken files make Pillow warn
        for content in chunk.contents:
            if isinstance(content, str):
                looks.append(content)
                continue
            try:
                picture = decode_picture(content, None)
            except UnreadableImage as error:
                looks.append(error.reason)
                continue
            looks.append(look_at(picture.pixels(), picture.original_size, picture.file_mode))
    return looks


def _look_at_files(
    listing: Listing, progress: bool | None
) -> Iterator[tuple[Place, Seen | Unreadable]]:
    workers = num_workers_for(listing)
    with progress_bar("Checking images", len(listing.files), progress) as advance:
        for group, looks in map_contents(listing, listing.files, look_at_chunk, workers):
            advance(len(group))
            for file, look in zip(group, looks, strict=True):
                place = Place(file.split, file.class_name, file.path)
                yield place, Unreadable(file.path, look) if isinstance(look, str) else look
