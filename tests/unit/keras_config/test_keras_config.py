"""What Keras writes about models, recorded, is read as ours, or refused by name."""

import json
from pathlib import Path

import pytest

from convscope.architecture import LAYER_KINDS
from convscope.architecture.constraints import MaxNorm
from convscope.architecture.regularizers import L1, L2
from convscope.keras_config import (
    KINDS,
    End,
    NotOursError,
    loss_from_config,
    loss_from_function,
    net_from_config,
    optimizer_from_config,
)
from convscope.keras_config.layers import layer_from_config

ADAM = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}

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


def tensor(name):
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, 0, 0]}}


def graph_of(operation):
    """Returns a functional model whose one layer is behind a convolution."""
    begin = {"class_name": "InputLayer", "name": "in", "config": {"batch_shape": [None, 5, 7, 2]}}
    kernel = {"name": "conv", "filters": 3, "kernel_size": [2, 2]}
    conv = {"class_name": "Conv2D", "module": "keras.layers", "name": "conv", "config": kernel,
            "inbound_nodes": [{"args": [tensor("in")], "kwargs": {}}]}  # fmt: skip
    return {
        "name": "net",
        "layers": [begin, conv, operation],
        "input_layers": ["in", 0, 0],
        "output_layers": [operation["name"], 0, 0],
    }


@pytest.mark.parametrize(
    ("class_name", "taken", "scale", "offset"),
    [("Divide", ["conv", 4], 0.25, 0.0), ("Subtract", [2.0, "conv"], -1.0, 2.0),
     ("Multiply", [3, "conv"], 3.0, 0.0), ("Add", ["conv", -1.5], 1.0, -1.5)],
)  # fmt: skip
@pytest.mark.parametrize("sequence", [list, tuple])  # as a file has them, as Keras does
def test_operations_with_a_number_rescale(class_name, taken, scale, offset, sequence):
    arguments = sequence(tensor(each) if isinstance(each, str) else each for each in taken)
    operation = {"class_name": class_name, "module": "keras.src.ops.numpy", "name": "operation",
                 "config": {"name": "operation"}, "registered_name": class_name,
                 "inbound_nodes": [{"args": arguments, "kwargs": {}}]}  # fmt: skip
    translation = net_from_config("Functional", graph_of(operation))
    layer = translation.architecture.step("operation").layer
    assert (layer.kind, layer.scale, layer.offset) == ("Rescaling", scale, offset)
    assert translation.paths["operation"] == ()


def test_the_mode_that_a_call_says_is_not_that_of_the_model():
    flip = {"class_name": "RandomFlip", "module": "keras.layers", "name": "flip",
            "config": {"name": "flip", "mode": "horizontal", "seed": None},
            "inbound_nodes": [{"args": [tensor("conv")],
                               "kwargs": {"training": True}}]}  # fmt: skip
    architecture = net_from_config("Functional", graph_of(flip)).architecture
    assert architecture.step("flip").layer.mode == "horizontal"
    flip["inbound_nodes"][0]["kwargs"]["mask"] = 1
    with pytest.raises(NotOursError, match=r'"flip" \(RandomFlip\) is called with mask='):
        net_from_config("Functional", graph_of(flip))


def two_ends(**more):
    """Returns a functional model that puts out maps and what a layer makes of them."""
    scores = {"name": "scores", "units": 4, "activation": "softmax", **more}
    flat = {"class_name": "Flatten", "module": "keras.layers", "name": "flat",
            "config": {"name": "flat"}, "inbound_nodes": [{"args": [tensor("conv")]}]}  # fmt: skip
    dense = {"class_name": "Dense", "module": "keras.layers", "name": "scores", "config": scores,
             "inbound_nodes": [{"args": [tensor("flat")]}]}  # fmt: skip
    config = graph_of(flat)
    config["layers"].append(dense)
    config["layers"][1]["config"]["activation"] = "tanh"
    return config | {"output_layers": [["conv", 0, 0], ["scores", 0, 0]]}


def test_several_outputs_stand_in_one_vector():
    translation = net_from_config("Functional", two_ends())
    assert translation.ends == (End((4, 6, 3), "linear"), End((4,), "softmax"))
    assert [end.size for end in translation.ends] == [72, 4]
    architecture = translation.architecture
    assert architecture.output_shape == (76,)
    assert architecture.step("conv").layer.activation == "tanh"  # others take it in
    assert architecture.step("scores").layer.activation == "linear"
    assert [layer.name for layer in architecture.layers[-2:]] == ["conv__flat", "__all"]
    assert set(translation.paths) == {"conv", "flat", "scores"}


def test_what_is_measured_behind_an_activation_keeps_it():
    measured = {"activity_regularizer": {"class_name": "L2", "module": "keras.regularizers",
                                         "config": {"l2": 0.1}}}  # fmt: skip
    translation = net_from_config("Functional", two_ends(**measured))
    assert translation.ends[1] == End((4,), "linear")
    assert translation.architecture.step("scores").layer.activation == "softmax"


@pytest.mark.parametrize(
    ("outputs", "text"),
    [
        ([["conv", 0, 0], ["conv", 0, 0]], "has the same output twice, or its input as one"),
        ([["in", 0, 0], ["scores", 0, 0]], "has the same output twice, or its input as one"),
        ({"maps": ["conv", 0, 0], "scores": ["scores", 0, 0]}, "has several outputs"),
        ([[["conv", 0, 0]], ["scores", 0, 0]], "has several outputs"),
    ],
)
def test_outputs_that_are_no_list_of_layers_are_named(outputs, text):
    with pytest.raises(NotOursError, match=text):
        net_from_config("Functional", two_ends() | {"output_layers": outputs})


def test_other_operations_are_named():
    operation = {"class_name": "GetItem", "module": "keras.src.ops.numpy", "name": "operation",
                 "config": {"name": "operation"},
                 "inbound_nodes": [{"args": [tensor("conv"), 1], "kwargs": {}}]}  # fmt: skip
    with pytest.raises(NotOursError, match=r'"operation" \(GetItem\)'):
        net_from_config("Functional", graph_of(operation))


def test_growing_pictures_become_as_large_as_they_do_in_keras():
    grown = {"class_name": "UpSampling2D", "module": "keras.layers", "name": "up",
             "config": {"name": "up", "size": [2, 3], "data_format": "channels_last",
                        "interpolation": "bilinear", "trainable": True, "dtype": "float32"},
             "inbound_nodes": [{"args": [tensor("conv")], "kwargs": {}}]}  # fmt: skip
    architecture = net_from_config("Functional", graph_of(grown)).architecture
    assert architecture.output_shape == (8, 18, 3)
    assert architecture.step("up").layer.interpolation == "bilinear"


@pytest.mark.parametrize(
    ("class_name", "config", "kind", "options"),
    [
        ("ELU", {"alpha": 1.0}, "Activation", {"activation": "elu"}),
        ("Softmax", {"axis": -1}, "Activation", {"activation": "softmax"}),
        ("LeakyReLU", {}, "ReLU", {"negative_slope": 0.3}),
        ("LeakyReLU", {"alpha": 0.5}, "ReLU", {"negative_slope": 0.5}),
        ("ThresholdedReLU", {"theta": 0.5}, "ReLU", {"threshold": 0.5}),
        ("ThresholdedReLU", {}, "ReLU", {"threshold": 1.0}),
    ],
)
def test_classes_that_settle_options_of_a_kind(class_name, config, kind, options):
    layer = layer_from_config(class_name, None, config)
    assert layer.kind == kind
    assert {name: getattr(layer, name) for name in options} == options


@pytest.mark.parametrize(
    ("class_name", "config", "text"),
    [
        ("ELU", {"alpha": 0.5}, "has alpha=0.5"),
        ("Dense", {"units": 3, "something": False}, "has something=False"),
        ("Dense", {"units": 0}, r'layer "Dense" \(Dense\): units=0'),
        ("UpSampling2D", {"size": 2}, "has size=2, for any size"),
        ("Dropout", {"rate": 0.5, "noise_shape": [1, 2]}, "has noise_shape"),
        ("Activation", {"activation": "step"}, "has activation=step"),
    ],
)
def test_options_of_a_layer_in_memory_that_we_lack_are_named(class_name, config, text):
    with pytest.raises(NotOursError, match=text):
        layer_from_config(class_name, None, config)


@pytest.mark.parametrize("noise", [None, [None, 1, 1, 7], (None, 1, 1, 1), [1, 5, None, 1]])
def test_random_numbers_may_be_shared_along_axes(noise):
    config = {"rate": 0.5, "noise_shape": noise}
    assert layer_from_config("Dropout", None, config, (5, 6, 7)).rate == 0.5


@pytest.mark.parametrize("noise", [[None, 1], [None, 1, 1, 3], [None, 5, 6, 7, 1], 3, [2, 1, 1, 1]])
def test_random_numbers_of_another_shape_are_refused(noise):
    config = {"rate": 0.5, "noise_shape": noise}
    with pytest.raises(NotOursError, match=r"has noise_shape=.*, for \(5, 6, 7\)\..*1 or its size"):
        layer_from_config("Dropout", None, config, (5, 6, 7))


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
        ("adam", {**ADAM, "beta_1": 0.8, "amsgrad": False}),
        ("adamw", {**ADAM, "weight_decay": 0.02, "amsgrad": False}),
        ("clipped", {**ADAM, "amsgrad": False, "clipnorm": 1.0}),
        ("amsgrad", {**ADAM, "amsgrad": True}),
    ],
)
def test_optimizers_keep_their_options(name, options):
    recorded = RECORDED["optimizers"][name]
    assert optimizer_from_config(recorded["class_name"], recorded["config"]) == options


def test_an_average_of_the_weights_is_taken_over():
    average = {"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 3}
    assert optimizer_from_config("Lion", {"beta_1": 0.9, **average}) == {"beta_1": 0.9, **average}


def test_the_first_limit_of_gradients_counts():
    config = {"clipvalue": 0.5, "global_clipnorm": 2.0, "clipnorm": None}
    assert optimizer_from_config("SGD", config) == {"global_clipnorm": 2.0}


def test_optimizers_that_we_lack_are_named():
    recorded = RECORDED["optimizers"]["ftrl"]
    with pytest.raises(NotOursError, match="Ftrl"):
        optimizer_from_config(recorded["class_name"], recorded["config"])
    with pytest.raises(NotOursError, match="has gradient_accumulation_steps=2"):
        optimizer_from_config("SGD", {"gradient_accumulation_steps": 2})


def held(family, **config):
    return {"module": f"keras.{family}", "class_name": config.pop("kind"), "config": config}


def test_regularizers_and_constraints_become_settings():
    (dense,) = net("regularized").architecture.layers
    assert dense.training.settings == (("kernel_regularizer", L2(0.01)),)
    separable = layer_from_config(
        "SeparableConv2D",
        "keras.layers",
        {
            "filters": 3,
            "kernel_size": (2, 2),
            "depthwise_regularizer": held("regularizers", kind="L1", l1=0.5),
            "pointwise_constraint": held("constraints", kind="MaxNorm", max_value=3, axis=[0, 1]),
            "activity_regularizer": held("regularizers", kind="L2", l2=0.25),
            "bias_constraint": None,
        },
    )
    assert dict(separable.training.settings) == {
        "depthwise_kernel_regularizer": L1(0.5),
        "pointwise_kernel_constraint": MaxNorm(3.0, (0, 1)),
        "activity_regularizer": L2(0.25),
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"class_name": "function", "config": "mine"}, "has kernel_regularizer='?mine"),
        ({"module": "mine", "class_name": "L2", "config": {}}, "has kernel_regularizer='?L2"),
        (held("regularizers", kind="L3"), "has kernel_regularizer='?L3"),
    ],
)
def test_regularizers_that_we_lack_are_named(value, text):
    with pytest.raises(NotOursError, match=text):
        layer_from_config("Dense", None, {"units": 3, "kernel_regularizer": value})


def test_losses_keep_their_options():
    smoothed, logits = (RECORDED["losses"][name] for name in ("smoothed", "logits"))
    found = loss_from_config(smoothed["class_name"], smoothed["config"])
    assert (found["name"], found["label_smoothing"]) == ("categorical_crossentropy", 0.1)
    found = loss_from_config(logits["class_name"], logits["config"])
    assert (found["name"], found["from_logits"]) == ("sparse_categorical_crossentropy", True)

    focal = RECORDED["losses"]["focal"]
    found = loss_from_config(focal["class_name"], focal["config"])
    assert (found["name"], found["gamma"]) == ("categorical_focal_crossentropy", 2.0)
    assert loss_from_config("BinaryFocalCrossentropy", {"apply_class_balancing": True}) == {
        "name": "binary_focal_crossentropy",
        "is_balanced": True,
    }


def test_losses_that_we_lack_are_named():
    recorded = RECORDED["losses"]["sum"]
    with pytest.raises(NotOursError, match=r"reduction='?sum"):
        loss_from_config(recorded["class_name"], recorded["config"])
    with pytest.raises(NotOursError, match="the loss is mean_absolute_percentage_error"):
        loss_from_function("mean_absolute_percentage_error")
    with pytest.raises(NotOursError, match=r"has alpha=\[0.1, 0.9\]"):
        loss_from_config("CategoricalFocalCrossentropy", {"alpha": [0.1, 0.9]})


@pytest.mark.parametrize("name", KINDS)
def test_the_table_names_kinds_and_tensors_that_exist(name):
    entry = KINDS[name]
    kind = LAYER_KINDS[entry.kind]
    options = {*entry.fixed, *entry.defaults, *entry.options.values()}
    assert options <= set(kind.option_names())
    assert {*entry.fillers, *entry.attributes, *entry.prefixes} <= set(kind.tensors)
    assert not entry.option_names.keys() & entry.only.keys()


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_every_kind_has_an_entry(kind):
    assert kind in {entry.kind for entry in KINDS.values()}
