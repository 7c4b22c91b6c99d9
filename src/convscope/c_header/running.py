"""Operations in NumPy on (batch, channels, height, width), for calibration. No bytes."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arithmetic import ACTIVATION_FUNCTIONS
from convscope.arithmetic.ramp import ramp
from convscope.c_header.program import planes
from convscope.channels_first import Operation
from convscope.errors import ConvscopeError

Values = NDArray[np.floating[Any]]


def compute(op: Operation, taken: Sequence[Values]) -> Values:
    """Returns what an operation makes, (batch, …) in its shape.

    Args:
        op: One that can be done in bytes; see `byte_calls`.
        taken: What it takes in, float (batch, channels, height, width) or (batch, features).
    """
    first, settings = taken[0], op.options
    shape = (len(first), *op.shape)
    match op.what:
        case "conv":
            return convolve(op, first)
        case "linear":
            found = first @ op.tensors["kernel"].T.astype(first.dtype)
            return found + op.tensors["bias"] if "bias" in op.tensors else found
        case "max_pool":
            return np.stack(list(_taps(op, first, settings["size"], -np.inf))).max(axis=0)
        case "average_pool":
            sums, counts = window_sums(op, first)
            return sums / counts
        case "global_average_pool":
            return _places(first).mean(axis=2).reshape(shape)
        case "global_max_pool":
            return _places(first).max(axis=2).reshape(shape)
        case "affine":
            scale, offset = (
                tensor.reshape(-1, *(1,) * (first.ndim - 2)) if tensor.ndim else tensor
                for tensor in (op.tensors["scale"], op.tensors["offset"])
            )
            return first * scale + offset
        case "pad":
            return padded(first, settings["pads"], settings["value"])
        case "resize":
            return first[:, :, list(settings["rows"])][..., list(settings["columns"])]
        case "ramp":
            return ramp(first, **settings)
        case "activate":
            return apply(settings["function"], first)
        case "flatten" if settings["channels_last"]:
            return first.transpose(0, 2, 3, 1).reshape(shape)
        case "flatten" | "nothing":
            return first.reshape(shape)
        case "reshape":
            last = first.transpose(0, 2, 3, 1) if first.ndim == 4 else first
            last = last.reshape(len(first), *settings["shape"])
            return last.transpose(0, 3, 1, 2) if last.ndim == 4 else last
        case "join":
            return join(op, taken)
        case _:
            raise ConvscopeError(
                f"{op.name}: {op.what} cannot be computed for a C header.",
                "Expected an operation that can be written in C.",
                "Export the net in another form, such as --to onnx.",
            )


def apply(function: str, values: Values) -> Values:
    """Returns what an activation function makes of values whose channels are axis 1."""
    forward = ACTIVATION_FUNCTIONS[function].forward
    return np.moveaxis(forward(np.moveaxis(values, 1, -1)), -1, 1)


def convolve(op: Operation, values: Values) -> Values:
    """Returns the convolution of float (batch, channels, height, width)."""
    kernel, groups = op.tensors["kernel"].astype(values.dtype), op.options["groups"]
    maps, taken, high, wide = kernel.shape
    _, rows, columns = op.shape
    kernel = kernel.reshape(groups, maps // groups, taken, high * wide)
    found = np.zeros((len(values), groups, maps // groups, rows * columns), values.dtype)
    for index, part in enumerate(_taps(op, values, (high, wide), 0.0)):
        found += kernel[..., index] @ part.reshape(len(values), groups, taken, -1)
    found = found.reshape(len(values), maps, rows, columns)
    return found + op.tensors["bias"][:, None, None] if "bias" in op.tensors else found


def window_sums(op: Operation, values: Values) -> tuple[Values, Values]:
    """Returns the sum of each window and how many values lie in it, margins not counted."""
    size = op.options["size"]
    sums = sum(_taps(op, values, size, 0.0))
    counts = sum(_taps(op, np.ones_like(values[:1]), size, 0.0))
    return np.asarray(sums), np.asarray(counts)


def padded(values: Values, pads: Sequence[int], value: float) -> Values:
    """Returns maps with margins of a value; negative margins are cut off.

    Args:
        values: float (batch, channels, height, width).
        pads: (top, left, bottom, right).
        value: What lies in the margins.
    """
    top, left, bottom, right = (max(n, 0) for n in pads)
    wide = np.pad(values, ((0, 0), (0, 0), (top, bottom), (left, right)), constant_values=value)
    top, left, bottom, right = (max(-n, 0) for n in pads)
    return wide[:, :, top : wide.shape[2] - bottom, left : wide.shape[3] - right]


def join(op: Operation, taken: Sequence[Values]) -> Values:
    """Returns several results joined."""
    function = op.options["function"]
    if function == "concatenate":
        return np.concatenate(taken, axis=1)
    full = [v.reshape(len(v), *planes(v.shape[1:])) for v in taken]
    found = full[0]
    for other in full[1:]:
        found = _JOINED[function](found, other)
    if function == "mean":
        found = found / np.asarray(len(full), found.dtype)
    return found.reshape(len(found), *op.shape)


_JOINED = {
    "add": np.add,
    "mean": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "max": np.maximum,
}


def _taps(op: Operation, values: Values, size: Sequence[int], margin: float) -> Iterator[Values]:
    """Yields, for each place in the window, what every window sees there."""
    (down, right), (top, left, bottom, after) = op.options["strides"], op.options["pads"]
    apart = op.options.get("dilations", (1, 1))
    _, rows, columns = op.shape
    wide = padded(values, (top, left, max(bottom, 0), max(after, 0)), margin)
    for i in range(size[0]):
        y = i * apart[0]
        for j in range(size[1]):
            x = j * apart[1]
            yield wide[
                :,
                :,
                y : y + (rows - 1) * down + 1 : down,
                x : x + (columns - 1) * right + 1 : right,
            ]


def _places(values: Values) -> Values:
    return values.reshape(*values.shape[:2], prod(values.shape[2:]))
