"""An ONNX file of a stranger as a net of ours: data, bounded, nothing in it is run."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Shape
from convscope.architecture.bounds import MAX_PARAMETERS
from convscope.channels_first import BATCH, Building, ForeignNet, Value
from convscope.channels_first.comparing_steps import Condition
from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.onnx_files.folding import FOLDED
from convscope.onnx_files.library import onnx_library
from convscope.onnx_files.operators import OPERATORS, WITHOUT
from convscope.onnx_files.step import Step

MOST_BYTES = 2**31 - 1
"""Of a file: what Protocol Buffers can hold."""

MOST_NODES = 20_000
OWN_DOMAINS = ("", "ai.onnx")
SMALLEST_OPSET = 7

_EXPECTED = "Expected a classifier in one ONNX file."
_FIX = "Export it again, with its weights inside."


@dataclass(frozen=True)
class ReadOnnx:
    """What an ONNX file says.

    Attributes:
        net: The layers with their weights.
        metadata: Texts by name.
        takes_bytes: Whether it takes bytes, 0–255, because it says so.
    """

    net: ForeignNet
    metadata: Mapping[str, str] = field(default_factory=dict)
    takes_bytes: bool = False

    def told(self, name: str) -> Any:
        """Returns a fact of the metadata that is JSON; None where there is none, or it is none."""
        try:
            return json.loads(self.metadata[name])
        except (KeyError, ValueError, RecursionError):
            return None


def read_onnx(path: str | Path) -> ReadOnnx:
    """Returns the net in an ONNX file.

    Args:
        path: The file. External data, operations of other makers, branches and loops are refused.

    Raises:
        ConvscopeError: Damaged, too large, or something in it that no layer of ours does; the text
            names the node.
    """
    with _told_of(path):
        return read_onnx_bytes(_bytes_of(Path(path)))


def read_onnx_bytes(content: bytes) -> ReadOnnx:
    """Returns the net in the bytes of an ONNX file; see `read_onnx`."""
    onnx = onnx_library()
    model = onnx.ModelProto.FromString(content)
    graph = model.graph
    _expect_plain(model)
    tensors = {each.name: _array(onnx, each) for each in graph.initializer}
    inputs = [each for each in graph.input if each.name not in tensors]
    if len(inputs) != 1 or not graph.output:
        raise ConvscopeError(
            f"the net takes in {len(inputs)} tensors.", "Expected images alone.", "Take another."
        )
    is_bytes = inputs[0].type.tensor_type.elem_type == onnx.TensorProto.UINT8
    metadata = {_text(each.key): _text(each.value) for each in model.metadata_props}
    shape, axes = _form(inputs[0], graph)
    num_images = inputs[0].type.tensor_type.shape.dim[0].dim_value
    building = Building(shape, num_images or None)
    begin = Value(building.input.layer, shape, axes)
    reading = _Reading(onnx, building, {**tensors, "": None, inputs[0].name: begin}, _opset(model))
    for number, node in enumerate(graph.node):
        reading.take(node, number)
    found = reading.known.get(graph.output[0].name)
    if not isinstance(found, Value):
        raise ConvscopeError(
            f'the output "{in_short(graph.output[0].name)}" does not depend on the image.',
            _EXPECTED,
            "Take another file.",
        )
    takes_bytes = is_bytes or metadata.get("takes") in ("pixels", "picture")
    return ReadOnnx(building.finish(found), metadata, takes_bytes)


class _Reading:
    """Goes through the nodes of a file and puts layers."""

    def __init__(self, onnx: Any, building: Building, known: dict[str, Any], opset: int) -> None:
        self.onnx, self.building, self.known, self.opset = onnx, building, known, opset

    def take(self, node: Any, number: int) -> None:
        """Puts what a node does."""
        title = f'node "{in_short(node.name)}"' if node.name else f"node {number}"
        try:
            found = self._result(node)
        except ConvscopeError as error:
            received = f"{title} ({in_short(node.op_type)}): {error.received}"
            raise ConvscopeError(received, error.expected, error.fix) from error
        self.known[node.output[0]] = found
        if isinstance(found, Value):
            self.building.note(node.output[0], found)

    def _result(self, node: Any) -> Any:
        if node.domain not in OWN_DOMAINS:
            raise ConvscopeError(
                f'it is an operation of "{in_short(node.domain)}".',
                "Expected operations of ONNX itself.",
                "Export the classifier without them.",
            )
        if not node.output:
            raise ConvscopeError("it puts out nothing.", _EXPECTED, _FIX)
        for name in node.input:
            if name not in self.known:
                raise ConvscopeError(
                    f'it takes in "{in_short(name)}", which nothing before it puts out.',
                    _EXPECTED,
                    _FIX,
                )
        taken = [self.known[name] for name in node.input]
        attributes = {each.name: self._attribute(each) for each in node.attribute}
        name = node.name or node.output[0]
        step = Step(self.building, name, attributes, self.opset)
        if node.op_type == "Shape" and isinstance(taken[0], Value):
            sizes = np.array(taken[0].their_shape, np.int64)
            return sizes[attributes.get("start", 0) : attributes.get("end")]
        if not any(isinstance(each, Value | Condition) for each in taken):
            if node.op_type not in FOLDED:
                raise ConvscopeError(
                    "it computes with numbers alone, in a way that is not known.",
                    f"Expected one of {', '.join(sorted(FOLDED))}.",
                    "Simplify the file, for example with onnxsim.",
                )
            return FOLDED[node.op_type](step, *taken)
        handler: Callable[..., Any] | None = OPERATORS.get(node.op_type)
        if handler is None:
            named = WITHOUT.get(node.op_type)
            raise ConvscopeError(
                f"{f'{named} has' if named else 'it has'} no layer here.",
                "Expected convolutions, poolings, normalizations, products with weights, "
                "activation functions, sums, products, concatenated channels and moved axes.",
                "Leave it out, or replace it.",
            )
        return handler(step, *taken)

    def _attribute(self, attribute: Any) -> Any:
        kinds = self.onnx.AttributeProto
        if attribute.type in (kinds.GRAPH, kinds.GRAPHS):
            raise ConvscopeError(
                "it holds a graph of its own.", "Expected no branches and loops.", _FIX
            )
        if attribute.type == kinds.TENSOR:
            return _array(self.onnx, attribute.t)
        if attribute.type not in (kinds.FLOAT, kinds.INT, kinds.STRING, kinds.FLOATS, kinds.INTS):
            raise ConvscopeError(
                f"its attribute {in_short(attribute.name)} is of a kind that is not known.",
                "Expected numbers and texts.",
                _FIX,
            )
        found = self.onnx.helper.get_attribute_value(attribute)
        if isinstance(found, bytes):
            return found.decode("utf-8", "replace")
        return found if isinstance(found, int | float) else list(found)


def _expect_plain(model: Any) -> None:
    graph = model.graph
    if len(model.functions) or len(graph.sparse_initializer):
        raise ConvscopeError(
            "it has functions or sparse tensors of its own.",
            "Expected nodes and tensors.",
            "Inline them, for example with onnx.inliner.",
        )
    if len(graph.node) > MOST_NODES or len(graph.initializer) > MOST_NODES:
        raise ConvscopeError(
            f"it has {len(graph.node):,} nodes.", f"Expected at most {MOST_NODES:,}.", _FIX
        )
    if not graph.node:
        raise ConvscopeError("it holds no net.", _EXPECTED, _FIX)
    if (version := _opset(model)) < SMALLEST_OPSET:
        raise ConvscopeError(
            f"its operations are of version {version}.",
            f"Expected {SMALLEST_OPSET} or later.",
            "Convert it with onnx.version_converter.",
        )


def _text(given: str | bytes) -> str:
    """Returns a text that the library hands out as bytes where it is no UTF-8."""
    return given if isinstance(given, str) else given.decode("utf-8", "replace")


def _opset(model: Any) -> int:
    own = [each.version for each in model.opset_import if each.domain in OWN_DOMAINS]
    return max(own, default=1)


def _array(onnx: Any, tensor: Any) -> NDArray[Any]:
    name = in_short(tensor.name)
    if tensor.data_location == onnx.TensorProto.EXTERNAL or len(tensor.external_data):
        raise ConvscopeError(
            f'the tensor "{name}" lies in another file.', "Expected it inside this one.", _FIX
        )
    kinds = onnx.TensorProto
    known = (kinds.FLOAT, kinds.DOUBLE, kinds.FLOAT16, kinds.INT64, kinds.INT32, kinds.BOOL)
    if tensor.data_type not in (*known, kinds.UINT8, kinds.INT8):
        raise ConvscopeError(
            f'the tensor "{name}" is of kind {tensor.data_type}.',
            "Expected floating point or whole numbers.",
            _FIX,
        )
    size = 1
    for length in tensor.dims:
        size *= max(length, -1)
        if length < 0 or size > MAX_PARAMETERS:
            raise ConvscopeError(
                f'the tensor "{name}" has the sizes {in_short(list(tensor.dims))}.',
                f"Expected at most {MAX_PARAMETERS:,} numbers.",
                _FIX,
            )
    found = onnx.numpy_helper.to_array(tensor)
    if found.dtype.kind == "f" and not np.isfinite(found).all() and found.size > 1:
        raise ConvscopeError(
            f'the tensor "{name}" has infinite numbers or such that are none.',
            "Expected finite numbers.",
            "Take another file: the training that wrote it went astray.",
        )
    return found


def _form(described: Any, graph: Any) -> tuple[Shape, tuple[str, ...]]:
    """Returns our shape of the input, and the axes that the file gives it."""
    dims = [each.dim_value for each in described.type.tensor_type.shape.dim]
    if len(dims) not in (2, 4) or any(not 1 <= size < BATCH for size in dims[1:]):
        shown = in_short(tuple(size or "?" for size in dims))
        raise ConvscopeError(
            f'the input "{in_short(described.name)}" has the sizes {shown}.',
            "Expected (images, channels, height, width), or channels last, with a fixed size.",
            "Export it for one image size; only the number of images may be left open.",
        )
    if len(dims) == 2:
        return (dims[1],), ("N", "C")
    _, a, b, c = dims
    if _is_channels_last(described.name, dims, graph):
        return (a, b, c), ("N", "H", "W", "C")
    return (b, c, a), ("N", "C", "H", "W")


def _is_channels_last(name: str, dims: list[int], graph: Any) -> bool:
    names = {name}
    for node in graph.node:
        if names.isdisjoint(node.input):
            continue
        if node.op_type == "Transpose":
            perm = [list(each.ints) for each in node.attribute if each.name == "perm"]
            return perm == [[0, 3, 1, 2]]
        if node.op_type in ("Conv", "GlobalAveragePool", "MaxPool", "BatchNormalization"):
            return False
        names |= set(node.output)
    return dims[3] <= 4 < dims[1]


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise ConvscopeError("there is no such file.", _EXPECTED, "Check the path.")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ConvscopeError(f"it has {size:,} bytes.", f"Expected at most {MOST_BYTES:,}.", _FIX)
    return path.read_bytes()


@contextmanager
def _told_of(path: str | Path) -> Iterator[None]:
    """Puts the path before what an error says, and makes every error a clear one."""
    try:
        with clear_errors("the file", _EXPECTED, _FIX):
            yield
    except ConvscopeError as error:
        received = f"{path}: {error.received}"
        raise ConvscopeError(received, error.expected, error.fix) from error.__cause__
