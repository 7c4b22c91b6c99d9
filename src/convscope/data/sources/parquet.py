"""Parquet files with images, as Hugging Face hands them out. Needs the extra `parquet`."""

import importlib.util
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from convscope.data.images.listing import ImageFile, Listing, natural_key
from convscope.data.sources.column_names import label_column
from convscope.data.sources.found import Found
from convscope.data.sources.labels import MAX_CLASSES
from convscope.data.sources.place import FoundFile, Place, plain_stem
from convscope.data.sources.split_words import resolved, split_of
from convscope.errors import ConvscopeError, clear_errors, what_it_says

MAX_GROUP_BYTES = 2**29
"""Of a row group, which is read whole."""

MIN_ROW_BYTES = 16
"""No image takes fewer, however it is packed."""


def find(place: Place) -> Found | None:
    """Returns the images of the parquet files of a place.

    Raises:
        ConvscopeError: The extra is not installed, or the files lie in an archive.
    """
    files = place.of("parquet")
    if not files:
        return None
    if importlib.util.find_spec("pyarrow") is None:
        raise ConvscopeError(
            f"{place.display_path(files[0].path)} is a parquet file.",
            "Reading it needs the package pyarrow, which is not installed.",
            'Install it: pip install "convscope[parquet]"',
        )
    if place.is_archive:
        raise ConvscopeError(
            f"{place.source} holds parquet files, such as {files[0].path}.",
            "Expected them outside of an archive: they are packed already.",
            "Unpack it and give the folder.",
        )
    return Found("parquet", place, tuple(files), lambda: read(place, files))


def read(place: Place, files: list[FoundFile]) -> Listing:
    """Returns the images of parquet files with their classes.

    The splits are told by the files' names or folders, as in "train-00000-of-00002.parquet".

    Raises:
        ConvscopeError: A file is damaged, or has no column of images or of labels.
    """
    tables = [_Table.open(place, file) for file in files]
    spoken = {table.name: _split_of_path(table.name) or "all" for table in tables}
    splits = resolved(spoken)
    if set(splits.values()) == {"train"}:
        splits = dict.fromkeys(splits, "all")
    images: list[ImageFile] = []
    for table in tables:
        for row, label in enumerate(table.labels):
            path = f"{table.name}/{row}"
            images.append(ImageFile(path, label, splits[table.name], table.row_bytes, 0))
    kept = [image for image in images if image.split != "unlabelled"]
    kept.sort(key=lambda f: (f.split, natural_key(f.path)))
    names = tuple(sorted({image.class_name for image in kept}, key=natural_key))
    if len(names) > MAX_CLASSES:
        raise ConvscopeError(
            f"{place.source}: the column of labels has {len(names):,} different values.",
            f"Expected at most {MAX_CLASSES:,} classes.",
            "Give a file whose column of labels holds classes.",
        )
    counts = Counter(image.class_name for image in kept if image.split in ("all", "train"))
    homes = {name: tables[0].name for name in names if counts[name]}
    reader = _Reader({table.name: table for table in tables})
    return Listing(place.source, tuple(kept), names, reader, homes)


def _split_of_path(name: str) -> str | None:
    """Returns the split that a file's name or the nearest of its folders tells."""
    own = plain_stem(name.rpartition("/")[2])
    return next(
        (split for part in (own, *reversed(name.split("/")[:-1])) if (split := _leading(part))),
        None,
    )


def _leading(part: str) -> str | None:
    return split_of(part.replace("-of-", "-")) or split_of(part.split("-")[0])


@dataclass(frozen=True)
class _Table:
    """One parquet file.

    Attributes:
        name: Its path inside the place.
        path: Where it lies.
        image: Name of the column of images.
        labels: The class of each row.
        group_ends: Number of rows up to the end of each row group.
        row_bytes: Bytes of a row on average.
    """

    name: str
    path: Path
    image: str
    labels: list[str]
    group_ends: list[int]
    row_bytes: int

    @classmethod
    def open(cls, place: Place, file: FoundFile) -> "_Table":
        parquet: Any = import_module("pyarrow.parquet")
        where = place.display_path(file.path)
        path = place.path if place.path.is_file() else place.path / file.path
        expected = "Expected a parquet file with a column of images and one of labels."
        with clear_errors(where, expected, "Copy or download it again."):
            opened = parquet.ParquetFile(path)
            meta, schema = opened.metadata, opened.schema_arrow
            if meta.num_rows * MIN_ROW_BYTES > file.size_bytes:
                raise OSError(f"it claims {meta.num_rows:,} rows in {file.size_bytes:,} bytes")
            image = _image_column(where, schema)
            label = _label_column(where, schema, image)
            names = _class_names(schema, label)
            column = opened.read(columns=[label]).column(0).to_pylist()
            labels = [_class_name(value, names) for value in column]
            sizes = [meta.row_group(i).num_rows for i in range(meta.num_row_groups)]
            ends = [sum(sizes[: i + 1]) for i in range(len(sizes))]
            for i in range(meta.num_row_groups):
                if meta.row_group(i).total_byte_size > MAX_GROUP_BYTES:
                    raise OSError(f"a row group is larger than {MAX_GROUP_BYTES:,} bytes")
            opened.close()
        row_bytes = file.size_bytes // max(1, meta.num_rows)
        return cls(file.path, path, image, labels, ends, row_bytes)

    def group_of(self, row: int) -> tuple[int, int]:
        """Returns the row group that a row is in, and the row's place in it."""
        group = next(i for i, end in enumerate(self.group_ends) if row < end)
        return group, row - (self.group_ends[group - 1] if group else 0)


class _Reader:
    """Gives the bytes of images, keeping the row group that was read last."""

    def __init__(self, tables: dict[str, _Table]) -> None:
        self._tables = tables
        self._lock = Lock()
        self._group = lru_cache(maxsize=1)(self._read_group)

    def read(self, path: str) -> bytes:
        """Returns the bytes of an image, the path of which is the file's and the row's number."""
        name, _, row = path.rpartition("/")
        table = self._tables[name]
        group, place = table.group_of(int(row))
        with self._lock:
            try:
                value = self._group(name, group)[place].as_py()
            except Exception as error:  # pyarrow has kinds of its own
                raise OSError(f"damaged in the parquet file ({what_it_says(error)})") from error
        content = value.get("bytes") if isinstance(value, dict) else value
        if not isinstance(content, bytes):
            raise OSError("there are no bytes of an image in this row")
        return content

    def _read_group(self, name: str, group: int) -> Any:
        parquet: Any = import_module("pyarrow.parquet")
        table = self._tables[name]
        with parquet.ParquetFile(table.path) as opened:
            return opened.read_row_group(group, columns=[table.image]).column(0)


def _image_column(where: str, schema: Any) -> str:
    """Returns the name of the column of images: bytes, or a struct that has `bytes`."""
    types: Any = import_module("pyarrow.types")
    for field in schema:
        kind = field.type
        is_struct = types.is_struct(kind) and kind.get_field_index("bytes") >= 0
        if is_struct or types.is_binary(kind) or types.is_large_binary(kind):
            return field.name
    raise ConvscopeError(
        f"{where} has the columns {', '.join(schema.names)}, none of which holds images.",
        "Expected a column of image files as bytes, as Hugging Face writes them.",
        "Save the images as files in class folders, or as arrays with np.savez.",
    )


def _label_column(where: str, schema: Any, image: str) -> str:
    others = [name for name in schema.names if name != image]
    index = label_column(others)
    if index is None and len(others) == 1:
        index = 0
    if index is None:
        fine = [i for i, name in enumerate(others) if name.endswith("label")]
        index = next((i for i in fine if "fine" in others[i]), fine[0] if fine else None)
    if index is None:
        raise ConvscopeError(
            f"{where} has the columns {', '.join(schema.names)}, none of which is of labels.",
            'Expected a column "label".',
            "Rename the column of the classes.",
        )
    return others[index]


def _class_names(schema: Any, label: str) -> list[str] | None:
    """Returns the names of the classes that Hugging Face writes beside the columns."""
    import json

    text = (schema.metadata or {}).get(b"huggingface")
    if text is None:
        return None
    try:
        names = json.loads(text)["info"]["features"][label]["names"]
        return [str(name) for name in names] if isinstance(names, list) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _class_name(value: Any, names: list[str] | None) -> str:
    if names is not None and isinstance(value, int) and 0 <= value < len(names):
        return names[value]
    return str(value)
