"""`.npz` and `.npy` files with images and labels, under the names that people give the arrays."""

import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images
from convscope.data.sources.arrays import (
    Arrays,
    ArraySplit,
    extremes,
    in_blocks,
    range_of,
    to_shape,
)
from convscope.data.sources.found import Found
from convscope.data.sources.labels import to_vector
from convscope.data.sources.place import FoundFile, Place, plain_stem, read_place
from convscope.data.sources.split_words import resolved, shared_words, split_of, words_of
from convscope.data.sources.streams import MAX_RATIO, MIN_BOMB_BYTES, BombError, read_exactly
from convscope.errors import ConvscopeError

_IMAGE_WORDS_TEXT = """x images image imgs img data features inputs input pixels pictures"""
IMAGE_WORDS = frozenset(_IMAGE_WORDS_TEXT.split())
_LABEL_WORDS_TEXT = """y labels label lbls targets target classes class outputs output answers"""
LABEL_WORDS = frozenset(_LABEL_WORDS_TEXT.split())
NAME_WORDS = (("class", "names"), ("classes", "names"), ("label", "names"), ("names",))
"""Words of the arrays' names, normalised."""

MAX_HEADER_BYTES = 10_000
_SAVE = "Save it again with np.savez(path, x_train=…, y_train=…)."


@dataclass(frozen=True)
class ArrayFile:
    """An array that has not been read.

    Attributes:
        name: The name of the array, or of the file where it is the only one.
        where: The file and array, for error texts.
        shape: What its header says.
        dtype: What its header says.
        is_fortran: Whether the first axis runs fastest.
        open: Returns a stream whose header has been read.
    """

    name: str
    where: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    is_fortran: bool
    open: Callable[[], "Any"]

    def blocks(self, number: int, values: int) -> Iterator[NDArray[Any]]:
        """Yields the array in parts along its first axis, (some, values)."""
        with self.open() as stream:
            if self.is_fortran:  # cannot be read in parts
                yield self.whole(stream).reshape(number, values)
                return

            def read(count: int) -> NDArray[Any]:
                content = read_exactly(stream, count * values * self.dtype.itemsize)
                return np.frombuffer(content, self.dtype).reshape(count, values)

            yield from in_blocks(read, number, (values, self.dtype.itemsize, 1))

    def whole(self, stream: IO[bytes] | None = None) -> NDArray[Any]:
        """Returns the whole array."""
        if stream is None:
            with self.open() as opened:
                return self.whole(opened)
        content = read_exactly(stream, prod(self.shape) * self.dtype.itemsize)
        order = "F" if self.is_fortran else "C"
        return np.frombuffer(content, self.dtype).reshape(self.shape, order=order)


def find(place: Place) -> Found | None:
    """Returns the arrays of a place: one `.npz`, or several `.npz` or `.npy` files together."""
    files = [
        f
        for f in place.files
        if f.content == "npy" or (f.name.lower().endswith(".npz") and f.content != "image")
    ]
    if not files:
        return None
    if place.path.is_file() and not place.is_archive and not _is_complete(place, files[0]):
        place, files = _with_siblings(place, files[0])
    files.sort(key=lambda file: file.path)
    return Found("npy", place, tuple(files), lambda: read(place, files))


def read(place: Place, files: list[FoundFile]) -> Arrays:
    """Returns images and labels of arrays, sorted into splits by their names.

    Raises:
        ConvscopeError: Not such files, Python objects inside, arrays missing, or shapes that do
            not fit.
    """
    arrays = [array for file in files for array in open_arrays(place, file)]
    by_split, names = _sort(place, arrays)
    if not by_split or set(by_split) == {"test"}:
        listed = ", ".join(array.name for array in arrays) or "none"
        raise ConvscopeError(
            f"{place.source} holds the arrays {listed}.",
            "Expected x_train and y_train (and x_test, y_test), train_images and train_labels, "
            "or x and y.",
            _SAVE,
        )
    where = place.source
    splits = {name: _split(where, name, *pair) for name, pair in by_split.items()}
    class_names = None
    if names is not None:
        class_names = tuple(map(str, to_vector(names.where, names.whole()).tolist()))
    return Arrays(where, splits, class_names)


def open_arrays(place: Place, file: FoundFile) -> list[ArrayFile]:
    """Returns the arrays of one file; only headers are read.

    Raises:
        ConvscopeError: The file is damaged, or an array holds Python objects.
    """
    where = place.display_path(file.path)
    stem = plain_stem(file.name)
    if file.content == "npy":

        def open_file() -> IO[bytes]:
            return place.open(file.path)

        return [_header(where, stem, open_file)]
    try:
        with _zip(place, file) as archive:
            members = [i for i in archive.infolist() if i.filename.endswith(".npy")]
            for member in members:
                _expect_no_bomb(where, member, file.size_bytes)
            return [_member(place, file, member.filename, stem, where) for member in members]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        if isinstance(error, BombError):
            raise
        raise ConvscopeError(
            f"{where} is not a whole .npz file.",
            "Expected one that np.savez wrote.",
            f"Copy it again, or save it again: {_SAVE}",
        ) from error


@contextmanager
def _zip(place: Place, file: FoundFile) -> Iterator[zipfile.ZipFile]:
    """Yields the `.npz` as the archive it is; inside another archive it is read into memory."""
    if place.is_archive:
        from io import BytesIO

        with zipfile.ZipFile(BytesIO(place.read(file.path))) as archive:
            yield archive
        return
    path = place.path if place.path.is_file() else place.path / file.path
    with zipfile.ZipFile(path) as archive:
        yield archive


def _member(place: Place, file: FoundFile, member: str, stem: str, where: str) -> ArrayFile:
    name = member.removesuffix(".npy")
    shown = f"{where}: {name}"
    is_unnamed = name.startswith("arr_")

    @contextmanager
    def open_member() -> Iterator[IO[bytes]]:
        with _zip(place, file) as archive, archive.open(member) as stream:
            yield stream

    return _header(shown, f"{stem} {name}" if is_unnamed else name, open_member)


def _header(where: str, name: str, open_stream: Callable[[], Any]) -> ArrayFile:
    """Reads what the head of an array says."""
    with open_stream() as stream:
        shape, is_fortran, dtype = _read_header(where, stream)
    if dtype.hasobject:
        raise ConvscopeError(
            f"{where} holds Python objects.",
            "Expected plain arrays of numbers; objects could run code and are never opened.",
            'Save it again with np.savez(path, x_train=…, y_train=…) and dtype "uint8".',
        )

    @contextmanager
    def open_values() -> Iterator[IO[bytes]]:
        with open_stream() as stream:
            _read_header(where, stream)
            yield stream

    return ArrayFile(name, where, shape, dtype, is_fortran, open_values)


def _read_header(where: str, stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    formats = np.lib.format
    try:
        version = formats.read_magic(stream)
        reader = {(1, 0): formats.read_array_header_1_0, (2, 0): formats.read_array_header_2_0}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of heads from Python 2, which are read all the same
            return reader[version](stream, max_header_size=MAX_HEADER_BYTES)
    except Exception as error:  # numpy reads it as Python text, which may be anything
        raise ConvscopeError(
            f"{where}: the head of the array is damaged or far too long.",
            "Expected one that numpy wrote.",
            "Copy it again, or save it again with np.savez or np.save.",
        ) from error


def _expect_no_bomb(where: str, member: zipfile.ZipInfo, size_bytes: int) -> None:
    packed = max(1, min(member.compress_size, size_bytes))
    if member.file_size > max(MIN_BOMB_BYTES, MAX_RATIO * packed):
        raise BombError(packed)


def _is_complete(place: Place, file: FoundFile) -> bool:
    """Whether a lone file has both images and labels, or is too damaged to tell."""
    if file.content == "npy":
        return False
    try:
        return len(open_arrays(place, file)) != 1
    except (ConvscopeError, OSError):
        return True


def _with_siblings(place: Place, file: FoundFile) -> tuple[Place, list[FoundFile]]:
    """Returns the folder of a lone file, and those files beside it that belong to it."""
    around = read_place(str(place.path.parent), is_deep=False)
    own = _set_of(file.name)
    ending = file.name.rpartition(".")[2].lower()
    files = [
        other
        for other in around.files
        if "/" not in other.path
        and other.name.lower().endswith(f".{ending}")
        and _set_of(other.name) == own
    ]
    return around, files


def _set_of(name: str) -> tuple[str, ...]:
    telling = IMAGE_WORDS | LABEL_WORDS
    words = words_of(plain_stem(name))
    return tuple(w for w in words if w not in telling and split_of(w, telling) is None)


def _sort(
    place: Place, arrays: list[ArrayFile]
) -> tuple[dict[str, tuple[ArrayFile, ArrayFile]], ArrayFile | None]:
    """Returns images and labels by split, and the array of class names if there is one."""
    names = next((a for a in arrays if _is_names(a)), None)
    rest = [array for array in arrays if array is not names]
    beside = shared_words([a.name for a in rest]) | IMAGE_WORDS | LABEL_WORDS | {"arr"}
    found: dict[str, dict[bool, list[ArrayFile]]] = {}
    for array in rest:
        is_labels = _is_labels(array)
        if is_labels is not None:
            split = split_of(array.name, beside) or "all"
            found.setdefault(split, {}).setdefault(is_labels, []).append(array)
    settled = resolved({split: split for split in found})
    pairs: dict[str, tuple[ArrayFile, ArrayFile]] = {}
    for split, roles in found.items():
        images, labels = roles.get(False, []), roles.get(True, [])
        if len(images) > 1 or len(labels) > 1:
            many = images if len(images) > 1 else labels
            what = "images" if len(images) > 1 else "labels"
            raise ConvscopeError(
                f"{place.source}: several arrays look like {what}: "
                f"{', '.join(array.name for array in many[:6])}.",
                "Expected one array of images and one of labels for each split.",
                "Give a single file, or name the arrays x_train, y_train, x_test, y_test.",
            )
        if images and labels:
            pairs[settled[split]] = (images[0], labels[0])
    if "all" in pairs and len(pairs) > 1:
        del pairs["all"]
    return pairs, names


def _is_names(array: ArrayFile) -> bool:
    return array.dtype.kind in "US" and words_of(array.name)[-2:] in (
        *NAME_WORDS,
        ("classes",),
    )


def _is_labels(array: ArrayFile) -> bool | None:
    """Whether an array is of labels, not of images; None if it is neither."""
    words = set(words_of(array.name))
    is_column = len(array.shape) == 1 or (len(array.shape) == 2 and array.shape[1] == 1)
    if words & LABEL_WORDS and len(array.shape) <= 2:
        return True
    if len(array.shape) >= 3 or (len(array.shape) == 2 and words & IMAGE_WORDS and not is_column):
        return False
    return True if is_column else None


def _split(where: str, name: str, images: ArrayFile, labels: ArrayFile) -> ArraySplit:
    number = images.shape[0] if images.shape else 0
    if (
        images.dtype.kind not in "uifb"
        or len(labels.shape) not in (1, 2)
        or labels.shape[0] != number
    ):
        raise ConvscopeError(
            f"{where}: {name} images {images.shape} {images.dtype} and labels {labels.shape} "
            f"{labels.dtype}.",
            "Expected (number, height, width[, 1 or 3]) and whole numbers (number,).",
            "Save the arrays again in these shapes.",
        )
    shape = to_shape(f"{where}: {name}", images.shape)
    values = prod(shape)

    def blocks() -> Iterator[Images]:
        if images.dtype == np.uint8:
            for block in images.blocks(number, values):
                yield block.reshape(-1, *shape)
            return
        low, high = extremes(images.blocks(number, values))
        scale = range_of(images.where, low, high, images.dtype.kind in "fb")
        for block in images.blocks(number, values):
            scaled = np.rint(block.astype(np.float64) * scale) if scale != 1 else np.rint(block)
            yield scaled.astype(np.uint8).reshape(-1, *shape)

    return ArraySplit(to_vector(labels.where, labels.whole()), shape, blocks)
