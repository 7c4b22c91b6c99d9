"""ONNX files, with what nodes, attributes, tensors and descriptions could say."""

from functools import cache
from typing import Any

import numpy as np

from convscope.model_file import Model, read_model
from convscope.onnx_files.writing import onnx_bytes
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader
from fuzz.readers.keras_files import net_of


@cache
def _valid(which: int, takes: str) -> bytes:
    """Returns a valid file of one of three nets."""
    net = net_of(which)
    weights = {k: np.full(s, 0.5, np.float32) for k, s in net.parameter_shapes.items()}
    model = Model(net, weights)
    facts = {"class_names": [], "placement": "none", "fit": "pad", "value_range": [0, 1]}
    return onnx_bytes(net, model.weights, {**facts, "trained_on": {}}, takes)


def _make(mutation: Mutation) -> Case:
    import onnx

    takes = mutation.random.choice(("values", "pixels", "picture"))
    model = onnx.ModelProto.FromString(_valid(mutation.random.randrange(3), takes))
    for _ in range(mutation.random.randrange(4)):
        _change(onnx, model, mutation)
    return {"a.onnx": mutation.content(model.SerializeToString(), 0.3)}


def _change(onnx: Any, model: Any, mutation: Mutation) -> None:
    """Says something that no writer would."""
    graph, random = model.graph, mutation.random
    node = random.choice(graph.node)
    match random.randrange(9):
        case 0:
            node.op_type = random.choice(_OPERATIONS)
        case 1:
            names = [name for each in graph.node for name in (*each.input, *each.output)]
            node.input[:] = [random.choice(names) for _ in range(random.randrange(4))]
        case 2 if node.attribute:
            attribute = random.choice(node.attribute)
            attribute.ints[:] = [mutation.number(n, share=0.6) % 2**62 for n in attribute.ints]
            attribute.i = mutation.number(attribute.i, share=0.5) % 2**62 - 2**61
        case 3 if node.attribute:
            del node.attribute[random.randrange(len(node.attribute))]
        case 4:
            tensor = random.choice(graph.initializer)
            sizes = [mutation.number(n, share=0.6) % 2**62 for n in tensor.dims]
            tensor.dims[:] = sizes
        case 5:
            tensor = random.choice(graph.initializer)
            tensor.data_type = random.randrange(24)
        case 6:
            dims = graph.input[0].type.tensor_type.shape.dim
            random.choice(dims).dim_value = random.choice((0, 1, 3, 2**31, 2**62))
        case 7:
            text = random.choice(model.metadata_props)
            text.value = mutation.name(text.value, 0.7).encode("utf-8", "replace").decode()
        case _:
            other = graph.node.add()
            other.CopyFrom(node)
            other.op_type = random.choice(_OPERATIONS)


_OPERATIONS = (
    "Add",
    "AveragePool",
    "BatchNormalization",
    "Cast",
    "Clip",
    "Concat",
    "ConstantOfShape",
    "Conv",
    "Div",
    "Erf",
    "Expand",
    "Flatten",
    "Gather",
    "Gemm",
    "Identity",
    "If",
    "LayerNormalization",
    "MatMul",
    "Max",
    "MaxPool",
    "Min",
    "Mul",
    "PRelu",
    "Pad",
    "Range",
    "ReduceMean",
    "Reshape",
    "Resize",
    "Shape",
    "Slice",
    "Softmax",
    "Squeeze",
    "Sub",
    "Transpose",
    "Unsqueeze",
    "Where",
)


READERS = (Reader("onnx", _make, lambda folder: read_model(folder / "a.onnx")),)
