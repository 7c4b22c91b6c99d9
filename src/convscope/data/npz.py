"""`.npz` files with images and labels, as Keras and KMNIST publish them."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.data.decoded import Decoded, DecodedSplit
from convscope.errors import ConvscopeError

KEYS = {"train": ("x_train", "y_train"), "test": ("x_test", "y_test"), "all": ("x", "y")}
"""Names of images and labels in the file, by split."""


def decode_npz(path: Path) -> Decoded:
    """Reads images and labels from an `.npz` file.

    Args:
        path: The file.

    Returns:
        The splits `train` and `test`, or one of them or `all` alone.

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
    highest = max(int(split.labels.max(initial=0)) for split in found.values())
    names = tuple(map(str, arrays.get("class_names", np.arange(highest + 1)).tolist()))
    if highest >= len(names):
        raise ConvscopeError(
            f"{path}: a label is {highest}.",
            f"Its class_names has {len(names)} names.",
            "Give one name per class.",
        )
    return Decoded(names, found)


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


def _not_npz(path: Path) -> ConvscopeError:
    return ConvscopeError(
        f"{path} is not a whole .npz file.",
        "Expected one that np.savez wrote.",
        "Copy it again, or save it again with np.savez(path, x_train=…, y_train=…).",
    )
