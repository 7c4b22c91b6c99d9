"""Losses and their gradients."""

import numpy as np
import pytest

from convscope.arithmetic import losses
from convscope.arithmetic.activations import sigmoid, sigmoid_backward, softmax, softmax_backward

random = np.random.default_rng(11)
Z = random.normal(size=(3, 5))
LABELS = np.array([4, 0, 2])
ONE_HOT = np.eye(5)[LABELS]
MANY = random.integers(0, 2, (3, 5)).astype(float)


def slopes(loss, outputs, h=1e-6):
    """Returns the gradient of a loss by finite differences."""
    gradient = np.zeros_like(outputs)
    for place in np.ndindex(*outputs.shape):
        step = np.zeros_like(outputs)
        step[place] = h
        gradient[place] = (loss(outputs + step) - loss(outputs - step)) / (2 * h)
    return gradient


@pytest.mark.parametrize(
    ("loss", "gradient", "outputs", "targets"),
    [
        (
            losses.categorical_crossentropy,
            losses.categorical_crossentropy_gradient,
            softmax(Z),
            ONE_HOT,
        ),
        (
            losses.sparse_categorical_crossentropy,
            losses.sparse_categorical_crossentropy_gradient,
            softmax(Z),
            LABELS,
        ),
        (losses.binary_crossentropy, losses.binary_crossentropy_gradient, sigmoid(Z), MANY),
        (losses.mean_squared_error, losses.mean_squared_error_gradient, Z, MANY),
    ],
    ids=["categorical", "sparse", "binary", "squared"],
)
def test_gradients_are_finite_differences(loss, gradient, outputs, targets):
    expected = slopes(lambda changed: loss(changed, targets), outputs)
    np.testing.assert_allclose(gradient(outputs, targets), expected, atol=1e-6)


def test_softmax_and_crossentropy_in_one_step_equal_two_steps():
    p = softmax(Z)
    two_steps = softmax_backward(Z, p, losses.categorical_crossentropy_gradient(p, ONE_HOT))
    np.testing.assert_allclose(losses.softmax_crossentropy_gradient(Z, ONE_HOT), two_steps)


def test_sigmoid_and_crossentropy_in_one_step_equal_two_steps():
    p = sigmoid(Z)
    two_steps = sigmoid_backward(Z, p, losses.binary_crossentropy_gradient(p, MANY))
    np.testing.assert_allclose(losses.sigmoid_crossentropy_gradient(Z, MANY), two_steps)


def test_values_by_hand():
    p = np.array([[0.25, 0.75]])
    assert losses.sparse_categorical_crossentropy(p, np.array([0])) == pytest.approx(np.log(4))
    assert losses.binary_crossentropy(p, np.array([[0.0, 1.0]])) == pytest.approx(-np.log(0.75))
    assert losses.mean_squared_error(p, np.array([[0.0, 0.0]])) == pytest.approx(0.3125)


def test_a_certain_wrong_answer_has_a_finite_loss():
    assert losses.categorical_crossentropy(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])) < 17
