"""Numbers that can be checked by hand."""

import numpy as np
import pytest

from convscope.architecture import load_net
from convscope.arithmetic import forward
from convscope.arithmetic.activations import sigmoid, softmax
from convscope.arithmetic.convolution import convolve, convolve_naive
from convscope.arithmetic.first_models import ArtificialNeuron
from convscope.arithmetic.pooling import max_pool, max_pool_naive


def picture(rows):
    return np.array(rows, float)[None, :, :, None]


def test_a_neuron_fires_above_its_threshold():
    neuron = ArtificialNeuron((1, 1, 1), threshold=5)
    assert neuron.weighted_sum((1, 2, 3)) == 6
    assert neuron.fire((1, 2, 3)) == 1
    assert ArtificialNeuron((1, 1, 1), threshold=6).fire((1, 2, 3)) == 0


@pytest.mark.parametrize("pool", [max_pool, max_pool_naive])
def test_max_pooling(pool):
    values = picture([[1, 5, 9, 5], [0, 3, 8, 3], [2, 1, 9, 6], [0, 1, 0, 2]])
    assert pool(values, (2, 2), (2, 2))[0, :, :, 0].tolist() == [[5, 9], [2, 9]]


@pytest.mark.parametrize("compute", [convolve, convolve_naive])
def test_one_window_of_a_convolution(compute):
    window = picture([[0, 0, 0], [0, 156, 155], [0, 153, 154]])
    kernel = np.array([[-1, -1, 1], [0, 1, -1], [0, 1, 1]], float)[:, :, None, None]
    assert compute(window, kernel).item() == 308
    assert compute(window, kernel, np.array([-8.0])).item() == 300


def test_softmax_of_two_is_the_sigmoid_of_their_difference():
    z = np.random.default_rng(0).normal(0, 5, (50, 2))
    np.testing.assert_allclose(softmax(z)[:, 0], sigmoid(z[:, 0] - z[:, 1]), rtol=1e-12)


def test_shapes_of_the_mnist_net():
    net = load_net("mnist")
    weights = {name: np.zeros(shape) for name, shape in net.parameter_shapes.items()}
    values = forward(net, weights, np.zeros((1, 28, 28, 1)))
    shapes = [v.activation.shape[1:] for v in values.values()]
    assert [shape[0] for shape in shapes[:5]] == [26, 13, 11, 5, 1600]


RING = [[0, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 1, 0, 1, 0], [0, 0, 1, 0, 0]]
STROKE = [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
BLOCK = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
DIAGONAL = [[1, 0], [0, 1]]
ISOLATED_DIAGONAL = [[-1, -1, -1, -1], [-1, 1, -1, -1], [-1, -1, 1, -1], [-1, -1, -1, -1]]


def strongest_answer(rows, kernel):
    values = convolve(picture(rows), np.array(kernel, float)[:, :, None, None], padding="same")
    return values.max()


def test_a_diagonal_with_zeros_elsewhere_answers_inside_other_shapes():
    assert strongest_answer(STROKE, DIAGONAL) == 2
    assert strongest_answer(BLOCK, DIAGONAL) == 2
    assert strongest_answer(RING, DIAGONAL) == 2


def test_a_diagonal_with_negative_surroundings_answers_to_isolated_ones():
    assert strongest_answer(STROKE, ISOLATED_DIAGONAL) == 2
    assert strongest_answer(BLOCK, ISOLATED_DIAGONAL) <= 0
    assert strongest_answer(RING, ISOLATED_DIAGONAL) < 2
