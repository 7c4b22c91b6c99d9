"""From what the user typed to a data set: names, folders, files."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from convscope.arrays import Shape3
from convscope.data.corrections import (
    Corrections,
    corrected,
    corrections_path,
    read_corrections,
)
from convscope.data.dataset import WHOLE, DataSet
from convscope.data.decoded import (
    Allocate,
    Decoded,
    DecodedSplit,
    Source,
    files_digest,
    load_decoded,
)
from convscope.data.download import get, named_set
from convscope.data.file_signature import file_signature
from convscope.data.images import Listing, decode_listing, find_problems
from convscope.data.memory import half_of_memory
from convscope.data.named_sets import NAMED_SETS, NamedSet
from convscope.data.roots import located
from convscope.data.sources.arrays import Arrays, Division, decode_arrays
from convscope.data.sources.embedded_digits import decode_digits
from convscope.data.sources.found import Found
from convscope.data.sources.held_out import no_test_note
from convscope.data.sources.named import (
    expect_counts,
    find_files,
    find_named,
    folder_of,
    is_present,
)
from convscope.data.sources.place import FoundFile, Place, is_archive, plain_stem
from convscope.data.sources.readable import readable_name
from convscope.data.sources.refused import EXPECTED
from convscope.data.sources.shards.finding import FoundShards, find_shards
from convscope.data.sources.shards.loading import (
    StreamOptions,
    decoded_bytes,
    plan_for,
    stream,
    table_of,
    to_listing,
)
from convscope.data.sources.table_of_sources import find_data
from convscope.data.split import stratified_indices
from convscope.errors import ConvscopeError, clear_errors

READING = 2
"""Raise it when a kind of data is read otherwise than before: copies are made anew."""


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
    division: Division
    strict: bool
    progress: bool | None

    @property
    def decoding(self) -> list[Any]:
        """What decides how pictures are decoded, as JSON data."""
        return [self.size, self.fit, self.color]

    @property
    def splitting(self) -> list[Any]:
        """What decides which images are set aside, as JSON data."""
        return [self.division.test_split, self.division.seed]


def available() -> list[DataSetInfo]:
    """Returns all named data sets."""
    return [DataSetInfo(e, not e.files or is_present(e)) for e in NAMED_SETS.values()]


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
    corrections: Corrections | None = None,
) -> DataSet:
    """Returns a data set by name, or from a folder or file of the user.

    All forms that are read stand in `sources.SOURCES`. What has been decoded once is kept on the
    disk and found again by content. Labels that people have put right are read with them.

    Args:
        source: A name of `NAMED_SETS`, a path, or the name of what lies beside the named sets.
        size: (height, width) that pictures are brought to; None keeps a common size.
        fit: How: `pad`, `crop` or `stretch`.
        color: `auto`, `grey` or `rgb`.
        test_split: Share of each class set aside as test where there are no test images; 0 sets
            none aside: what has no splits is then the split `test`, whole, as data to judge.
        seed: Which images are set aside follows from it.
        strict: Whether an unreadable image is an error; otherwise it is left out and listed.
        max_memory_bytes: A larger set stays on the disk, memory-mapped, or in its shards, read in
            a stream; None for half of the memory.
        progress: Whether progress bars are shown; None shows them on a terminal.
        download: Whether missing files of a named set are fetched.
        corrections: What people have decided about single images; None reads the table beside the
            data, `NO_CORRECTIONS` takes the labels as they lie.

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
    options = LoadOptions(size, fit, color, Division(test_split, seed), strict, progress)
    limit = half_of_memory() if max_memory_bytes is None else max_memory_bytes
    shards = None if str(source) in NAMED_SETS else find_shards(source)
    if shards is None:
        data = load_decoded(_find(source, options, download), limit)
    else:
        data = _load_shards(shards, options, limit)
    if size is not None and data.image_shape[:2] != tuple(size):
        raise ConvscopeError(
            f"{source}: the images are {data.image_shape[0]}×{data.image_shape[1]}, asked for were "
            f"{size[0]}×{size[1]}.",
            "Only image files are brought to a size.",
            "Leave the size out.",
        )
    if strict and data.unreadable:
        item = data.unreadable[0]
        raise ConvscopeError(
            f"{source}: {item.path} cannot be read: {item.reason}.",
            f"With --strict every image has to be readable; {len(data.unreadable)} are not.",
            "Mend or remove them, or leave --strict out.",
        )
    if corrections is None:
        corrections = read_corrections(corrections_path(source))
    return corrected(data, corrections)


def find_or_explain(source: str | Path) -> Found:
    """Returns what a path holds.

    Raises:
        UnknownNameError: Neither a name nor a path.
        ConvscopeError: Nothing that is read.
    """
    typed = located(source)
    path = Path(typed).expanduser()
    try:
        is_there = path.exists()
    except (OSError, ValueError):  # such as a name that is too long
        is_there = False
    if not is_there:
        if "/" not in typed and "\\" not in typed and not path.suffix:
            named_set(typed)  # raises, suggesting the nearest name
        raise ConvscopeError(
            f"{typed}: there is no such file or folder.",
            EXPECTED,
            "Check the path; data sets are listed by: convscope data list",
        )
    return find_data(typed)


def _find(source: str | Path, options: LoadOptions, download: bool) -> Source:
    if str(source) in NAMED_SETS:
        return _named(named_set(str(source)), options, download)
    typed = located(source)
    path = Path(typed).expanduser()
    if not is_archive(path):
        found = find_or_explain(typed)
        return _source(found, typed, options)

    # An archive takes long to list; its size and time tell enough to find its copy again.
    @cache
    def listed() -> Found:
        return find_data(typed)

    def digest() -> str:
        return files_digest([path], [READING, "archive", options.decoding, options.splitting])

    return Source(
        _name_of(path),
        typed,
        ["archive", options.decoding, options.splitting, *file_signature(path)],
        digest,
        lambda allocate: _decode(listed(), typed, options, allocate),
    )


def _load_shards(found: FoundShards, options: LoadOptions, max_memory_bytes: int) -> DataSet:
    """Returns the images of shards: decoded where there is room, else read in a stream."""
    division = options.division
    own = StreamOptions(
        options.size, options.fit, options.color, division.test_split, division.seed
    )
    table = table_of(found, options.progress)
    plan, notes = plan_for(table, own)
    if decoded_bytes(table, plan) > max_memory_bytes:
        data = stream(found, table, plan, own, max_memory_bytes)
        return replace(data, notes=(*data.notes, *notes))

    def decode(allocate: Allocate) -> Decoded:
        listing = to_listing(found, table)
        decoded = _decode_loaded(listing, found.source, options, allocate)
        return replace(decoded, unreadable=(*table.unreadable, *decoded.unreadable))

    content = [READING, "shards", options.decoding, options.splitting, table.content_hash]
    source = Source(found.name, found.source, content, lambda: files_digest([], content), decode)
    return load_decoded(source, max_memory_bytes)


def _source(found: Found, typed: str, options: LoadOptions) -> Source:
    """Returns what decodes a folder or file that is no archive."""

    @cache
    def loaded() -> Arrays | Listing:
        with _boundary(typed):
            return found.load()

    if found.files:
        paths = [_real_path(found.place, file) for file in found.files]
        content = [found.kind, found.variant, found.place.name, options.splitting]
        signature = [*content, *map(file_signature, paths)]

        def digest() -> str:
            relative = [file.path for file in found.files]
            own = [READING, found.kind, found.variant, relative, options.splitting]
            return files_digest(paths, own)

    else:
        listing = loaded()
        assert isinstance(listing, Listing)
        signature = [
            found.kind,
            str(found.place.path.resolve()),
            options.decoding,
            options.splitting,
            listing.fingerprint(),
        ]

        def digest() -> str:
            splitting = [] if listing.has_test else options.splitting
            own = [READING, "images", options.decoding, splitting, listing.content_digest()]
            return files_digest([], own)

    return Source(
        _name_of(Path(typed)),
        typed,
        signature,
        digest,
        lambda allocate: _decode_loaded(loaded(), typed, options, allocate),
    )


def _decode(found: Found, typed: str, options: LoadOptions, allocate: Allocate) -> Decoded:
    with _boundary(typed):
        loaded = found.load()
    return _decode_loaded(loaded, typed, options, allocate)


def _decode_loaded(
    loaded: Arrays | Listing, typed: str, options: LoadOptions, allocate: Allocate
) -> Decoded:
    with _boundary(typed):
        if isinstance(loaded, Arrays):
            return decode_arrays(loaded, options.division, allocate)
        return _decode_images(loaded, options, allocate)


def _boundary(typed: str) -> Any:
    return clear_errors(typed, EXPECTED, "Copy or download it again, or save it in another form.")


def _decode_images(listing: Listing, options: LoadOptions, allocate: Allocate) -> Decoded:
    if not listing.files:
        raise ConvscopeError(
            f"{listing.source} holds no image that has a class.",
            EXPECTED,
            f"To have the images judged by a trained net: convscope predict MODEL {listing.source}",
        )
    for problem in find_problems(listing) if not options.division.is_whole else ():
        raise problem
    divided = listing if listing.has_test else _divided(listing, options.division)
    decoded = decode_listing(
        divided,
        size=options.size,
        fit=options.fit,
        color=options.color,
        strict=options.strict,
        allocate=allocate,
        progress=options.progress,
        is_to_train=not options.division.is_whole,
    )
    notes = decoded.notes
    if not listing.has_test:
        division = options.division
        set_aside = no_test_note(division.test_split, division.seed)
        notes = (*notes, WHOLE if division.is_whole else set_aside)
    splits = {name: DecodedSplit(*parts) for name, parts in decoded.splits.items()}
    return Decoded(listing.class_names, splits, options.fit, decoded.unreadable, notes)


def _divided(listing: Listing, division: Division) -> Listing:
    """Returns the listing with a share of every class set aside as test; validation stays."""
    if division.is_whole:
        renamed = [replace(f, split="test" if f.split == "all" else f.split) for f in listing.files]
        return replace(listing, files=tuple(renamed))
    index = {name: number for number, name in enumerate(listing.class_names)}
    fitted = [file for file in listing.files if file.split != "validation"]
    labels = np.array([index[file.class_name] for file in fitted], np.int64)
    _, aside = stratified_indices(labels, division.test_split, division.seed)
    is_test = set(aside.tolist())
    divided = [
        replace(file, split="test" if number in is_test else "train")
        for number, file in enumerate(fitted)
    ]
    kept = [file for file in listing.files if file.split == "validation"]
    return replace(listing, files=tuple(divided + kept))


def _named(entry: NamedSet, options: LoadOptions, download: bool) -> Source:
    if not entry.files:
        digest = files_digest([], "digits")
        return Source(entry.name, entry.name, ["digits"], lambda: digest, decode_digits)
    files = find_files(entry)
    if files is None and find_named(entry) is None:
        if not download:
            raise ConvscopeError(
                f"{entry.name} is not in {folder_of(entry)}.",
                "Expected its files, or leave to download them.",
                f"convscope data get {entry.name}",
            )
        get(entry.name, options.progress)
        files = find_files(entry)
    other = find_named(entry) if files is None else None
    paths = files or []
    if other is not None:
        paths = list(dict.fromkeys(_real_path(other.place, file) for file in other.files))

    def decode(allocate: Allocate) -> Decoded:
        if files is not None:
            get(entry.name, options.progress)  # checks the content of files put there by hand
        found = other or find_named(entry, in_archive=True)
        if found is None:
            raise ConvscopeError(
                f"{folder_of(entry)} lacks files of {entry.name}.",
                f"Expected {', '.join(file.name for file in entry.files)}.",
                f"Put them there, or: convscope data get {entry.name}",
            )
        with _boundary(entry.name):
            arrays = found.load()
            assert isinstance(arrays, Arrays)
            expect_counts(entry, arrays)
            return decode_arrays(arrays, options.division, allocate)

    return Source(
        entry.name,
        entry.name,
        [entry.name, *map(file_signature, paths)],
        lambda: files_digest(paths, [READING, entry.name, entry.class_names]),
        decode,
    )


def _real_path(place: Place, file: FoundFile) -> Path:
    return place.path if place.path.is_file() else place.path / file.path


def _name_of(path: Path) -> str:
    """Returns what data are called: the folder's name, or the file's without its ending."""
    path = path.expanduser().resolve()
    name = readable_name(path.name)
    return name if path.is_dir() else plain_stem(name)
