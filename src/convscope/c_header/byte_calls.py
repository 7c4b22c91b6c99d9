"""Each operation on bytes as calls of the functions in `byte_kernels`."""

from collections.abc import Callable
from math import prod

import numpy as np

from convscope.c_header.arena import is_view
from convscope.c_header.byte_kernels import KERNELS, joining
from convscope.c_header.bytes_from_images import Calibrated, Scale, to_bytes
from convscope.c_header.c_text import number
from convscope.c_header.float_kernels import KERNELS as FLOAT_KERNELS
from convscope.c_header.float_kernels import activation, moves
from convscope.c_header.program import Program, planes, steps_of, window
from convscope.c_header.running import compute
from convscope.channels_first import Operation

MOVES = moves("int8_t")


def write_bytes(program: Program, net: Calibrated) -> None:
    """Writes the calls that compute a net in bytes, from the arena to `probabilities`.

    Args:
        program: What has been written so far.
        net: The net.
    """
    program.need(KERNELS, "byte")
    last = net.body[-1]
    for op in net.body[:-1]:
        _write(program, net, op)
    if last.what == "linear":
        program.say(last)
        out = program.need(KERNELS, "linear_out")
        program.call(out, "probabilities", program.at(last.inputs[0]), *_kernel(program, net, last))
    else:
        _write(program, net, last)
        real, count = program.need(KERNELS, "real"), prod(last.shape)
        program.call(real, "probabilities", program.at(last.name), count, *_from(net, last.name))
    if net.tail is not None:
        program.say(net.tail)
        _write_tail(program, net.tail)


def _write_tail(program: Program, op: Operation) -> None:
    function = op.options["function"]
    if function == "softmax":
        own = program.need(FLOAT_KERNELS, "softmax")
        program.call(own, "probabilities", "probabilities", op.shape[0], 1)
    else:
        own = program.need({function: activation(function)}, function)
        program.call(own, "probabilities", "probabilities", op.shape[0])


def _write(program: Program, net: Calibrated, op: Operation) -> None:
    program.say(op)
    if not is_view(op):
        CALLS[op.what](program, net, op)


def _from(net: Calibrated, name: str) -> tuple[int, str]:
    """Returns the zero and the step of a result."""
    scale = net.scales[name]
    return scale.zero, number(scale.step)


def _to(scale: Scale) -> tuple[str, int]:
    """Returns one by the step, and the zero."""
    return number(float(scale.per_unit)), scale.zero


def _ends(program: Program, op: Operation) -> tuple[str, str]:
    return program.at(op.name), program.at(op.inputs[0])


def _kernel(program: Program, net: Calibrated, op: Operation) -> tuple[object, ...]:
    held = net.kernels[op.name]
    return (
        program.numbers(op, "kernel", "int8_t", held.kernel),
        program.numbers(op, "bias", "int32_t", held.bias),
        program.numbers(op, "factors", "float", held.factors),
        *(held.kernel.shape if op.what == "linear" else ()),
        *((net.scales[op.inputs[0]].zero,) if op.what == "linear" else ()),
    )


def _conv(program: Program, net: Calibrated, op: Operation) -> None:
    settings, (maps, taken, *size) = op.options, op.tensors["kernel"].shape
    program.call(
        program.need(KERNELS, "conv"),
        *(*_ends(program, op), *_kernel(program, net, op), maps, taken, settings["groups"]),
        *(*window(op, program.shapes[op.inputs[0]]), *size),
        *(*settings["strides"], *settings["dilations"], *settings["pads"][:2]),
        *(net.scales[op.inputs[0]].zero, *_to(net.scales[op.name])),
    )


def _linear(program: Program, net: Calibrated, op: Operation) -> None:
    own = program.need(KERNELS, "linear")
    arguments = (*_kernel(program, net, op), *_to(net.scales[op.name]))
    program.call(own, *_ends(program, op), *arguments)


def _means(net: Calibrated, op: Operation) -> tuple[object, ...]:
    return (*_from(net, op.inputs[0]), *_to(net.scales[op.name]))


def _pool(program: Program, net: Calibrated, op: Operation) -> None:
    settings = op.options
    program.call(
        program.need(KERNELS, op.what),
        *(*_ends(program, op), op.shape[0], *window(op, program.shapes[op.inputs[0]])),
        *(*settings["size"], *settings["strides"], *settings["pads"][:2]),
        *(_means(net, op) if op.what == "average_pool" else ()),
    )


def _global_pool(program: Program, net: Calibrated, op: Operation) -> None:
    channels, height, width = planes(program.shapes[op.inputs[0]])
    more = _means(net, op) if op.what == "global_average_pool" else ()
    own = program.need(KERNELS, op.what)
    program.call(own, *_ends(program, op), channels, height * width, *more)


def _affine(program: Program, net: Calibrated, op: Operation) -> None:
    both = np.broadcast_arrays(op.tensors["scale"], op.tensors["offset"])
    names = [
        program.numbers(op, name, "float", np.array(values))
        for name, values in zip(("scale", "offset"), both, strict=True)
    ]
    program.call(
        program.need(KERNELS, "affine"),
        *(*_ends(program, op), *names, op.shape[0], prod(op.shape[1:])),
        *(int(both[0].size > 1), *_means(net, op)),
    )


def _pad(program: Program, net: Calibrated, op: Operation) -> None:
    program.call(
        program.need(KERNELS, "pad"),
        *(*_ends(program, op), op.shape[0], *window(op, program.shapes[op.inputs[0]])),
        *(*op.options["pads"][:2], net.scales[op.name].zero),
    )


def _resize(program: Program, _net: Calibrated, op: Operation) -> None:
    places = [
        program.numbers(op, name, "int32_t", np.array(op.options[name]))
        for name in ("rows", "columns")
    ]
    program.call(
        program.need(KERNELS, "nearest"),
        *(*_ends(program, op), op.shape[0], *window(op, program.shapes[op.inputs[0]]), *places),
    )


def _look_up(program: Program, net: Calibrated, op: Operation) -> None:
    every = net.scales[op.inputs[0]].real(np.arange(-128.0, 128.0).reshape(-1, 1))
    table = to_bytes(compute(op, [every]), net.scales[op.name]).astype(np.int8)
    own = program.need(KERNELS, "look_up")
    name = program.numbers(op, "table", "int8_t", table)
    program.call(own, *_ends(program, op), name, prod(op.shape))


def _turn(program: Program, _net: Calibrated, op: Operation) -> None:
    channels, height, width = planes(program.shapes[op.inputs[0]])
    own = program.need(MOVES, "to_last")
    program.call(own, *_ends(program, op), channels, height * width)


def _reshape(program: Program, _net: Calibrated, op: Operation) -> None:
    shapes = (planes(program.shapes[op.inputs[0]]), planes(op.shape))
    sizes = [count for channels, *rest in shapes for count in (channels, prod(rest))]
    own = program.need(MOVES, "recount")
    program.call(own, *_ends(program, op), prod(op.shape), *sizes)


def _join(program: Program, net: Calibrated, op: Operation) -> None:
    function, to = op.options["function"], _to(net.scales[op.name])
    if function == "concatenate":
        offset = 0
        for name in op.inputs:
            count = prod(program.shapes[name])
            own = program.need(KERNELS, "rescale")
            where = (program.at(op.name, offset), program.at(name), count)
            program.call(own, *where, *_from(net, name), *to)
            offset += count
        return
    apart = [steps_of(program.shapes[name], op.shape) for name in op.inputs]
    zeros = [net.scales[name].zero for name in op.inputs]
    steps = np.array([net.scales[name].step for name in op.inputs], np.float32)
    names = (
        program.numbers(op, "apart", "int32_t", np.array(apart)),
        program.numbers(op, "from", "int32_t", np.array(zeros)),
        program.numbers(op, "steps", "float", steps),
    )
    taken = ", ".join(program.at(name) for name in op.inputs)
    own = program.need({f"join_{function}": joining(function)}, f"join_{function}")
    sizes = (*names, len(op.inputs), *planes(op.shape))
    program.lines.append(f"{{ const int8_t *const taken[] = {{{taken}}};")
    program.call(f"  {own}", program.at(op.name), "taken", *sizes, *to)
    program.lines[-1] += " }"


CALLS: dict[str, Callable[[Program, Calibrated, Operation], None]] = {
    "activate": _look_up,
    "affine": _affine,
    "average_pool": _pool,
    "conv": _conv,
    "flatten": _turn,
    "global_average_pool": _global_pool,
    "global_max_pool": _global_pool,
    "join": _join,
    "linear": _linear,
    "max_pool": _pool,
    "pad": _pad,
    "ramp": _look_up,
    "reshape": _reshape,
    "resize": _resize,
}
"""Writer by operation."""
