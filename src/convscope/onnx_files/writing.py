"""A net as an ONNX file: one file, any number of images at a time, self-test inside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import convscope
from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.channels_first import Operation, lower
from convscope.channels_first.lowering import channels_first
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.onnx_files.library import onnx_library
from convscope.onnx_files.nodes import NODES, Graph
from convscope.texts import to_json_text

OPSETS = (17, 24)
"""The first and the last version of ONNX's operations that are written."""

INPUTS = ("values", "pixels", "picture")
"""What a file takes: what the net takes, float32 (images, channels, height, width); the bytes of
images, 0–255, in the same form; or a picture as programs hold it, uint8 (images, height, width,
channels)."""

IMAGES, PROBABILITIES = "images", "probabilities"

FORMAT = "convscope-onnx-1"
"""Value of `format` in the file's metadata."""


def onnx_bytes(
    architecture: Architecture,
    weights: Weights,
    facts: dict[str, Any],
    takes: str = "values",
    opset: int = OPSETS[0],
    *,
    is_judging: bool = False,
) -> bytes:
    """Returns the bytes of an ONNX file.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`.
        facts: What goes into the metadata, by name; texts as they are, other things as JSON.
        takes: One of `INPUTS`.
        opset: Version of ONNX's operations.
        is_judging: Whether a probability for each class comes out, whatever the net's own outputs
            are: logits go through softmax, one of a pair of classes becomes two.

    Raises:
        ConvscopeError: Another version or input, or `onnx` is not installed.
    """
    onnx = onnx_library()
    _check(takes, opset, architecture)
    graph = Graph(onnx, opset, architecture.input.shape)
    begin = _begin(graph, architecture, takes)
    operations = lower(architecture, weights)
    _write(graph, operations, begin)
    last = graph.name_of(operations[-1].name if operations else begin)
    shape = channels_first(architecture.output_shape)
    if is_judging:
        last, shape = _judged(graph, architecture, last)
    graph.node("Identity", [last], output=PROBABILITIES)
    made = onnx.helper.make_graph(
        graph.nodes,
        "net",
        [_described(onnx, IMAGES, *_input_form(architecture, takes))],
        [_described(onnx, PROBABILITIES, onnx.TensorProto.FLOAT, shape)],
        graph.tensors,
    )
    model = onnx.helper.make_model(
        made,
        opset_imports=[onnx.helper.make_opsetid("", opset)],
        ir_version=8 if opset < 20 else 10,
        producer_name="convscope",
        producer_version=convscope.__version__,
    )
    known = {"format": FORMAT, "takes": takes, **facts}
    texts = {k: v if isinstance(v, str) else to_json_text(v) for k, v in known.items()}
    onnx.helper.set_model_props(model, texts)
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def write_onnx(path: str | Path, content: bytes) -> None:
    """Writes a file whole or not at all.

    Raises:
        ConvscopeError: The disk refused.
    """
    write_atomically(path, content)


def _check(takes: str, opset: int, architecture: Architecture) -> None:
    if takes not in INPUTS:
        raise ConvscopeError(
            f'An ONNX file that takes "{takes}".', f"Expected {', '.join(INPUTS)}.", "Take one."
        )
    if not isinstance(opset, int) or not OPSETS[0] <= opset <= OPSETS[1]:
        raise ConvscopeError(
            f"opset={opset}.", f"Expected {OPSETS[0]} to {OPSETS[1]}.", "Leave it out for 17."
        )
    if takes == "picture" and len(architecture.input.shape) != 3:
        raise ConvscopeError(
            f"The net takes {architecture.input.shape}, and the file is to take a picture.",
            "Expected (height, width, channels).",
            'Write the file for "values".',
        )


def _input_form(architecture: Architecture, takes: str) -> tuple[int, Sequence[int]]:
    onnx = onnx_library()
    shape = architecture.input.shape
    if takes == "picture":
        return onnx.TensorProto.UINT8, shape
    return onnx.TensorProto.FLOAT, channels_first(shape)


def _described(onnx: Any, name: str, kind: int, shape: Sequence[int]) -> Any:
    return onnx.helper.make_tensor_value_info(name, kind, ["N", *shape])


def _begin(graph: Graph, architecture: Architecture, takes: str) -> str:
    """Writes what becomes of the file's input before the net; returns how it is called."""
    name = IMAGES
    if takes == "picture":
        name = graph.node("Cast", [name], "cast", to=graph.onnx.TensorProto.FLOAT)
        name = graph.node("Transpose", [name], "channels_first", perm=[0, 3, 1, 2])
    if takes != "values":
        low, high = architecture.input.value_range
        numbers = np.array((high - low) / 255, np.float32), np.array(low, np.float32)
        name = graph.node("Mul", [name, graph.number("pixel_scale", numbers[0])], "scaled_pixels")
        name = graph.node("Add", [name, graph.number("pixel_offset", numbers[1])], "moved_pixels")
    return name


def _judged(graph: Graph, architecture: Architecture, last: str) -> tuple[str, Sequence[int]]:
    """Writes what makes a probability of each class out of a net's outputs; returns its shape.

    It is `arithmetic.targets.class_probabilities` in ONNX's operations.
    """
    (outputs,) = architecture.output_shape
    are_logits = architecture.output_activation == "linear"
    if outputs > 1:
        return (graph.node("Softmax", [last], axis=1) if are_logits else last), (outputs,)
    second = graph.node("Sigmoid", [last], "of_second_class") if are_logits else last
    one = graph.number("one", np.array(1, np.float32))
    first = graph.node("Sub", [one, second], "of_first_class")
    return graph.node("Concat", [first, second], "of_both_classes", axis=1), (2,)


def _write(graph: Graph, operations: list[Operation], begin: str) -> None:
    graph.called["input"] = begin
    for operation in operations:
        found = NODES[operation.what](graph, operation)
        graph.called[operation.name] = found
