"""Update rules, step by step with numbers worked out by hand."""

import numpy as np
import pytest

from convscope.arithmetic.optimizers import Adam, GradientDescent, Momentum, Nesterov


def walk(optimizer, gradients, start=1.0):
    """Returns the weight after each of the gradients."""
    weights = {"w": np.array([start])}
    found = []
    for gradient in gradients:
        weights = optimizer.update(weights, {"w": np.array([gradient])})
        found.append(float(weights["w"][0]))
    return found


def test_gradient_descent():
    assert walk(GradientDescent(0.1), [2.0, -1.0]) == pytest.approx([0.8, 0.9])


def test_momentum():
    # v: −0.2, then 0.5·(−0.2) − 0.1·2 = −0.3
    assert walk(Momentum(0.1, 0.5), [2.0, 2.0]) == pytest.approx([0.8, 0.5])


def test_nesterov():
    # v: −0.2, step 0.5·(−0.2) − 0.2 = −0.3; v: −0.3, step −0.15 − 0.2 = −0.35
    assert walk(Nesterov(0.1, 0.5), [2.0, 2.0]) == pytest.approx([0.7, 0.35])


def test_adam_has_epsilon_outside_the_correction():
    # t = 1: m = 0.2, v = 0.004, step = 0.1 · √0.001 / 0.1 · 0.2 / (√0.004 + ε)
    epsilon = 0.01
    first = 1 - 0.1 * np.sqrt(0.001) / 0.1 * 0.2 / (np.sqrt(0.004) + epsilon)
    # t = 2, g = −1: m = 0.08, v = 0.004996
    corrected = np.sqrt(1 - 0.999**2) / (1 - 0.9**2)
    second = first - 0.1 * corrected * 0.08 / (np.sqrt(0.004996) + epsilon)
    assert walk(Adam(0.1, epsilon=epsilon), [2.0, -1.0]) == pytest.approx([first, second])


def test_weights_without_a_gradient_stay():
    weights = {"a": np.ones(2), "moving_mean": np.ones(2)}
    updated = Adam().update(weights, {"a": np.ones(2)})
    assert updated["moving_mean"] is weights["moving_mean"]
    assert (updated["a"] < 1).all()


def test_every_weight_has_its_own_memory():
    optimizer = Momentum(0.1, 0.5)
    one = np.ones(1)
    optimizer.update({"a": one, "b": one}, {"a": one})
    updated = optimizer.update({"a": one, "b": one}, {"a": one, "b": one})
    assert updated["a"] == pytest.approx(0.85)
    assert updated["b"] == pytest.approx(0.9)


@pytest.mark.parametrize("kind", [GradientDescent, Momentum, Nesterov, Adam])
def test_float32_stays_float32(kind):
    updated = kind().update({"w": np.ones(3, np.float32)}, {"w": np.ones(3, np.float32)})
    assert updated["w"].dtype == np.float32
