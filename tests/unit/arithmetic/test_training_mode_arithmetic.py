"""Dropout and normalization while training."""

import numpy as np
import pytest

from convscope.architecture import (
    Architecture,
    BatchNormalization,
    Dense,
    Dropout,
    GaussianNoise,
    Input,
    SpatialDropout2D,
)
from convscope.arithmetic import backward, forward, output_target
from convscope.arithmetic.dropout import dropout_mask

NORMALIZED = Architecture(Input((3, 2, 4)), (BatchNormalization(momentum=0.75),))


def normalization_weights(random):
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    return {f"batch_normalization.{name}": random.uniform(0.5, 2, 4) for name in names}


def test_dropout_keeps_the_mean_and_drops_its_share():
    mask = dropout_mask(np.ones((200, 200), np.float32), 0.25, np.random.default_rng(1))
    assert set(np.unique(mask)) == {np.float32(0), np.float32(1 / 0.75)}
    assert (mask == 0).mean() == pytest.approx(0.25, abs=0.01)
    assert mask.mean() == pytest.approx(1, abs=0.02)
    assert mask.dtype == np.float32


def test_dropout_goes_back_through_the_same_mask():
    net = Architecture(Input((6,)), (Dropout(0.5),))
    x = np.arange(1.0, 13).reshape(2, 6)
    values = forward(net, {}, x, training=True, random=np.random.default_rng(3))
    mask = values["dropout"].memory["mask"]
    assert 0 < (mask == 0).sum() < mask.size
    np.testing.assert_array_equal(values["dropout"].activation, x * mask)
    found = backward(net, {}, values, output_target(net, np.full((2, 6), 3.0)))
    np.testing.assert_array_equal(found.inputs, 3 * mask)


def test_dropout_is_the_same_for_the_same_generator_and_silent_otherwise():
    net = Architecture(Input((50,)), (Dropout(0.5),))
    x = np.ones((1, 50))
    first, second = (
        forward(net, {}, x, training=True, random=np.random.default_rng(5)) for _ in range(2)
    )
    np.testing.assert_array_equal(first["dropout"].activation, second["dropout"].activation)
    np.testing.assert_array_equal(forward(net, {}, x)["dropout"].activation, x)


def test_normalization_uses_and_remembers_the_batch():
    random = np.random.default_rng(2)
    weights, x = normalization_weights(random), random.normal(3, 2, (5, 3, 2, 4))
    values = forward(NORMALIZED, weights, x, training=True)["batch_normalization"]
    flat = x.reshape(-1, 4)
    normal = (flat - flat.mean(0)) / np.sqrt(flat.var(0) + 1e-3)
    expected = normal * weights["batch_normalization.gamma"] + weights["batch_normalization.beta"]
    np.testing.assert_allclose(values.activation.reshape(-1, 4), expected)
    for name, of_batch in (("mean", flat.mean(0)), ("variance", flat.var(0))):
        moving = 0.75 * weights[f"batch_normalization.moving_{name}"] + 0.25 * of_batch
        np.testing.assert_allclose(values.memory[f"moving_{name}"], moving)


def test_the_way_back_through_batch_statistics_is_finite_differences():
    random = np.random.default_rng(4)
    arrays = {**normalization_weights(random), "inputs": random.normal(3, 2, (5, 3, 2, 4))}
    gradient = random.normal(size=arrays["inputs"].shape)

    def output(changed):
        values = forward(NORMALIZED, changed, changed["inputs"], training=True)
        return (values["batch_normalization"].activation * gradient).sum()

    values = forward(NORMALIZED, arrays, arrays["inputs"], training=True)
    found = backward(NORMALIZED, arrays, values, output_target(NORMALIZED, gradient))
    assert set(found.weights) == {"batch_normalization.gamma", "batch_normalization.beta"}
    for name, expected in {"inputs": found.inputs, **found.weights}.items():
        for _ in range(4):
            step = 1e-6 * random.normal(size=expected.shape)
            after, before = (
                output({**arrays, name: arrays[name] + sign * step}) for sign in (1, -1)
            )
            assert (expected * step).sum() * 2 == pytest.approx(after - before, abs=1e-10)


def test_training_mode_changes_only_layers_that_know_it():
    net = Architecture(Input((3,)), (Dense(2, "relu"),))
    weights = {"dense.kernel": np.ones((3, 2)), "dense.bias": np.zeros(2)}
    x = np.ones((1, 3))
    trained = forward(net, weights, x, training=True)["dense"]
    np.testing.assert_array_equal(trained.activation, forward(net, weights, x)["dense"].activation)
    assert trained.memory == {}


def test_spatial_dropout_silences_whole_maps():
    net = Architecture(Input((5, 3, 7)), (SpatialDropout2D(0.5),))
    x = np.random.default_rng(1).normal(size=(11, 5, 3, 7))
    values = forward(net, {}, x, training=True, random=np.random.default_rng(2))
    mask = values["spatial_dropout2d"].memory["mask"]
    assert mask.shape == (11, 1, 1, 7)
    assert set(np.unique(mask)) == {0.0, 2.0}
    np.testing.assert_array_equal(values["spatial_dropout2d"].activation, x * mask)
    gradient = np.random.default_rng(3).normal(size=x.shape)
    found = backward(net, {}, values, output_target(net, gradient))
    np.testing.assert_array_equal(found.inputs, gradient * mask)


def test_noise_has_its_deviation_and_lets_the_gradient_pass():
    net = Architecture(Input((400,)), (GaussianNoise(0.3),))
    x = np.ones((100, 400))
    values = forward(net, {}, x, training=True, random=np.random.default_rng(2))
    noise = values["gaussian_noise"].activation - x
    assert abs(noise.mean()) < 0.01
    assert noise.std() == pytest.approx(0.3, abs=0.01)
    found = backward(net, {}, values, output_target(net, x * 2))
    np.testing.assert_array_equal(found.inputs, x * 2)
    np.testing.assert_array_equal(forward(net, {}, x)["gaussian_noise"].activation, x)
