"""Nets that cannot be: the text names the layer, what arrives there, why not, and what would."""

import pytest

from convscope.architecture import (
    Architecture,
    AveragePooling2D,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    MaxPooling2D,
    ZeroPadding2D,
    expect_classes,
    load_net,
)
from convscope.architecture.windowed import WindowedLayer
from convscope.errors import ConvscopeError


def build(*layers, shape=(7, 5, 1)):
    return Architecture(Input(shape), layers)


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        (Conv2D(2, (2, 3)), "conv2d_1"),
        (MaxPooling2D((2, 3)), "max_pooling2d"),
        (AveragePooling2D((2, 3)), "average_pooling2d"),
    ],
)
def test_a_window_larger_than_what_is_left(layer, name):
    with pytest.raises(ConvscopeError) as caught:
        build(Conv2D(2, (7, 5)), layer)
    assert caught.value.received == (
        f'Layer "{name}" ({layer.kind}) received (1, 1, 2): its 2×3 window does not fit into 1×1 '
        'with padding="valid".'
    )
    assert caught.value.expected == "It needs at least 2 rows and 3 columns."
    assert caught.value.fix.startswith('Use padding="same", a smaller window, fewer pooling')


def test_the_suggested_padding_helps():
    assert build(Conv2D(2, (7, 5)), Conv2D(2, 3, padding="same")).output_shape == (1, 1, 2)


@pytest.mark.parametrize(
    "layer", [Conv2D(2, 3), MaxPooling2D(), ZeroPadding2D(), GlobalAveragePooling2D()]
)
def test_a_picture_layer_behind_a_flat_vector(layer):
    expected = rf'Layer "\w+" \({layer.kind}\) received \(35,\), a flat vector.*Put it before Flatt'
    with pytest.raises(ConvscopeError, match=expected):
        build(Flatten(), layer)


def test_a_dense_layer_on_a_picture():
    expected = r'"dense" \(Dense\) received \(7, 5, 1\), a picture.*flat vector.*Put Flatten\(\) or'
    with pytest.raises(ConvscopeError, match=expected):
        build(Dense(3))


def test_a_classifier_that_ends_in_a_picture():
    with pytest.raises(ConvscopeError, match=r"ends in \(5, 3, 2\).*one value per class.*Flatten"):
        expect_classes(build(Conv2D(2, 3)).output_shape)
    assert expect_classes((10,)) == 10


def test_too_many_poolings_in_a_named_net():
    with pytest.raises(ConvscopeError, match=r'"max_pooling2d_1" .* received \(1, 1, 64\)'):
        load_net("mnist", (9, 9, 1))


def test_a_layer_without_a_name_is_called_by_its_kind():
    with pytest.raises(ConvscopeError, match=r"^Layer Dense received"):
        Dense(3).output_shape((2, 2, 2))


def test_a_windowed_layer_says_what_its_window_is():
    with pytest.raises(TypeError, match=r"WindowedLayer must define geometry"):
        WindowedLayer().geometry()
