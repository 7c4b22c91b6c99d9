"""`a + b` and `x / 255` between layers, and the variables that programs look at."""

import numpy as np
import pytest
from small_nets import small_net

from convscope import Input, Model, Sequential, layers, metrics, optimizers
from convscope.errors import ConvscopeError

SPARSE = "sparse_categorical_crossentropy"
SHAPE = (5, 4, 2)


@pytest.fixture
def x():
    return np.random.default_rng(1).uniform(-1, 1, (3, *SHAPE)).astype(np.float32)


@pytest.mark.parametrize(
    ("build", "compute"),
    [
        (lambda a, b: a + b, lambda a, b: a + b),
        (lambda a, b: a - b, lambda a, b: a - b),
        (lambda a, b: a * b, lambda a, b: a * b),
        (lambda a, b: a / 127.5 - 1, lambda a, b: a / 127.5 - 1),
        (lambda a, b: 2 * a + np.float32(3), lambda a, b: 2 * a + 3),
        (lambda a, b: 1 - a, lambda a, b: 1 - a),
        (lambda a, b: 0.5 + -b, lambda a, b: 0.5 - b),
    ],
)
def test_operations_are_layers(build, compute, x):
    begin = Input(SHAPE)
    a, b = layers.Rescaling(3.0)(begin), layers.Activation("tanh")(begin)
    model = Model(begin, build(a, b))
    np.testing.assert_allclose(model.predict(x), compute(3 * x, np.tanh(x)), atol=1e-5)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        (lambda t: t + "a", r"output \+ '?a"),
        (lambda t: t * np.ones(3), r"output \*"),
        (lambda t: t / 0, "another number"),
        (lambda t: t[:, 0], "Cropping2D"),
        (lambda t: t.set_shape((1, 2)), r"attribute of a layer's output: \"set_shape\""),
    ],
)
def test_what_is_no_operation_is_told(wrong, text):
    with pytest.raises(ConvscopeError, match=text):
        wrong(Input(SHAPE))


def test_variables_have_numbers():
    model = small_net(seed=1)
    model.compile(optimizers.SGD(0.25), SPARSE)
    kernel, bias = model.layers[0].get_weights()
    np.testing.assert_array_equal(model.layers[0].kernel.numpy(), kernel)
    np.testing.assert_array_equal(model.layers[0].bias, bias)
    assert [w.shape for w in model.weights] == [w.shape for w in model.get_weights()]
    assert [w.numpy().shape for w in model.layers[0].variables] == [kernel.shape, bias.shape]
    rate = model.optimizer.learning_rate
    assert (rate, rate.numpy().dtype, model.optimizer.iterations.numpy()) == (0.25, np.float32, 0)
    rate.assign(0.5)
    assert model.optimizer.learning_rate == 0.5
    with pytest.raises(AttributeError, match='Did you mean "kernel_size"'):
        model.layers[0].kernel_sizes  # noqa: B018


def test_a_metric_called_on_a_batch_counts_it():
    metric = metrics.SparseCategoricalAccuracy()
    assert metric([0, 1], np.eye(2)) == 1
    assert metric([0, 1], np.eye(2)[::-1]) == 0.5


def test_what_belongs_to_keras_alone_says_the_way():
    own = type("Twice", (layers.Layer,), {"call": lambda self, inputs: inputs * 2})
    with pytest.raises(
        ConvscopeError, match=r"Twice\(\) is a layer of the program's own.*accelerate"
    ):
        own()
    with pytest.raises(ConvscopeError, match="clone_model"):
        Sequential.from_config({})
    from convscope.datasets import mnist

    with pytest.raises(AttributeError, match='Did you mean "load_data"'):
        mnist.load_dat()
