"""From what the user typed to a data set: names, folders, files."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from convscope.arrays import Shape3
from convscope.data.cifar_binary import (
    class_names_file,
    decode_batches,
    decode_cifar,
    find_batches,
)
from convscope.data.dataset import DataSet
from convscope.data.decoded import (
    Allocate,
    Decoded,
    DecodedSplit,
    Source,
    file_signature,
    files_digest,
    load_decoded,
)
from convscope.data.download import find_files, folder_of, get, is_present, named_set
from convscope.data.embedded_digits import decode_digits
from convscope.data.held_out import no_test_note, with_test
from convscope.data.idx import decode_idx, find_idx
from convscope.data.images import Listing, decode_listing, list_images
from convscope.data.memory import half_of_memory
from convscope.data.named_sets import NAMED_SETS, NamedSet
from convscope.data.npz import decode_npz
from convscope.data.split import stratified_indices
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class DataSetInfo:
    """A named data set as `convscope data list` shows it.

    Attributes:
        entry: The set.
        is_present: Whether it can be loaded without a download.
    """

    entry: NamedSet
    is_present: bool

    @property
    def name(self) -> str:
        """What every command takes."""
        return self.entry.name

    @property
    def title(self) -> str:
        """One line for people."""
        return self.entry.title

    @property
    def image_shape(self) -> Shape3:
        """(height, width, channels)."""
        return self.entry.image_shape

    @property
    def num_images(self) -> int:
        """Training and test images together."""
        return self.entry.num_images

    def to_json(self) -> dict[str, Any]:
        """Returns all facts as JSON data."""
        return {**self.entry.to_json(), "is_present": self.is_present}


@dataclass(frozen=True)
class LoadOptions:
    """How images are brought into one shape and split; see `load_data`."""

    size: tuple[int, int] | None
    fit: str
    color: str
    test_split: float
    seed: int
    strict: bool
    progress: bool | None


def available() -> list[DataSetInfo]:
    """Returns all named data sets."""
    return [DataSetInfo(entry, is_present(entry)) for entry in NAMED_SETS.values()]


def load_data(
    source: str | Path,
    *,
    size: tuple[int, int] | None = None,
    fit: str = "pad",
    color: str = "auto",
    test_split: float = 0.2,
    seed: int = 0,
    strict: bool = False,
    max_memory_bytes: int | None = None,
    progress: bool | None = None,
    download: bool = True,
) -> DataSet:
    """Returns a data set by name, or from a folder or file of the user.

    A folder may hold `train/<class>/*` and `test/<class>/*`, or only `<class>/*`, or IDX files, or
    CIFAR-10's unpacked batches; a file may be an `.npz`, one such batch (`.bin`), or a `.zip` of
    a folder of images. What has been decoded once is
    kept on the disk and found again by content.

    Args:
        source: A name of `NAMED_SETS`, or a path.
        size: (height, width) that pictures are brought to; None keeps a common size.
        fit: How: `pad`, `crop` or `stretch`.
        color: `auto`, `grey` or `rgb`.
        test_split: Share of each class set aside as test where there are no test images.
        seed: Which images are set aside follows from it.
        strict: Whether an unreadable image is an error; otherwise it is left out and listed.
        max_memory_bytes: A larger set stays on the disk, memory-mapped; None for half of the
            memory.
        progress: Whether progress bars are shown; None shows them on a terminal.
        download: Whether missing files of a named set are fetched.

    Raises:
        UnknownNameError: Neither a name nor a path.
        ConvscopeError: The data cannot be used; the text says why and what to do.
    """
    if size is not None and min(size) < 1:
        raise ConvscopeError(
            f"A size of {size} was received.",
            "Expected (height, width), each at least 1.",
            "Try (64, 64).",
        )
    options = LoadOptions(size, fit, color, test_split, seed, strict, progress)
    found = _find(source, options, download)
    limit = half_of_memory() if max_memory_bytes is None else max_memory_bytes
    data = load_decoded(found, limit)
    if size is not None and data.image_shape[:2] != tuple(size):
        raise ConvscopeError(
            f"{source}: the images are {data.image_shape[0]}×{data.image_shape[1]}, asked for were "
            f"{size[0]}×{size[1]}.",
            "Only folders and zip archives of pictures are brought to a size.",
            "Leave the size out.",
        )
    if strict and data.unreadable:
        item = data.unreadable[0]
        raise ConvscopeError(
            f"{source}: {item.path} cannot be read: {item.reason}.",
            f"With --strict every image has to be readable; {len(data.unreadable)} are not.",
            "Mend or remove them, or leave --strict out.",
        )
    return data


def _find(source: str | Path, options: LoadOptions, download: bool) -> Source:
    typed, path = str(source), Path(source).expanduser()
    if typed in NAMED_SETS:
        return _named(named_set(typed), options, download)
    if not path.exists():
        if "/" not in typed and "\\" not in typed and not path.suffix:
            named_set(typed)  # raises, suggesting the nearest name
        raise ConvscopeError(
            f"{typed}: there is no such file or folder.",
            "Expected a data set's name, a folder of images or IDX files, an .npz, .zip or .bin.",
            "Check the path; data sets are listed by: convscope data list",
        )
    if path.is_dir() and find_idx(path):
        return _idx_folder(path, typed, options)
    if path.suffix == ".npz":
        return _npz(path, typed, options)
    if find_batches(path):
        return _cifar_batches(path, typed, options)
    return _image_folder(path, typed, options)


def _named(entry: NamedSet, options: LoadOptions, download: bool) -> Source:
    if not entry.files:
        digest = files_digest([], "digits")
        return Source(entry.name, entry.name, ["digits"], lambda: digest, decode_digits)
    if download:
        if not is_present(entry):
            get(entry.name, options.progress)
    elif not is_present(entry):
        raise ConvscopeError(
            f"{entry.name} is not in {folder_of(entry)}.",
            "Expected its files, or leave to download them.",
            f"convscope data get {entry.name}",
        )
    files = find_files(entry) or []
    folder = folder_of(entry)

    def decode(allocate: Allocate) -> Decoded:
        get(entry.name, options.progress)  # checks the content of files put there by hand
        if entry.name == "cifar10":
            return decode_cifar(files[0], entry.class_names, allocate)
        decoded = decode_idx(folder, entry.class_names)
        _expect_counts(entry, decoded)
        return decoded

    return Source(
        entry.name,
        entry.name,
        [entry.name, *map(file_signature, files)],
        lambda: files_digest(files, entry.class_names),
        decode,
    )


def _expect_counts(entry: NamedSet, decoded: Decoded) -> None:
    """Checks a set whose content has no published hash by what it must at least be."""
    if all(file.content_sha256 for file in entry.files):
        return
    expected = {"train": entry.num_train, "test": entry.num_test}
    for name, split in decoded.splits.items():
        if split.images.shape != (expected[name], *entry.image_shape):
            raise ConvscopeError(
                f"{folder_of(entry)}: the {name} images are {split.images.shape}, which is not "
                f"{entry.name}.",
                f"Expected {(expected[name], *entry.image_shape)}.",
                f"Move them to a folder of another name, and load that; then: convscope data get "
                f"{entry.name}",
            )


def _idx_folder(path: Path, typed: str, options: LoadOptions) -> Source:
    files = [file for pair in find_idx(path).values() for file in pair]
    splitting = [options.test_split, options.seed]

    def decode(_allocate: Allocate) -> Decoded:
        return with_test(decode_idx(path, None), typed, options.test_split, options.seed)

    return Source(
        path.resolve().name,
        typed,
        [splitting, *map(file_signature, files)],
        lambda: files_digest(files, ["idx", splitting]),
        decode,
    )


def _npz(path: Path, typed: str, options: LoadOptions) -> Source:
    splitting = [options.test_split, options.seed]
    return Source(
        path.stem,
        typed,
        [splitting, file_signature(path)],
        lambda: files_digest([path], ["npz", splitting]),
        lambda _allocate: with_test(decode_npz(path), typed, options.test_split, options.seed),
    )


def _cifar_batches(path: Path, typed: str, options: LoadOptions) -> Source:
    batches = find_batches(path)
    files = [file for split in batches.values() for file in split]
    names_file = class_names_file(batches)
    if names_file is not None:
        files.append(names_file)
    splitting = [options.test_split, options.seed]

    def decode(_allocate: Allocate) -> Decoded:
        decoded = decode_batches(batches, NAMED_SETS["cifar10"].class_names)
        return with_test(decoded, typed, options.test_split, options.seed)

    return Source(
        path.resolve().name.removesuffix(".bin"),
        typed,
        [splitting, *map(file_signature, files)],
        lambda: files_digest(files, ["cifar batches", sorted(batches), splitting]),
        decode,
    )


def _image_folder(path: Path, typed: str, options: LoadOptions) -> Source:
    decoding = [options.size, options.fit, options.color]
    splitting = [options.test_split, options.seed]

    @cache
    def listed() -> Listing:
        return list_images(typed)

    def digest() -> str:
        listing = listed()
        own = decoding if _has_test(listing) else decoding + splitting
        return files_digest([], ["images", own, listing.content_digest()])

    def decode(allocate: Allocate) -> Decoded:
        listing = listed()
        divided = listing if _has_test(listing) else _divided(listing, options)
        decoded = decode_listing(
            divided,
            size=options.size,
            fit=options.fit,
            color=options.color,
            strict=options.strict,
            allocate=allocate,
            progress=options.progress,
        )
        notes = decoded.notes
        if not _has_test(listing):
            notes = (*notes, no_test_note(options.test_split, options.seed))
        splits = {name: DecodedSplit(*parts) for name, parts in decoded.splits.items()}
        return Decoded(listing.class_names, splits, options.fit, decoded.unreadable, notes)

    # An archive of many images takes long to list; its size and time tell enough.
    is_archive = path.suffix.lower() == ".zip"
    signature = ["zip", *file_signature(path)] if is_archive else listed().signature()
    name = path.resolve().name.removesuffix(".zip")
    return Source(name, typed, [decoding, splitting, signature], digest, decode)


def _has_test(listing: Listing) -> bool:
    return any(file.split == "test" for file in listing.files)


def _divided(listing: Listing, options: LoadOptions) -> Listing:
    """Returns the listing with a share of every class set aside as test; validation stays."""
    index = {name: number for number, name in enumerate(listing.class_names)}
    fitted = [file for file in listing.files if file.split != "validation"]
    labels = np.array([index[file.class_name] for file in fitted], np.int64)
    _, aside = stratified_indices(labels, options.test_split, options.seed)
    is_test = set(aside.tolist())
    divided = [
        replace(file, split="test" if number in is_test else "train")
        for number, file in enumerate(fitted)
    ]
    kept = [file for file in listing.files if file.split == "validation"]
    return replace(listing, files=tuple(divided + kept), has_splits=True)
