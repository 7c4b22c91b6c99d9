"""IDX files, the format of MNIST, under all the names that they have."""

import re
import struct
from collections.abc import Iterator
from math import prod
from typing import IO

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images, Shape3
from convscope.data.named_sets import NAMED_SETS, NamedSet
from convscope.data.sources.arrays import Arrays, ArraySplit, in_blocks, to_shape
from convscope.data.sources.found import Found
from convscope.data.sources.labels import to_vector
from convscope.data.sources.place import FoundFile, Place
from convscope.data.sources.split_words import resolved, split_of, words_of
from convscope.data.sources.streams import (
    MAX_RATIO,
    MIN_BOMB_BYTES,
    BombError,
    read_at_most,
)
from convscope.errors import ConvscopeError
from convscope.texts import counted

IMAGES_MAGIC, LABELS_MAGIC = 0x0803, 0x0801
"""Unsigned bytes with three axes, and with one. Source: MNIST page, "The IDX file format"."""

COLOR_MAGIC = 0x0804
"""Unsigned bytes with four axes: images of several channels."""

_MOST_UNPACKING = 1032
"""Bytes that one byte of deflate can stand for. Source: zlib's technical details."""

_ROLE_WORDS = frozenset(
    ["images", "image", "imgs", "img", "labels", "label", "lbls", "idx", "ubyte", "gz", "byte"]
)
_IMAGE_WORDS = frozenset(["images", "image", "imgs", "img"])
_LABEL_WORDS = frozenset(["labels", "label", "lbls"])
_IDX_NAME = re.compile(r"idx[1-4]|[-_.]ubyte")
_EMNIST = re.compile(r"emnist[-_]([a-z]+)", re.IGNORECASE)


def find(place: Place) -> Found | None:
    """Returns the IDX files of a place, wherever they lie in it.

    Raises:
        ConvscopeError: Images without labels, or files of several sets.
    """
    files = files_of(place)
    if not files:
        return None
    if place.path.is_file() and not place.is_archive:
        place, files = _with_siblings(place)
    pairs = pairs_of(place, files)
    entry = _emnist_entry(pairs)
    used = tuple(file for pair in pairs.values() for file in pair)
    return Found("idx", place, used, lambda: read(place, pairs, entry), entry.name if entry else "")


def files_of(place: Place) -> list[FoundFile]:
    """Returns the IDX files of a place, by content or name: a damaged one must not be missed."""
    other = [f for f in place.of("other", "image", "zip") if _IDX_NAME.search(f.name.lower())]
    return sorted([*place.of("idx"), *other], key=lambda file: file.path)


def read(
    place: Place,
    pairs: dict[str, tuple[FoundFile, FoundFile]],
    entry: NamedSet | None = None,
    is_published: bool = False,
) -> Arrays:
    """Returns the images and labels of IDX files.

    Args:
        place: Where they lie.
        pairs: Images and labels by split.
        entry: The named set that they are of, which says how they are stored.
        is_published: Whether all its classes and images are there.

    Raises:
        ConvscopeError: A file is no IDX file, cut short or too long, or counts differ.
    """
    is_transposed = entry is not None and entry.is_transposed
    splits = {}
    for split, (images, labels) in pairs.items():
        values = read_labels(place, labels)
        if entry is not None and entry.label_offset:
            values = values - entry.label_offset
        splits[split] = _read_images(place, images, labels, values, is_transposed)
    names = entry.class_names if entry else None
    if entry is not None and any(len(s.labels) and s.labels.min() < 0 for s in splits.values()):
        raise ConvscopeError(
            f"{place.source}: a label is below {entry.label_offset}.",
            f"The labels of {entry.name} begin at {entry.label_offset}.",
            "Check that the label files are those of this set.",
        )
    return Arrays(place.source, splits, names, is_published=is_published)


def read_labels(place: Place, file: FoundFile) -> NDArray[np.int64]:
    """Returns the labels of an IDX file, int64 (number,)."""
    where = place.display_path(file.path)
    with place.open(file.path) as stream:
        (number,) = _read_shape(where, stream, (LABELS_MAGIC,), file.size_bytes)
        content = read_at_most(stream, number + 1)
    _expect_length(where, len(content), (number,))
    return to_vector(where, np.frombuffer(content, np.uint8))


def expect_whole(place: Place, file: FoundFile, is_images: bool) -> None:
    """Reads a file to its end.

    Args:
        place: Where it lies.
        file: The file, packed or not.
        is_images: Whether it should hold images, else labels.

    Raises:
        ConvscopeError: It is of another kind, cut short or too long.
    """
    where = place.display_path(file.path)
    magics = (IMAGES_MAGIC, COLOR_MAGIC) if is_images else (LABELS_MAGIC,)
    with place.open(file.path) as stream:
        shape = _read_shape(where, stream, magics, file.size_bytes)
        num_bytes = 0
        while part := stream.read(2**20):
            num_bytes += len(part)
    _expect_length(where, num_bytes, shape)


def _read_images(
    place: Place,
    images: FoundFile,
    labels: FoundFile,
    values: NDArray[np.int64],
    is_transposed: bool,
) -> ArraySplit:
    where = place.display_path(images.path)
    with place.open(images.path) as stream:
        shape = _read_shape(where, stream, (IMAGES_MAGIC, COLOR_MAGIC), images.size_bytes)
    if shape[0] != len(values):
        raise ConvscopeError(
            f"{where} holds {counted(shape[0], 'image')}, {labels.name} "
            f"{counted(len(values), 'label')}.",
            "Expected one label per image.",
            "Put two files that belong together there.",
        )
    height, width, channels = to_shape(where, shape)
    stored: Shape3 = (width, height, channels) if is_transposed else (height, width, channels)

    def blocks() -> Iterator[Images]:
        with place.open(images.path) as stream:
            stream.read(4 + 4 * len(shape))
            num_read = 0

            def read_rows(number: int) -> Images:
                nonlocal num_read
                content = read_at_most(stream, number * prod(stored))
                num_read += len(content)
                if len(content) < number * prod(stored):
                    raise _wrong_length(where, f"{num_read:,}", shape)
                return np.frombuffer(content, np.uint8).reshape(number, *stored)

            for block in in_blocks(read_rows, shape[0], stored):
                yield block.transpose(0, 2, 1, 3) if is_transposed else block
            if stream.read(1):
                raise _wrong_length(where, "more", shape)

    return ArraySplit(values, (height, width, channels), blocks)


def _read_shape(
    where: str, stream: IO[bytes], magics: tuple[int, ...], size_bytes: int
) -> tuple[int, ...]:
    """Returns what the header announces, which the file must be large enough for."""
    head = stream.read(4)
    found = int.from_bytes(head)
    num_axes = found & 0xFF
    sizes = stream.read(4 * num_axes) if found in magics else b""
    if found not in magics or len(sizes) < 4 * num_axes:
        raise ConvscopeError(
            f"{where} begins with the number {found:#010x}.",
            f"An IDX file of {_content(magics[0])} begins with "
            f"{' or '.join(f'{magic:#010x}' for magic in magics)}.",
            "Put the right file there, or download it again.",
        )
    shape = struct.unpack(f">{num_axes}I", sizes)
    if prod(shape) > max(MIN_BOMB_BYTES, MAX_RATIO * size_bytes):
        if prod(shape) <= _MOST_UNPACKING * size_bytes:
            raise BombError(size_bytes)
        raise _wrong_length(where, "fewer", shape)
    return shape


def _expect_length(where: str, received: int, shape: tuple[int, ...]) -> None:
    if received != prod(shape):
        raise _wrong_length(where, "more" if received > prod(shape) else f"{received:,}", shape)


def _wrong_length(where: str, received: str, shape: tuple[int, ...]) -> ConvscopeError:
    return ConvscopeError(
        f"{where} holds {received} bytes after its header.",
        f"Its header announces {' × '.join(map(str, shape))} = {prod(shape):,}.",
        "Copy or download it again.",
    )


def _with_siblings(place: Place) -> tuple[Place, list[FoundFile]]:
    """Returns the folder of a lone file, and those files in it that belong to the same set."""
    from convscope.data.sources.place import read_place

    around = read_place(str(place.path.parent), is_deep=False)
    stem = _set_of(place.files[0])
    files = [f for f in files_of(around) if "/" not in f.path and _set_of(f) == stem]
    return around, files


def _set_of(file: FoundFile) -> tuple[str, ...]:
    """Returns the words of a file's name that tell neither split nor role."""
    words = words_of(file.name)
    return tuple(w for w in words if w not in _ROLE_WORDS and split_of(w) is None)


def pairs_of(place: Place, files: list[FoundFile]) -> dict[str, tuple[FoundFile, FoundFile]]:
    """Returns images and labels by split.

    Packed and unpacked copies of a file may lie side by side, and a file in a folder of its name:
    the unpacked one that lies highest is taken.
    """
    found: dict[tuple[str, ...], dict[tuple[str, bool], FoundFile]] = {}
    # Of several, the last one stays.
    for file in sorted(files, key=lambda f: (-f.path.count("/"), not f.name.endswith(".gz"))):
        is_labels = _is_labels(place, file)
        split = split_of(file.name, _set_of(file) + tuple(_ROLE_WORDS)) or "all"
        found.setdefault(_set_of(file), {})[split, is_labels] = file
    whole = {}
    for name, parts in found.items():
        names = resolved({split: split for split, _ in parts})
        pairs = {
            names[split]: (file, parts[split, True])
            for (split, is_labels), file in parts.items()
            if not is_labels and (split, True) in parts
        }
        if pairs:
            whole[name] = pairs
    if not whole:
        raise ConvscopeError(
            f"{place.source}: {files[0].path} lies there without the other half.",
            "Expected IDX files of images and of labels, such as train-images-idx3-ubyte and "
            "train-labels-idx1-ubyte (.gz or not).",
            "Put both there.",
        )
    if len(whole) > 1:
        first = [next(iter(pairs.values()))[0] for pairs in whole.values()]
        listed = ", ".join(file.path for file in first[:6])
        raise ConvscopeError(
            f"{place.source} holds {len(whole)} sets of IDX files: {listed}.",
            "Expected one set.",
            f"Give a file of the one you mean: {place.display_path(first[0].path)}"
            if not place.is_archive
            else "Unpack it and give a file of the one you mean.",
        )
    return next(iter(whole.values()))


def _is_labels(place: Place, file: FoundFile) -> bool:
    """Whether a file holds labels: its name says so, else its number of axes."""
    words = set(words_of(file.name))
    if words & (_IMAGE_WORDS | _LABEL_WORDS):
        return not words & _IMAGE_WORDS
    with place.open(file.path) as stream:
        return int.from_bytes(stream.read(4)) & 0xFF == 1


def _emnist_entry(pairs: dict[str, tuple[FoundFile, FoundFile]]) -> NamedSet | None:
    """Returns the set of EMNIST that files are of by their names: it is stored in another way."""
    found = _EMNIST.match(next(iter(pairs.values()))[0].name)
    return NAMED_SETS.get(f"emnist-{found[1].lower()}") if found else None


def _content(magic: int) -> str:
    return "labels" if magic == LABELS_MAGIC else "images"
