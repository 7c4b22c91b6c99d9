"""Weights in a file of PyTorch: read as data, never as code.

A `.pth` is an archive with a pickle inside. Its pickle is read by `torch.load(weights_only=True)`,
which knows tensors and containers and calls nothing else.
"""

import pickle
import warnings
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from convscope.errors import ConvscopeError, clear_errors, in_short

MOST_BYTES = 2**32
"""Of a file, packed and unpacked."""

MOST_PICKLED_BYTES = 2**24
"""Of what says how the tensors are called and shaped."""

MOST_ENTRIES = 100_000
"""Members of the archive: one for each tensor, and a few more."""

_INSIDE = ("state_dict", "model_state_dict", "model", "net", "weights")
"""Where programs put the weights, among other things."""

_EXPECTED = (
    "Expected the weights of a module, as torch.save(module.state_dict(), path) writes them."
)
_FIX = "Save them again so, where the module is known."


def with_weights(module: nn.Module, path: str | Path) -> nn.Module:
    """Returns a copy of a module with the weights in a file.

    Args:
        module: The module that they belong to.
        path: What `torch.save(module.state_dict(), path)` wrote, or a `.safetensors` file with the
            same names. A file that holds them beside other things (`"state_dict"`, …), or under
            names that begin with `"module."`, is taken as well.

    Raises:
        ConvscopeError: No such file, no weights, those of another module, or a whole module.
    """
    found = _read(Path(path))
    module = deepcopy(module)
    own = module.state_dict()
    found = {name.removeprefix("module."): tensor for name, tensor in found.items()}
    wrong = sorted(set(own) ^ set(found))
    # Older files count no batches.
    wrong = [name for name in wrong if not name.endswith("num_batches_tracked")]
    if wrong:
        raise ConvscopeError(
            f"{path}: the tensors {in_short(', '.join(wrong[:3]))} are missing or too many.",
            f"{type(module).__name__} has {len(own)}: {in_short(', '.join(list(own)[:4]))}, ….",
            "Give the module that the weights were saved from.",
        )
    for name, tensor in found.items():
        if name in own and own[name].shape != tensor.shape:
            raise ConvscopeError(
                f"{path}: {name} has shape {tuple(tensor.shape)}.",
                f"{type(module).__name__} has {tuple(own[name].shape)}.",
                "Build the module with the number of classes that the weights were saved with.",
            )
    module.load_state_dict(found, strict=False)
    return module


def _read(path: Path) -> dict[str, Tensor]:
    if not path.is_file():
        raise ConvscopeError(f"{path}: there is no such file.", _EXPECTED, "Check the path.")
    if path.stat().st_size > MOST_BYTES:
        raise ConvscopeError(
            f"{path} has {path.stat().st_size:,} bytes.", f"Expected at most {MOST_BYTES:,}.", _FIX
        )
    with clear_errors(str(path), _EXPECTED, _FIX), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what torch has to say of a damaged pickle
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            return load_file(path)
        _expect_harmless(path)
        try:
            found: Any = torch.load(path, map_location="cpu", weights_only=True)
        except pickle.UnpicklingError as error:
            raise ConvscopeError(
                f"{path} holds a whole module, or other objects of a program: opening it would "
                "run code.",
                _EXPECTED,
                f"{_FIX} Then give the module and the file.",
            ) from error
    for name in _INSIDE:
        if isinstance(found, Mapping) and isinstance(found.get(name), Mapping):
            found = found[name]
            break
    if not isinstance(found, Mapping) or not found:
        raise ConvscopeError(f"{path} holds {in_short(type(found).__name__)}.", _EXPECTED, _FIX)
    unnamed = [type(name).__name__ for name in found if not isinstance(name, str)]
    if unnamed:  # not shown: torch warns when a storage is
        received = f"{path}: a tensor is called by a {in_short(unnamed[0])}."
        raise ConvscopeError(received, _EXPECTED, _FIX)
    wrong = [name for name, value in found.items() if not isinstance(value, Tensor)]
    if wrong:
        raise ConvscopeError(f"{path}: {in_short(wrong[0])} is no tensor.", _EXPECTED, _FIX)
    return dict(found)


def _expect_harmless(path: Path) -> None:
    """Checks what the archive says of its own size, before anything is unpacked."""
    if not zipfile.is_zipfile(path):
        raise ConvscopeError(
            f"{path} is no archive of PyTorch 1.6 or later.",
            _EXPECTED,
            "Save it again with a PyTorch of today.",
        )
    with zipfile.ZipFile(path) as file:
        members = file.infolist()
    pickled = [m for m in members if m.filename.endswith(".pkl")]
    is_packed = any(member.compress_type != zipfile.ZIP_STORED for member in members)
    size = sum(member.file_size for member in members)
    is_large = size > MOST_BYTES or len(members) > MOST_ENTRIES
    is_large = is_large or any(member.file_size > MOST_PICKLED_BYTES for member in pickled)
    if is_packed or is_large or len(pickled) != 1:
        raise ConvscopeError(
            f"{path} is an archive with {len(members):,} members, {size:,} bytes"
            f"{', packed' if is_packed else ''}.",
            _EXPECTED,
            "Take another file: torch.save writes none like it.",
        )
