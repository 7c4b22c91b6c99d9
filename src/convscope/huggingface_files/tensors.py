"""The tensors of a safetensors file, in any precision that programs save weights in."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture.bounds import MAX_PARAMETERS
from convscope.errors import ConvscopeError, clear_errors, in_short

WEIGHTS = "model.safetensors"
PICKLED = ("pytorch_model.bin", "pytorch_model.pth")
SHARED = "model.safetensors.index.json"

MOST_BYTES = 2**31
"""Of a file."""

MOST_TENSORS = 20_000

_KINDS = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "BF16": np.uint16}

_EXPECTED = "Expected the weights of an image classifier in one file, model.safetensors."
_FIX = "Save the model again: model.save_pretrained(folder)."


def read_weights(folder: Path) -> dict[str, NDArray[np.float32]]:
    """Returns the tensors in a folder's `model.safetensors`.

    Whole numbers, such as counts of batches, are left out.

    Args:
        folder: The folder.

    Raises:
        ConvscopeError: No such file, a pickle instead, several files, damaged, or too large.
    """
    path = folder / WEIGHTS
    if not path.is_file():
        raise _missing(folder)
    if path.stat().st_size > MOST_BYTES:
        raise ConvscopeError(
            f"{path} has {path.stat().st_size:,} bytes.", f"Expected at most {MOST_BYTES:,}.", _FIX
        )
    from safetensors import deserialize

    with clear_errors(str(path), _EXPECTED, _FIX):
        found = deserialize(path.read_bytes())
        if len(found) > MOST_TENSORS:
            raise ValueError(f"{len(found):,} tensors")
        tensors = {name: _array(told) for name, told in found if told["dtype"] in _KINDS}
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ConvscopeError(
                f"{path}: {in_short(name)} has values that are infinite or not a number.",
                "Expected finite numbers.",
                "Take another file: the training that wrote it went astray.",
            )
    return tensors


def _array(told: Any) -> NDArray[np.float32]:
    shape = tuple(told["shape"])
    if len(shape) > 8:
        raise ValueError(f"a tensor with {len(shape)} axes")
    flat = np.frombuffer(told["data"], _KINDS[told["dtype"]])
    if flat.size > MAX_PARAMETERS:
        raise ValueError(f"a tensor of {flat.size:,} numbers")
    if told["dtype"] == "BF16":  # the upper half of a float32
        flat = (flat.astype(np.uint32) << 16).view(np.float32)
    with np.errstate(over="ignore"):
        return flat.reshape(shape).astype(np.float32)


def _missing(folder: Path) -> ConvscopeError:
    if (folder / SHARED).is_file():
        return ConvscopeError(
            f"{folder} has its weights in several files.", _EXPECTED,
            'Save it again: model.save_pretrained(folder, max_shard_size="2GB").',
        )  # fmt: skip
    for name in PICKLED:
        if (folder / name).is_file():
            return ConvscopeError(
                f"{folder} has its weights as a pickle, {name}, whose opening could run code.",
                _EXPECTED,
                "Turn it into one where you trust it, in Python: import torch, safetensors.torch; "
                f'safetensors.torch.save_file(torch.load("{name}", weights_only=True), '
                f'"{WEIGHTS}").',
            )
    return ConvscopeError(f"{folder} has no {WEIGHTS}.", _EXPECTED, _FIX)
