"""What Keras programs ask of `backend`: the order of axes, small numbers, a clean start."""

import gc
from typing import Any

from convscope.errors import ConvscopeError, in_short

__all__ = [
    "backend",
    "clear_session",
    "epsilon",
    "floatx",
    "image_data_format",
    "int_shape",
    "set_floatx",
    "set_image_data_format",
]

EPSILON = 1e-7
"""How far probabilities are kept from 0 and 1 before a logarithm."""


def backend() -> str:
    """Returns the name of what computes."""
    return "torch"


def image_data_format() -> str:
    """Returns `"channels_last"`: images are (height, width, channels)."""
    return "channels_last"


def set_image_data_format(data_format: str) -> None:
    """Accepts `"channels_last"`.

    Raises:
        ConvscopeError: Another order.
    """
    _expect("set_image_data_format()", data_format, "channels_last", "Move the channels behind.")


def floatx() -> str:
    """Returns `"float32"`, the type of all weights."""
    return "float32"


def set_floatx(value: str) -> None:
    """Accepts `"float32"`.

    Raises:
        ConvscopeError: Another type.
    """
    _expect("set_floatx()", value, "float32", "`convscope train --precision` has the choice.")


def epsilon() -> float:
    """Returns how far probabilities are kept from 0 and 1 before a logarithm."""
    return EPSILON


def clear_session(free_memory: bool = True) -> None:
    """Gives back the memory of nets that no name holds any more.

    There is nothing else to clear: layers are named within their net, not over the whole program.
    """
    if free_memory:
        gc.collect()


def int_shape(x: Any) -> tuple[int | None, ...]:
    """Returns the shape of an array or of what a layer puts out, None for the batch axis."""
    return tuple(x.shape)


def _expect(title: str, value: Any, only: str, way: str) -> None:
    if value != only:
        raise ConvscopeError(f"{title}: received {in_short(value)}.", f'Only "{only}" is.', way)
