"""What cannot be explained is refused with a text that says how to put it right."""

from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from convscope.architecture import (
    Activation,
    Architecture,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    MaxPooling2D,
)
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.telling import explain

SHAPE = (6, 5, 1)
RANDOM = np.random.default_rng(9)
BYTES = RANDOM.integers(0, 256, SHAPE).astype(np.uint8)


def model_for(shape=SHAPE, value_range=(0.0, 1.0), **changed):
    layers = (Conv2D(2, (3, 2), activation="relu"), MaxPooling2D(), Flatten(), Dense(3, "softmax"))
    net = Architecture(Input(shape, value_range), layers)
    weights = {n: RANDOM.normal(size=s).astype(np.float32) for n, s in net.parameter_shapes.items()}
    return SimpleNamespace(architecture=net, weights={**weights, **changed}, class_names=())


@pytest.fixture(scope="module")
def explanation():
    return explain(model_for(), BYTES)


@pytest.mark.parametrize(
    "image",
    [
        BYTES,
        BYTES[:, :, 0],
        Image.fromarray(BYTES[:, :, 0]),
        (BYTES / np.float32(255)).astype(np.float32),
        BYTES[:, :, 0] / 255,
    ],
    ids=["bytes", "without channels", "PIL", "float32", "float64"],
)
def test_images_in_every_form_give_the_same(image, explanation):
    found = explain(model_for(), image)
    np.testing.assert_allclose(found.inputs, explanation.inputs, atol=1e-6)
    assert found.notes == ()


def test_colour_images():
    rgb = RANDOM.integers(0, 256, (6, 5, 3)).astype(np.uint8)
    of_array, of_pil = (explain(model_for((6, 5, 3)), i) for i in (rgb, Image.fromarray(rgb)))
    np.testing.assert_array_equal(of_array.inputs, of_pil.inputs)


@pytest.mark.parametrize(
    ("image", "text"),
    [
        (np.zeros((28, 28), np.uint8), r"received shape \(28, 28\)\. The net takes \(6, 5, 1\)"),
        (np.zeros((6, 5, 3), np.uint8), r"received shape \(6, 5, 3\)\..* Resize or convert"),
        (Image.new("L", (28, 28)), r"received shape \(28, 28\)"),
        (Image.new("RGB", (5, 6)), r'mode RGB\. The net takes mode L\. .*image\.convert\("L"\)'),
        (np.zeros((6, 5), np.int64), r"type int64\. Expected uint8 from 0 to 255, or float from 0"),
        (np.full((6, 5), 7.0), r"floats from 7 to 7\. The net takes floats from 0 to 1\. .*uint8"),
        (np.full((6, 5), np.nan), r"not finite .*numbers from 0 to 1"),
        ([[0, 1], [1, 0]], r"received list\. Expected a NumPy array or a PIL image"),
    ],
)
def test_images_that_do_not_fit(image, text):
    with pytest.raises(ConvscopeError, match=text):
        explain(model_for(), image)


def test_a_grey_image_for_a_colour_net():
    with pytest.raises(ConvscopeError, match=r'mode L\. .*image\.convert\("RGB"\)'):
        explain(model_for((6, 5, 3)), Image.new("L", (5, 6)))


@pytest.mark.parametrize("value", [0, 200])
def test_a_blank_image_is_explained_with_a_warning(value):
    explanation = explain(model_for(), np.full(SHAPE, value, np.uint8))
    assert len(explanation.notes) == 1
    assert "blank" in explanation.notes[0]
    assert explanation.notes[0] in explanation.to_html()
    assert explanation.walk().notes == explanation.notes
    assert explanation.neuron("dense", 0).terms


def test_weights_that_are_not_numbers():
    bias = np.array([0, np.nan], np.float32)
    with pytest.raises(
        ConvscopeError, match=r"conv2d\.bias hold 1 of 2 values that are not finite"
    ):
        explain(model_for(**{"conv2d.bias": bias}), BYTES)


def test_names_for_another_number_of_classes():
    model = model_for()
    model.class_names = ("circle", "cross")
    with pytest.raises(ConvscopeError, match=r"2 class names: circle, cross\. .* for 3 classes"):
        explain(model, BYTES)


def test_an_unknown_layer(explanation):
    for ask in (explanation.neuron, explanation.layer, explanation.strongest):
        with pytest.raises(UnknownNameError, match=r'layer "conv_2d"\. .* Did you mean "conv2d"'):
            ask("conv_2d")


@pytest.mark.parametrize(
    ("layer", "position", "text"),
    [
        (
            "conv2d",
            (4, 0, 0),
            r"no neuron at 4, 0, 0\. Its shape is \(4, 4, 2\): rows go from 0 to 3",
        ),
        ("conv2d", (0, 4, 0), r"columns go from 0 to 3"),
        ("conv2d", (0, 0, -1), r'channels go from 0 to 1\. Write .*neuron\("conv2d", 3, 3, 1\)'),
        ("dense", (3,), r"no neuron at 3\. Its shape is \(3,\): indices go from 0 to 2"),
        ("conv2d", (1,), r"received 1 coordinates\. .* 3 \(row, column, channel\)"),
        ("dense", (0, 0, 0), r'received 3 coordinates\. .* 1 \(index\).*neuron\("dense", 2\)'),
        ("dense", (), r"received 0 coordinates"),
    ],
)
def test_neurons_that_do_not_exist(explanation, layer, position, text):
    with pytest.raises(ConvscopeError, match=text):
        explanation.neuron(layer, *position)


def test_targets_that_do_not_exist(explanation):
    neuron = explanation.neuron("dense", 0)
    with pytest.raises(UnknownNameError, match=r'target "logits"\. .* Did you mean "logit"'):
        neuron.backward("logits")
    with pytest.raises(ConvscopeError, match=r"class_index: received 3\. The net has 3 classes"):
        neuron.backward("logit", class_index=3)
    with pytest.raises(ConvscopeError, match=r"label: received 7"):
        neuron.backward("loss", label=7)
    with pytest.raises(ConvscopeError, match=r'"loss": received class_index\. .* Give label=1'):
        neuron.backward("loss", class_index=1)
    with pytest.raises(ConvscopeError, match=r'"logit": received label\. .* Give class_index=2'):
        neuron.backward("logit", label=2)


def test_a_neuron_after_the_target():
    net = Architecture(Input((3,)), (Dense(2), Activation("softmax"), Dropout(0.5)))
    weights = {n: np.ones(s, np.float32) for n, s in net.parameter_shapes.items()}
    model = SimpleNamespace(architecture=net, weights=weights, class_names=())
    neuron = explain(model, np.array([0.0, 0.5, 1.0])).neuron("dropout", 0)
    with pytest.raises(
        ConvscopeError, match=r'"dropout" comes after .* "activation" or of a layer'
    ):
        neuron.backward("logit", class_index=0)
