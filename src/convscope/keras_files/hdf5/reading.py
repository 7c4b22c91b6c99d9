"""An HDF5 file in memory to texts and arrays, each looked at before it is read.

Only what Keras writes is accepted: groups, plain datasets of numbers, attributes of text. Nothing
that leads out of the file (links, external storage, virtual datasets), no filter but gzip and
shuffle, no size beyond the bounds. The library below is large and old: see `own_process`.
"""

from math import prod
from typing import Any

import numpy as np
from h5py import h5a, h5d, h5f, h5g, h5l, h5o, h5s, h5t, h5z  # type: ignore[attr-defined]
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.keras_files.hdf5.content import Content
from convscope.texts import visible

MAX_OBJECTS = 50_000
"""Groups and datasets of one file; the largest nets of Keras have some thousand."""

MAX_DEPTH = 40
"""Groups inside of each other."""

MAX_BYTES = 2**32
"""Bytes of all arrays as float32, as many as the parameters of the largest net."""

MAX_RATIO = 64
"""Bytes of arrays per byte of the file, beyond `FREE_BYTES`: weights hardly shrink by packing."""

FREE_BYTES = 2**20

MAX_TEXTS = 100_000
"""Texts of one attribute."""

MAX_AXES = 8
_LONGEST_NAME = 1_000

SKIPPED = ("optimizer", "optimizer_weights")
"""Groups of the optimizer's state, which is not kept."""

ATTRIBUTES = (
    "convscope",
    "keras_version",
    "layer_names",
    "model_config",
    "name",
    "training_config",
    "weight_names",
)
"""What is read of a group's attributes; a number may follow, where Keras wrote one in parts."""

_FILTERS = (h5z.FILTER_DEFLATE, h5z.FILTER_SHUFFLE, h5z.FILTER_FLETCHER32)
_TAKE_ANOTHER = "Save the model again with Keras, or take another file."
_EXPECTED = "Expected an HDF5 file as Keras writes it."


def read_content(image: bytes) -> Content:
    """Returns the texts and arrays of an HDF5 file.

    Args:
        image: The whole file.

    Raises:
        ConvscopeError: Damaged, or it holds something that no file of Keras holds.
    """
    with clear_errors("the HDF5 content", _EXPECTED, _TAKE_ANOTHER):
        try:
            file = h5f.open_file_image(image)
        except (
            ValueError,
            OSError,
            RuntimeError,
        ):  # its text speaks of identifiers inside the library
            raise _refused("the HDF5 content is damaged or cut short", "all of it") from None
        try:
            return _Reading(len(image)).all_of(h5g.open(file, b"/"))
        finally:
            file.close()


def bytes_allowed(file_bytes: int) -> int:
    """Returns how many bytes the arrays of a file of that size may have."""
    return min(MAX_BYTES, FREE_BYTES + MAX_RATIO * file_bytes)


class _Reading:
    """One walk through a file, which counts what it has seen."""

    def __init__(self, file_bytes: int) -> None:
        self._content = Content()
        self._bytes_left = bytes_allowed(file_bytes)
        self._seen: set[Any] = set()

    def all_of(self, root: Any) -> Content:
        """Returns everything below a group."""
        waiting = [("", root, 0)]
        while waiting:
            path, group, depth = waiting.pop()
            self._note_new(path, group)
            if depth > MAX_DEPTH:
                raise _refused("groups lie too deep inside of each other", f"at most {MAX_DEPTH}")
            if texts := _texts_of(group, path):
                self._content.attributes[path] = texts
            for name in _names_in(group, path):
                inner = f"{path}/{name}" if path else name
                if inner in SKIPPED:
                    continue
                found = h5o.open(group, name.encode())
                if isinstance(found, h5g.GroupID):
                    waiting.append((inner, found, depth + 1))
                elif isinstance(found, h5d.DatasetID):
                    self._note_new(inner, found)
                    self._content.arrays[inner] = self._array(inner, found)
                else:
                    raise _refused(f"{_shown(inner)} is a named type", "groups and datasets")
        return self._content

    def _note_new(self, path: str, found: Any) -> None:
        info = h5o.get_info(found)
        if info.addr in self._seen:
            raise _refused(f"{_shown(path)} has several names", "each object under one name")
        self._seen.add(info.addr)
        if len(self._seen) > MAX_OBJECTS:
            raise _refused("there are too many objects", f"at most {MAX_OBJECTS:,}")

    def _array(self, path: str, dataset: h5d.DatasetID) -> NDArray[Any]:
        space, kind = dataset.get_space(), dataset.get_type()
        if kind.get_class() not in (h5t.FLOAT, h5t.INTEGER) or kind.get_size() > 8:
            raise _refused(f"{_shown(path)} holds no plain numbers", "numbers of at most 8 bytes")
        if space.get_simple_extent_type() not in (h5s.SIMPLE, h5s.SCALAR):
            raise _refused(f"{_shown(path)} has no shape", "an array")
        shape = space.get_simple_extent_dims()
        if len(shape) > MAX_AXES:
            raise _refused(f"{_shown(path)} has {len(shape)} axes", f"at most {MAX_AXES}")
        self._expect_plain(path, dataset.get_create_plist())
        self._take_bytes(path, max(4, kind.get_size()) * prod(shape))
        values = np.empty(shape, dataset.dtype.newbyteorder("="))
        if values.size:
            dataset.read(h5s.ALL, h5s.ALL, values)
        is_kept = values.dtype.kind == "f" or values.dtype == np.uint8
        return values if is_kept else values.astype(np.float32)

    def _expect_plain(self, path: str, plan: Any) -> None:
        """Checks that a dataset lies in this file, and how."""
        if plan.get_layout() == h5d.VIRTUAL:
            raise _refused(f"{_shown(path)} is a virtual dataset", "values in the file itself")
        if plan.get_external_count():
            raise _refused(f"{_shown(path)} lies in another file", "values in the file itself")
        for index in range(plan.get_nfilters()):
            code = plan.get_filter(index)[0]
            if code not in _FILTERS:
                raise _refused(f"{_shown(path)} is packed by filter {code}", "gzip or none")
        if plan.get_layout() == h5d.CHUNKED:
            self._take_bytes(path, 8 * prod(plan.get_chunk()), for_good=False)

    def _take_bytes(self, path: str, number: int, for_good: bool = True) -> None:
        if number > self._bytes_left:
            raise _refused(
                f"{_shown(path)} would take {in_short(number)} bytes",
                f"no more than the file's size allows, here {self._bytes_left:,}",
            )
        self._bytes_left -= number if for_good else 0


def _names_in(group: Any, path: str) -> list[str]:
    """Returns what lies in a group, after a look at how it is bound to it."""
    if group.get_num_objs() > MAX_OBJECTS:
        raise _refused(f"{_shown(path)} holds too many objects", f"at most {MAX_OBJECTS:,}")
    names: list[str] = []
    for raw in group:
        kind = group.links.get_info(raw).type
        name = raw.decode("utf-8", "replace")
        if kind == h5l.TYPE_EXTERNAL:
            raise _refused(f"{_shown(name)} is a link into another file", "plain groups and arrays")
        if kind != h5l.TYPE_HARD:
            raise _refused(f"{_shown(name)} is a soft link", "plain groups and arrays")
        if len(name) > _LONGEST_NAME or "\ufffd" in name:
            raise _refused(
                f"the name {_shown(name)} is no name", f"at most {_LONGEST_NAME} letters"
            )
        names.append(name)
    return names


def _texts_of(group: Any, path: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    number = h5a.get_num_attrs(group)
    if number > MAX_TEXTS:
        raise _refused(f"{_shown(path)} has {number:,} attributes", f"at most {MAX_TEXTS:,}")
    for index in range(number):
        attribute = h5a.open(group, index=index)
        name = attribute.name.decode("utf-8", "replace")
        if name.rstrip("0123456789") in ATTRIBUTES:
            found[name] = _texts(f"{path}@{name}", attribute)
    return found


def _texts(path: str, attribute: Any) -> list[str]:
    space, kind = attribute.get_space(), attribute.get_type()
    number = space.get_simple_extent_npoints()
    if number == 0 or space.get_simple_extent_type() == h5s.NULL:
        return []
    if kind.get_class() != h5t.STRING or number > MAX_TEXTS:
        raise _refused(f"the attribute {_shown(path)} is no list of texts", "texts")
    if kind.is_variable_str():
        values = np.empty(number, object)
        attribute.read(values, h5t.py_create(np.dtype("O", metadata={"vlen": bytes})))
    else:
        if kind.get_size() * number > FREE_BYTES * MAX_RATIO:
            raise _refused(f"the attribute {_shown(path)} is too long", "texts")
        values = np.empty(space.get_simple_extent_dims(), f"S{kind.get_size()}")
        attribute.read(values)
    return [_text(value) for value in values.ravel().tolist()]


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _shown(name: str) -> str:
    return f'"{visible(in_short(name))}"'


def _refused(received: str, expected: str) -> ConvscopeError:
    return ConvscopeError(f"{received}.", f"Expected {expected}.", _TAKE_ANOTHER)
