"""The small models of the first lessons."""

from itertools import pairwise

import numpy as np
import pytest

from convscope.architecture import load_net
from convscope.arithmetic import backward, forward, output_target
from convscope.arithmetic.first_models import (
    CIRCLE,
    CROSS,
    ArtificialNeuron,
    CircleCrossNet,
    circle_cross_examples,
    descend_to_line,
    fit_line,
    improve_guess,
    train_circle_cross,
)
from convscope.errors import UnknownNameError

X = np.array([0.0, 1, 2, 3, 4])
Y = np.array([1.1, 2.9, 5.2, 6.8, 9.1])


def test_least_squares_agrees_with_numpy():
    line = fit_line(X, Y)
    slope, intercept = np.polyfit(X, Y, 1)
    assert (line.slope, line.intercept) == pytest.approx((slope, intercept))
    assert line.loss == pytest.approx(((line.predict(X) - Y) ** 2).mean())


def test_gradient_descent_reaches_the_best_line_downhill():
    lines = descend_to_line(X, Y, learning_rate=0.1, num_steps=300)
    best = fit_line(X, Y)
    assert len(lines) == 301
    assert (lines[-1].slope, lines[-1].intercept) == pytest.approx((best.slope, best.intercept))
    losses = [line.loss for line in lines]
    assert all(after <= before + 1e-12 for before, after in pairwise(losses))


def test_too_large_a_learning_rate_goes_astray():
    lines = descend_to_line(X, Y, learning_rate=0.2, num_steps=20)
    assert lines[-1].loss > lines[0].loss


def test_two_equations_by_improving_a_guess():
    guesses = improve_guess([[2, 1], [1, -1]], [5, 1], learning_rate=0.2, num_steps=200)
    assert guesses[0].values == (0.0, 0.0)
    assert guesses[0].loss == 13
    assert guesses[-1].values == pytest.approx((2, 1))


@pytest.mark.parametrize(
    ("output", "above", "below"), [("step", 1, 0), ("ramp", 1.5, 0), ("sigmoid", 0.8176, 0.3775)]
)
def test_outputs_of_a_neuron(output, above, below):
    assert ArtificialNeuron((1, 0.5), 2, output).fire((3, 1)) == pytest.approx(above, abs=1e-4)
    assert ArtificialNeuron((1, 0.5), 2, output).fire((1, 1)) == pytest.approx(below, abs=1e-4)


def test_an_unknown_output_is_refused():
    with pytest.raises(UnknownNameError, match=r'"sigmoit".* Did you mean "sigmoid"'):
        ArtificialNeuron((1,), 0, "sigmoit")


def test_circle_and_cross_are_learned():
    pixels, labels = circle_cross_examples()
    assert pixels.shape == (20, 9)
    *_, (net, loss) = train_circle_cross(pixels, labels, num_epochs=400)
    first_loss = next(train_circle_cross(pixels, labels))[1]
    assert loss < 0.05 < first_loss
    assert (net.forward(pixels)[1].argmax(axis=1) == labels).all()
    answers = net.forward(np.array([CIRCLE.ravel(), CROSS.ravel()]))[1]
    assert answers[0, 0] > 0.9 > 0.1 > answers[0, 1]
    assert answers[1, 1] > 0.9 > 0.1 > answers[1, 0]


def test_back_propagation_by_hand_equals_the_layers():
    pixels, labels = circle_cross_examples()
    targets = np.eye(2)[labels]
    net, small = load_net("circle-cross"), CircleCrossNet.random(1)
    weights = {
        "dense.kernel": small.hidden_kernel,
        "dense.bias": small.hidden_bias,
        "dense_1.kernel": small.output_kernel,
        "dense_1.bias": small.output_bias,
    }
    values = forward(net, weights, pixels.reshape(-1, 3, 3, 1))
    outputs = values["dense_1"].activation
    np.testing.assert_allclose(small.forward(pixels)[1], outputs)
    gradient = (outputs - targets) / len(pixels)
    found = backward(net, weights, values, output_target(net, gradient)).weights
    by_hand = small.gradients(pixels, targets)
    np.testing.assert_allclose(by_hand.hidden_kernel, found["dense.kernel"])
    np.testing.assert_allclose(by_hand.hidden_bias, found["dense.bias"])
    np.testing.assert_allclose(by_hand.output_kernel, found["dense_1.kernel"])
    np.testing.assert_allclose(by_hand.output_bias, found["dense_1.bias"])
