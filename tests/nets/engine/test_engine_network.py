"""Networks from architectures: weights in and out, and rewriting that changes nothing."""

import numpy as np
import pytest
import torch

from convscope.architecture import (
    CATALOGUE,
    Activation,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    MaxPooling2D,
    Rescaling,
    ZeroPadding2D,
)
from convscope.engine.answers.model_answers import answer
from convscope.engine.network import build_network, load_weights, read_weights
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model

IMAGE = (11, 7, 3)
END = (Flatten(), Dense(5, "softmax"))
NETS = {
    "relu before pooling": (Conv2D(4, 3, activation="relu"), MaxPooling2D(), *END),
    "overlapping windows": (Conv2D(4, 2, activation="relu"), MaxPooling2D(3, 1), *END),
    "windows with gaps": (Conv2D(4, 2, activation="relu"), MaxPooling2D(2, 3), *END),
    "padded pooling": (Conv2D(4, 2, activation="relu"), MaxPooling2D(3, 2, "same"), *END),
    "twice": (
        Conv2D(4, 2, activation="relu"),
        MaxPooling2D((2, 1)),
        Conv2D(3, (3, 2), activation="relu"),
        MaxPooling2D((1, 2)),
        *END,
    ),
    "another activation": (Conv2D(4, 3, activation="sigmoid"), MaxPooling2D(), *END),
    "average pooling": (Conv2D(4, 3, activation="relu"), AveragePooling2D(), *END),
    "pooling at the end": (Conv2D(4, 3, activation="relu"), MaxPooling2D((9, 5)), Flatten()),
    "everything": (
        Rescaling(2.0, -1.0),
        ZeroPadding2D(((1, 2), (0, 1))),
        Conv2D(4, 3, padding="same", activation="relu"),
        MaxPooling2D(),
        BatchNormalization(),
        Dropout(0.3),
        Conv2D(3, 2, 2, activation="leaky_relu"),
        Activation("tanh"),
        GlobalAveragePooling2D(),
        Dense(5, "sigmoid"),
    ),
}


def net_of(name):
    return Architecture(Input(IMAGE), NETS[name])


def weights_of(architecture, seed=3):
    """Returns weights that leave many pre-activations below zero and none exactly neutral."""
    random = np.random.default_rng(seed)
    weights = initial_weights(architecture, seed)
    return {
        name: (w + random.uniform(-0.3, 0.2, w.shape)).astype(np.float32)
        for name, w in weights.items()
    }


def run(architecture, rewrite, training):
    """Returns outputs, weight gradients and weights after one pass forwards and backwards."""
    torch.manual_seed(5)
    network = build_network(architecture, weights_of(architecture), rewrite).train(training)
    inputs = np.random.default_rng(4).normal(size=(6, *IMAGE)).astype(np.float32)
    scores = network.scores(torch.from_numpy(inputs))
    torch.sin(scores).sum().backward()
    gradients = [p.grad.numpy() for p in network.parameters()]
    return network, scores.detach().numpy(), gradients


@pytest.mark.parametrize("training", [True, False], ids=["training", "judging"])
@pytest.mark.parametrize("name", NETS)
def test_a_rewritten_net_computes_the_same(name, training):
    plain, scores, gradients = run(net_of(name), False, training)
    rewritten, other_scores, other_gradients = run(net_of(name), True, training)
    np.testing.assert_allclose(other_scores, scores, rtol=1e-6, atol=1e-6)
    assert len(gradients) == len(other_gradients) > 0
    for ours, theirs in zip(other_gradients, gradients, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    for name, weight in read_weights(plain).items():
        np.testing.assert_array_equal(read_weights(rewritten)[name], weight)


@pytest.mark.parametrize("name", [*NETS, *CATALOGUE])
def test_weights_come_out_as_they_went_in(name):
    net = net_of(name) if name in NETS else CATALOGUE[name].build()
    weights = weights_of(net)
    network = build_network(net, weights)
    found = read_weights(network)
    assert list(found) == list(net.parameter_shapes)
    for tensor_name, tensor in found.items():
        np.testing.assert_array_equal(tensor, weights[tensor_name])
        assert tensor.dtype == np.float32
        assert tensor.flags.c_contiguous


def test_weights_that_were_read_are_copies():
    network = build_network(net_of("twice"), weights_of(net_of("twice")))
    before = read_weights(network)
    load_weights(network, weights_of(net_of("twice"), seed=9))
    np.testing.assert_array_equal(before["conv2d.bias"], weights_of(net_of("twice"))["conv2d.bias"])
    assert not np.array_equal(read_weights(network)["conv2d.bias"], before["conv2d.bias"])


@pytest.mark.parametrize(
    ("activation", "expected"), [("softmax", "softmax"), ("sigmoid", "sigmoid"), ("tanh", "linear")]
)
def test_scores_stop_before_softmax_and_sigmoid(activation, expected):
    net = Architecture(Input((4,)), (Dense(3, activation),))
    weights = weights_of(net)
    network = build_network(net, weights).eval()
    inputs = np.random.default_rng(0).normal(size=(2, 4)).astype(np.float32)
    assert network.output_activation == expected
    scores = network.scores(torch.from_numpy(inputs)).detach().numpy()
    plain = inputs @ weights["dense.kernel"] + weights["dense.bias"]
    np.testing.assert_allclose(scores, np.tanh(plain) if expected == "linear" else plain, rtol=1e-5)
    outputs = network(torch.from_numpy(inputs)).detach().numpy()
    wanted = {
        "softmax": np.exp(plain) / np.exp(plain).sum(1, keepdims=True),
        "sigmoid": 1 / (1 + np.exp(-plain)),
        "tanh": np.tanh(plain),
    }
    np.testing.assert_allclose(outputs, wanted[activation], rtol=1e-5)


def test_a_net_without_layers_gives_back_what_it_got():
    network = build_network(Architecture(Input((3,)), ()))
    inputs = torch.arange(6.0).reshape(2, 3)
    assert torch.equal(network(inputs), inputs)


def test_fresh_weights_are_glorot_uniform_and_biases_zero():
    net = CATALOGUE["mnist"].build()
    weights = initial_weights(net, 1)
    kernel = weights["conv2d_1.kernel"]
    limit = np.sqrt(6 / (3 * 3 * 32 + 3 * 3 * 64))
    assert np.abs(kernel).max() <= limit
    assert np.abs(kernel).max() > 0.99 * limit
    assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.02)
    assert not weights["dense.bias"].any()
    normal = initial_weights(Architecture(Input((3,)), (BatchNormalization(),)), 1)
    assert [w.tolist()[0] for w in normal.values()] == [1, 0, 0, 1]


def test_a_seed_gives_the_same_weights_and_another_gives_others():
    net = CATALOGUE["mnist"].build()
    first, again, other = (initial_weights(net, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["conv2d.kernel"], other["conv2d.kernel"])


@pytest.mark.parametrize("activation", ["softmax", "linear"])
def test_a_model_answers_with_probabilities(activation):
    net = Architecture(Input((7, 5, 1), (-1, 1)), (Flatten(), Dense(3, activation)))
    weights = weights_of(net)
    images = np.random.default_rng(0).integers(0, 256, (4, 7, 5, 1), dtype=np.uint8)
    inputs = images.reshape(4, -1) / 255 * 2 - 1
    scores = inputs @ weights["dense.kernel"] + weights["dense.bias"]
    expected = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    found = answer(Model(net, weights), images)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-4)
