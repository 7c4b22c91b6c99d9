"""The files of a named data set, as downloaded or put there by hand in another form."""

from pathlib import Path

from convscope.data.named_sets import NamedSet, RemoteFile
from convscope.data.roots import data_root
from convscope.data.sources import cifar_binary, idx, npy
from convscope.data.sources.arrays import Arrays
from convscope.data.sources.found import Found
from convscope.data.sources.place import Place, is_archive, read_place
from convscope.errors import ConvscopeError, clear_errors


def folder_of(entry: NamedSet) -> Path:
    """Returns where the files of a data set lie or will lie."""
    return data_root() / (entry.folder or entry.name)


def find_file(folder: Path, stem: str) -> Path | None:
    """Returns the file called `stem` or `stem.gz`, or None."""
    return next((p for p in (folder / stem, folder / f"{stem}.gz") if p.is_file()), None)


def expect_whole(entry: NamedSet, file: RemoteFile, path: Path) -> None:
    """Reads a file put there by hand whose content has no published hash.

    Args:
        entry: The data set that needs the file.
        file: What its publisher calls the file.
        path: Where the file lies; a gzipped one is unpacked while reading.

    Raises:
        ConvscopeError: It is not whole, or no file of that kind.
    """
    place = read_place(str(path))
    damaged = (
        f"{entry.name} needs the whole file {file.name}.",
        f"Delete it, then: convscope data get {entry.name}",
    )
    if "idx" in file.name:
        with clear_errors(str(path), *damaged):
            idx.expect_whole(place, place.files[0], "idx3" in file.name)
    elif (found := _find_in(entry, place)) is None:
        raise ConvscopeError(f"{path} is cut short or damaged, or another file.", *damaged)
    else:
        with clear_errors(str(path), *damaged):
            arrays = found.load()
            assert isinstance(arrays, Arrays)
            expect_counts(entry, arrays)


def find_files(entry: NamedSet) -> list[Path] | None:
    """Returns the publisher's files, packed or not, or None if one is missing."""
    found = [find_file(folder_of(entry), file.name.removesuffix(".gz")) for file in entry.files]
    paths = [path for path in found if path is not None]
    return paths if len(paths) == len(entry.files) else None


def is_present(entry: NamedSet) -> bool:
    """Returns whether a set can be loaded without a download."""
    try:
        return find_files(entry) is not None or find_named(entry) is not None
    except ConvscopeError:  # something else lies there: said by whoever loads it
        return False


def find_named(entry: NamedSet, *, in_archive: bool = False) -> Found | None:
    """Returns the data of a named set that lie in its folder, None if they are not all there.

    The publisher's files are as good unpacked, in folders below, or as the arrays that some
    publishers offer beside them.

    Args:
        entry: The set.
        in_archive: Whether to open the publisher's archive, which may take seconds.
    """
    folder = folder_of(entry)
    if not folder.is_dir():
        return None
    found = _find_in(entry, read_place(str(folder)))
    archives = [folder / file.name for file in entry.files if is_archive(folder / file.name)]
    if found is None and in_archive and archives:
        found = _find_in(entry, read_place(str(archives[0])))
    return found


def _find_in(entry: NamedSet, place: Place) -> Found | None:
    files = tuple(f for f in place.files if not entry.stem or f.name.startswith(entry.stem))
    own = Place(
        place.source,
        place.path,
        files,
        place.folders,
        place.left_out,
        place.is_archive,
        place._contents,
    )
    for find in (_find_idx, _find_arrays, _find_batches):
        found = find(entry, own)
        if found is not None:
            return found
    return None


def _find_idx(entry: NamedSet, place: Place) -> Found | None:
    files = idx.files_of(place)
    if not files:
        return None
    try:
        pairs = idx.pairs_of(place, files)
    except ConvscopeError:
        return None  # some files are missing: they will be downloaded
    if {"train", "test"} != set(pairs):
        return None
    used = tuple(file for pair in pairs.values() for file in pair)
    return Found("idx", place, used, lambda: idx.read(place, pairs, entry, is_published=True))


def _find_arrays(entry: NamedSet, place: Place) -> Found | None:
    found = npy.find(place)
    if found is None:
        return None

    def load() -> Arrays:
        arrays = found.load()
        assert isinstance(arrays, Arrays)
        return Arrays(arrays.where, arrays.splits, entry.class_names, is_published=True)

    return Found(found.kind, found.place, found.files, load, entry.name)


def _find_batches(entry: NamedSet, place: Place) -> Found | None:
    found = cifar_binary.find(place) if entry.image_shape == (32, 32, 3) else None
    if found is None:
        return None

    def load() -> Arrays:
        arrays = found.load()
        assert isinstance(arrays, Arrays)
        return Arrays(arrays.where, arrays.splits, entry.class_names, is_published=True)

    return Found(found.kind, found.place, found.files, load, entry.name)


def expect_counts(entry: NamedSet, arrays: Arrays) -> None:
    """Checks a set whose content has no published hash by what it must at least be.

    Raises:
        ConvscopeError: Another number of images, another size, or labels without a class.
    """
    if not all(file.content_sha256 for file in entry.files):
        expected = {"train": entry.num_train, "test": entry.num_test}
        for name, split in arrays.splits.items():
            shape = (len(split.labels), *split.image_shape)
            if shape != (expected.get(name), *entry.image_shape):
                raise ConvscopeError(
                    f"{folder_of(entry)}: the {name} images are {shape}, which is not "
                    f"{entry.name}.",
                    f"Expected {(expected.get(name), *entry.image_shape)}.",
                    "Move them to a folder of another name, and load that; then: convscope data "
                    f"get {entry.name}",
                )
    highest = max(int(split.labels.max(initial=0)) for split in arrays.splits.values())
    if highest >= len(entry.class_names):
        raise ConvscopeError(
            f"{folder_of(entry)}: a label is {highest + entry.label_offset}.",
            f"Expected one of the {len(entry.class_names)} classes of {entry.name}.",
            "Check the label files.",
        )
