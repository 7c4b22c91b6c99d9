"""Tables with a row of pixels per image, as Kaggle hands them out."""

from collections.abc import Iterator
from math import isqrt, prod

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images, Shape3
from convscope.data.image_blocks import BLOCK_BYTES
from convscope.data.sources.arrays import Arrays, ArraySplit, extremes, range_of
from convscope.data.sources.column_names import label_column, normal_name, split_column
from convscope.data.sources.found import Found
from convscope.data.sources.place import FoundFile, Place, plain_stem
from convscope.data.sources.split_words import resolved, shared_words, split_of
from convscope.data.sources.table import MAX_LINE_BYTES, Head, read_head, values_of
from convscope.errors import ConvscopeError
from convscope.texts import counted

MIN_PIXELS = 16
"""Fewer numbers in a row are measurements, not an image."""

_LAYOUT = (
    "Expected a column of labels and a column for each pixel of square images "
    "(label,pixel0,pixel1,…), or a column of labels and one of pixels with spaces between."
)


def find(place: Place) -> Found | None:
    """Returns the tables of pixels of a place, one per split.

    Raises:
        ConvscopeError: Several tables whose names tell no split.
    """
    heads = {file: head for file in place.of("table") if (head := read_head(place, file))}
    tables = {file: head for file, head in heads.items() if is_table_of_pixels(head)}
    if not tables:
        return None
    unlabelled = {file for file, head in tables.items() if _label_index(head) is None}
    labelled = {file: head for file, head in tables.items() if file not in unlabelled}
    if not labelled:
        file = next(iter(tables))
        raise ConvscopeError(
            f"{place.display_path(file.path)} has no column of labels among "
            f"{tables[file].num_columns:,}.",
            _LAYOUT,
            "Add the labels as a first column, or give the table that has them.",
        )
    beside = shared_words([plain_stem(file.name) for file in heads])
    names = {file: plain_stem(file.name) for file in labelled}
    splits = resolved({file.path: split_of(names[file], beside) or "all" for file in labelled})
    if len(set(splits.values())) < len(splits):
        raise ConvscopeError(
            f"{place.source} holds {len(labelled)} tables of pixels: "
            f"{', '.join(file.path for file in labelled)}.",
            "Expected one, or train.csv and test.csv.",
            "Give one of them, or name them so.",
        )
    notes = [
        f'Left out "{file.path}": it has no column of labels.'
        for file in sorted(unlabelled, key=lambda file: file.path)
    ]
    chosen = {splits[file.path]: (file, head) for file, head in labelled.items()}
    return Found("csv", place, tuple(labelled), lambda: _read(place, chosen, tuple(notes)))


def _read(
    place: Place, tables: dict[str, tuple[FoundFile, Head]], notes: tuple[str, ...]
) -> Arrays:
    """Returns images and labels of tables.

    Raises:
        ConvscopeError: Rows of different lengths, no square images, or values that are no
            pixels.
    """
    splits: dict[str, ArraySplit] = {}
    said = list(notes)
    for name, (file, head) in tables.items():
        where = place.display_path(file.path)
        labels, usage = _read_labels(where, place, file, head)
        shape = _image_shape(where, head)
        if shape[2] == 3:
            said.append("The pixels are taken as red, green and blue of one pixel after the other.")
        groups = _groups(name, usage)
        for split, chosen in groups.items():
            splits[split] = _split(where, place, file, head, labels, shape, chosen)
    if set(splits) == {"train"}:
        splits = {"all": splits["train"]}
    return Arrays(place.source, splits, None, tuple(said))


def is_table_of_pixels(head: Head) -> bool:
    """Whether the rows of a table are images."""
    if _spaced_column(head) is not None:
        return True
    numbers = [value for value in head.first if _is_number(value)]
    return len(numbers) > MIN_PIXELS and len(head.first) - len(numbers) <= 2


def _spaced_column(head: Head) -> int | None:
    """Returns the column whose values are many numbers with spaces between, if there is one."""
    for index, value in enumerate(head.first):
        parts = value.split()
        if len(parts) > MIN_PIXELS and all(map(str.isdecimal, parts)):
            return index
    return None


def _label_index(head: Head) -> int | None:
    """Returns the column of the labels."""
    spaced = _spaced_column(head)
    if head.names is not None:
        names = [n if i != spaced else "" for i, n in enumerate(head.names)]
        found = label_column(names)
        if found is not None:
            return found
        texts = [i for i, v in enumerate(head.first) if not _is_number(v) and i != spaced]
        return texts[0] if len(texts) == 1 else None
    texts = [i for i, value in enumerate(head.first) if not _is_number(value) and i != spaced]
    if texts or spaced is not None:
        others = [i for i in range(len(head.first)) if i != spaced]
        return texts[0] if len(texts) == 1 else others[0] if len(others) == 1 else None
    # Without names: a square and one more, the label first unless the last one suits better.
    is_square = isqrt(len(head.first) - 1) ** 2 == len(head.first) - 1
    return 0 if is_square else None


def _pixel_columns(head: Head) -> list[int]:
    label = _label_index(head)
    left_out = {label, _usage_index(head)}
    if head.names is not None:
        left_out |= {i for i, name in enumerate(head.names) if normal_name(name) in _INDEX_NAMES}
    return [index for index in range(head.num_columns) if index not in left_out]


_INDEX_NAMES = {"", "id", "index", "unnamed0", "unnamed", "imageid", "rowid"}


def _usage_index(head: Head) -> int | None:
    return None if head.names is None else split_column(list(head.names), head.first)


def _image_shape(where: str, head: Head) -> Shape3:
    spaced = _spaced_column(head)
    number = len(_pixel_columns(head)) if spaced is None else len(head.first[spaced].split())
    for channels in (1, 3):
        side = isqrt(number // channels)
        if side * side * channels == number:
            return side, side, channels
    raise ConvscopeError(
        f"{where}: a row has {counted(number, 'pixel')}, which is no square.",
        _LAYOUT,
        "Save other images as files in class folders, or as arrays with np.savez.",
    )


def _read_labels(
    where: str, place: Place, file: FoundFile, head: Head
) -> tuple[NDArray[np.str_] | NDArray[np.int64], list[str]]:
    """Returns the label of every row, and what its column of splits says, if there is one."""
    index = _label_index(head)
    usage = _usage_index(head)
    assert index is not None
    labels: list[str] = []
    usages: list[str] = []
    separator = head.separator.encode()
    with values_of(place, file, head) as stream:
        for line in _lines(stream):
            parts = line.split(separator, max(index, usage or 0) + 1)
            if len(parts) <= max(index, usage or 0):
                raise _uneven(where, len(labels) + 1)
            labels.append(parts[index].strip().strip(b'"').decode("utf-8", "replace"))
            if usage is not None:
                usages.append(parts[usage].strip().strip(b'"').decode("utf-8", "replace"))
    try:
        numbers = np.array([float(label) for label in labels])
    except ValueError:
        return np.array(labels), usages
    return numbers, usages  # type: ignore[return-value]


def _lines(stream: "object") -> Iterator[bytes]:
    """Yields the lines that are not empty."""
    while line := stream.readline(MAX_LINE_BYTES):  # type: ignore[attr-defined]
        line = line.rstrip(b"\r\n")
        if line.strip():
            yield line


def _groups(name: str, usage: list[str]) -> dict[str, NDArray[np.bool_] | None]:
    """Returns which rows belong to which split; None for all of them."""
    spoken = {value: split_of(value) for value in set(usage)}
    if not usage or None in spoken.values():
        return {name: None}
    # "Training, PublicTest, PrivateTest": what is no training and has several names stays test.
    splits = resolved({value: split or "" for value, split in spoken.items()})
    found = np.array([splits[value] for value in usage])
    return {
        split: found == split for split in sorted(set(splits.values())) if split != "unlabelled"
    }


def _split(
    where: str,
    place: Place,
    file: FoundFile,
    head: Head,
    labels: NDArray[np.str_] | NDArray[np.int64],
    shape: Shape3,
    chosen: NDArray[np.bool_] | None,
) -> ArraySplit:
    from convscope.data.sources.labels import to_vector

    own = labels if chosen is None else labels[chosen]

    def blocks() -> Iterator[Images]:
        low, high, is_float = 0.0, 0.0, False
        for block in _raw_blocks(where, place, file, head, shape):
            lowest, highest = extremes([block])
            low, high = np.minimum(low, lowest), np.maximum(high, highest)  # NaN stays
            is_float = is_float or bool((block != np.rint(block)).any())
        if not np.isfinite([low, high]).all():
            raise ConvscopeError(
                f"{where}: a pixel is infinite or not a number.",
                _LAYOUT,
                "Put a number from 0 to 255 there, or leave the row out.",
            )
        scale = range_of(where, low, high, is_float or high <= 1)
        first = 0
        for block in _raw_blocks(where, place, file, head, shape):
            rows = block if chosen is None else block[chosen[first : first + len(block)]]
            first += len(block)
            yield np.rint(rows * scale).astype(np.uint8).reshape(-1, *shape)

    return ArraySplit(to_vector(where, own), shape, blocks)


def _raw_blocks(
    where: str, place: Place, file: FoundFile, head: Head, shape: Shape3
) -> Iterator[NDArray[np.float32]]:
    """Yields the pixels as they are written, (rows, pixels)."""
    spaced = _spaced_column(head)
    columns = _pixel_columns(head)
    separator = head.separator.encode()
    num_rows = max(1, BLOCK_BYTES // prod(shape))
    lines: list[str] = []
    number = 0

    def parsed() -> NDArray[np.float32]:
        return _parse(where, lines, number, head.separator if spaced is None else None, columns)

    with values_of(place, file, head) as stream:
        for line in _lines(stream):
            number += 1
            fields = line.split(separator) if spaced is not None else []
            if spaced is None and line.count(separator) + 1 != head.num_columns:
                raise _uneven(where, number)
            if spaced is not None:
                if len(fields) != head.num_columns or len(fields[spaced].split()) != prod(shape):
                    raise _uneven(where, number)
                line = fields[spaced].strip(b'" ')
            lines.append(line.decode("latin-1"))
            if len(lines) >= num_rows:
                yield parsed()
                lines = []
    if lines:
        yield parsed()


def _parse(
    where: str, lines: list[str], number: int, separator: str | None, columns: list[int]
) -> NDArray[np.float32]:
    """Returns the numbers of some rows, of which the last has a number."""
    try:
        return np.loadtxt(
            lines,
            np.float32,
            comments=None,
            delimiter=separator,
            usecols=columns if separator else None,
            ndmin=2,
            quotechar='"',
        )
    except ValueError as error:
        first = number - len(lines) + 1
        raise ConvscopeError(
            f"{where}: one of the rows {first:,} to {number:,} holds something other than numbers "
            f"({str(error)[:80]}).",
            _LAYOUT,
            "Mend this row, or leave it out.",
        ) from None


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _uneven(where: str, number: int) -> ConvscopeError:
    return ConvscopeError(
        f"{where}: row {number:,} has another number of values than the first one.",
        _LAYOUT,
        "Mend this row; the file may have been cut short while it was copied.",
    )
