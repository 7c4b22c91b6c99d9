"""Tensors out of files that could hold code: only numbers are taken, everything else is refused."""

import hashlib
import io
import pickle
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, clear_errors, in_short

MOST_BYTES = 512 * 2**20
"""Longest file of weights that is read."""

_EXPECTED = "Expected a file of weights, with numbers alone."
_FIX = "Take the file of the package that is named in docs/backbones.md."


def sha256_of(path: Path) -> str:
    """Returns the hash of a file.

    Raises:
        ConvscopeError: It is longer than `MOST_BYTES`, or cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ConvscopeError(
                f"{path} has {path.stat().st_size:,} bytes.",
                f"Expected at most {MOST_BYTES:,}.",
                "Take a smaller net.",
            )
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ConvscopeError(
            f"{path} cannot be read: {error.strerror}.", "Expected a file of weights.", _FIX
        ) from error


def read_torch_file(path: Path) -> dict[str, NDArray[Any]]:
    """Returns the tensors of a file that `torch.save` wrote, by name; no code in it is run.

    Raises:
        ConvscopeError: It holds anything but tensors by name.
    """
    import torch

    with clear_errors(str(path), _EXPECTED, _FIX):
        content = torch.load(path, map_location="cpu", weights_only=True)
        return {str(name): tensor.numpy() for name, tensor in content.items()}


def read_plain_pickle(path: Path) -> dict[str, NDArray[Any]]:
    """Returns kernel and bias of every layer of a pickled dictionary; no code in it is run.

    Names are those of three constructors of NumPy's arrays; every other name is refused.

    Returns:
        `<layer>/kernel` and `<layer>/bias`.

    Raises:
        ConvscopeError: It holds anything else.
    """
    with clear_errors(str(path), _EXPECTED, _FIX):
        content = _ArraysOnly(io.BytesIO(path.read_bytes())).load()
        return {
            f"{layer}/{name}": np.asarray(values)
            for layer, arrays in content.items()
            for name, values in zip(("kernel", "bias"), arrays, strict=True)
        }


class _ArraysOnly(pickle.Unpickler):
    """Reads dictionaries, lists and arrays."""

    _ALLOWED = frozenset({"_reconstruct", "ndarray", "dtype"})
    _MODULES = frozenset({"numpy", "numpy.core.multiarray", "numpy._core.multiarray"})

    def find_class(self, module: str, name: str) -> Any:
        if module not in self._MODULES or name not in self._ALLOWED:
            self._refuse(f"{module}.{name}")
        if name == "_reconstruct":
            return _empty_array
        return {"ndarray": np.ndarray, "dtype": np.dtype}[name]

    def persistent_load(self, pid: Any) -> NoReturn:
        self._refuse(str(pid))

    def _refuse(self, name: str) -> NoReturn:
        raise ValueError(f"it names {in_short(name)}, which could run code")


def _empty_array(kind: type, shape: tuple[int, ...], code: bytes) -> NDArray[Any]:
    """Returns what NumPy fills next; the same as its own constructor."""
    if kind is not np.ndarray:
        raise ValueError(f"it makes a {in_short(kind)}")
    return np.ndarray.__new__(np.ndarray, shape, code.decode("ascii"))
