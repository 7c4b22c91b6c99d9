"""Decoded copies of data sets on the disk, found again by content.

Two steps lead to a copy: an index from the files' names, sizes and times to a digest of their
content, and a folder per digest. So a second start reads no file of the source, and the same
images under another path are not decoded again.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels
from convscope.data.blocks import blocks_of
from convscope.data.dataset import DataSet, Split, Unreadable
from convscope.data.mapped_images import map_images
from convscope.data.roots import decoded_root
from convscope.errors import ConvscopeError
from convscope.files import write_atomically

FORMAT = 1
"""Raise it when decoding changes: copies of other formats are made anew."""

SPLITS = ("train", "validation", "test")
"""All splits, in the order that people name them."""

Allocate = Callable[[str, tuple[int, ...]], NDArray[np.uint8]]
"""Gets the name of a split and a shape, returns an array on the disk to be filled."""


@dataclass(frozen=True)
class DecodedSplit:
    """One split as a source decodes it: see `Split`."""

    images: NDArray[np.uint8]
    labels: Labels
    files: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Decoded:
    """What decoding a source yields; the same fields as `DataSet`."""

    class_names: tuple[str, ...]
    splits: dict[str, DecodedSplit]
    fit: str | None = None
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Data that can be decoded.

    Attributes:
        name: Name of the data set, or of the folder or file.
        source: What the user asked for.
        signature: JSON data that changes when the files do; cheap, reads no content.
        digest: Returns a digest of the content and of all options of decoding.
        decode: Decodes into arrays that it allocates.
    """

    name: str
    source: str
    signature: Any
    digest: Callable[[], str]
    decode: Callable[[Allocate], Decoded]


def load_decoded(source: Source, max_memory_bytes: int) -> DataSet:
    """Returns a data set from its decoded copy, making the copy first if there is none.

    Args:
        source: The data.
        max_memory_bytes: A larger set stays on the disk, memory-mapped.
    """
    try:
        root = decoded_root()
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError:
        # Without a place to keep copies each start decodes anew.
        with tempfile.TemporaryDirectory(prefix="convscope-") as temporary:
            return _load(_make_copy(source, Path(temporary), "only"), source, max_memory_bytes)
    index = root / "index" / f"{_hash(source.signature)}.txt"
    known = _read_index(index)
    if known and _is_whole(root / known):
        return _load(root / known, source, max_memory_bytes)
    digest = source.digest()
    folder = root / digest
    if not _is_whole(folder):
        from filelock import FileLock

        index.parent.mkdir(exist_ok=True)
        # Under the lock nobody can remove a copy that another process has just begun to read.
        with FileLock(index.with_name(f"{digest}.lock")):
            if not _is_whole(folder):
                _make_copy(source, root, digest)
    index.parent.mkdir(exist_ok=True)
    write_atomically(index, digest.encode())
    return _load(folder, source, max_memory_bytes)


def file_signature(path: Path) -> list[Any]:
    """Returns what tells a changed file from an unchanged one without reading it."""
    stat = path.stat()
    return [str(path.resolve()), stat.st_size, stat.st_mtime_ns]


def files_digest(paths: list[Path], options: Any = None) -> str:
    """Returns SHA-256, hexadecimal, over the content of files and the options of decoding."""
    digest = hashlib.sha256(_canonical([FORMAT, options]))
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _make_copy(source: Source, root: Path, digest: str) -> Path:
    """Decodes into a temporary folder and moves it into place in one step."""
    temporary = Path(tempfile.mkdtemp(dir=root, prefix=".decoding-"))
    try:
        arrays: dict[str, NDArray[np.uint8]] = {}

        def allocate(split: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
            path = temporary / f"{split}.images.npy"
            arrays[split] = np.lib.format.open_memmap(path, "w+", np.uint8, shape)
            return arrays[split]

        decoded = source.decode(allocate)
        meta = _write_splits(temporary, decoded, arrays)
        (temporary / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        folder = root / digest
        if folder.exists():  # damaged
            shutil.rmtree(folder)
        temporary.rename(folder)
        return folder
    except OSError as error:
        raise ConvscopeError(
            f"{root}: the decoded images could not be written: {error.strerror}.",
            "Expected room for all images as raw bytes.",
            "Free some space, or name another folder in $CONVSCOPE_CACHE.",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_splits(
    folder: Path, decoded: Decoded, arrays: dict[str, NDArray[np.uint8]]
) -> dict[str, Any]:
    """Writes labels and, where a source did not allocate them, images; returns `meta.json`."""
    content = hashlib.sha256(_canonical(decoded.class_names))
    for name, split in decoded.splits.items():
        path = folder / f"{name}.images.npy"
        allocated = arrays.get(name)
        if allocated is not None and len(allocated) == len(split.images):
            allocated.flush()  # type: ignore[attr-defined]
        else:
            _save_images(folder / f"{name}.new.npy", split.images)
            os.replace(folder / f"{name}.new.npy", path)  # noqa: PTH105
        np.save(folder / f"{name}.labels.npy", split.labels.astype(np.int64))
        _add_images(content, path)
        content.update(np.ascontiguousarray(split.labels, np.int64).data)
    return {
        "format": FORMAT,
        "class_names": decoded.class_names,
        "splits": {name: split.files for name, split in decoded.splits.items()},
        "fit": decoded.fit,
        "unreadable": [[item.path, item.reason] for item in decoded.unreadable],
        "notes": decoded.notes,
        "content_hash": content.hexdigest(),
        "files": {path.name: _fingerprint(path) for path in sorted(folder.glob("*.npy"))},
    }


def _save_images(path: Path, images: NDArray[np.uint8]) -> None:
    """Writes an `.npy` file block by block, so that mapped images need not be in memory."""
    header = {"descr": "|u1", "fortran_order": False, "shape": images.shape}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for block in blocks_of(len(images), images.shape[1:]):
            file.write(np.ascontiguousarray(images[block]).data)


def _add_images(content: "hashlib._Hash", path: Path) -> None:
    """Adds the pixels of an `.npy` file to a hash; reading it does not map it into memory."""
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        np.lib.format.read_array_header_1_0(file)
        hashlib.file_digest(file, lambda: content)  # reads on from here, in small parts


def _load(folder: Path, source: Source, max_memory_bytes: int) -> DataSet:
    meta = _read_meta(folder)
    assert meta is not None
    names = meta["splits"]
    paths = {name: folder / f"{name}.images.npy" for name in names}
    is_large = sum(path.stat().st_size for path in paths.values()) > max_memory_bytes
    # A split may be mapped twice, its validation images apart; the other half is for batches.
    resident_bytes = max_memory_bytes // (4 * len(paths))
    splits = {
        name: Split(
            map_images(paths[name], resident_bytes)
            if is_large
            else np.load(paths[name], allow_pickle=False),
            np.load(folder / f"{name}.labels.npy", allow_pickle=False),
            None if names[name] is None else tuple(names[name]),
        )
        for name in SPLITS
        if name in names
    }
    return DataSet(
        source.name,
        tuple(meta["class_names"]),
        splits,
        source.source,
        meta["content_hash"],
        meta["fit"],
        tuple(Unreadable(*item) for item in meta["unreadable"]),
        tuple(meta["notes"]),
    )


def _is_whole(folder: Path) -> bool:
    """Returns whether a copy is there and undamaged, as far as a quick look tells."""
    meta = _read_meta(folder)
    if meta is None:
        return False
    try:
        return all(_fingerprint(folder / name) == mark for name, mark in meta["files"].items())
    except (OSError, KeyError, TypeError, AttributeError):
        return False


def _read_index(index: Path) -> str | None:
    """Returns the digest that an index file holds, or None if there is none or it is damaged."""
    try:
        digest = index.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return digest if re.fullmatch("[0-9a-f]{64}", digest) else None


def _read_meta(folder: Path) -> dict[str, Any] | None:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return meta if meta["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _fingerprint(path: Path, blocks: int = 64, block_bytes: int = 4096) -> str:
    """Returns the size and a hash of blocks spread evenly over the file: quick at any size."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for number in range(blocks):
            file.seek(max(size - block_bytes, 0) * number // (blocks - 1))
            digest.update(file.read(block_bytes))
    return digest.hexdigest()


def _canonical(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=False).encode()


def _hash(data: Any) -> str:
    return hashlib.sha256(_canonical([FORMAT, data])).hexdigest()
