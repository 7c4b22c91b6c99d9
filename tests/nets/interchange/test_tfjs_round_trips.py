"""Nets as models of TensorFlow.js and back: the same answers, or refused by name before all else.

`benchmarks/tensorflow_js.py` opens them in TensorFlow.js itself.
"""

import json
import re

import numpy as np
import pytest
from test_conformance import ALL_CASES
from test_to_torch import weights_of

from convscope.architecture import (
    ACTIVATIONS,
    LAYER_KINDS,
    Activation,
    Architecture,
    CenterCrop,
    Conv2D,
    Conv2DTranspose,
    Dense,
    DepthwiseConv2D,
    Flatten,
    Input,
    ReLU,
    Resizing,
    load_net,
)
from convscope.arithmetic import forward
from convscope.errors import ConvscopeError
from convscope.tfjs_files import read_tfjs, tfjs_files, writing
from convscope.tfjs_files.kinds import TFJS_LAYERS
from graph_nets import LAYERS, graph
from random_nets import random_net

RANDOM = np.random.default_rng(5)
LACKING = ("step", "exponential")
REFUSED = re.compile(
    r"cannot be written for TensorFlow\.js, which (resizes in another way"
    r"|has no output_padding"
    rf"|has no activation function ({'|'.join(LACKING)}))"
)
CLASSES = {
    "Activation", "Add", "Average", "AveragePooling2D", "BatchNormalization", "Concatenate",
    "Conv2D", "Conv2DTranspose", "Cropping2D", "Dense", "DepthwiseConv2D", "Dropout", "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D", "GlobalMaxPooling2D", "InputLayer", "LayerNormalization",
    "LeakyReLU", "MaxPooling2D", "Maximum", "Multiply", "PReLU", "ReLU", "Rescaling", "Reshape",
    "SeparableConv2D", "ThresholdedReLU", "UpSampling2D", "ZeroPadding2D",
}  # fmt: skip
"""Classes of TensorFlow.js 4 that compute as Keras does, with the options that are written."""


def answers(net, weights, inputs):
    return forward(net, weights, inputs)[net.layers[-1].name].activation


def round_trip(folder, net, weights):
    """Returns the net that comes back, and the layers in the file."""
    written = tfjs_files(net, weights)
    for name, content in written.files.items():
        (folder / name).write_bytes(content)
    model = json.loads(written.files["model.json"])
    return read_tfjs(folder), model["modelTopology"]["model_config"]["config"]["layers"]


def expect_same(folder, net, weights=None, inputs=None):
    """Checks that a net comes back with its answers; returns the classes in the file."""
    weights = weights_of(net) if weights is None else weights
    shape = (2, *net.input.shape)
    inputs = RANDOM.normal(size=shape).astype(np.float32) if inputs is None else inputs
    back, layers = round_trip(folder, net, weights)
    expected = answers(net, weights, inputs)
    found = answers(back.architecture, back.weights, inputs)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-5 * max(1, np.abs(expected).max())
    classes = [layer["class_name"] for layer in layers]
    assert set(classes) <= CLASSES
    return classes


def refusal_of(net, weights):
    """Returns why a net is not written; None where it is."""
    try:
        tfjs_files(net, weights)
    except ConvscopeError as error:
        return error.received
    return None


def test_every_kind_has_its_words():
    assert set(TFJS_LAYERS) == set(LAYER_KINDS)


@pytest.mark.parametrize(("layer", "shape"), ALL_CASES, ids=str)
def test_a_layer_comes_back_or_is_refused_by_name(tmp_path, layer, shape):
    net = Architecture(Input(shape), (layer,))
    weights = weights_of(net)
    refusal = refusal_of(net, weights)
    if refusal is None:
        expect_same(tmp_path, net, weights)
    else:
        assert REFUSED.search(refusal)
        assert f"({layer.kind})" in refusal
        options = layer.options()
        is_lacking = options.get("activation") in LACKING or options.get("output_padding")
        assert is_lacking or hasattr(layer, "samples")


@pytest.mark.parametrize("name", LAYERS)
def test_a_graph_comes_back(tmp_path, name):
    expect_same(tmp_path, graph(name))


@pytest.mark.parametrize("seed", range(40))
def test_nets_drawn_at_random_come_back(tmp_path, seed):
    net, weights, inputs = random_net(seed)
    refusal = refusal_of(net, weights)
    if refusal is None:
        expect_same(tmp_path, net, weights, inputs)
    else:
        assert REFUSED.search(refusal)


def test_most_of_them_are_written():
    refused, kinds = 0, set()
    for seed in range(40):
        net, weights, _ = random_net(seed)
        if refusal_of(net, weights):
            refused += 1
        else:
            kinds |= {layer.kind for layer in net.layers}
    assert refused <= 16
    assert len(kinds) >= 32


@pytest.mark.parametrize("function", ACTIVATIONS)
def test_every_activation_function_comes_back_or_is_refused(tmp_path, function):
    net = Architecture(Input((4, 3, 2)), (Conv2D(3, 2, activation=function), Activation(function)))
    if function in LACKING:
        with pytest.raises(ConvscopeError, match=rf"no activation function {function}; it has lin"):
            tfjs_files(net, weights_of(net))
    else:
        expect_same(tmp_path, net)


RAMPS = [
    (ReLU(2.5), ["ReLU"]),
    (ReLU(negative_slope=0.1), ["LeakyReLU"]),
    (ReLU(threshold=0.5), ["ThresholdedReLU"]),
    (ReLU(2.5, threshold=0.5), ["ThresholdedReLU", "ReLU"]),
    (ReLU(2.5, 0.1), ["ReLU", "Rescaling", "ReLU", "Rescaling", "Add"]),
    (ReLU(None, 0.1, 0.5), ["ThresholdedReLU", "Rescaling", "ReLU", "Rescaling", "Add"]),
    (ReLU(0.25, 0.1, 0.5), ["ThresholdedReLU", "ReLU", "Rescaling", "ReLU", "Rescaling", "Add"]),
]


@pytest.mark.parametrize(("ramp", "classes"), RAMPS, ids=str)
def test_ramps_are_made_of_ramps(tmp_path, ramp, classes):
    net = Architecture(Input((9,)), (ramp,))
    inputs = np.array([[-3, -0.5, 0, 0.2, 0.5, 0.7, 2.5, 3, -0.1]], np.float32)
    assert expect_same(tmp_path, net, {}, inputs)[1:] == classes


def test_a_value_at_the_threshold_itself_passes():
    """There values pass that are above theta."""
    net = Architecture(Input((9,)), (ReLU(threshold=0.5),))
    model = json.loads(tfjs_files(net, {}).files["model.json"])
    ramp = model["modelTopology"]["model_config"]["config"]["layers"][1]
    theta = np.float32(ramp["config"]["theta"])
    assert theta == ramp["config"]["theta"]  # nothing is lost where numbers are float32
    assert theta < np.float32(0.5) == np.nextafter(theta, np.float32(1))


FOLDED = [
    (Conv2D(6, 2, groups=3), (5, 4, 3), ["Conv2D"]),
    (DepthwiseConv2D((2, 3), dilation_rate=(2, 1)), (5, 4, 3), ["DepthwiseConv2D"]),
    (Conv2DTranspose(2, (2, 3), dilation_rate=(2, 1)), (5, 4, 3), ["Conv2DTranspose"]),
    (Conv2DTranspose(2, 3, 2, "same", 1), (5, 4, 3), ["Conv2DTranspose"]),
    (Resizing(10, 12, "nearest"), (5, 4, 3), ["Activation", "UpSampling2D"]),
    (Resizing(5, 4), (5, 4, 3), ["Activation"]),
    (CenterCrop(2, 3), (5, 4, 3), ["Cropping2D"]),
    (Flatten(), (5,), ["Activation"]),
]


@pytest.mark.parametrize(("layer", "shape", "classes"), FOLDED, ids=str)
def test_what_is_lacking_is_made_of_what_is_there(tmp_path, layer, shape, classes):
    assert expect_same(tmp_path, Architecture(Input(shape), (layer,)))[1:] == classes


@pytest.mark.parametrize(
    "layer",
    [Resizing(3, 3), Resizing(7, 8, "nearest"), CenterCrop(8, 3), Resizing(20, 4, "nearest",
     pad_to_aspect_ratio=True), Resizing(5 * 49, 4, "nearest")],
    ids=str,
)  # fmt: skip
def test_what_is_resized_otherwise_is_refused(layer):
    net = Architecture(Input((5, 4, 3)), (layer,))
    with pytest.raises(ConvscopeError, match=rf"\({layer.kind}\).*resizes in another way"):
        tfjs_files(net, {})


def test_weights_are_cut_into_parts_of_4_mib(tmp_path, monkeypatch):
    net = load_net("mnist")
    assert writing.SHARD_BYTES == 4 * 2**20
    monkeypatch.setattr(writing, "SHARD_BYTES", 10_000)
    weights = weights_of(net)
    written = tfjs_files(net, weights)
    number = -(-written.weight_bytes // 10_000)
    assert number > 2
    expected = [f"group1-shard{i}of{number}.bin" for i in range(1, number + 1)]
    assert [*written.files] == [*expected, "model.json"]
    assert {len(written.files[name]) for name in expected[:-1]} == {10_000}
    expect_same(tmp_path, net, weights)


def test_names_are_made_of_what_tensorflow_js_takes(tmp_path):
    names = ("お", "_begin", "a-b", "image", "a b", "a_b")
    layers = tuple(Dense(3, name=name.replace(" ", "_")) for name in names[:5])
    net = Architecture(Input((3,)), layers)
    weights = weights_of(net)
    written = json.loads(tfjs_files(net, weights).files["model.json"])
    entries = written["modelTopology"]["model_config"]["config"]["layers"]
    found = [entry["name"] for entry in entries]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[A-Za-z0-9][-A-Za-z0-9_./]*", name) for name in found)
    assert "a-b" in found
    expect_same(tmp_path, net, weights)


def test_a_net_without_layers_is_refused():
    with pytest.raises(ConvscopeError, match="has no layers"):
        tfjs_files(Architecture(Input((3,)), ()), {})
