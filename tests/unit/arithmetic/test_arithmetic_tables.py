"""Every table covers what the architecture can describe, and imports stay light."""

import subprocess
import sys

import numpy as np
import pytest

from convscope.architecture import ACTIVATIONS, LAYER_KINDS
from convscope.arithmetic import ACTIVATION_FUNCTIONS, JOIN_ARITHMETIC, LAYER_ARITHMETIC
from convscope.arithmetic.filters import FILTERS
from convscope.arithmetic.inspector.connection_table import CONNECTIONS
from convscope.arithmetic.inspector.join_connections import JOINS
from convscope.arithmetic.inspector.steps import STEPS
from convscope.telling.describe_neuron import ACTIVATION_IN_WORDS, DOES_TO_JOINED_VALUES


def test_every_layer_kind_has_arithmetic():
    assert {*LAYER_ARITHMETIC, *JOIN_ARITHMETIC} == set(LAYER_KINDS)
    assert set(JOIN_ARITHMETIC) == {name for name, kind in LAYER_KINDS.items() if kind.joins}


def test_every_layer_kind_has_connections():
    assert {*CONNECTIONS, *JOINS} == set(LAYER_KINDS)
    assert set(JOINS) == set(JOIN_ARITHMETIC)
    assert set(STEPS) <= set(LAYER_KINDS)


def test_every_kind_that_convolves_has_its_filters():
    assert set(FILTERS) == {name for name, kind in LAYER_KINDS.items() if kind.convolves}


def test_every_join_has_words():
    assert set(DOES_TO_JOINED_VALUES) == set(JOINS)


def test_every_activation_has_a_function_and_words():
    assert set(ACTIVATION_FUNCTIONS) == set(ACTIVATIONS)
    assert {*ACTIVATION_IN_WORDS, "linear"} == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activations_keep_the_dtype_and_survive_large_values(name, dtype):
    function = ACTIVATION_FUNCTIONS[name]
    largest = 80 if name == "exponential" else 1e4  # which has no finite value much further on
    z = np.array([[-1e4, -1.0, 0.0, 1.0, largest]], dtype)
    a = function.forward(z)
    gradient = function.backward(z, a, np.ones_like(a))
    assert a.dtype == gradient.dtype == dtype
    assert np.isfinite(a).all()
    assert np.isfinite(gradient).all()


def test_an_exponential_that_is_too_large_is_infinite_without_a_warning():
    exponential = ACTIVATION_FUNCTIONS["exponential"]
    assert np.isposinf(exponential.forward(np.array([1e4], np.float32))).all()


def test_importing_the_arithmetic_is_light():
    code = (
        "import sys, convscope.arithmetic.inspector, convscope.arithmetic.first_models; "
        "heavy = {'torch', 'sklearn', 'matplotlib', 'PIL', 'safetensors'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slopes_of_activations_are_finite_differences(name):
    function, h = ACTIVATION_FUNCTIONS[name], 1e-6
    random = np.random.default_rng(8)
    z, gradient, direction = random.normal(size=(3, 40, 3))
    after, before = function.forward(z + h * direction), function.forward(z - h * direction)
    found = function.backward(z, function.forward(z), gradient)
    assert (found * direction).sum() == pytest.approx(
        (gradient * (after - before)).sum() / (2 * h), abs=1e-7
    )
