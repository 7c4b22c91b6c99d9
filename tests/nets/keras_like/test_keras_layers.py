"""Layers: arguments as in Keras, and errors that say what is supported."""

from dataclasses import MISSING, fields

import pytest

from convscope import Input, activations, layers
from convscope.architecture import LAYER_KINDS, ReLU
from convscope.architecture.layer import COMMON
from convscope.architecture.options import option_of
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.layer import KINDS


def test_every_kind_has_its_layer():
    assert KINDS.keys() == LAYER_KINDS.keys()
    assert set(KINDS) <= set(layers.__all__)


def test_options_by_position_and_by_name():
    layer = layers.Conv2D(8, 3, (2, 1), "same", activation="relu", name="first")
    assert layer.description.to_json() == {
        "kind": "Conv2D",
        "name": "first",
        "filters": 8,
        "kernel_size": [3, 3],
        "strides": [2, 1],
        "padding": "same",
        "use_bias": True,
        "activation": "relu",
    }
    assert (layer.filters, layer.strides, layer.name) == (8, (2, 1), "first")
    assert "filters=8" in repr(layer)


@pytest.mark.parametrize("cls", [layers.Conv2D, layers.Dense])
def test_no_activation_is_linear(cls):
    options = {"kernel_size": 3} if cls is layers.Conv2D else {}
    assert cls(4, activation=None, **options).activation == "linear"


def test_input_shape_belongs_to_every_layer():
    for kind, cls in KINDS.items():
        required = [f for f in fields(cls.kind) if f.default is MISSING and f.name not in COMMON]
        arguments = {f.name: option_of(f).example for f in required}
        assert cls(**arguments, input_shape=(9, 7, 2)).input_shape == (9, 7, 2), kind


def test_grey_shapes_need_no_channel_axis():
    assert Input(shape=(28, 28)).shape == (None, 28, 28, 1)
    assert layers.Flatten(input_shape=(28, 28)).input_shape == (28, 28, 1)
    assert layers.Dense(3, input_dim=7).input_shape == (7,)


def test_what_keras_has_is_accepted_where_it_changes_nothing():
    layers.Conv2D(
        4,
        3,
        data_format="channels_last",
        dilation_rate=(1, 1),
        kernel_initializer="glorot_uniform",
        kernel_regularizer=None,
    )
    layers.BatchNormalization(axis=-1, trainable=True)


def test_activation_layers():
    assert layers.ReLU().activation == "relu"
    assert layers.Softmax().activation == "softmax"
    assert layers.LeakyReLU(negative_slope=0.2).activation == "leaky_relu"
    assert layers.LeakyReLU().description == ReLU(None, 0.3)
    assert layers.LeakyReLU(negative_slope=0.1, name="own").description == ReLU(
        None, 0.1, name="own"
    )
    assert layers.ReLU(6).activation == layers.ReLU(max_value=6.0).activation == "relu6"
    assert layers.ReLU(5, 0.1, 0.2).description == ReLU(5.0, 0.1, 0.2)
    assert layers.ReLU(threshold=1).description == ReLU(None, 0.0, 1.0)
    with pytest.raises(ConvscopeError, match=r"ReLU: max_value=-1\. Expected a number above 0"):
        layers.ReLU(-1)


def test_activations_are_functions_too():
    assert layers.Dense(3, activation=activations.gelu).activation == "gelu"
    assert layers.Conv2D(3, 2, activation=activations.swish).activation == "silu"
    assert layers.Activation("hard_swish").activation == "hard_silu"
    assert activations.get(None) is activations.linear
    assert activations.get("swish") is activations.silu
    assert activations.serialize(activations.get("relu6")) == "relu6"
    assert activations.relu([-1, 2]).tolist() == [0, 2]
    tensor = activations.mish(Input((5,)))
    assert tensor.layer is not None
    assert tensor.layer.activation == "mish"
    with pytest.raises(UnknownNameError, match=r'activation "reluu".*Did you mean "relu"'):
        activations.get("reluu")
    with pytest.raises(ConvscopeError, match=r"Dense: activation=.*Expected one of linear, relu"):
        layers.Dense(3, activation=abs)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: layers.Conv2D(4, kernel=3), r'Conv2D\(\): "kernel".*mean "kernel_size"'),
        (lambda: layers.Dense(4, unit=3), r'Unknown argument of Dense\(\): "unit"'),
        (lambda: layers.Conv2D(4, 3, 1, "same", None), "received 5 arguments by position"),
        (lambda: layers.Dense(4, units=4), "received units twice"),
        (lambda: layers.Dense(), "It also needs units"),
        (lambda: layers.Conv2D(4, 3, padding="sam"), 'Expected "valid" or "same"'),
        (lambda: layers.Flatten(kernel_regularizer="l2"), r'Flatten\(\): "kernel_regularizer"'),
        (lambda: layers.Conv2D(4, 3, data_format="channels_first"), "data_format=.* not supported"),
        (lambda: layers.Dense(4, groups=2), 'argument of Dense.*"groups"'),
        (lambda: layers.DepthwiseConv2D(3, filters=2), 'argument of DepthwiseConv2D.*"filters"'),
        (lambda: layers.BatchNormalization(0.9), "By position it takes none"),
        (lambda: Input(28), r"shape=28.*Expected \(height, width, channels\)"),
        (lambda: Input(shap=(28, 28, 1)), r'Input\(\): "shap".*mean "shape"'),
        (lambda: Input(), r"Input\(\): missing a required argument"),
    ],
)
def test_wrong_arguments_say_what_is_right(make, text):
    with pytest.raises(ConvscopeError, match=text):
        make()


def test_unknown_attributes_are_attribute_errors():
    with pytest.raises(AttributeError, match='attribute of Flatten: "filters"'):
        _ = layers.Flatten().filters


def test_weights_before_the_net_is_built():
    assert layers.Dense(3).get_weights() == []
    with pytest.raises(ConvscopeError, match="has no weights yet"):
        layers.Dense(3).set_weights([])


def test_unknown_argument_is_an_unknown_name():
    with pytest.raises(UnknownNameError):
        layers.Flatten(order="C")


def test_kernels_of_a_separable_convolution_are_set_by_the_names_of_keras():
    layer = layers.SeparableConv2D(
        5, 3, depthwise_initializer="he_normal", pointwise_regularizer="l2", trainable=False
    )
    assert layer.description.training.to_json() == {
        "depthwise_kernel_initializer": {"kind": "HeNormal"},
        "pointwise_kernel_regularizer": {"kind": "L2"},
        "trainable": False,
    }
    assert layer.get_config()["depthwise_initializer"]["kind"] == "HeNormal"
    alone = layers.DepthwiseConv2D(3, depthwise_constraint="non_neg")
    assert alone.description.training.to_json() == {"kernel_constraint": {"kind": "NonNeg"}}
    with pytest.raises(UnknownNameError, match="kernel_initializer"):
        layers.DepthwiseConv2D(3, kernel_initializer="he_normal")
