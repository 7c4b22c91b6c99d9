"""Decoded copies of data sets on the disk, found again by content.

Two steps lead to a copy: an index from the files' names, sizes, times and numbers to a digest of
their content, and a folder per digest. So a second start reads no file of the source, and the same
images under another path are not decoded again. Every block of a copy is compared with its
checksum before anything in it is used.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels
from convscope.data.block_checks import DamagedError, checks_of, read_checked
from convscope.data.dataset import DataSet, Split, Unreadable
from convscope.data.image_blocks import blocks_of
from convscope.data.mapped_images import map_images
from convscope.data.roots import decoded_root
from convscope.errors import ConvscopeError
from convscope.files import (
    remove_left_overs,
    sync_folder,
    temporary_folder,
    write_atomically,
)
from convscope.texts import parse_json, to_json_text

FORMAT = 2
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
    remove_left_overs(root, "decoding")
    index = root / "index" / f"{_hash(source.signature)}.txt"
    known = _read_index(index)
    if known:
        with suppress(DamagedError):
            return _load(root / known, source, max_memory_bytes)
    digest = source.digest()
    from filelock import FileLock

    with ExitStack() as stack:
        try:
            index.parent.mkdir(exist_ok=True)
            # Nobody can remove a copy that another process has just begun to read.
            stack.enter_context(FileLock(index.with_name(f"{digest}.lock")))
        except OSError as error:
            raise _cannot_write(root, error) from error
        try:
            data = _load(root / digest, source, max_memory_bytes)
        except DamagedError:
            data = _load(_make_copy(source, root, digest), source, max_memory_bytes)
    write_atomically(index, digest.encode())
    return data


def files_digest(paths: list[Path], options: Any = None) -> str:
    """Returns SHA-256, hexadecimal, over the content of files and the options of decoding."""
    digest = hashlib.sha256(_canonical([FORMAT, options]))
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _make_copy(source: Source, root: Path, digest: str) -> Path:
    """Decodes into a temporary folder and moves it into place in one step."""
    folder = root / digest
    try:
        with temporary_folder(root, "decoding") as temporary:
            arrays: dict[str, NDArray[np.uint8]] = {}

            def allocate(split: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
                path = temporary / f"{split}.images.npy"
                arrays[split] = np.lib.format.open_memmap(path, "w+", np.uint8, shape)
                _reserve(path)
                return arrays[split]

            decoded = source.decode(allocate)
            meta = _write_splits(temporary, decoded, arrays)
            arrays.clear()
            write_atomically(temporary / "meta.json", _sealed(meta))
            if folder.exists():  # damaged
                shutil.rmtree(folder)
            temporary.rename(folder)
            sync_folder(root)
        return folder
    except OSError as error:
        raise _cannot_write(root, error) from error


def _cannot_write(root: Path, error: OSError) -> ConvscopeError:
    return ConvscopeError(
        f"{root}: the decoded images could not be written: {error.strerror}.",
        "Expected room for all images as raw bytes.",
        "Free some space, or name another folder in $CONVSCOPE_CACHE.",
    )


def _reserve(path: Path) -> None:
    """Takes the room of a file on the disk: a mapped file that finds none ends the process."""
    if hasattr(os, "posix_fallocate"):
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)


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
    files = sorted(folder.glob("*.npy"))
    for path in files:
        _sync(path)
    return {
        "class_names": decoded.class_names,
        "splits": {name: split.files for name, split in decoded.splits.items()},
        "fit": decoded.fit,
        "unreadable": [[item.path, item.reason] for item in decoded.unreadable],
        "notes": decoded.notes,
        "content_hash": content.hexdigest(),
        "checks": {path.name: checks_of(path) for path in files},
    }


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


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
    """Returns the set in a copy; what is read into memory has been compared with its checksums.

    Raises:
        DamagedError: There is no copy, or it is not what was written.
    """
    try:
        return _read_copy(folder, source, max_memory_bytes)
    except (DamagedError, ConvscopeError):
        raise
    except Exception as error:  # a copy that others wrote fails in nearly every way
        raise DamagedError(folder.name) from error


def _read_copy(folder: Path, source: Source, max_memory_bytes: int) -> DataSet:
    meta = _read_meta(folder)
    names, checks = meta["splits"], meta["checks"]
    paths = {name: folder / f"{name}.images.npy" for name in names}
    try:
        is_large = sum(path.stat().st_size for path in paths.values()) > max_memory_bytes
    except OSError as error:
        raise DamagedError(folder.name) from error
    # A split may be mapped twice, its validation images apart; the other half is for batches.
    resident_bytes = max_memory_bytes // (4 * len(paths))

    def images_of(path: Path) -> NDArray[np.uint8]:
        if not is_large:
            return read_checked(path, checks[path.name])
        try:
            return map_images(path, resident_bytes, checks[path.name], lambda: _give_up(folder))
        except (OSError, ValueError) as error:
            raise DamagedError(path.name) from error

    splits = {}
    for name in (each for each in SPLITS if each in names):
        labels = f"{name}.labels.npy"
        splits[name] = Split(
            images_of(paths[name]),
            read_checked(folder / labels, checks[labels]),
            None if names[name] is None else tuple(names[name]),
        )
        if len(splits[name].images) != len(splits[name].labels):
            raise DamagedError(folder.name)
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


def _give_up(folder: Path) -> None:
    """Says that a copy is damaged, and lets the next start make it anew."""
    with suppress(OSError):
        (folder / "meta.json").unlink()
    raise ConvscopeError(
        f"The decoded copy {folder} has changed since it was written.",
        "Expected every block as it was; a failing disk or memory changes some.",
        "Give the same command again, or train --resume: the images are then decoded anew.",
    )


def _read_index(index: Path) -> str | None:
    """Returns the digest that an index file holds, or None if there is none or it is damaged."""
    try:
        digest = index.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return digest if re.fullmatch("[0-9a-f]{64}", digest) else None


def _sealed(meta: dict[str, Any]) -> bytes:
    """Returns the text of `meta.json`, with a digest that tells whether it is as it was written."""
    content = {"format": FORMAT, **meta}
    return to_json_text({"digest": _hash(content), "content": content}).encode()


def _read_meta(folder: Path) -> dict[str, Any]:
    """Returns what `meta.json` holds.

    Raises:
        DamagedError: There is none, it is not as it was written, or of another format.
    """
    try:
        sealed = parse_json((folder / "meta.json").read_bytes(), "meta.json", "", "")
        content = sealed["content"]
        if sealed["digest"] == _hash(content) and content["format"] == FORMAT:
            return content
    except (OSError, ConvscopeError, KeyError, TypeError, RecursionError):
        pass
    raise DamagedError(folder.name)


def _canonical(data: Any) -> bytes:
    return to_json_text(data, is_sorted=True).encode()


def _hash(data: Any) -> str:
    return hashlib.sha256(_canonical([FORMAT, data])).hexdigest()
