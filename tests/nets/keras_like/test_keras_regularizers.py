"""Regularizers and constraints, from the program to loss, weights, file and message."""

import numpy as np
import pytest

from convscope import Input, Sequential, constraints, layers, models, optimizers, regularizers
from convscope.errors import ConvscopeError

SPARSE = "sparse_categorical_crossentropy"


def net(seed=5, pooled=True, conv=None, dense=None, norm=None):
    model = Sequential(
        [
            Input((9, 7, 1)),
            layers.Conv2D(4, 3, activation="relu", **(conv or {})),
            *([layers.MaxPooling2D()] if pooled else []),
            layers.BatchNormalization(**(norm or {})),
            layers.Flatten(),
            layers.Dense(3, activation="softmax", **(dense or {})),
        ],
        seed=seed,
    )
    model.compile(optimizers.SGD(0.1), SPARSE)
    return model


def sizes(x):
    return np.abs(x).sum()


def squares(x):
    return np.square(x).sum()


def cosines(x):
    rows = x / np.linalg.norm(x, axis=1, keepdims=True)
    product = np.abs(rows @ rows.T)
    return (product.sum() - np.trace(product)) / (len(x) * (len(x) - 1))


WEIGHT_CASES = [
    ("conv", "kernel_regularizer", "l2", 0, lambda w: 0.01 * squares(w)),
    ("conv", "kernel_regularizer", regularizers.L1(0.3), 0, lambda w: 0.3 * sizes(w)),
    (
        "conv",
        "bias_regularizer",
        regularizers.l1_l2(l1=0.3, l2=0.2),
        1,
        lambda w: 0.3 * sizes(w) + 0.2 * squares(w),
    ),
    ("norm", "gamma_regularizer", regularizers.l2(0.2), 2, lambda w: 0.2 * squares(w)),
    ("norm", "beta_regularizer", regularizers.L1(0.2), 3, lambda w: 0.2 * sizes(w)),
    ("dense", "bias_regularizer", "L1", -1, lambda w: 0.01 * sizes(w)),
    (
        "dense",
        "kernel_regularizer",
        regularizers.OrthogonalRegularizer(0.7),
        -2,
        lambda w: 0.7 * cosines(w),
    ),
    (
        "dense",
        "kernel_regularizer",
        regularizers.OrthogonalRegularizer(0.7, mode="columns"),
        -2,
        lambda w: 0.7 * cosines(w.T),
    ),
]


@pytest.mark.parametrize(("where", "option", "given", "index", "penalty"), WEIGHT_CASES)
def test_a_penalty_on_weights_is_part_of_the_loss(where, option, given, index, penalty, stripes):
    plain, other = net(), net(**{where: {option: given}})
    weights = [w + 0.1 * (i + 1) for i, w in enumerate(plain.get_weights())]
    plain.set_weights(weights)
    other.set_weights(weights)
    expected = plain.evaluate(*stripes, verbose=0) + penalty(weights[index])
    assert other.evaluate(*stripes, verbose=0) == pytest.approx(expected, rel=1e-5)
    first = plain.fit(*stripes, batch_size=30, verbose=0).history["loss"][0]
    found = other.fit(*stripes, batch_size=30, verbose=0).history["loss"][0]
    assert found == pytest.approx(first + penalty(weights[index]), rel=1e-5)
    assert not np.array_equal(plain.get_weights()[index], other.get_weights()[index])


@pytest.mark.parametrize("frozen", [["conv2d"], ["conv2d", "dense"]])
def test_weights_that_are_not_trained_cost_nothing(frozen, stripes):
    held = net(conv={"kernel_regularizer": "l2"}, dense={"kernel_regularizer": "l2"})
    for name in frozen:
        held.get_layer(name).trainable = False
    plain = net()
    plain.set_weights(held.get_weights())
    kernel = held.get_layer("dense").get_weights()[0]
    expected = 0.01 * squares(kernel) if "dense" not in frozen else 0.0
    for model in (held, plain):
        model.compile(optimizers.SGD(1e-9), SPARSE)
    losses = [m.fit(*stripes, batch_size=30, verbose=0).history["loss"][0] for m in (held, plain)]
    assert losses[0] - losses[1] == pytest.approx(expected, abs=1e-5)


def test_a_step_follows_the_gradient_of_the_penalty(stripes):
    plain, other = net(), net(dense={"kernel_regularizer": regularizers.L2(0.3)})
    kernel = plain.get_weights()[-2]
    for model in (plain, other):
        model.fit(*stripes, batch_size=30, verbose=0)
    difference = other.get_weights()[-2] - plain.get_weights()[-2]
    np.testing.assert_allclose(difference, -0.1 * 2 * 0.3 * kernel, atol=1e-6)


@pytest.mark.parametrize("pooled", [True, False])
def test_a_penalty_on_outputs_is_taken_per_image(pooled, stripes):
    images, labels = stripes
    plain = net(pooled=pooled)
    of_maps = net(pooled=pooled, conv={"activity_regularizer": regularizers.L2(0.01)})
    of_classes = net(pooled=pooled, dense={"activity_regularizer": regularizers.L1L2(l2=0.5)})
    maps = plain.feature_maps(images[0])["conv2d"]
    one = (images[:1], labels[:1])
    loss = plain.evaluate(*one, verbose=0)
    found = of_maps.evaluate(*one, verbose=0)
    assert found == pytest.approx(loss + 0.01 * squares(maps), rel=1e-5)
    shares = plain.predict(images)
    everything = plain.evaluate(images, labels, verbose=0)
    expected = everything + 0.5 * squares(shares) / 30
    assert of_classes.evaluate(images, labels, verbose=0) == pytest.approx(expected, rel=1e-5)
    assert of_classes.evaluate(images, labels, batch_size=7, verbose=0) == pytest.approx(
        expected, rel=1e-5
    )
    of_maps.fit(images, labels, verbose=0)
    plain.fit(images, labels, verbose=0)
    assert not np.array_equal(of_maps.get_weights()[0], plain.get_weights()[0])


CONSTRAINT_CASES = [
    (constraints.MaxNorm(0.3), lambda w: np.linalg.norm(w, axis=0), 0, 0.3),
    (constraints.max_norm(0.2, axis=1), lambda w: np.linalg.norm(w, axis=1), 0, 0.2),
    (constraints.UnitNorm(), lambda w: np.linalg.norm(w, axis=0), 1, 1),
    ("non_neg", lambda w: w, 0, np.inf),
    (constraints.MinMaxNorm(0.4, 0.5), lambda w: np.linalg.norm(w, axis=0), 0.4, 0.5),
]


@pytest.mark.parametrize(("given", "measure", "least", "most"), CONSTRAINT_CASES)
def test_constraints_hold_after_every_step(given, measure, least, most, stripes):
    model, plain = net(dense={"kernel_constraint": given}), net()
    for each in (model, plain):
        each.fit(*stripes, verbose=0)
    found = measure(model.get_weights()[-2])
    assert found.min() >= least - 1e-5
    assert found.max() <= most + 1e-5
    without = measure(plain.get_weights()[-2])
    assert without.min() < least - 1e-3 or without.max() > most + 1e-3


def test_a_filter_is_constrained_along_its_own_axes(stripes):
    model = net(conv={"kernel_constraint": constraints.UnitNorm(axis=[0, 1, 2])})
    model.fit(*stripes, verbose=0)
    norms = np.sqrt(np.square(model.get_weights()[0]).sum((0, 1, 2)))
    np.testing.assert_allclose(norms, 1, rtol=1e-5)


def test_a_part_of_the_way(stripes):
    slow = constraints.MinMaxNorm(max_value=0.1, rate=0.25)
    model, plain = net(dense={"kernel_constraint": slow}), net()
    for each in (model, plain):
        each.fit(*stripes, batch_size=30, verbose=0)
    norms = [np.linalg.norm(each.get_weights()[-2], axis=0) for each in (model, plain)]
    np.testing.assert_allclose(norms[0], 0.25 * 0.1 + 0.75 * norms[1], rtol=1e-5)


def test_they_are_kept_in_the_file(tmp_path, stripes):
    model = net(
        conv={"kernel_regularizer": "l1", "activity_regularizer": "l2"},
        dense={"kernel_constraint": constraints.MaxNorm(3, axis=1)},
    )
    model.save(tmp_path / "net.safetensors")
    found = models.load_model(tmp_path / "net.safetensors")
    assert found.evaluate(*stripes, verbose=0) == model.evaluate(*stripes, verbose=0)
    assert found.layers[-1].get_config()["kernel_constraint"] == {
        "kind": "MaxNorm",
        "max_value": 3.0,
        "axis": 1,
    }


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: layers.Dense(3, kernel_regularizer="l3"), r'regularizer in Dense: .*"l3"'),
        (lambda: layers.Dense(3, kernel_regularizer=0.01), r"kernel_regularizer=0\.01\. Expected"),
        (
            lambda: layers.Dense(3, kernel_constraint="max"),
            r'constraint in Dense: kernel_constraint: "max".*max_norm',
        ),
        (lambda: regularizers.L2(-1), r"L2: l2=-1\. Expected a number of at least 0"),
        (lambda: constraints.MaxNorm(axis=4), r"axis=4\. Expected an axis from 0 to 3"),
        (lambda: layers.BatchNormalization(moving_mean_regularizer="l2"), r"moving_mean_regul"),
        (
            lambda: net(conv={"kernel_regularizer": "orthogonal_regularizer"}).network,
            r'"conv2d" \(Conv2D\): kernel_regularizer is orthogonal',
        ),
        (
            lambda: net(dense={"bias_constraint": constraints.UnitNorm(axis=1)}).network,
            r"bias_constraint has axis=1, for a tensor of shape \(3,\)",
        ),
    ],
)
def test_wrong_values_say_what_is_right(build, message):
    with pytest.raises(ConvscopeError, match=message):
        build()


def test_kernels_of_a_separable_convolution_are_held_in_the_order_of_keras():
    separable = layers.SeparableConv2D(
        5,
        (2, 3),
        depth_multiplier=2,
        depthwise_constraint=constraints.MaxNorm(0.3, axis=(0, 1)),
        pointwise_constraint=constraints.UnitNorm(axis=2),
    )
    alone = layers.DepthwiseConv2D((3, 2), depthwise_constraint=constraints.MaxNorm(0.2, axis=3))
    model = Sequential([Input((9, 7, 3)), separable, alone, layers.Flatten(), layers.Dense(3)])
    model.compile(optimizers.SGD(0.1), "sparse_categorical_crossentropy")
    random = np.random.default_rng(1)
    images = random.random((13, 9, 7, 3), dtype=np.float32)
    model.fit(images, random.integers(0, 3, 13), verbose=0)
    depthwise, pointwise, _, kernel, *_ = model.get_weights()
    assert depthwise.shape == (2, 3, 3, 2)
    assert np.linalg.norm(depthwise, axis=(0, 1)).max() <= 0.3001
    np.testing.assert_allclose(np.linalg.norm(pointwise, axis=2), 1, atol=1e-5)
    assert np.abs(kernel).max() <= 0.2001
