"""Nets as plain PyTorch modules: the same answers, and nothing of convscope inside."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from test_conformance import ALL_CASES
from torch import fx, nn

import convscope
from convscope.architecture import (
    ACTIVATIONS,
    LAYER_KINDS,
    Architecture,
    BatchNormalization,
    Dense,
    Flatten,
    Input,
    LayerNormalization,
    PReLU,
    load_net,
)
from convscope.channels_first.lowering import _BY_KIND
from convscope.engine.network import build_network
from convscope.interchange.torch_modules.writing import MODULES, to_torch
from convscope.model_file import Model
from graph_nets import LAYERS, graph

RANDOM = np.random.default_rng(3)


def weights_of(net):
    found = {}
    for name, shape in net.parameter_shapes.items():
        values = RANDOM.normal(size=shape).astype(np.float32) * np.float32(0.5)
        found[name] = np.abs(values) + np.float32(0.3) if "variance" in name else values
    return found


def answers(module, inputs):
    """Returns what a module makes of (batch, height, width, channels), with channels last."""
    values = torch.from_numpy(inputs)
    values = values.permute(0, 3, 1, 2) if values.dim() == 4 else values
    with torch.inference_mode():
        found = module(values)
    return (found.permute(0, 2, 3, 1) if found.dim() == 4 else found).numpy()


def expect_same(net):
    weights = weights_of(net)
    inputs = RANDOM.normal(size=(2, *net.input.shape)).astype(np.float32)
    with torch.inference_mode():
        expected = build_network(net, weights).eval()(torch.from_numpy(inputs)).numpy()
    module = to_torch(Model(net, weights))
    found = answers(module, inputs)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-5 * max(1, np.abs(expected).max())
    return module


def test_every_kind_and_every_activation_has_its_words():
    assert set(_BY_KIND) == set(LAYER_KINDS)
    assert set(ACTIVATIONS) - set(MODULES) == {"exponential", "step"}


@pytest.mark.parametrize(("layer", "shape"), ALL_CASES, ids=lambda value: str(value))
def test_a_layer_answers_the_same(layer, shape):
    module = expect_same(Architecture(Input(shape), (layer,)))
    assert not any("convscope" in type(part).__module__ for part in module.modules())


@pytest.mark.parametrize(("layer", "shape"), ALL_CASES, ids=lambda value: str(value))
def test_vectors_are_read_channel_by_channel_where_dense_layers_weigh_them(layer, shape):
    if len(Architecture(Input(shape), (layer,)).output_shape) == 3:
        behind = (Flatten(), BatchNormalization(), PReLU(), Dense(3, "softmax"))
        expect_same(Architecture(Input(shape), (layer, *behind)))


@pytest.mark.parametrize("name", LAYERS)
def test_a_graph_answers_the_same(name):
    expect_same(graph(name))


def test_vectors_whose_order_counts_are_turned():
    shape, behind = (5, 4, 3), (Flatten(), LayerNormalization())
    for layers in (behind, behind[:1]):
        expect_same(Architecture(Input(shape), layers))


def test_a_chain_is_sequential_and_its_weights_are_called_like_the_layers():
    net = load_net("mnist")
    module = expect_same(net)
    assert type(module) is nn.Sequential
    assert isinstance(to_torch(Model(graph("fire"), weights_of(graph("fire")))), fx.GraphModule)
    names = [name.replace(".kernel", ".weight") for name in net.parameter_shapes]
    assert list(module.state_dict()) == names
    assert not module.training


def test_names_that_modules_have_already_get_another():
    net = Architecture(Input((4,)), (Dense(3, name="forward"), Dense(2, name="type")))
    assert "forward_.weight" in expect_same(net).state_dict()


def test_preprocessing_goes_inside_where_it_is_wanted():
    model = convscope.load_model("drawn-digits")
    shape = model.input_shape[1:]
    images = RANDOM.integers(0, 256, (3, *shape)).astype(np.uint8)
    low, high = model.facts.value_range
    inside = answers(model.to_torch(preprocess=True), images.astype(np.float32))
    values = (low + images * ((high - low) / 255)).astype(np.float32)
    outside = answers(model.to_torch(), values)
    expected = model.predict(values, verbose=0)
    np.testing.assert_allclose(inside, expected, atol=1e-5)
    np.testing.assert_allclose(outside, expected, atol=1e-5)


def test_a_saved_module_opens_where_convscope_is_not(tmp_path):
    net = graph("residual")
    module = to_torch(Model(net, weights_of(net)))
    inputs = RANDOM.normal(size=(2, *net.input.shape)).astype(np.float32)
    torch.save(torch.from_numpy(inputs.transpose(0, 3, 1, 2).copy()), tmp_path / "x.pt")
    torch.save(module, tmp_path / "net.pt")  # a program that trusts itself
    program = (
        "import sys, torch; sys.modules['convscope'] = None\n"
        f"net = torch.load({str(tmp_path / 'net.pt')!r}, weights_only=False)\n"
        f"print(*net(torch.load({str(tmp_path / 'x.pt')!r})).flatten().tolist())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    found = np.array(told.stdout.split(), np.float32)
    np.testing.assert_allclose(found, answers(module, inputs).ravel(), atol=1e-5)
