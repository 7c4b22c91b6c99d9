"""Each operation on floats as calls of the functions in `float_kernels`."""

from collections.abc import Callable
from math import prod

import numpy as np

from convscope.c_header.arena import is_view
from convscope.c_header.c_text import number
from convscope.c_header.float_kernels import KERNELS, activation, moves
from convscope.c_header.program import Program, planes, steps_of, window
from convscope.channels_first import Operation
from convscope.errors import ConvscopeError

MOVES = moves("float")


def write_float(program: Program, op: Operation) -> None:
    """Writes the calls that compute an operation.

    Args:
        program: What has been written so far.
        op: The operation.

    Raises:
        ConvscopeError: It is not known how this operation is written in C.
    """
    program.say(op)
    if is_view(op):
        return
    if op.what not in CALLS:
        raise ConvscopeError(
            f'The layer "{op.name}" computes {op.what}, which is not written in C.',
            f"Expected one of: {', '.join(sorted(CALLS))}.",
            "Leave the layer out, or export to ONNX: --to onnx.",
        )
    CALLS[op.what](program, op)


def _before(program: Program, op: Operation) -> tuple[int, ...]:
    return program.shapes[op.inputs[0]]


def _ends(program: Program, op: Operation) -> tuple[str, str]:
    """Returns the addresses of what is made and of what is taken."""
    return program.at(op.name), program.at(op.inputs[0])


def _conv(program: Program, op: Operation) -> None:
    kernel, settings = op.tensors["kernel"], op.options
    maps, taken, *size = kernel.shape
    program.call(
        program.need(KERNELS, "conv"),
        *_ends(program, op),
        program.tensor(op, "kernel"),
        program.tensor(op, "bias"),
        *(maps, taken, settings["groups"]),
        *window(op, _before(program, op)),
        *(*size, *settings["strides"], *settings["dilations"], *settings["pads"][:2]),
    )


def _conv_transpose(program: Program, op: Operation) -> None:
    (taken, maps, *size), settings = op.tensors["kernel"].shape, op.options
    program.call(
        program.need(KERNELS, "conv_transpose"),
        *(*_ends(program, op), program.tensor(op, "kernel"), program.tensor(op, "bias")),
        *(maps, taken, *window(op, _before(program, op)), *size),
        *(*settings["strides"], *settings["dilations"], *settings["pads"][:2]),
    )


def _linear(program: Program, op: Operation) -> None:
    program.call(
        program.need(KERNELS, "linear"),
        *_ends(program, op),
        program.tensor(op, "kernel"),
        program.tensor(op, "bias"),
        *op.tensors["kernel"].shape,
    )


def _pool(program: Program, op: Operation) -> None:
    settings = op.options
    program.call(
        program.need(KERNELS, op.what),
        *_ends(program, op),
        op.shape[0],
        *window(op, _before(program, op)),
        *(*settings["size"], *settings["strides"], *settings["pads"][:2]),
    )


def _global_pool(program: Program, op: Operation) -> None:
    channels, height, width = planes(_before(program, op))
    function = program.need(KERNELS, op.what)
    program.call(function, *_ends(program, op), channels, height * width)


def _layer_norm(program: Program, op: Operation) -> None:
    program.call(
        program.need(KERNELS, "layer_norm"),
        *_ends(program, op),
        program.tensor(op, "gamma"),
        program.tensor(op, "beta"),
        *(op.shape[0], prod(op.shape[1:]), number(op.options["epsilon"])),
    )


def _affine(program: Program, op: Operation) -> None:
    both = np.broadcast_arrays(op.tensors["scale"], op.tensors["offset"])
    names = [
        program.numbers(op, name, "float", np.array(values))
        for name, values in zip(("scale", "offset"), both, strict=True)
    ]
    program.call(
        program.need(KERNELS, "affine"),
        *(*_ends(program, op), *names, op.shape[0], prod(op.shape[1:])),
        int(both[0].size > 1),
    )


def _pad(program: Program, op: Operation) -> None:
    program.call(
        program.need(KERNELS, "pad"),
        *(*_ends(program, op), op.shape[0], *window(op, _before(program, op))),
        *(*op.options["pads"][:2], number(op.options["value"])),
    )


def _resize(program: Program, op: Operation) -> None:
    arguments = (*_ends(program, op), op.shape[0], *window(op, _before(program, op)))
    if op.options["mode"] == "bilinear":
        program.call(program.need(KERNELS, "bilinear"), *arguments)
        return
    places = [
        program.numbers(op, name, "int32_t", np.array(op.options[name]))
        for name in ("rows", "columns")
    ]
    program.call(program.need(KERNELS, "nearest"), *arguments, *places)


def _activate(program: Program, op: Operation) -> None:
    function = op.options["function"]
    ends, count = _ends(program, op), prod(op.shape)
    if function == "softmax":
        places = prod(op.shape[1:])
        program.call(program.need(KERNELS, "softmax"), *ends, op.shape[0], places)
    else:
        own = program.need({function: activation(function)}, function)
        program.call(own, *ends, count)


def _ramp(program: Program, op: Operation) -> None:
    most, slope, threshold = (
        op.options[name] for name in ("max_value", "negative_slope", "threshold")
    )
    program.call(
        program.need(KERNELS, "ramp"),
        *(*_ends(program, op), prod(op.shape), number(most or 0), int(most is not None)),
        *(number(slope), number(threshold)),
    )


def _prelu(program: Program, op: Operation) -> None:
    channels, height, width = planes(op.shape)
    alpha = op.tensors["alpha"]
    of_channels, *of_places = planes(alpha.shape)
    by_place = int(prod(of_places) > 1)
    if by_place and prod(of_places) != height * width:
        alpha = np.broadcast_to(alpha, (of_channels, height, width))
    by_channel = alpha.size // of_channels if of_channels > 1 else 0
    program.call(
        program.need(KERNELS, "prelu"),
        *_ends(program, op),
        program.numbers(op, "alpha", "float", np.array(alpha)),
        *(channels, height * width, by_channel, by_place),
    )


def _turn(program: Program, op: Operation) -> None:
    channels, height, width = planes(_before(program, op))
    program.call(program.need(MOVES, "to_last"), *_ends(program, op), channels, height * width)


def _reshape(program: Program, op: Operation) -> None:
    shapes = (planes(_before(program, op)), planes(op.shape))
    sizes = [number for channels, *rest in shapes for number in (channels, prod(rest))]
    program.call(program.need(MOVES, "recount"), *_ends(program, op), prod(op.shape), *sizes)


def _join(program: Program, op: Operation) -> None:
    function = op.options["function"]
    if function == "concatenate":
        offset = 0
        for name in op.inputs:
            count = prod(program.shapes[name])
            copy = program.need(MOVES, "copy")
            program.call(copy, program.at(op.name, offset), program.at(name), count)
            offset += count
        return
    for index, name in enumerate(op.inputs):
        if index == 0 and program.at(name) == program.at(op.name):
            continue
        kernel = "copy_join" if index == 0 else "add" if function == "mean" else str(function)
        program.call(
            program.need(KERNELS, kernel),
            *(program.at(op.name), program.at(name), *planes(op.shape)),
            *steps_of(program.shapes[name], op.shape),
        )
    if function == "mean":
        divide = program.need(KERNELS, "divide")
        program.call(divide, program.at(op.name), prod(op.shape), number(len(op.inputs)))


CALLS: dict[str, Callable[[Program, Operation], None]] = {
    "activate": _activate,
    "affine": _affine,
    "average_pool": _pool,
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "flatten": _turn,
    "global_average_pool": _global_pool,
    "global_max_pool": _global_pool,
    "join": _join,
    "layer_norm": _layer_norm,
    "linear": _linear,
    "max_pool": _pool,
    "pad": _pad,
    "prelu": _prelu,
    "ramp": _ramp,
    "reshape": _reshape,
    "resize": _resize,
}
"""Writer by operation."""
