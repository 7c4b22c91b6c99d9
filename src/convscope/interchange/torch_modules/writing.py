"""A net as a plain `torch.nn.Module`, which needs nothing of convscope."""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx, nn
from torch.nn import functional

from convscope.architecture import LEAKY_RELU_SLOPE
from convscope.channels_first import Operation, lower
from convscope.model_file import Model

INPUT = "input"


def to_torch(model: Model, preprocess: bool = False) -> nn.Module:
    """Returns a plain PyTorch module that answers as a model does.

    It takes and gives (batch, channels, height, width), is in evaluation mode, on the CPU, and is
    made of what `torch.nn` has: an `nn.Sequential` where the net is a chain of such layers, else a
    `torch.fx.GraphModule`. The names in its `state_dict` are those of the layers.

    Args:
        model: The model; its weights are copied.
        preprocess: Whether the module takes the bytes of an image, 0–255 as float32, instead of
            values in the range that the net was trained on.

    Raises:
        ConvscopeError: The weights do not fit the net.
    """
    net = model.architecture
    operations = lower(net, model.weights)
    if preprocess:
        operations = [_scaling(model), *(_behind_scaling(operation) for operation in operations)]
    parts = [part for operation in operations for part in _BY_OPERATION[operation.what](operation)]
    modules = [part.made for part in parts if isinstance(part.made, nn.Module)]
    is_chain = all(part.args == (before,) for part, before in _with_the_one_before(parts))
    if len(modules) == len(parts) and is_chain:
        module: nn.Module = nn.Sequential()
        for name, made in zip(_attribute_names(parts), modules, strict=True):
            module.add_module(name, made)
    else:
        module = _graph_module(parts)
    return module.eval()


@dataclass(frozen=True)
class _Ref:
    """What another part puts out."""

    name: str


@dataclass(frozen=True)
class _Part:
    """A node of the module: a module of its own, or a function of torch on tensors and numbers."""

    name: str
    made: nn.Module | Callable[..., Any]
    args: tuple[Any, ...]


SCALED = "__scaled"


def _scaling(model: Model) -> Operation:
    low, high = model.architecture.input.value_range
    shape = model.architecture.input.shape
    tensors = {
        "scale": np.array((high - low) / 255, np.float32),
        "offset": np.array(low, np.float32),
    }
    return Operation("affine", SCALED, (INPUT,), shape, {}, tensors)


def _behind_scaling(operation: Operation) -> Operation:
    taken = tuple(SCALED if name == INPUT else name for name in operation.inputs)
    given = operation
    return Operation(given.what, given.name, taken, given.shape, given.options, given.tensors)


def _with_the_one_before(parts: list[_Part]) -> Iterator[tuple[_Part, _Ref]]:
    before = _Ref(INPUT)
    for part in parts:
        yield part, before
        before = _Ref(part.name)


def _attribute_names(parts: list[_Part]) -> list[str]:
    """Returns names for submodules: those of the parts, but for what every module has already."""
    taken = nn.Module()
    return [f"{part.name}_" if hasattr(taken, part.name) else part.name for part in parts]


def _graph_module(parts: list[_Part]) -> nn.Module:
    root, graph = nn.Module(), fx.Graph()
    nodes = {INPUT: graph.placeholder("images")}

    def resolved(value: Any) -> Any:
        if isinstance(value, _Ref):
            return nodes[value.name]
        if isinstance(value, tuple | list):
            return type(value)(resolved(each) for each in value)
        if isinstance(value, Tensor):
            name = f"number{sum(1 for _ in root.buffers())}"
            root.register_buffer(name, value)
            return graph.get_attr(name)
        return value

    for part, name in zip(parts, _attribute_names(parts), strict=True):
        args = resolved(part.args)
        if isinstance(part.made, nn.Module):
            root.add_module(name, part.made)
            nodes[part.name] = graph.call_module(name, args)
        else:
            nodes[part.name] = graph.call_function(part.made, args)
    graph.output(nodes[parts[-1].name] if parts else nodes[INPUT])
    return fx.GraphModule(root, graph, "Net")


def _tensor(array: NDArray[Any]) -> Tensor:
    return torch.from_numpy(np.array(array, np.float32, order="C"))


def _fill(module: nn.Module, **arrays: NDArray[Any] | None) -> nn.Module:
    with torch.no_grad():
        for name, array in arrays.items():
            if array is not None:
                getattr(module, name).copy_(_tensor(array))
    return module


def _margin(op: Operation, value: float) -> tuple[list[_Part], tuple[_Ref], tuple[int, int]]:
    """Returns what pads where torch cannot, what comes out, and the margin torch puts around."""
    top, left, bottom, right = op.options["pads"]
    taken = _Ref(op.inputs[0])
    size = op.options.get("size", (1, 1))
    may_be_large = "size" not in op.options
    fits = may_be_large or (2 * top <= size[0] and 2 * left <= size[1])
    if (top, left) == (bottom, right) and fits:
        return [], (taken,), (top, left)
    sides = (left, right, top, bottom)
    padding = nn.ZeroPad2d(sides) if value == 0 else nn.ConstantPad2d(sides, value)
    name = f"{op.name}__pad"
    return [_Part(name, padding, (taken,))], (_Ref(name),), (0, 0)


def _conv(op: Operation) -> Iterator[_Part]:
    parts, args, margin = _margin(op, 0.0)
    yield from parts
    kernel, bias = op.tensors["kernel"], op.tensors.get("bias")
    groups = op.options["groups"]
    module = nn.Conv2d(
        kernel.shape[1] * groups,
        len(kernel),
        kernel.shape[2:],
        op.options["strides"],
        margin,
        op.options["dilations"],
        groups,
        bias is not None,
    )
    yield _Part(op.name, _fill(module, weight=kernel, bias=bias), args)


def _conv_transpose(op: Operation) -> Iterator[_Part]:
    kernel, bias = op.tensors["kernel"], op.tensors.get("bias")
    taken, maps = kernel.shape[:2]
    module = nn.ConvTranspose2d(
        taken,
        maps,
        kernel.shape[2:],
        op.options["strides"],
        op.options["pads"][:2],
        op.options["more"],
        bias=bias is not None,
        dilation=op.options["dilations"],
    )
    yield _Part(op.name, _fill(module, weight=kernel, bias=bias), (_Ref(op.inputs[0]),))


def _linear(op: Operation) -> Iterator[_Part]:
    kernel, bias = op.tensors["kernel"], op.tensors.get("bias")
    module = nn.Linear(kernel.shape[1], len(kernel), bias is not None)
    yield _Part(op.name, _fill(module, weight=kernel, bias=bias), (_Ref(op.inputs[0]),))


def _rounded_up(op: Operation) -> tuple[int, int] | None:
    """Returns the margin before, where rounding up makes up for one more behind; None elsewhere."""
    pads, size, strides = (op.options[name] for name in ("pads", "size", "strides"))
    for axis in range(2):
        before, after = pads[axis], pads[axis + 2]
        reach = (op.shape[1 + axis] - 1) * strides[axis] + size[axis]
        length = reach - before - after  # of the picture, where windows reach its margins' ends
        room = length + 2 * before - size[axis]
        positions = -(-room // strides[axis]) + 1
        if after - before not in (0, 1) or 2 * before > size[axis]:
            return None
        if positions != op.shape[1 + axis] or (before == after == 0 and _has_rest(op, axis)):
            return None
    return pads[0], pads[1]


def _has_rest(op: Operation, axis: int) -> bool:
    """Whether windows may leave something over behind the last, where they are that far apart."""
    return op.options["size"][axis] < op.options["strides"][axis]


def _max_pool(op: Operation) -> Iterator[_Part]:
    margin = _rounded_up(op)
    window = op.options["size"], op.options["strides"]
    if margin and op.options["pads"][:2] != op.options["pads"][2:]:
        pool = nn.MaxPool2d(*window, margin, ceil_mode=True)
        yield _Part(op.name, pool, (_Ref(op.inputs[0]),))
        return
    parts, args, margin = _margin(op, float("-inf"))
    yield from parts
    yield _Part(op.name, nn.MaxPool2d(op.options["size"], op.options["strides"], margin), args)


def _average_pool(op: Operation) -> Iterator[_Part]:
    rounded_up = _rounded_up(op)
    if rounded_up and op.options["pads"][:2] != op.options["pads"][2:]:
        window = op.options["size"], op.options["strides"]
        pool = nn.AvgPool2d(*window, rounded_up, ceil_mode=True, count_include_pad=False)
        yield _Part(op.name, pool, (_Ref(op.inputs[0]),))
        return
    parts, args, margin = _margin(op, 0.0)
    window = op.options["size"], op.options["strides"]
    if not parts:
        yield _Part(op.name, nn.AvgPool2d(*window, margin, count_include_pad=False), args)
        return
    yield from parts
    # What was put around counts as 0, and is not counted among the values.
    top, left, bottom, right = op.options["pads"]
    height, width = (
        (length - 1) * stride + size - sum(ends)
        for length, stride, size, ends in zip(
            op.shape[1:], window[1], window[0], ((top, bottom), (left, right)), strict=True
        )
    )
    ones = functional.pad(torch.ones(1, 1, height, width), (left, right, top, bottom))
    counted = functional.avg_pool2d(ones, *window, divisor_override=1)
    sums = f"{op.name}__sums"
    yield _Part(sums, nn.AvgPool2d(*window, divisor_override=1), args)
    yield _Part(op.name, torch.div, (_Ref(sums), counted))


def _global_average_pool(op: Operation) -> Iterator[_Part]:
    pooled = op.name if op.options["keepdims"] else f"{op.name}__pool"
    yield _Part(pooled, nn.AdaptiveAvgPool2d(1), (_Ref(op.inputs[0]),))
    if not op.options["keepdims"]:
        yield _Part(op.name, nn.Flatten(), (_Ref(pooled),))


def _global_max_pool(op: Operation) -> Iterator[_Part]:
    pooled = op.name if op.options["keepdims"] else f"{op.name}__pool"
    yield _Part(pooled, nn.AdaptiveMaxPool2d(1), (_Ref(op.inputs[0]),))
    if not op.options["keepdims"]:
        yield _Part(op.name, nn.Flatten(), (_Ref(pooled),))


def _batch_norm(op: Operation) -> Iterator[_Part]:
    kind = nn.BatchNorm2d if len(op.shape) == 3 else nn.BatchNorm1d
    module = kind(op.shape[0], op.options["epsilon"], 1 - op.options["momentum"])
    found = op.tensors
    _fill(module, weight=found["gamma"], bias=found["beta"])
    _fill(module, running_mean=found["mean"], running_var=found["variance"])
    yield _Part(op.name, module, (_Ref(op.inputs[0]),))


def _layer_norm(op: Operation) -> Iterator[_Part]:
    module = nn.LayerNorm(op.shape[0], op.options["epsilon"])
    _fill(module, weight=op.tensors.get("gamma"), bias=op.tensors.get("beta"))
    taken = _Ref(op.inputs[0])
    if len(op.shape) == 1:
        yield _Part(op.name, module, (taken,))
        return
    last, normal = f"{op.name}__last", f"{op.name}__normal"
    yield _Part(last, torch.permute, (taken, (0, 2, 3, 1)))
    yield _Part(normal, module, (_Ref(last),))
    yield _Part(op.name, torch.permute, (_Ref(normal), (0, 3, 1, 2)))


def _affine(op: Operation) -> Iterator[_Part]:
    axes = (-1, *(1,) * (len(op.shape) - 1))
    taken: Any = _Ref(op.inputs[0])
    scale, offset = op.tensors["scale"], op.tensors["offset"]
    steps = [(torch.mul, scale), (torch.add, offset)]
    for number, (function, array) in enumerate(steps):
        name = op.name if number else f"{op.name}__scaled"
        other = float(array) if array.ndim == 0 else _tensor(array).reshape(axes)
        yield _Part(name, function, (taken, other))
        taken = _Ref(name)


def _pad(op: Operation) -> Iterator[_Part]:
    top, left, bottom, right = op.options["pads"]
    sides, value = (left, right, top, bottom), op.options["value"]
    module = nn.ConstantPad2d(sides, value) if value else nn.ZeroPad2d(sides)
    yield _Part(op.name, module, (_Ref(op.inputs[0]),))


def _resize(op: Operation) -> Iterator[_Part]:
    taken, size = _Ref(op.inputs[0]), op.options["size"]
    if op.options["mode"] == "bilinear":
        module = nn.Upsample(size, mode="bilinear", align_corners=False)
        yield _Part(op.name, module, (taken,))
        return
    rows = f"{op.name}__rows"
    yield _Part(rows, torch.index_select, (taken, 2, torch.tensor(op.options["rows"])))
    columns = torch.tensor(op.options["columns"])
    yield _Part(op.name, torch.index_select, (_Ref(rows), 3, columns))


MODULES: dict[str, Callable[[], nn.Module]] = {
    "linear": nn.Identity,
    "relu": nn.ReLU,
    "leaky_relu": lambda: nn.LeakyReLU(LEAKY_RELU_SLOPE),
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "softmax": lambda: nn.Softmax(1),
    "relu6": nn.ReLU6,
    "elu": nn.ELU,
    "selu": nn.SELU,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "mish": nn.Mish,
    "softplus": nn.Softplus,
    "softsign": nn.Softsign,
    "hard_sigmoid": nn.Hardsigmoid,
    "hard_silu": nn.Hardswish,
}
"""Modules by activation function; the others are functions."""


def _activate(op: Operation) -> Iterator[_Part]:
    taken, function = _Ref(op.inputs[0]), op.options["function"]
    if function in MODULES:
        yield _Part(op.name, MODULES[function](), (taken,))
    elif function == "exponential":
        yield _Part(op.name, torch.exp, (taken,))
    else:  # the step
        is_above = f"{op.name}__above"
        yield _Part(is_above, operator.gt, (taken, 0))
        yield _Part(op.name, Tensor.type_as, (_Ref(is_above), taken))


def _ramp(op: Operation) -> Iterator[_Part]:
    taken: Any = _Ref(op.inputs[0])
    most, slope, threshold = (
        op.options[name] for name in ("max_value", "negative_slope", "threshold")
    )
    last = op.name if most is None else f"{op.name}__ramp"
    if threshold:
        less, below, above = (f"{op.name}__{name}" for name in ("less", "below", "above"))
        yield _Part(less, torch.sub, (taken, threshold))
        yield _Part(below, torch.mul, (_Ref(less), slope))
        yield _Part(above, operator.ge, (taken, threshold))
        yield _Part(last, torch.where, (_Ref(above), taken, _Ref(below)))
    elif most is not None and not slope:
        yield _Part(op.name, nn.Hardtanh(0.0, most), (taken,))
        return
    else:
        yield _Part(last, nn.LeakyReLU(slope) if slope else nn.ReLU(), (taken,))
    if most is not None:
        yield _Part(op.name, torch.clamp, (_Ref(last), None, most))


def _prelu(op: Operation) -> Iterator[_Part]:
    taken, alpha = _Ref(op.inputs[0]), op.tensors["alpha"]
    if alpha.size == max(alpha.shape[0], 1):
        module = nn.PReLU(alpha.size)
        yield _Part(op.name, _fill(module, weight=alpha.ravel()), (taken,))
        return
    above, below, scaled = (f"{op.name}__{name}" for name in ("above", "below", "scaled"))
    yield _Part(above, torch.clamp, (taken, 0))
    yield _Part(below, torch.clamp, (taken, None, 0))
    yield _Part(scaled, torch.mul, (_Ref(below), _tensor(alpha)))
    yield _Part(op.name, torch.add, (_Ref(above), _Ref(scaled)))


def _flatten(op: Operation) -> Iterator[_Part]:
    taken = _Ref(op.inputs[0])
    if op.options["channels_last"]:
        last = f"{op.name}__last"
        yield _Part(last, torch.permute, (taken, (0, 2, 3, 1)))
        taken = _Ref(last)
    yield _Part(op.name, nn.Flatten(), (taken,))


def _reshape(op: Operation) -> Iterator[_Part]:
    taken, shape = _Ref(op.inputs[0]), op.options["shape"]
    if len(op.options["before"]) == 3:
        last = f"{op.name}__last"
        yield _Part(last, torch.permute, (taken, (0, 2, 3, 1)))
        taken = _Ref(last)
    found = op.name if len(shape) == 1 else f"{op.name}__found"
    yield _Part(found, torch.reshape, (taken, (-1, *shape)))
    if len(shape) == 3:
        yield _Part(op.name, torch.permute, (_Ref(found), (0, 3, 1, 2)))


JOINS: dict[str, Callable[..., Tensor]] = {
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "mean": torch.add,
    "max": torch.maximum,
}
"""Function of two tensors by join."""


def _join(op: Operation) -> Iterator[_Part]:
    taken = []
    for number, (name, is_vector) in enumerate(zip(op.inputs, op.options["aligned"], strict=True)):
        if is_vector:
            row, place = f"{op.name}__row{number}", f"{op.name}__place{number}"
            yield _Part(row, torch.unsqueeze, (_Ref(name), -1))
            yield _Part(place, torch.unsqueeze, (_Ref(row), -1))
            name = place
        taken.append(_Ref(name))
    function = op.options["function"]
    if function == "concatenate":
        yield _Part(op.name, torch.cat, (taken, 1))
        return
    first, *others = taken
    for number, other in enumerate(others):
        is_last = number == len(others) - 1 and function != "mean"
        name = op.name if is_last else f"{op.name}__{number}"
        yield _Part(name, JOINS[function], (first, other))
        first = _Ref(name)
    if function == "mean":
        yield _Part(op.name, torch.div, (first, len(taken)))


def _dropout(op: Operation) -> Iterator[_Part]:
    kind = nn.Dropout2d if op.options["of_maps"] else nn.Dropout
    yield _Part(op.name, kind(op.options["rate"]), (_Ref(op.inputs[0]),))


def _nothing(op: Operation) -> Iterator[_Part]:
    yield _Part(op.name, nn.Identity(), (_Ref(op.inputs[0]),))


_BY_OPERATION: dict[str, Callable[[Operation], Iterator[_Part]]] = {
    "activate": _activate,
    "affine": _affine,
    "average_pool": _average_pool,
    "batch_norm": _batch_norm,
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "dropout": _dropout,
    "flatten": _flatten,
    "global_average_pool": _global_average_pool,
    "global_max_pool": _global_max_pool,
    "join": _join,
    "layer_norm": _layer_norm,
    "linear": _linear,
    "max_pool": _max_pool,
    "nothing": _nothing,
    "pad": _pad,
    "prelu": _prelu,
    "ramp": _ramp,
    "reshape": _reshape,
    "resize": _resize,
}
"""Parts by operation."""
