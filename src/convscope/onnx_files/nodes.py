"""What each operation is in ONNX."""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import LEAKY_RELU_SLOPE, SELU_ALPHA, SELU_SCALE, Shape
from convscope.channels_first import Operation

GELU_FROM, MISH_FROM = 20, 18
"""The versions that have these as operations of their own."""


class Graph:
    """Nodes and tensors so far.

    Args:
        onnx: The library.
        opset: Version of ONNX's operations.
        shape: What goes into the net.

    Attributes:
        called: What each operation's result is called.
    """

    def __init__(self, onnx: Any, opset: int, shape: Shape) -> None:
        self.onnx, self.opset, self.shape = onnx, opset, shape
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self.called: dict[str, str] = {}
        self._taken = {"images", "probabilities", ""}

    def name_of(self, operation: str) -> str:
        """Returns what the result of an operation is called."""
        return self.called.get(operation, operation)

    def node(
        self, kind: str, inputs: Sequence[str], name: str = "", output: str = "", **options: Any
    ) -> str:
        """Writes a node; returns what its result is called.

        Args:
            kind: ONNX's operation.
            inputs: Names of what it takes in.
            name: Its own; of its result as well, but where that is taken.
            output: What its result is called, where that is settled.
            **options: Its attributes.
        """
        output = output or self._free(name or kind.lower())
        make = self.onnx.helper.make_node
        self.nodes.append(make(kind, list(inputs), [output], output, **options))
        return output

    def number(self, name: str, array: NDArray[Any]) -> str:
        """Writes a tensor; returns what it is called."""
        name = self._free(name)
        array = np.array(array, order="C")
        self.tensors.append(self.onnx.numpy_helper.from_array(array, name))
        return name

    def whole(self, name: str, *numbers: int) -> str:
        """Writes whole numbers; returns what they are called."""
        return self.number(name, np.array(numbers, np.int64))

    def _free(self, name: str) -> str:
        free, count = name, 0
        while free in self._taken:
            count += 1
            free = f"{name}_{count}"
        self._taken.add(free)
        return free


def _taken(graph: Graph, op: Operation) -> list[str]:
    return [graph.name_of(name) for name in op.inputs]


def _tensors(graph: Graph, op: Operation, *names: str) -> list[str]:
    return [graph.number(f"{op.name}.{name}", op.tensors[name]) for name in names]


def _plain(kind: str, **options: Any) -> Callable[[Graph, Operation], str]:
    return lambda graph, op: graph.node(kind, _taken(graph, op), op.name, **options)


def _conv(graph: Graph, op: Operation) -> str:
    names = [name for name in ("kernel", "bias") if name in op.tensors]
    return graph.node(
        "Conv",
        [*_taken(graph, op), *_tensors(graph, op, *names)],
        op.name,
        strides=list(op.options["strides"]),
        pads=list(op.options["pads"]),
        dilations=list(op.options["dilations"]),
        group=op.options["groups"],
        kernel_shape=list(op.tensors["kernel"].shape[2:]),
    )


def _conv_transpose(graph: Graph, op: Operation) -> str:
    names = [name for name in ("kernel", "bias") if name in op.tensors]
    return graph.node(
        "ConvTranspose",
        [*_taken(graph, op), *_tensors(graph, op, *names)],
        op.name,
        strides=list(op.options["strides"]),
        pads=list(op.options["pads"]),
        output_padding=list(op.options["more"]),
        dilations=list(op.options["dilations"]),
        kernel_shape=list(op.tensors["kernel"].shape[2:]),
    )


def _linear(graph: Graph, op: Operation) -> str:
    names = [name for name in ("kernel", "bias") if name in op.tensors]
    return graph.node("Gemm", [*_taken(graph, op), *_tensors(graph, op, *names)], op.name, transB=1)


def _pool(kind: str, **more: Any) -> Callable[[Graph, Operation], str]:
    def write(graph: Graph, op: Operation) -> str:
        options = {
            "kernel_shape": list(op.options["size"]),
            "strides": list(op.options["strides"]),
            "pads": list(op.options["pads"]),
        }
        return graph.node(kind, _taken(graph, op), op.name, **options, **more)

    return write


def _global_pool(kind: str) -> Callable[[Graph, Operation], str]:
    def write(graph: Graph, op: Operation) -> str:
        pooled = graph.node(kind, _taken(graph, op), op.name)
        if op.options["keepdims"]:
            return pooled
        return graph.node("Flatten", [pooled], f"{op.name}__flat", axis=1)

    return write


def _batch_norm(graph: Graph, op: Operation) -> str:
    tensors = _tensors(graph, op, "gamma", "beta", "mean", "variance")
    inputs = [*_taken(graph, op), *tensors]
    return graph.node("BatchNormalization", inputs, op.name, epsilon=op.options["epsilon"])


def _layer_norm(graph: Graph, op: Operation) -> str:
    (name,) = _taken(graph, op)
    channels = op.shape[0]
    one, zero = np.ones(channels, np.float32), np.zeros(channels, np.float32)
    tensors = {"gamma": one, "beta": zero} | dict(op.tensors)
    numbers = [graph.number(f"{op.name}.{key}", tensors[key]) for key in ("gamma", "beta")]
    is_picture = len(op.shape) == 3
    if is_picture:
        name = graph.node("Transpose", [name], f"{op.name}__last", perm=[0, 2, 3, 1])
    options = {"axis": -1, "epsilon": op.options["epsilon"]}
    own = f"{op.name}__normal" if is_picture else op.name
    name = graph.node("LayerNormalization", [name, *numbers], own, **options)
    if is_picture:
        name = graph.node("Transpose", [name], op.name, perm=[0, 3, 1, 2])
    return name


def _affine(graph: Graph, op: Operation) -> str:
    (name,) = _taken(graph, op)
    for key, kind in (("scale", "Mul"), ("offset", "Add")):
        array = op.tensors[key]
        if array.ndim:
            array = array.reshape(-1, *(1,) * (len(op.shape) - 1))
        own = f"{op.name}__scaled" if key == "scale" else op.name
        name = graph.node(kind, [name, graph.number(f"{op.name}.{key}", array)], own)
    return name


def _pad(graph: Graph, op: Operation) -> str:
    (name,) = _taken(graph, op)
    pads = op.options["pads"]
    if max(pads) > 0:
        top, left, bottom, right = (max(n, 0) for n in pads)
        numbers = graph.whole(f"{op.name}.pads", 0, 0, top, left, 0, 0, bottom, right)
        value = graph.number(f"{op.name}.value", np.array(op.options["value"], np.float32))
        name = graph.node("Pad", [name, numbers, value], op.name, mode="constant")
    if min(pads) < 0:
        top, left, bottom, right = (max(-n, 0) for n in pads)
        begins = graph.whole(f"{op.name}.begins", top, left)
        far = np.iinfo(np.int64).max
        ends = graph.whole(f"{op.name}.ends", -bottom or far, -right or far)
        axes = graph.whole(f"{op.name}.axes", 2, 3)
        name = graph.node("Slice", [name, begins, ends, axes], f"{op.name}__cut")
    return name


def _resize(graph: Graph, op: Operation) -> str:
    (name,) = _taken(graph, op)
    if op.options["mode"] == "bilinear":
        sizes = graph.node("Shape", [name], f"{op.name}__shape", start=0, end=2)
        wanted = graph.whole(f"{op.name}.size", *op.options["size"])
        sizes = graph.node("Concat", [sizes, wanted], f"{op.name}__sizes", axis=0)
        options = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
        return graph.node("Resize", [name, "", "", sizes], op.name, **options)
    for key, axis in (("rows", 2), ("columns", 3)):
        own = f"{op.name}__rows" if key == "rows" else op.name
        places = graph.whole(f"{op.name}.{key}", *op.options[key])
        name = graph.node("Gather", [name, places], own, axis=axis)
    return name


ACTIVATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "linear": ("Identity", {}),
    "relu": ("Relu", {}),
    "leaky_relu": ("LeakyRelu", {"alpha": LEAKY_RELU_SLOPE}),
    "sigmoid": ("Sigmoid", {}),
    "tanh": ("Tanh", {}),
    "softmax": ("Softmax", {"axis": 1}),
    "elu": ("Elu", {"alpha": 1.0}),
    "selu": ("Selu", {"alpha": SELU_ALPHA, "gamma": SELU_SCALE}),
    "softplus": ("Softplus", {}),
    "softsign": ("Softsign", {}),
    "hard_sigmoid": ("HardSigmoid", {"alpha": 1 / 6, "beta": 0.5}),
    "hard_silu": ("HardSwish", {}),
    "exponential": ("Exp", {}),
}
"""Operation and attributes by activation function; the others are made of several."""


def _activate(graph: Graph, op: Operation) -> str:
    (name,), function = _taken(graph, op), op.options["function"]
    if function in ACTIVATIONS:
        kind, options = ACTIVATIONS[function]
        return graph.node(kind, [name], op.name, **options)
    return _MADE[function](graph, op, name)


def _relu6(graph: Graph, op: Operation, name: str) -> str:
    bounds = [graph.number(f"{op.name}.{k}", np.array(v, np.float32)) for k, v in _SIX.items()]
    return graph.node("Clip", [name, *bounds], op.name)


_SIX = {"least": 0.0, "most": 6.0}


def _silu(graph: Graph, op: Operation, name: str) -> str:
    gate = graph.node("Sigmoid", [name], f"{op.name}__gate")
    return graph.node("Mul", [name, gate], op.name)


def _mish(graph: Graph, op: Operation, name: str) -> str:
    if graph.opset >= MISH_FROM:
        return graph.node("Mish", [name], op.name)
    bend = graph.node("Softplus", [name], f"{op.name}__bend")
    gate = graph.node("Tanh", [bend], f"{op.name}__gate")
    return graph.node("Mul", [name, gate], op.name)


def _gelu(graph: Graph, op: Operation, name: str) -> str:
    if graph.opset >= GELU_FROM:
        return graph.node("Gelu", [name], op.name)
    numbers = {"root": sqrt(2), "one": 1.0, "half": 0.5}
    root, one, half = (
        graph.number(f"{op.name}.{k}", np.array(v, np.float32)) for k, v in numbers.items()
    )
    inner = graph.node("Div", [name, root], f"{op.name}__inner")
    error = graph.node("Erf", [inner], f"{op.name}__erf")
    above = graph.node("Add", [error, one], f"{op.name}__above")
    double = graph.node("Mul", [name, above], f"{op.name}__double")
    return graph.node("Mul", [double, half], op.name)


def _step(graph: Graph, op: Operation, name: str) -> str:
    zero = graph.number(f"{op.name}.zero", np.array(0, np.float32))
    above = graph.node("Greater", [name, zero], f"{op.name}__above")
    return graph.node("Cast", [above], op.name, to=graph.onnx.TensorProto.FLOAT)


_MADE = {"relu6": _relu6, "silu": _silu, "mish": _mish, "gelu": _gelu, "step": _step}


def _ramp(graph: Graph, op: Operation) -> str:
    (name,) = _taken(graph, op)
    most, slope, threshold = (
        op.options[key] for key in ("max_value", "negative_slope", "threshold")
    )
    taken = name
    if threshold:
        numbers = [
            graph.number(f"{op.name}.{k}", np.array(v, np.float32))
            for k, v in {"threshold": threshold, "slope": slope}.items()
        ]
        less = graph.node("Sub", [taken, numbers[0]], f"{op.name}__less")
        below = graph.node("Mul", [less, numbers[1]], f"{op.name}__below")
        above = graph.node("GreaterOrEqual", [taken, numbers[0]], f"{op.name}__above")
        name = graph.node("Where", [above, taken, below], f"{op.name}__ramp")
    elif slope:
        name = graph.node("LeakyRelu", [taken], f"{op.name}__ramp", alpha=slope)
    elif most is None:
        name = graph.node("Relu", [taken], op.name)
    if most is None:
        return name
    least = "" if threshold or slope else graph.number(f"{op.name}.least", np.array(0, np.float32))
    highest = graph.number(f"{op.name}.most", np.array(most, np.float32))
    return graph.node("Clip", [name, least, highest], op.name)


def _prelu(graph: Graph, op: Operation) -> str:
    return graph.node("PRelu", [*_taken(graph, op), *_tensors(graph, op, "alpha")], op.name)


def _flatten(graph: Graph, op: Operation) -> str:
    (name,) = _taken(graph, op)
    if op.options["channels_last"]:
        name = graph.node("Transpose", [name], f"{op.name}__last", perm=[0, 2, 3, 1])
    return graph.node("Flatten", [name], op.name, axis=1)


def _reshape(graph: Graph, op: Operation) -> str:
    (name,), shape = _taken(graph, op), op.options["shape"]
    if len(op.options["before"]) == 3:
        name = graph.node("Transpose", [name], f"{op.name}__last", perm=[0, 2, 3, 1])
    sizes = graph.whole(f"{op.name}.shape", 0, *shape)
    name = graph.node("Reshape", [name, sizes], op.name)
    if len(shape) == 3:
        name = graph.node("Transpose", [name], f"{op.name}__first", perm=[0, 3, 1, 2])
    return name


JOINS = {
    "add": ("Add", False),
    "subtract": ("Sub", False),
    "multiply": ("Mul", False),
    "mean": ("Mean", True),
    "max": ("Max", True),
}
"""Operation by join, and whether it takes any number of inputs."""


def _join(graph: Graph, op: Operation) -> str:
    names = []
    for number, (name, is_vector) in enumerate(
        zip(_taken(graph, op), op.options["aligned"], strict=True)
    ):
        if is_vector:
            axes = graph.whole(f"{op.name}.axes{number}", 2, 3)
            name = graph.node("Unsqueeze", [name, axes], f"{op.name}__place{number}")
        names.append(name)
    function = op.options["function"]
    if function == "concatenate":
        return graph.node("Concat", names, op.name, axis=1)
    kind, takes_all = JOINS[function]
    if takes_all:
        return graph.node(kind, names, op.name)
    first, *others = names
    for number, other in enumerate(others):
        own = op.name if number == len(others) - 1 else f"{op.name}__{number}"
        first = graph.node(kind, [first, other], own)
    return first


NODES: dict[str, Callable[[Graph, Operation], str]] = {
    "activate": _activate,
    "affine": _affine,
    "average_pool": _pool("AveragePool", count_include_pad=0),
    "batch_norm": _batch_norm,
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "dropout": _plain("Identity"),
    "flatten": _flatten,
    "global_average_pool": _global_pool("GlobalAveragePool"),
    "global_max_pool": _global_pool("GlobalMaxPool"),
    "join": _join,
    "layer_norm": _layer_norm,
    "linear": _linear,
    "max_pool": _pool("MaxPool"),
    "nothing": _plain("Identity"),
    "pad": _pad,
    "prelu": _prelu,
    "ramp": _ramp,
    "reshape": _reshape,
    "resize": _resize,
}
"""Writer by operation; each returns what the result is called."""
