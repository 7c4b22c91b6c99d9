"""CIFAR-10 and CIFAR-100 in their binary versions; the pickled ones are never opened."""

from collections.abc import Iterator

import numpy as np

from convscope.arrays import Images
from convscope.data.named_sets import NAMED_SETS
from convscope.data.sources.arrays import Arrays, ArraySplit, in_blocks
from convscope.data.sources.found import Found
from convscope.data.sources.place import FoundFile, Place, read_place
from convscope.data.sources.readable import decode_text
from convscope.data.sources.streams import read_exactly
from convscope.errors import ConvscopeError

SIDE = 32
"""Height and width of every image, in pixels."""

PIXEL_BYTES = 3 * SIDE * SIDE
"""All red, all green, all blue values follow the label. Source: Krizhevsky's CIFAR-10 page."""

BATCHES = {
    "train": ("train.bin", *(f"data_batch_{number}.bin" for number in range(1, 6))),
    "test": ("test.bin", "test_batch.bin"),
}
"""File names by split."""

CLASS_NAMES = ("batches.meta.txt", "fine_label_names.txt")
"""The file beside the batches with a class name per line: of CIFAR-10, of CIFAR-100."""

MAX_NAMES_BYTES = 2**20


def find(place: Place) -> Found | None:
    """Returns the batches of a place, wherever they lie in it, or a single one.

    Raises:
        ConvscopeError: A lone file is no batch.
    """
    if place.path.is_file() and not place.is_archive:
        if not place.files[0].name.lower().endswith(".bin"):
            return None
        around = read_place(str(place.path.parent), is_deep=False)
        beside = [f for f in around.files if f.path in CLASS_NAMES]
        batches = {"all": [place.files[0]]}
        # The names may lie beside the file, the file itself is read where it is.
        return _found(place, batches, around, beside)
    batches = {
        split: sorted((f for f in place.files if f.name in names), key=lambda f: f.path)
        for split, names in BATCHES.items()
    }
    batches = {split: files for split, files in batches.items() if files}
    if not batches:
        return None
    folder = next(iter(batches.values()))[0].path.rpartition("/")[0]
    batches = {
        split: [f for f in files if f.path.rpartition("/")[0] == folder]
        for split, files in batches.items()
    }
    if set(batches) == {"train"}:
        batches = {"all": batches["train"]}
    names = [
        f for f in place.files if f.name in CLASS_NAMES and f.path.rpartition("/")[0] == folder
    ]
    return _found(place, batches, place, names)


def read(
    place: Place,
    batches: dict[str, list[FoundFile]],
    class_names: tuple[str, ...],
    label_bytes: int,
    is_published: bool = False,
) -> Arrays:
    """Returns the images and labels of batches.

    Args:
        place: Where they lie.
        batches: Files by split.
        class_names: Names in the order of the labels.
        label_bytes: 1; of CIFAR-100 2, the second of which counts.
        is_published: Whether all classes and images are there.

    Raises:
        ConvscopeError: A file is empty, cut short or another one, or a label has no name.
    """
    splits = {
        split: _read_split(place, files, class_names, label_bytes)
        for split, files in batches.items()
    }
    return Arrays(place.source, splits, class_names, is_published=is_published)


def _found(
    place: Place, batches: dict[str, list[FoundFile]], around: Place, names: list[FoundFile]
) -> Found:
    files = tuple(file for split in batches.values() for file in split)
    sizes = [file.size_bytes for file in files]
    is_hundred = any(f.name == CLASS_NAMES[1] for f in names) or (
        not any(size % (1 + PIXEL_BYTES) == 0 for size in sizes)
        and all(size and size % (2 + PIXEL_BYTES) == 0 for size in sizes)
    )
    wanted = CLASS_NAMES[is_hundred]
    names_file = next((f for f in names if f.name == wanted), None)

    def load() -> Arrays:
        class_names = NAMED_SETS["cifar10"].class_names
        if is_hundred:
            class_names = tuple(map(str, range(100)))
        if names_file is not None:
            with around.open(names_file.path) as stream:
                class_names = tuple(decode_text(stream.read(MAX_NAMES_BYTES)).split())
        return read(place, batches, class_names, 1 + is_hundred)

    extra = (names_file,) if names_file is not None and around is place else ()
    variant = ""
    if names_file is not None and around is not place:
        variant = decode_text(around.read(names_file.path)[:MAX_NAMES_BYTES])
    return Found("cifar", place, (*files, *extra), load, variant)


def _read_split(
    place: Place, files: list[FoundFile], class_names: tuple[str, ...], label_bytes: int
) -> ArraySplit:
    row_bytes = label_bytes + PIXEL_BYTES
    labels = []
    for file in files:
        where = place.display_path(file.path)
        if not file.size_bytes or file.size_bytes % row_bytes:
            raise ConvscopeError(
                f"{where} holds {file.size_bytes:,} bytes.",
                f"A file of CIFAR's binary version holds {row_bytes:,} for every image: a label, "
                f"then {SIDE}×{SIDE} red, green and blue values.",
                "Unpack or copy it again.",
            )
        own = np.concatenate([rows[:, label_bytes - 1] for rows in _rows(place, file, row_bytes)])
        if own.max() >= len(class_names):
            raise ConvscopeError(
                f"{where}: a label is {own.max()}.",
                f"Expected 0 to {len(class_names) - 1}, one of {len(class_names)} classes.",
                f"If the classes are your own, name them in {CLASS_NAMES[label_bytes - 1]} beside "
                "it, one per line.",
            )
        labels.append(own)

    def blocks() -> Iterator[Images]:
        for file in files:
            for rows in _rows(place, file, row_bytes):
                planes = rows[:, label_bytes:].reshape(-1, 3, SIDE, SIDE)
                yield planes.transpose(0, 2, 3, 1)

    return ArraySplit(np.concatenate(labels).astype(np.int64), (SIDE, SIDE, 3), blocks)


def _rows(place: Place, file: FoundFile, row_bytes: int) -> Iterator[Images]:
    """Yields some rows at a time, uint8 (some, bytes of a row)."""
    with place.open(file.path) as stream:

        def read_rows(number: int) -> Images:
            content = read_exactly(stream, number * row_bytes)
            return np.frombuffer(content, np.uint8).reshape(number, row_bytes)

        yield from in_blocks(read_rows, file.size_bytes // row_bytes, (row_bytes, 1, 1))
