"""How tensors begin: the distribution that each initializer promises, and whose seed counts."""

from math import sqrt

import numpy as np
import pytest

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, initializers
from convscope.engine.network.initialization import DRAWS, draw, fans, initial_weights
from convscope.errors import ConvscopeError

SHAPE = (3, 5, 53, 211)  # window 15, 53 channels in, 211 out
INPUTS, OUTPUTS = 15 * 53, 15 * 211
TRUNCATED = 0.87962566103423978

SPREADS = {
    initializers.GlorotUniform(): (2 / (INPUTS + OUTPUTS), sqrt(3)),
    initializers.GlorotNormal(): (2 / (INPUTS + OUTPUTS), 2 / TRUNCATED),
    initializers.HeUniform(): (2 / INPUTS, sqrt(3)),
    initializers.HeNormal(): (2 / INPUTS, 2 / TRUNCATED),
    initializers.LecunUniform(): (1 / INPUTS, sqrt(3)),
    initializers.LecunNormal(): (1 / INPUTS, 2 / TRUNCATED),
    initializers.VarianceScaling(): (1 / INPUTS, 2 / TRUNCATED),
    initializers.VarianceScaling(0.5, "fan_out", "uniform"): (0.5 / OUTPUTS, sqrt(3)),
    initializers.VarianceScaling(3.0, "fan_avg", "normal"): (6 / (INPUTS + OUTPUTS), 2 / TRUNCATED),
    initializers.VarianceScaling(2.0, distribution="untruncated_normal"): (2 / INPUTS, 4.2),
    initializers.RandomUniform(): (0.1**2 / 12, sqrt(3)),
    initializers.RandomNormal(stddev=0.3): (0.3**2, 4.2),
    initializers.TruncatedNormal(): ((0.05 * TRUNCATED) ** 2, 2 / TRUNCATED),
}
"""Variance of each, and its largest value in standard deviations."""


@pytest.mark.parametrize("initializer", SPREADS, ids=str)
def test_values_have_the_variance_and_the_ends_of_the_definition(initializer):
    variance, furthest = SPREADS[initializer]
    values = draw(initializer, SHAPE, np.random.default_rng(7))
    assert values.dtype == np.float32
    assert values.shape == SHAPE
    assert values.mean() == pytest.approx(0, abs=4 * sqrt(variance / values.size))
    assert values.var() == pytest.approx(variance, rel=0.02)
    largest = np.abs(values).max() / sqrt(variance)
    if furthest == 4.2:  # a normal distribution has no end
        assert largest > furthest
    else:
        assert furthest * 0.999 < largest <= furthest * (1 + 1e-6)
    is_uniform = furthest == sqrt(3)
    within_one = (np.abs(values) < sqrt(variance)).mean()
    assert within_one == pytest.approx(1 / sqrt(3) if is_uniform else 0.65, abs=0.04)


def test_means_and_ends_may_be_given():
    random = np.random.default_rng(7)
    assert draw(initializers.RandomNormal(5.0, 0.1), SHAPE, random).mean() == pytest.approx(5, 1e-3)
    values = draw(initializers.TruncatedNormal(-2.0, 0.5), SHAPE, random)
    assert (values.min(), values.max()) == pytest.approx((-3, -1), abs=1e-3)
    values = draw(initializers.RandomUniform(2.0, 3.0), SHAPE, random)
    assert (values.min(), values.max()) == pytest.approx((2, 3), abs=1e-3)


def test_fixed_values():
    random = np.random.default_rng(7)
    assert (draw(initializers.Zeros(), (2, 3), random) == 0).all()
    assert (draw(initializers.Ones(), (2, 3), random) == 1).all()
    assert (draw(initializers.Constant(0.25), (2, 3), random) == 0.25).all()
    np.testing.assert_array_equal(draw(initializers.Identity(3), (2, 3), random), 3 * np.eye(2, 3))


@pytest.mark.parametrize("shape", [(7, 3), (3, 7), (3, 5, 2, 11), (2, 1, 2, 13)])
def test_orthogonal_rows_or_columns_stand_at_right_angles(shape):
    values = draw(initializers.Orthogonal(2.0), shape, np.random.default_rng(7))
    matrix = values.reshape(-1, shape[-1])
    product = matrix @ matrix.T if len(matrix) < shape[-1] else matrix.T @ matrix
    np.testing.assert_allclose(product, 4 * np.eye(len(product)), atol=1e-5)


def test_orthogonal_prefers_no_direction():
    corners = [
        draw(initializers.Orthogonal(), (2, 2), np.random.default_rng(seed))[0, 0]
        for seed in range(400)
    ]
    assert abs(np.mean(corners)) < 0.12  # without the signs of r it is −0.64


def test_an_own_seed_goes_before_the_nets_own():
    one, two = (np.random.default_rng(seed) for seed in (1, 2))
    seeded = initializers.HeNormal(seed=11)
    np.testing.assert_array_equal(draw(seeded, (5, 3), one), draw(seeded, (5, 3), two))
    assert (draw(seeded, (5, 3), one) != draw(initializers.HeNormal(12), (5, 3), one)).all()
    free = initializers.HeNormal()
    assert (draw(free, (5, 3), one) != draw(free, (5, 3), two)).all()


def test_every_initializer_is_drawn():
    kinds = set(initializers.Initializer.kinds().values())
    assert set(DRAWS) == kinds
    assert {type(initializer) for initializer in SPREADS} <= kinds


def test_a_layer_begins_as_it_says_and_the_others_as_before():
    def net(**training):
        layers = (Conv2D(4, 3), Flatten(), Dense(3, training=training), Dense(2))
        return initial_weights(Architecture(Input((7, 5, 1)), layers), 5)

    plain = net()
    changed = net(bias_initializer=initializers.Constant(0.5))
    assert (changed["dense.bias"] == 0.5).all()
    assert (plain["dense.bias"] == 0).all()
    for name in plain.keys() - {"dense.bias"}:
        np.testing.assert_array_equal(plain[name], changed[name])
    limit = sqrt(6 / (9 + 36))
    first = np.random.default_rng([5, 0x1417]).uniform(-limit, limit, (3, 3, 1, 4))
    np.testing.assert_array_equal(plain["conv2d.kernel"], first.astype(np.float32))


def test_a_shape_that_cannot_be_filled_is_refused():
    random = np.random.default_rng(7)
    with pytest.raises(ConvscopeError, match=r"Identity was given .*\(3, 3, 1, 4\).*a matrix"):
        draw(initializers.Identity(), (3, 3, 1, 4), random)
    with pytest.raises(ConvscopeError, match=r"Orthogonal was given .*\(7,\).*two axes"):
        draw(initializers.Orthogonal(), (7,), random)


def test_fans_count_the_window():
    assert fans((3, 5, 7, 11)) == (105, 165)
    assert fans((7, 11)) == (7, 11)
    assert fans((7,)) == (7, 7)
