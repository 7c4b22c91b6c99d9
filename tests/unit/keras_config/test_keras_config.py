"""What Keras writes about models, recorded, is read as ours, or refused by name."""

import json
from pathlib import Path

import pytest

from convscope.architecture import LAYER_KINDS
from convscope.keras_config import (
    LAYERS,
    NotOursError,
    loss_from_config,
    net_from_config,
    optimizer_from_config,
)

RECORDED = json.loads(
    (Path(__file__).parents[2] / "data" / "keras_configs.json").read_text("utf-8")
)


def net(name):
    recorded = RECORDED["models"][name]
    return net_from_config(recorded["class_name"], recorded["config"])


def test_a_chain_keeps_every_option():
    translation = net("chain")
    layers = translation.architecture.layers
    assert [layer.kind for layer in layers] == [
        "Rescaling",
        "ZeroPadding2D",
        "Conv2D",
        "BatchNormalization",
        "MaxPooling2D",
        "AveragePooling2D",
        "Activation",
        "Flatten",
        "Dropout",
        "Dense",
        "Activation",
    ]
    _, padding, conv, norm, pool, _, leaky, _, dropout, dense, softmax = layers
    assert padding.padding == ((1, 2), (0, 1))
    assert (conv.filters, conv.kernel_size, conv.strides) == (5, (3, 2), (2, 1))
    assert (conv.padding, conv.activation, conv.use_bias) == ("same", "relu", True)
    assert (norm.momentum, norm.epsilon) == (0.9, 1e-5)
    assert (pool.pool_size, pool.strides, pool.padding) == ((2, 3), (2, 2), "same")
    assert (leaky.activation, softmax.activation) == ("leaky_relu", "softmax")
    assert (dropout.rate, dense.units, dense.use_bias) == (0.3, 7, False)
    assert translation.architecture.input.shape == (17, 19, 3)
    assert translation.architecture.is_chain


def test_a_graph_opens_models_inside_and_operations():
    translation = net("graph")
    kinds = [layer.kind for layer in translation.architecture.layers]
    joins = ["Add", "Multiply", "Concatenate"]
    assert sorted(kinds) == sorted(
        ["Conv2D", "Activation", "Conv2D", *joins, "GlobalAveragePooling2D", "Dense"]
    )
    paths = set(translation.paths.values())
    assert ("base", "conv2d_1") in paths or any(p[0] == "base" for p in paths if p)
    assert () in paths  # x * y is no layer
    assert translation.architecture.output_shape == (3,)


def test_pictures_without_channels_get_one():
    assert net("pictures without channels").architecture.input.shape == (28, 29, 1)


def test_options_that_came_later_are_taken():
    (dense,) = net("gelu").architecture.layers
    (convolution,) = net("groups").architecture.layers
    assert (dense.activation, convolution.groups) == ("gelu", 2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shared", "is used 2 times"),
        ("two inputs", "several inputs"),
        ("normalized without channels", "without channels"),
        ("regularized", "kernel_regularizer="),
        ("half", "float16"),
        ("random", "the model has no layers"),
        ("any size", "input's shape is"),
        ("other axis", "axis"),
    ],
)
def test_what_we_lack_is_named(name, text):
    with pytest.raises(NotOursError, match=text):
        net(name)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("sgd", {"momentum": 0.9, "nesterov": True}),
        ("adam", {"beta_1": 0.8, "beta_2": 0.999, "epsilon": 1e-7}),
        ("adamw", {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "weight_decay": 0.02}),
    ],
)
def test_optimizers_keep_their_options(name, options):
    recorded = RECORDED["optimizers"][name]
    assert optimizer_from_config(recorded["class_name"], recorded["config"]) == options


@pytest.mark.parametrize(
    ("name", "text"), [("clipped", "clipnorm=1.0"), ("amsgrad", "amsgrad"), ("ftrl", "Ftrl")]
)
def test_optimizers_that_we_lack_are_named(name, text):
    recorded = RECORDED["optimizers"][name]
    with pytest.raises(NotOursError, match=text):
        optimizer_from_config(recorded["class_name"], recorded["config"])


def test_losses_keep_their_options():
    smoothed, logits = (RECORDED["losses"][name] for name in ("smoothed", "logits"))
    found = loss_from_config(smoothed["class_name"], smoothed["config"])
    assert (found["name"], found["label_smoothing"]) == ("categorical_crossentropy", 0.1)
    found = loss_from_config(logits["class_name"], logits["config"])
    assert (found["name"], found["from_logits"]) == ("sparse_categorical_crossentropy", True)


@pytest.mark.parametrize(("name", "text"), [("sum", "reduction='?sum"), ("focal", "Focal")])
def test_losses_that_we_lack_are_named(name, text):
    recorded = RECORDED["losses"][name]
    with pytest.raises(NotOursError, match=text):
        loss_from_config(recorded["class_name"], recorded["config"])


@pytest.mark.parametrize("name", LAYERS)
def test_the_table_names_kinds_and_tensors_that_exist(name):
    entry = LAYERS[name]
    kind = LAYER_KINDS[entry.kind]
    assert set(entry.taken) <= set(kind.option_names()) or entry.make is not None


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_every_kind_has_an_entry(kind):
    assert kind in {entry.kind for entry in LAYERS.values()}
