"""IDX files, the format of MNIST: a folder with images and labels for train and test."""

import gzip
import struct
import zlib
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from convscope.data.decoded import Allocate, Decoded, DecodedSplit
from convscope.errors import ConvscopeError

IMAGES_MAGIC, LABELS_MAGIC = 0x0803, 0x0801
"""Unsigned bytes with three axes, and with one. Source: MNIST page, "The IDX file format"."""

STEMS = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
"""File names of images and labels by split; each may end in `.gz`."""


def find_idx(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Returns the paths of images and labels by split, for the splits that are complete."""
    found = {}
    for split, stems in STEMS.items():
        paths = [find_file(folder, stem) for stem in stems]
        if paths[0] and paths[1]:
            found[split] = (paths[0], paths[1])
    return found


def find_file(folder: Path, stem: str) -> Path | None:
    """Returns the file called `stem` or `stem.gz`, or None."""
    return next((p for p in (folder / stem, folder / f"{stem}.gz") if p.is_file()), None)


def decode_idx(
    folder: Path, class_names: tuple[str, ...] | None, _allocate: Allocate | None = None
) -> Decoded:
    """Reads all splits of a folder of IDX files.

    Args:
        folder: The folder.
        class_names: Names in the order of the labels; None for the numbers themselves.

    Raises:
        ConvscopeError: A file is no IDX file, cut short or too long, or counts differ.
    """
    splits = {}
    for split, (images_path, labels_path) in find_idx(folder).items():
        images = read_idx(images_path, IMAGES_MAGIC)[..., None]
        labels = read_idx(labels_path, LABELS_MAGIC).astype(np.int64)
        if len(images) != len(labels):
            raise ConvscopeError(
                f"{images_path} holds {len(images):,} images, {labels_path.name} "
                f"{len(labels):,} labels.",
                "Expected one label per image.",
                "Put two files that belong together there.",
            )
        splits[split] = DecodedSplit(images, labels)
    highest = max(int(split.labels.max(initial=0)) for split in splits.values())
    names = class_names or tuple(map(str, range(highest + 1)))
    if highest >= len(names):
        raise ConvscopeError(
            f"{folder}: a label is {highest}.",
            f"Expected 0 to {len(names) - 1}, one of {len(names)} classes.",
            "Check the label files.",
        )
    return Decoded(names, splits)


def read_idx(path: Path, magic: int) -> NDArray[np.uint8]:
    """Returns the array of an IDX file of unsigned bytes, gzipped or not.

    Args:
        path: The file.
        magic: `IMAGES_MAGIC` or `LABELS_MAGIC`.

    Raises:
        ConvscopeError: Another magic number, too few or too many bytes, a broken archive.
    """
    num_axes = magic & 0xFF
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            header = file.read(4 + 4 * num_axes)
            found = int.from_bytes(header[:4])
            if found != magic or len(header) < 4 + 4 * num_axes:
                raise ConvscopeError(
                    f"{path} begins with the number {found:#010x}.",
                    f"An IDX file of {_content(magic)} begins with {magic:#010x}.",
                    "Put the right file there, or delete it and download it again.",
                )
            shape = struct.unpack(f">{num_axes}I", header[4:])
            expected = prod(shape)
            content = file.read(expected + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
        raise ConvscopeError(
            f"{path} is cut short or damaged: {error}.",
            "Expected a whole gzip file.",
            "Delete it and download it again.",
        ) from None
    if len(content) != expected:
        received = "more" if len(content) > expected else f"{len(content):,}"
        raise ConvscopeError(
            f"{path} holds {received} bytes after its header.",
            f"Its header announces {' × '.join(map(str, shape))} = {expected:,}.",
            "Delete it and download it again.",
        )
    return np.frombuffer(content, np.uint8).reshape(shape)


def _content(magic: int) -> str:
    return "images" if magic == IMAGES_MAGIC else "labels"
