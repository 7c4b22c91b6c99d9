"""ONNX files of ours and of others as nets: the same answers, or an error that names the node."""

import sys
import warnings

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from test_conformance import ALL_CASES
from test_to_torch import weights_of

from convscope.architecture import Architecture, Input
from convscope.arithmetic import forward
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError
from convscope.model_file import read_model
from convscope.onnx_files.reading import read_onnx, read_onnx_bytes
from convscope.onnx_files.running import Session
from convscope.onnx_files.writing import OPSETS, onnx_bytes
from graph_nets import LAYERS, graph
from torch_nets import PUBLISHED, with_random_numbers

RANDOM = np.random.default_rng(5)


def run(net, inputs):
    if not net.architecture.layers:
        return inputs
    last = net.architecture.layers[-1].name
    return forward(net.architecture, net.weights, inputs)[last].activation


def expect_round_trip(net, opset):
    weights = weights_of(net)
    inputs = RANDOM.normal(size=(2, *net.input.shape)).astype(np.float32)
    expected = forward(net, weights, inputs)[net.layers[-1].name].activation
    read = read_onnx_bytes(onnx_bytes(net, weights, {}, opset=opset)).net
    found = run(read, inputs)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-5 * max(1, np.abs(expected).max())
    return read


@pytest.mark.parametrize(
    ("layer", "shape", "opset"),
    [(*case, OPSETS[0] + i % (OPSETS[1] - OPSETS[0] + 1)) for i, case in enumerate(ALL_CASES)],
    ids=lambda value: str(value),
)
def test_what_we_write_we_read(layer, shape, opset):
    expect_round_trip(Architecture(Input(shape), (layer,)), opset)


@pytest.mark.parametrize("name", LAYERS)
def test_graphs_come_back_with_the_names_of_their_layers(name):
    net = graph(name)
    read = expect_round_trip(net, 17)
    kept = {layer.name for layer in net.layers if layer.tensors}
    assert kept <= {layer.name for layer in read.architecture.layers}


def exported(module, images, path, **how):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (images,), path, dynamo=False, **how)
    return path


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_nets_come_from_the_exporter_of_torch(name, tmp_path):
    module = with_random_numbers(PUBLISHED[name]())
    images = torch.from_numpy(RANDOM.normal(size=(2, 3, 64, 75)).astype(np.float32))
    path = exported(module, images, tmp_path / "net.onnx")
    net = read_onnx(path).net
    with torch.inference_mode():
        expected = module(images).numpy()
        network = build_network(net.architecture, net.weights).eval()
        found = network(images.permute(0, 2, 3, 1)).numpy()
    assert np.abs(found - expected).max() <= 1e-5 * np.abs(expected).max()


def test_the_newer_exporter_of_torch_writes_what_is_read(tmp_path):
    module = with_random_numbers(PUBLISHED["SqueezeNet 1.1"]())
    images = torch.from_numpy(RANDOM.normal(size=(2, 3, 64, 75)).astype(np.float32))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, (images,), tmp_path / "net.onnx", dynamo=True, external_data=False
        )
    net = read_onnx(tmp_path / "net.onnx").net
    with torch.inference_mode():
        expected = module(images).numpy()
    found = run(net, images.numpy().transpose(0, 2, 3, 1))
    assert np.abs(found - expected).max() <= 1e-5 * np.abs(expected).max()


def made(
    nodes,
    shape=("N", 3, 13, 11),
    tensors=(),
    out=("N", "M"),
    opset=17,
    more=(),
    opset_imports=None,
):
    """Returns the bytes of a file with some nodes between `x` and `y`."""
    written = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n in ("x", *more)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, out)],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in dict(tensors).items()],
    )
    opsets = opset_imports or [helper.make_opsetid("", opset)]
    return helper.make_model(written, opset_imports=opsets, ir_version=8).SerializeToString()


def node(kind, taken, name, **options):
    return helper.make_node(kind, taken.split(), [name], **options)


def numbers(*shape):
    return RANDOM.normal(size=shape).astype(np.float32)


def expect_as_onnx_runtime(content, shape):
    """Compares with ONNX Runtime, whatever order the file has its axes in."""
    inputs = RANDOM.normal(size=(1, *shape)).astype(np.float32)
    expected = Session(content, 1).run(inputs)
    net = read_onnx_bytes(content).net
    ours = inputs
    if len(shape) == 3 and net.architecture.input.shape != tuple(shape):
        ours = inputs.transpose(0, 2, 3, 1)
    found = run(net, ours)
    if found.ndim == 4 and found.shape != expected.shape:
        found = found.transpose(0, 3, 1, 2)
    assert np.abs(found - expected).max() <= 1e-5 * max(1, np.abs(expected).max())
    return net


def test_transposes_of_tensorflow_fold_away():
    """As tf2onnx writes it: channels last outside, first inside, flattened in Keras' order."""
    nodes = [
        node("Transpose", "x", "a", perm=[0, 3, 1, 2]),
        node("Conv", "a k", "b", auto_pad="SAME_UPPER", strides=[2, 2]),
        node("Add", "b bias", "c"),
        node("Clip", "c zero six", "d"),
        node("MaxPool", "d", "e", auto_pad="SAME_UPPER", kernel_shape=[3, 2], strides=[2, 2]),
        node("Transpose", "e", "f", perm=[0, 2, 3, 1]),
        node("Mul", "f scale", "g"),
        node("Reshape", "g sizes", "h"),
        node("MatMul", "h w", "i"),
        node("Add", "i wb", "j"),
        node("Softmax", "j", "y"),
    ]
    tensors = {
        "k": numbers(4, 3, 3, 3),
        "bias": numbers(1, 4, 1, 1),
        "zero": np.float32(0),
        "six": np.float32(6),
        "scale": np.abs(numbers(4)) + np.float32(0.2),
        "sizes": np.array([-1, 4 * 3 * 4], np.int64),
        "w": numbers(48, 5),
        "wb": numbers(5),
    }
    content = made(nodes, ("N", 13, 11, 3), tensors, ("N", 5))
    net = expect_as_onnx_runtime(content, (13, 11, 3))
    kinds = [layer.kind for layer in net.architecture.layers]
    assert (
        kinds
        == ["Conv2D", "Activation", "MaxPooling2D", "Normalization", "Flatten", "Dense"][:1]
        + kinds[1:]
    )
    assert "Reshape" not in kinds
    assert kinds.count("Conv2D") == kinds.count("Dense") == 1


PATTERNS = {
    "hard swish": [
        node("HardSigmoid", "x", "a", alpha=1 / 6, beta=0.5),
        node("Mul", "x a", "y"),
    ],
    "hard sigmoid of Keras 2": [node("HardSigmoid", "x", "y", alpha=0.2, beta=0.5)],
    "gelu": [
        node("Div", "x root", "a"),
        node("Erf", "a", "b"),
        node("Add", "b one", "c"),
        node("Mul", "x c", "d"),
        node("Mul", "d half", "y"),
    ],
    "gelu, half first": [
        node("Div", "x root", "a"),
        node("Erf", "a", "b"),
        node("Add", "b one", "c"),
        node("Mul", "x half", "d"),
        node("Mul", "d c", "y"),
    ],
    "silu": [node("Sigmoid", "x", "a"), node("Mul", "x a", "y")],
    "mish": [node("Softplus", "x", "a"), node("Tanh", "a", "b"), node("Mul", "x b", "y")],
    "relu6 by a minimum": [node("Relu", "x", "a"), node("Min", "a half", "y")],
    "clip": [node("Clip", "x minus half", "y")],
    "mean of places": [node("ReduceMean", "x", "y", axes=[2, 3], keepdims=1)],
    "pooled and squeezed": [node("GlobalAveragePool", "x", "a"), node("Squeeze", "a places", "y")],
    "channels": [node("Sub", "x means", "a"), node("Div", "a spreads", "y")],
    "one minus": [node("Sub", "one x", "y")],
    "padded": [node("Pad", "x pads", "y")],
    "padded with a number": [node("Pad", "x pads half", "y")],
    "cut": [node("Slice", "x begins ends places", "y")],
    "doubled": [node("Resize", "x  scales", "y", mode="nearest", nearest_mode="floor",
                     coordinate_transformation_mode="asymmetric")],
    "shape as numbers": [
        node("Shape", "x", "a"),
        node("Gather", "a first", "b"),
        node("Concat", "b rest", "c", axis=0),
        node("Reshape", "x c", "d"),
        node("MatMul", "d w", "y"),
    ],
    "average with its margin": [node("AveragePool", "x", "y", kernel_shape=[3, 3], pads=[1] * 4,
                                     strides=[2, 2], count_include_pad=1)],
    "average without its margin": [node("AveragePool", "x", "y", kernel_shape=[3, 3], pads=[1] * 4,
                                        strides=[2, 2])],
    "lower margin": [node("MaxPool", "x", "y", kernel_shape=[3, 3], auto_pad="SAME_LOWER",
                          strides=[1, 1])],
}  # fmt: skip
TENSORS = {
    "root": np.float32(2**0.5),
    "one": np.float32(1),
    "half": np.float32(0.5),
    "minus": np.float32(-0.25),
    "places": np.array([2, 3], np.int64),
    "means": numbers(3, 1, 1),
    "spreads": np.abs(numbers(1, 3, 1, 1)) + np.float32(0.5),
    "pads": np.array([0, 0, 1, 2, 0, 0, 0, 3], np.int64),
    "begins": np.array([1, -9], np.int64),
    "ends": np.array([12, 2**40], np.int64),
    "scales": np.array([1, 1, 2, 2], np.float32),
    "first": np.array([0], np.int64),
    "rest": np.array([-1], np.int64),
    "w": numbers(3 * 13 * 11, 2),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_of_others_are_the_same(name):
    nodes = PATTERNS[name]
    if name == "doubled":
        nodes[0].input[:] = ["x", "", "scales"]
    net = expect_as_onnx_runtime(made(nodes, tensors=TENSORS, out=None), (3, 13, 11))
    functions = {"hard swish": "hard_silu", "gelu": "gelu", "silu": "silu", "mish": "mish"}
    if name in functions:
        (layer,) = net.architecture.layers
        assert layer.activation == functions[name]


def conv(**options):
    return node("Conv", "x k", "y", **options)


KERNEL = {"k": numbers(2, 3, 3, 3)}
GROWING = {"k": numbers(3, 2, 3, 2)}
INFINITE, ZERO = np.full((2, 3, 3, 3), np.inf, np.float32), {"k": np.float32(0)}


def outside(content):
    """Returns a file whose kernel lies in another one."""
    model = onnx.load_from_string(content)
    (tensor,) = model.graph.initializer
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    return model.SerializeToString()


def declared(content, *sizes):
    """Returns a file whose kernel is said to have other sizes."""
    model = onnx.load_from_string(content)
    model.graph.initializer[0].dims[:] = sizes
    return model.SerializeToString()


EMPTY = helper.make_graph([], "empty", [], [])
BRANCH = helper.make_node("If", ["x"], ["y"], then_branch=EMPTY, else_branch=EMPTY)
REFUSED = {
    "external data": (outside(made([conv()], tensors=KERNEL)), "lies in another file"),
    "vast tensor": (declared(made([conv()], tensors=KERNEL), 2**40, 2**20), "the sizes"),
    "negative tensor": (declared(made([conv()], tensors=KERNEL), -1, 3, 3, 3), "the sizes"),
    "fewer numbers": (declared(made([conv()], tensors=KERNEL), 5, 3, 3, 3), "cannot be read"),
    "custom domain": (
        made(
            [node("Conv", "x k", "y", domain="com.microsoft")],
            tensors=KERNEL,
            opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ),
        'operation of "com.microsoft"',
    ),
    "branch": (made([BRANCH]), r"node 0 \(If\): it holds a graph of its own"),
    "kernel of one row": (made([conv()], tensors={"k": numbers(2, 3, 3)}), "rows and columns"),
    "more cut off than said": (
        made([node("ConvTranspose", "x k", "y", auto_pad="SAME_UPPER")], tensors=GROWING),
        "how much is cut off: auto_pad=SAME_UPPER",
    ),
    "size of what leaves": (
        made([node("ConvTranspose", "x k", "y", output_shape=[26, 22])], tensors=GROWING),
        r"output_shape=\[26, 22\]",
    ),
    "groups of a transposed convolution": (
        made([node("ConvTranspose", "x k", "y", group=3)], tensors=GROWING), "has 3 groups"
    ),
    "transposed kernel of one row": (
        made([node("ConvTranspose", "x k", "y")], tensors={"k": numbers(3, 2, 3)}),
        "rows and columns",
    ),
    "unknown operation": (made([node("LRN", "x", "y", size=3)]), "local response normalization"),
    "unknown size": (made([node("Relu", "x", "y")], ("N", 3, "H", "W")), "with a fixed size"),
    "quantized": (made([node("QuantizeLinear", "x k", "y")], tensors=KERNEL), "quantized net"),
    "nothing before": (made([node("Add", "x z", "y")]), 'takes in "z", which nothing'),
    "two inputs": (made([node("Add", "x z", "y")], more=["z"]), "takes in 2 tensors"),
    "old": (made([node("Relu", "x", "y")], opset=6), "of version 6"),
    "numbers alone": (made([node("Relu", "k", "y")], tensors=KERNEL), "numbers alone"),
    "infinite": (made([conv()], tensors={"k": INFINITE}), "finite"),
    "divided by zero": (made([node("Div", "x k", "y")], tensors=ZERO), "divides by 0"),
    "vast constant": (
        made(
            [node("ConstantOfShape", "s", "c"), node("Add", "x c", "y")],
            tensors={"s": np.array([2**30, 2**30], np.int64)},
        ),
        "Expected at most",
    ),
    "mixed images": (made([node("Transpose", "x", "y", perm=[1, 0, 2, 3])]), "stay the first axis"),
    "shuffled": (
        made([node("Reshape", "x s", "y")], ("N", 4, 13, 11), {"s": np.array([0, 2, 2, 13, 11])}),
        "divides an axis",
    ),
    "no net": (made([], tensors=KERNEL), "holds no net"),
    "bytes": (b"\xff" * 100, "cannot be read"),
    "empty": (b"", "holds no net"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said_with_the_node(name, tmp_path):
    content, words = REFUSED[name]
    path = tmp_path / "net.onnx"
    path.write_bytes(content)
    with pytest.raises(ConvscopeError, match=words) as caught:
        read_model(path)
    assert str(caught.value).startswith(str(path))


def test_size_is_looked_at_before_a_file_is_read(tmp_path, monkeypatch):
    from convscope.onnx_files import reading

    (tmp_path / "net.onnx").write_bytes(b"x" * 200)
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    with pytest.raises(ConvscopeError, match=r"it has 200 bytes\. Expected at most 100"):
        read_model(tmp_path / "net.onnx")
    with pytest.raises(ConvscopeError, match="there is no such file"):
        read_model(tmp_path / "other.onnx")


def test_labels_beside_a_file_are_its_classes(tmp_path):
    nodes = [node("GlobalAveragePool", "x", "a"), node("Flatten", "a", "y")]
    (tmp_path / "model.onnx").write_bytes(made(nodes))
    (tmp_path / "labels.txt").write_text("apple\nbanana\ncherry\n")
    assert read_model(tmp_path / "model.onnx").class_names == ("apple", "banana", "cherry")


def test_files_of_pytorch_are_told_what_to_do(tmp_path):
    torch.save({"a": torch.zeros(2)}, tmp_path / "net.pth")
    with pytest.raises(ConvscopeError, match=r"weights without a net.*from_torch\(module"):
        read_model(tmp_path / "net.pth")


@pytest.mark.parametrize("name", ["onnx", "onnxruntime"])
def test_a_missing_library_is_said_with_what_to_install(name, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    content = made([node("Relu", "x", "y")])
    (tmp_path / "net.onnx").write_bytes(content)
    with pytest.raises(ConvscopeError, match=rf'{name} is not installed.*pip install "convscope'):
        read_model(tmp_path / "net.onnx") if name == "onnx" else Session(content)
