"""A net as ONNX, for comparisons: only the kinds that the compared nets have.

The few fields of the format that are needed are written by hand, so that the comparison asks for no
package besides what it compares with.

Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import (
    Architecture,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    Rescaling,
)
from convscope.arrays import Weights

OPSET = 17
FLOAT = 1  # TensorProto.FLOAT


def _number(value: int) -> bytes:
    encoded = bytearray()
    value &= 2**64 - 1
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    content = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(content)) + content


def _tensor(name: str, values: NDArray[np.float32]) -> bytes:
    dims = b"".join(_field(1, size) for size in values.shape)
    raw = np.ascontiguousarray(values, "<f4").tobytes()
    return dims + _field(2, FLOAT) + _field(8, name) + _field(9, raw)


def _value(name: str, shape: Sequence[int]) -> bytes:
    dims = b"".join(_field(1, _field(1, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, FLOAT) + _field(2, dims)))


def _attribute(name: str, value: int | Sequence[int]) -> bytes:
    if isinstance(value, int):
        return _field(1, name) + _field(3, value) + _field(20, 2)
    return _field(1, name) + b"".join(_field(8, item) for item in value) + _field(20, 7)


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[bytes] = []
        self.tensors: list[bytes] = []
        self.outputs: list[tuple[str, tuple[int, ...]]] = []

    def constant(self, name: str, values: NDArray[np.float32]) -> str:
        self.tensors.append(_tensor(name, values))
        return name

    def node(
        self, kind: str, inputs: Sequence[str], output: str, shape: tuple[int, ...], **attributes
    ) -> str:
        self.nodes.append(
            b"".join(_field(1, name) for name in inputs)
            + _field(2, output)
            + _field(4, kind)
            + b"".join(_field(5, _attribute(*item)) for item in attributes.items())
        )
        self.outputs.append((output, shape))
        return output


def onnx_bytes(architecture: Architecture, weights: Weights, keep: str) -> bytes:
    """Returns the model; its input is called `input`, its last output is the net's.

    Args:
        architecture: Kinds: Rescaling, Conv2D, MaxPooling2D, GlobalAveragePooling2D, Flatten,
            Dropout, Dense; activations: linear, relu, softmax.
        weights: Of the architecture.
        keep: What the session gives back: "all" values before and after every activation function,
            "activations" of every layer, or "last".
    """
    graph = _Graph()
    height, width, channels = architecture.input.shape
    at = "input"
    kept: list[tuple[str, tuple[int, ...]]] = []
    flattened: tuple[int, ...] | None = None
    for step in architecture.steps:
        layer, name = step.layer, step.layer.name
        out = step.output_shape
        shape = (1, out[2], out[0], out[1]) if len(out) == 3 else (1, *out)
        if isinstance(layer, Dropout):
            continue
        if isinstance(layer, Rescaling):
            scale = graph.constant(f"{name}.scale", np.array([layer.scale], np.float32))
            at = graph.node("Mul", [at, scale], name, shape)
        elif isinstance(layer, Conv2D):
            kernel = weights[f"{name}.kernel"].transpose(3, 2, 0, 1)
            inputs = [at, graph.constant(f"{name}.kernel", kernel)]
            inputs.append(graph.constant(f"{name}.bias", weights[f"{name}.bias"]))
            pads = [0] * 4
            if layer.padding == "same":
                before = [(size - 1) // 2 for size in layer.kernel_size]
                after = [size - 1 - b for size, b in zip(layer.kernel_size, before, strict=True)]
                pads = [*before, *after]
            at = graph.node("Conv", inputs, name, shape, strides=layer.strides, pads=pads)
        elif isinstance(layer, MaxPooling2D):
            size = {"kernel_shape": layer.pool_size, "strides": layer.strides}
            at = graph.node("MaxPool", [at], name, shape, **size)
        elif isinstance(layer, GlobalAveragePooling2D):
            at = graph.node("GlobalAveragePool", [at], name, (1, out[0], 1, 1))
            at = graph.node("Flatten", [at], f"{name}_flat", shape, axis=1)
        elif isinstance(layer, Flatten):
            flattened = step.input_shape
            at = graph.node("Flatten", [at], name, shape, axis=1)
        elif isinstance(layer, Dense):
            kernel = weights[f"{name}.kernel"]
            if flattened:  # ours counts channels fastest, ONNX columns
                rows = kernel.reshape(*flattened, -1).transpose(2, 0, 1, 3)
                kernel, flattened = rows.reshape(kernel.shape), None
            inputs = [at, graph.constant(f"{name}.kernel", kernel)]
            inputs.append(graph.constant(f"{name}.bias", weights[f"{name}.bias"]))
            at = graph.node("Gemm", inputs, name, shape)
        else:
            raise ValueError(layer.kind)
        if (activation := getattr(layer, "activation", "linear")) != "linear":
            if keep == "all":
                kept.append(graph.outputs[-1])
            kind = {"relu": "Relu", "softmax": "Softmax"}[activation]
            at = graph.node(kind, [at], f"{name}_{activation}", shape)
        if keep != "last":
            kept.append(graph.outputs[-1])
    if keep == "last":
        kept = graph.outputs[-1:]
    content = (
        b"".join(_field(1, node) for node in graph.nodes)
        + _field(2, "net")
        + b"".join(_field(5, tensor) for tensor in graph.tensors)
        + _field(11, _value("input", (1, channels, height, width)))
        + b"".join(_field(12, _value(*output)) for output in kept)
    )
    return _field(1, 8) + _field(7, content) + _field(8, _field(2, OPSET))
