"""Whole nets: targets, probabilities, preprocessing."""

import numpy as np
import pytest

from convscope.architecture import (
    Activation,
    Architecture,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    load_net,
)
from convscope.arithmetic import (
    backward,
    class_probabilities,
    forward,
    logit_target,
    loss_target,
    output_layer,
    preprocess,
)
from convscope.errors import ConvscopeError


def net_ending_in(*layers):
    return Architecture(Input((5,)), (Dense(4, "tanh"), *layers))


def arrays_for(net, seed=1):
    random = np.random.default_rng(seed)
    arrays = {name: random.normal(size=shape) for name, shape in net.parameter_shapes.items()}
    return {**arrays, "inputs": random.normal(size=(1, *net.input.shape))}


ENDINGS = {
    "softmax": (Dense(3, "softmax"),),
    "logits": (Dense(3),),
    "softmax apart": (Dense(3), Activation("softmax"), Dropout(0.5)),
    "sigmoid": (Dense(3, "sigmoid"),),
    "one sigmoid": (Dense(1, "sigmoid"),),
    "one logit": (Dense(1),),
    "tanh": (Dense(3, "tanh"),),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", ["loss", "logit"])
def test_gradients_of_targets_are_finite_differences(ending, kind):
    net = net_ending_in(*ENDINGS[ending])
    arrays = arrays_for(net)

    def target(changed):
        values = forward(net, changed, changed["inputs"])
        if kind == "loss":
            return loss_target(net, values, np.array([0]))
        return logit_target(net, values, 0)

    values = forward(net, arrays, arrays["inputs"])
    found = backward(net, arrays, values, target(arrays))
    assert set(found.weights) == set(net.parameter_shapes)
    for name, expected in {"inputs": found.inputs, **found.weights}.items():
        step = 1e-6 * np.random.default_rng(2).normal(size=expected.shape)
        after, before = (
            target({**arrays, name: arrays[name] + sign * step}).value for sign in (1, -1)
        )
        assert (expected * step).sum() * 2 == pytest.approx(after - before, abs=1e-11), name


def test_the_output_layer():
    assert output_layer(net_ending_in(*ENDINGS["softmax apart"])) == "activation"
    assert output_layer(net_ending_in(Dense(3), Dropout(0.1))) == "dense_1"
    pooled = Architecture(Input((4, 4, 3)), (GlobalAveragePooling2D(),))
    assert output_layer(pooled) == "global_average_pooling2d"


def test_probabilities_of_every_ending():
    outputs = np.array([[1.0, 1.0, 1 + np.log(2)]])
    logits = class_probabilities(net_ending_in(Dense(3)), outputs)
    np.testing.assert_allclose(logits, [[0.25, 0.25, 0.5]])
    one = class_probabilities(net_ending_in(Dense(1)), np.array([[0.0]]))
    np.testing.assert_allclose(one, [[0.5, 0.5]])
    shares = np.array([[0.9, 0.2]])
    assert class_probabilities(net_ending_in(Dense(2, "sigmoid")), shares) is shares
    one = class_probabilities(net_ending_in(Dense(1, "sigmoid")), np.array([[0.9]]))
    np.testing.assert_allclose(one, [[0.1, 0.9]])


def test_a_class_that_does_not_exist_is_refused():
    net = net_ending_in(Dense(3))
    arrays = arrays_for(net)
    values = forward(net, arrays, arrays["inputs"])
    with pytest.raises(ConvscopeError, match=r"class_index: received 3\. The net has 3 classes"):
        logit_target(net, values, 3)
    with pytest.raises(ConvscopeError, match=r"label: received -1\..* Give a number from 0 to 2"):
        loss_target(net, values, np.array([-1]))


@pytest.mark.parametrize("value_range", [(0.0, 1.0), (-1.0, 1.0), (0.0, 255.0), (-0.5, 2.0)])
def test_bytes_are_mapped_into_the_range(value_range):
    net = load_net("mnist").with_value_range(*value_range)
    low, high = value_range
    images = np.zeros((2, 28, 28, 1), np.uint8)
    images[0, 3, 4] = 255
    images[1, 5, 6] = 51
    inputs = preprocess(images, net)
    assert inputs.dtype == np.float32
    assert inputs[0, 3, 4] == np.float32(high)
    assert inputs[0, 0, 0] == np.float32(low)
    assert inputs[1, 5, 6] == np.float32(low + (high - low) / 5)


@pytest.mark.parametrize(
    "images", [np.zeros((1, 28, 28, 1), np.float32), np.zeros((1, 27, 28, 1), np.uint8)]
)
def test_other_images_are_refused(images):
    with pytest.raises(ConvscopeError, match=r"Images: received .* takes uint8 \(number, 28, 28"):
        preprocess(images, load_net("mnist"))


def test_flat_input():
    net = Architecture(Input((2, 2, 1)), (Flatten(),))
    x = np.arange(4.0).reshape(1, 2, 2, 1)
    assert forward(net, {}, x)["flatten"].activation.tolist() == [[0, 1, 2, 3]]
