"""Layers: arguments as in Keras, and errors that say what is supported."""

import pytest

from convscope import Input, layers
from convscope.architecture import LAYER_KINDS
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.layers import KINDS


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
        needed = {"Conv2D": (4, 3), "Dense": (4,), "Activation": ("relu",), "Dropout": (0.5,)}
        arguments = {**needed, "Rescaling": (0.1,)}.get(kind, ())
        assert cls(*arguments, input_shape=(9, 7, 2)).input_shape == (9, 7, 2)


def test_grey_shapes_need_no_channel_axis():
    assert Input(shape=(28, 28)).shape == (28, 28, 1)
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
    with pytest.raises(ConvscopeError, match=r"negative_slope=0\.3.*Only a slope of 0\.2"):
        layers.LeakyReLU()
    with pytest.raises(ConvscopeError, match=r"ReLU\(\): max_value=6 is not supported"):
        layers.ReLU(max_value=6)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: layers.Conv2D(4, kernel=3), r'Conv2D\(\): "kernel".*mean "kernel_size"'),
        (lambda: layers.Dense(4, unit=3), r'Unknown argument of Dense\(\): "unit"'),
        (lambda: layers.Conv2D(4, 3, 1, "same", None), "received 5 arguments by position"),
        (lambda: layers.Dense(4, units=4), "received units twice"),
        (lambda: layers.Dense(), "It also needs units"),
        (lambda: layers.Conv2D(4, 3, padding="sam"), 'Expected "valid" or "same"'),
        (lambda: layers.Conv2D(4, 3, dilation_rate=2), "dilation_rate=2 is not supported"),
        (lambda: layers.Dense(4, kernel_regularizer="l2"), "Only kernel_regularizer=None is"),
        (lambda: layers.BatchNormalization(0.9), "By position it takes none"),
        (lambda: Input(28), r"shape=28.*Expected \(height, width, channels\)"),
        (lambda: Input(shap=(28, 28, 1)), r'Input\(\): "shap".*mean "shape"'),
        (lambda: Input(), r"Input\(\): missing a required argument"),
    ],
)
def test_wrong_arguments_say_what_is_right(make, text):
    with pytest.raises(ConvscopeError, match=text):
        make()


def test_a_layer_cannot_be_frozen():
    layer = layers.Dense(3)
    layer.trainable = True
    with pytest.raises(ConvscopeError, match="trainable=False is not supported"):
        layer.trainable = False


def test_unknown_attributes_are_attribute_errors():
    with pytest.raises(AttributeError, match="Flatten has no attribute 'filters'"):
        _ = layers.Flatten().filters


def test_weights_before_the_net_is_built():
    assert layers.Dense(3).get_weights() == []
    with pytest.raises(ConvscopeError, match="has no weights yet"):
        layers.Dense(3).set_weights([])


def test_unknown_argument_is_an_unknown_name():
    with pytest.raises(UnknownNameError):
        layers.Flatten(order="C")
