"""How many bits a net computes with."""

from contextlib import AbstractContextManager, nullcontext
from functools import cache

import torch

from convscope.architecture import Architecture
from convscope.architecture.windowed import Conv2D
from convscope.errors import UnknownNameError

PRECISIONS = ("auto", "float32", "bfloat16")
"""What can be asked for."""

MANY_CHANNELS = 64
"""Channels that a convolution sees, from which processors with tiles gain much by bfloat16."""

MANY_PRODUCTS = 0.4
"""Share of a net's products in such convolutions, from which a whole step gains."""

SMALL_NET = 20_000_000
"""Products for an image below which the rest of a step, and rounding to and fro, take too much."""


def choose_precision(
    name: str, device: torch.device, architecture: Architecture | None = None
) -> torch.dtype:
    """Returns what to multiply in: for `auto`, bfloat16 where that is faster.

    Graphics cards that know bfloat16 always take it; processors that multiply it tile by tile, for
    large nets with many products in convolutions of many channels. On others our kernels for
    float32 take no longer. Weights, sums of gradients and losses are float32 in any case.

    Args:
        name: One of `PRECISIONS`.
        device: Where the net computes.
        architecture: The net; None where it is not known yet.

    Raises:
        UnknownNameError: There is none of that name; the nearest one is suggested.
    """
    if name not in PRECISIONS:
        raise UnknownNameError("precision", name, PRECISIONS)
    if name != "auto":
        return torch.bfloat16 if name == "bfloat16" else torch.float32
    if device.type == "cuda":
        is_fast = torch.cuda.is_bf16_supported()
    else:
        suits = architecture is not None and is_wide(architecture)
        is_fast = device.type == "cpu" and suits and processor_has_tiles()
    return torch.bfloat16 if is_fast else torch.float32


def is_wide(architecture: Architecture) -> bool:
    """Returns whether a net is large and much of its work in convolutions of many channels.

    Example:
        >>> from convscope.architecture import load_net
        >>> is_wide(load_net("small-colour"))
        False
        >>> is_wide(load_net("small-colour-pairs"))
        True
    """
    wide = (
        step.multiply_adds
        for step in architecture.steps
        if isinstance(step.layer, Conv2D)
        and step.input_shape[-1] >= MANY_CHANNELS * step.layer.groups
    )
    products = architecture.multiply_adds
    return products >= SMALL_NET and sum(wide) >= MANY_PRODUCTS * products


@cache
def processor_has_tiles() -> bool:
    """Returns whether the processor multiplies whole tiles of bfloat16 at once (Intel's AMX)."""
    read = getattr(torch.cpu, "get_capabilities", dict)  # older versions of torch do not say
    return bool(read().get("amx_bf16", False))


def computing_in(precision: torch.dtype, device: torch.device) -> AbstractContextManager[object]:
    """Returns a context in which layers compute with that precision."""
    if precision == torch.float32:
        return nullcontext()
    return torch.autocast(device.type, precision)
