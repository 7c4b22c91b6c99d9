"""`.npz` files with images and labels, as Keras and KMNIST publish them."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.data.decoded import Allocate, Decoded, DecodedSplit
from convscope.data.split import stratified_indices
from convscope.errors import ConvscopeError

KEYS = {"train": ("x_train", "y_train"), "test": ("x_test", "y_test"), "all": ("x", "y")}
"""Names of images and labels in the file, by split."""


def decode_npz(
    path: Path, test_split: float, seed: int, _allocate: Allocate | None = None
) -> Decoded:
    """Reads images and labels from an `.npz` file.

    Args:
        path: The file.
        test_split: Share set aside where the file has no test images.
        seed: Which images are set aside follows from it.

    Raises:
        ConvscopeError: Not such a file, Python objects inside, keys missing, or shapes that do
            not fit.
    """
    if not zipfile.is_zipfile(path):
        raise _not_npz(path)
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except ValueError:
        raise ConvscopeError(
            f"{path} holds Python objects.",
            "Expected plain arrays of numbers; objects could run code and are never opened.",
            'Save it again with np.savez(path, x_train=…, y_train=…) and dtype "uint8".',
        ) from None
    except (OSError, zipfile.BadZipFile, EOFError, KeyError):
        raise _not_npz(path) from None
    found = {
        split: _read_split(path, arrays[x], arrays[y], split)
        for split, (x, y) in KEYS.items()
        if x in arrays and y in arrays
    }
    if not found or ("test" in found and len(found) == 1):
        raise ConvscopeError(
            f"{path} holds the arrays {', '.join(arrays) or 'none'}.",
            "Expected x_train and y_train (and x_test, y_test), or x and y.",
            "Save it again with np.savez(path, x_train=…, y_train=…).",
        )
    splits, notes = _with_test(found, test_split, seed)
    highest = max(int(split.labels.max(initial=0)) for split in splits.values())
    names = tuple(map(str, arrays.get("class_names", np.arange(highest + 1)).tolist()))
    if highest >= len(names):
        raise ConvscopeError(
            f"{path}: a label is {highest}.",
            f"Its class_names has {len(names)} names.",
            "Give one name per class.",
        )
    return Decoded(names, splits, notes=notes)


def _read_split(path: Path, images: NDArray[Any], labels: NDArray[Any], split: str) -> DecodedSplit:
    if labels.ndim == 2:
        labels = labels[:, 0] if labels.shape[1] == 1 else labels.argmax(1)  # one column per class
    images = images[..., None] if images.ndim == 3 else images
    is_fine = images.ndim == 4 and images.shape[-1] in (1, 3) and labels.ndim == 1
    if not is_fine or len(images) != len(labels) or labels.dtype.kind not in "iu":
        raise ConvscopeError(
            f"{path}: {split} images {images.shape} and labels {labels.shape} {labels.dtype}.",
            "Expected (number, height, width[, 1 or 3]) and whole numbers (number,).",
            "Save the arrays again in these shapes.",
        )
    if len(labels) and labels.min() < 0:
        raise ConvscopeError(
            f"{path}: a label is {labels.min()}.", "Labels count from 0.", "Shift them."
        )
    return DecodedSplit(_to_bytes(path, images), labels.astype(np.int64))


def _to_bytes(path: Path, images: NDArray[Any]) -> NDArray[np.uint8]:
    if images.dtype == np.uint8:
        return images
    low, high = (float(images.min()), float(images.max())) if images.size else (0.0, 0.0)
    if low >= 0 and high <= 1 and images.dtype.kind == "f":
        return np.round(images * 255).astype(np.uint8)
    if low >= 0 and high <= 255:
        return np.round(images).astype(np.uint8)
    raise ConvscopeError(
        f"{path}: the images lie between {low:g} and {high:g}.",
        "Expected 0–255, or floats 0–1.",
        "Scale them before saving.",
    )


def _with_test(
    found: dict[str, DecodedSplit], test_split: float, seed: int
) -> tuple[dict[str, DecodedSplit], tuple[str, ...]]:
    if "test" in found:
        return {name: found[name] for name in ("train", "test")}, ()
    everything = found.get("train") or found["all"]
    parts = stratified_indices(everything.labels, test_split, seed)
    splits = {
        name: DecodedSplit(everything.images[part], everything.labels[part])
        for name, part in zip(("train", "test"), parts, strict=True)
    }
    return splits, (no_test_note(test_split, seed),)


def no_test_note(test_split: float, seed: int) -> str:
    """Returns the words for images that were set aside as test."""
    return (
        f"there are no test images: {100 * test_split:g} % of each class was set aside as test "
        f"(seed {seed})"
    )


def _not_npz(path: Path) -> ConvscopeError:
    return ConvscopeError(
        f"{path} is not a whole .npz file.",
        "Expected one that np.savez wrote.",
        "Copy it again, or save it again with np.savez(path, x_train=…, y_train=…).",
    )
