"""The weights of a model: which bytes of which files are which array."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Shape
from convscope.architecture.bounds import MAX_PARAMETERS
from convscope.errors import ConvscopeError, in_short
from convscope.tfjs_files.packages import Package, plain_name

MOST_ARRAYS = 20_000
MOST_FILES = 10_000
MOST_AXES = 8

OPTIMIZER = "optimizer"
"""The group of arrays that only a training goes on with."""

STORED: Mapping[str, np.dtype[Any]] = {
    "float32": np.dtype("<f4"),
    "float16": np.dtype("<f2"),
    "int32": np.dtype("<i4"),
    "uint16": np.dtype("<u2"),
    "uint8": np.dtype("u1"),
    "bool": np.dtype("u1"),
}
"""How numbers lie in the files, by TensorFlow.js' names."""

PACKED = ("float16", "uint16", "uint8")
"""As what numbers may be stored that are others when they are read."""

_FIX = "Export the model again, or take another one."


@dataclass(frozen=True)
class Stored:
    """An array as it lies in the files.

    Attributes:
        name: Such as `"conv2d/kernel"`.
        shape: Its axes.
        kind: A key of `STORED`: how it is stored.
        is_number: Whether it becomes numbers in floating point; others are passed over.
        scale: What a stored number is multiplied by.
        offset: What is added to that.
    """

    name: str
    shape: Shape
    kind: str
    is_number: bool
    scale: float = 1.0
    offset: float = 0.0

    @property
    def num_bytes(self) -> int:
        """Bytes in the files."""
        return prod(self.shape) * STORED[self.kind].itemsize

    def decoded(self, content: memoryview) -> NDArray[np.float32]:
        """Returns the numbers, float32, of the bytes that hold them."""
        found = np.frombuffer(content, STORED[self.kind]).reshape(self.shape)
        if self.kind in ("float32", "float16"):
            return np.array(found, np.float32)
        with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused later
            return (found * self.scale + self.offset).astype(np.float32)


def read_arrays(manifest: Any, package: Package) -> dict[str, NDArray[np.float32]]:
    """Returns the arrays of a model by name; those of an optimizer and whole numbers are left out.

    Sizes are compared with what there is before anything is read.

    Args:
        manifest: The `weightsManifest` of `model.json`.
        package: Where the files lie.

    Raises:
        ConvscopeError: It is no such list, a file is missing or leads outside, or files and arrays
            differ in size.
    """
    if not isinstance(manifest, list) or len(manifest) > MOST_ARRAYS:
        raise ConvscopeError(
            f"weightsManifest is {in_short(manifest)}.",
            "Expected a list of groups of weights.",
            _FIX,
        )
    groups = [_group(item) for item in manifest]
    arrays = [array for stored, _ in groups for array in stored]
    if len(arrays) > MOST_ARRAYS or sum(len(files) for _, files in groups) > MOST_FILES:
        raise ConvscopeError(
            f"weightsManifest names {len(arrays):,} arrays.", f"At most {MOST_ARRAYS:,}.", _FIX
        )
    if sum(prod(array.shape) for array in arrays) > MAX_PARAMETERS:
        raise ConvscopeError(
            "weightsManifest tells of too many numbers.", f"At most {MAX_PARAMETERS:,}.", _FIX
        )
    names = [array.name for array in arrays]
    if len(set(names)) < len(names):
        raise ConvscopeError(
            "two arrays of weightsManifest have the same name.", "Expected different ones.", _FIX
        )
    sizes = [_sizes(stored, files, package) for stored, files in groups]
    found: dict[str, NDArray[np.float32]] = {}
    for (stored, files), own in zip(groups, sizes, strict=True):
        parts = [package.read(file, size) for file, size in zip(files, own, strict=True)]
        content = memoryview(b"".join(parts))
        for array in stored:
            if array.is_number:
                found[array.name] = array.decoded(content[: array.num_bytes])
            content = content[array.num_bytes :]
    return found


def _group(item: Any) -> tuple[list[Stored], list[str]]:
    weights = item.get("weights") if isinstance(item, Mapping) else None
    paths = item.get("paths") if isinstance(item, Mapping) else None
    if not isinstance(weights, list) or not isinstance(paths, list):
        raise ConvscopeError(
            f"a group of weights is {in_short(item)}.",
            'Expected {"paths": […], "weights": […]}.',
            _FIX,
        )
    if len(weights) > MOST_ARRAYS or len(paths) > MOST_FILES:
        raise ConvscopeError(
            f"a group has {len(weights):,} weights in {len(paths):,} files.",
            f"Expected at most {MOST_ARRAYS:,} in {MOST_FILES:,}.",
            _FIX,
        )
    files = [plain_name(path) for path in paths]
    if len(set(files)) < len(files):
        raise ConvscopeError(
            "a group names the same file twice.", "Expected every part once.", _FIX
        )
    return [_stored(weight) for weight in weights], files


def _stored(weight: Any) -> Stored:
    name = weight.get("name") if isinstance(weight, Mapping) else None
    if not isinstance(name, str) or not name:
        raise ConvscopeError(
            f"an entry of weightsManifest is {in_short(weight)}.",
            'Expected {"name": "…", "shape": […], "dtype": "float32"}.',
            _FIX,
        )
    shape, kind = weight.get("shape"), weight.get("dtype")
    if (
        not isinstance(shape, list)
        or len(shape) > MOST_AXES
        or not all(type(size) is int and 0 <= size <= MAX_PARAMETERS for size in shape)
        or prod(shape) > MAX_PARAMETERS
    ):
        raise ConvscopeError(
            f'the array "{in_short(name)}" has the shape {in_short(shape)}.',
            f"Expected whole numbers, together at most {MAX_PARAMETERS:,} values.",
            _FIX,
        )
    packed = weight.get("quantization")
    is_number = kind == "float32" and weight.get("group") != OPTIMIZER
    if packed is not None:
        return _unpacked(name, tuple(shape), kind, is_number, packed)
    if not isinstance(kind, str) or kind not in STORED:
        raise ConvscopeError(
            f'the array "{in_short(name)}" is of kind {in_short(kind)}.',
            f"Expected one of {', '.join(STORED)}.",
            _FIX,
        )
    return Stored(name, tuple(shape), kind, is_number)


def _unpacked(name: str, shape: Shape, kind: Any, is_number: bool, packed: Any) -> Stored:
    stored = packed.get("dtype") if isinstance(packed, Mapping) else None
    if not isinstance(packed, Mapping) or stored not in PACKED or kind not in ("float32", "int32"):
        raise ConvscopeError(
            f'the array "{in_short(name)}" of kind {in_short(kind)} is packed as '
            f"{in_short(packed)}.",
            f"Expected float32 as one of {', '.join(PACKED)}.",
            _FIX,
        )
    if stored == "float16":
        return Stored(name, shape, stored, is_number)
    scale, offset = _finite(packed, "scale", name), _finite(packed, "min", name)
    return Stored(name, shape, stored, is_number, scale, offset)


def _finite(packed: Mapping[str, Any], key: str, name: str) -> float:
    number = packed.get(key)
    largest = float(np.finfo(np.float32).max)
    if isinstance(number, int | float) and type(number) is not bool and abs(number) < largest:
        return float(number)
    raise ConvscopeError(
        f'the array "{in_short(name)}" is packed with {key}={in_short(number)}.',
        "Expected a finite number.",
        _FIX,
    )


def _sizes(stored: list[Stored], files: list[str], package: Package) -> list[int]:
    """Returns the sizes of a group's files, which have to be those of its arrays together."""
    sizes = []
    for file in files:
        size = package.size(file)
        if size is None:
            raise ConvscopeError(
                f"the file {in_short(file)} is missing.",
                "Expected every file that model.json names, beside it.",
                "Put them into one folder, or export the model again.",
            )
        sizes.append(size)
    needed = sum(array.num_bytes for array in stored)
    if sum(sizes) != needed:
        shown = in_short(", ".join(files)) or "no file"
        raise ConvscopeError(
            f"{shown} has {sum(sizes):,} bytes of weights.",
            f"model.json tells of {needed:,}.",
            "Copy the files again: one is cut short, or belongs to another model.",
        )
    return sizes
