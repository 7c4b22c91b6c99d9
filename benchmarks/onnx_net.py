"""A net as ONNX, for comparisons: only the kinds that the compared nets have.

The few fields of the format that are needed are written by hand, so that the comparison asks for no
package besides what it compares with.

Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import (
    Activation,
    Add,
    Architecture,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerStep,
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


def _attribute(name: str, value: float | Sequence[int]) -> bytes:
    if isinstance(value, float):
        return _field(1, name) + _number(2 << 3 | 5) + struct.pack("<f", value) + _field(20, 1)
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


def _pads(step: LayerStep) -> list[int]:
    """Returns what stands before the first row and column, then what stands behind the last."""
    sliding = step.layer.sliding(step.input_shape)
    assert sliding
    return [side.before for side in sliding] + [side.after for side in sliding]


def onnx_bytes(architecture: Architecture, weights: Weights, keep: str) -> bytes:
    """Returns the model; its input is called `input`, its last output is the net's.

    Args:
        architecture: Kinds: Rescaling, Conv2D, DepthwiseConv2D without depth multiplier,
            BatchNormalization, MaxPooling2D, GlobalAveragePooling2D, Flatten, Dropout,
            Activation, Dense, Add, Concatenate; activations: linear, relu, relu6, softmax.
        weights: Of the architecture.
        keep: What the session gives back: "all" values before and after every activation function,
            "activations" of every layer, or "last".
    """
    graph = _Graph()
    height, width, channels = architecture.input.shape
    names: list[str] = []
    kept: list[tuple[str, tuple[int, ...]]] = []
    flattened: tuple[int, ...] | None = None
    for step in architecture.steps:
        layer, name = step.layer, step.layer.name
        out = step.output_shape
        shape = (1, out[2], out[0], out[1]) if len(out) == 3 else (1, *out)
        sources = [names[index] if index >= 0 else "input" for index in step.inputs]
        at = sources[0]

        def tensors(*short_names: str, name: str = name) -> list[str]:
            full = [f"{name}.{short}" for short in short_names]
            return [graph.constant(key, weights[key]) for key in full if key in weights]

        if isinstance(layer, Dropout):
            names.append(at)
            continue
        if isinstance(layer, Rescaling):
            scale = graph.constant(f"{name}.scale", np.array([layer.scale], np.float32))
            at = graph.node("Mul", [at, scale], name, shape)
        elif isinstance(layer, (Conv2D, DepthwiseConv2D)):
            kernel, group = weights[f"{name}.kernel"].transpose(3, 2, 0, 1), 1
            if isinstance(layer, DepthwiseConv2D):
                kernel, group = kernel.transpose(1, 0, 2, 3), out[2]
            inputs = [at, graph.constant(f"{name}.kernel", kernel), *tensors("bias")]
            size = {"strides": layer.strides, "pads": _pads(step), "group": group}
            at = graph.node("Conv", inputs, name, shape, **size)
        elif isinstance(layer, BatchNormalization):
            inputs = [at, *tensors("gamma", "beta", "moving_mean", "moving_variance")]
            at = graph.node("BatchNormalization", inputs, name, shape, epsilon=layer.epsilon)
        elif isinstance(layer, MaxPooling2D):
            size = {"kernel_shape": layer.pool_size, "strides": layer.strides, "pads": _pads(step)}
            at = graph.node("MaxPool", [at], name, shape, **size)
        elif isinstance(layer, GlobalAveragePooling2D):
            at = graph.node("GlobalAveragePool", [at], f"{name}_pool", (1, out[0], 1, 1))
            at = graph.node("Flatten", [at], name, shape, axis=1)
        elif isinstance(layer, Flatten):
            flattened = step.input_shape
            at = graph.node("Flatten", [at], name, shape, axis=1)
        elif isinstance(layer, Add):
            at = graph.node("Add", sources, name, shape)
        elif isinstance(layer, Concatenate):
            at = graph.node("Concat", sources, name, shape, axis=1)
        elif isinstance(layer, Activation):
            pass
        elif isinstance(layer, Dense):
            kernel = weights[f"{name}.kernel"]
            if flattened:  # ours counts channels fastest, ONNX columns
                rows = kernel.reshape(*flattened, -1).transpose(2, 0, 1, 3)
                kernel, flattened = rows.reshape(kernel.shape), None
            inputs = [at, graph.constant(f"{name}.kernel", kernel), *tensors("bias")]
            at = graph.node("Gemm", inputs, name, shape)
        else:
            raise ValueError(layer.kind)
        if (activation := getattr(layer, "activation", "linear")) != "linear":
            if keep == "all" and not isinstance(layer, Activation):
                kept.append(graph.outputs[-1])
            inputs = [at]
            if activation == "relu6":
                for end, value in {"least": 0, "most": 6}.items():
                    inputs.append(graph.constant(f"{name}.{end}", np.array(value, np.float32)))
            kind = {"relu": "Relu", "relu6": "Clip", "softmax": "Softmax"}[activation]
            at = graph.node(kind, inputs, f"{name}_{activation}", shape)
        names.append(at)
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
