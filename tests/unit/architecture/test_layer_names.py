"""Automatic names as Keras counts them, and names that cannot be."""

import pytest

from convscope.architecture import (
    LAYER_KINDS,
    Activation,
    Architecture,
    Conv2D,
    Dropout,
    Flatten,
    Input,
    automatic_name,
)
from convscope.errors import ConvscopeError

KERAS_NAMES = {
    "Rescaling": "rescaling",
    "Normalization": "normalization",
    "Resizing": "resizing",
    "CenterCrop": "center_crop",
    "RandomBrightness": "random_brightness",
    "RandomContrast": "random_contrast",
    "RandomCrop": "random_crop",
    "RandomFlip": "random_flip",
    "RandomRotation": "random_rotation",
    "RandomTranslation": "random_translation",
    "RandomZoom": "random_zoom",
    "ZeroPadding2D": "zero_padding2d",
    "Cropping2D": "cropping2d",
    "Conv2D": "conv2d",
    "DepthwiseConv2D": "depthwise_conv2d",
    "SeparableConv2D": "separable_conv2d",
    "Conv2DTranspose": "conv2d_transpose",
    "MaxPooling2D": "max_pooling2d",
    "AveragePooling2D": "average_pooling2d",
    "GlobalAveragePooling2D": "global_average_pooling2d",
    "GlobalMaxPooling2D": "global_max_pooling2d",
    "BatchNormalization": "batch_normalization",
    "LayerNormalization": "layer_normalization",
    "Activation": "activation",
    "ReLU": "re_lu",
    "PReLU": "p_re_lu",
    "Flatten": "flatten",
    "Reshape": "reshape",
    "Dropout": "dropout",
    "SpatialDropout2D": "spatial_dropout2d",
    "GaussianNoise": "gaussian_noise",
    "Dense": "dense",
    "Add": "add",
    "Subtract": "subtract",
    "Multiply": "multiply",
    "Average": "average",
    "Maximum": "maximum",
    "Concatenate": "concatenate",
}


def named(*layers):
    return [layer.name for layer in Architecture(Input((7, 5, 1)), layers).layers]


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_names_are_those_of_keras(kind):
    assert automatic_name(kind, []) == KERAS_NAMES[kind]


def test_the_first_has_no_number_and_the_second_is_number_one():
    assert named(Flatten(), Dropout(0.1), Flatten(), Flatten()) == [
        "flatten",
        "dropout",
        "flatten_1",
        "flatten_2",
    ]


def test_automatic_names_avoid_those_that_were_given():
    assert named(Flatten(), Flatten(name="flatten"), Flatten(name="flatten_1")) == [
        "flatten_2",
        "flatten",
        "flatten_1",
    ]


def test_a_name_is_used_once():
    with pytest.raises(ConvscopeError, match=r'layer name "a" is used twice\. Names are unique'):
        named(Flatten(name="a"), Dropout(0.5, name="a"))


@pytest.mark.parametrize("name", ["a.b", "a b", "a/b", " ", "a\n"])
def test_a_name_holds_nothing_that_tensor_names_cannot(name):
    with pytest.raises(ConvscopeError, match=r"(?s)holds a forbidden character\..*letters, digits"):
        named(Flatten(name=name))


def test_a_name_may_be_in_any_script():
    assert named(Activation("relu", name="活性化-1")) == ["活性化-1"]


def test_the_prefix_of_facts_about_the_data_is_no_name():
    with pytest.raises(ConvscopeError, match='name "about" is reserved'):
        named(Conv2D(1, 1, name="about"))
