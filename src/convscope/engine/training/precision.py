"""How many bits a net computes with."""

from contextlib import AbstractContextManager, nullcontext

import torch

from convscope.errors import UnknownNameError

PRECISIONS = ("auto", "float32", "bfloat16")
"""What can be asked for."""


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """Returns what to multiply in: for `auto`, bfloat16 on graphics cards that know it.

    Weights, sums of gradients and losses are float32 in any case.

    Args:
        name: One of `PRECISIONS`.
        device: Where the net computes.

    Raises:
        UnknownNameError: There is none of that name; the nearest one is suggested.
    """
    if name not in PRECISIONS:
        raise UnknownNameError("precision", name, PRECISIONS)
    if name == "auto":
        is_fast = device.type == "cuda" and torch.cuda.is_bf16_supported()
        return torch.bfloat16 if is_fast else torch.float32
    return torch.bfloat16 if name == "bfloat16" else torch.float32


def computing_in(precision: torch.dtype, device: torch.device) -> AbstractContextManager[object]:
    """Returns a context in which layers compute with that precision."""
    if precision == torch.float32:
        return nullcontext()
    return torch.autocast(device.type, precision)
