"""`kernel_initializer` and its like, from the program to the weights, the file and the messages."""

import numpy as np
import pytest

from convscope import Input, Sequential, initializers, layers, models
from convscope.errors import ConvscopeError, UnknownNameError

CONSTANTS = {
    "zeros": 0,
    "Ones": 1,
    "one": 1,
    initializers.Constant(0.5): 0.5,
    initializers.ones: 1,
}
"""What is given, and the value that it fills a tensor with."""


@pytest.mark.parametrize("given", CONSTANTS)
def test_every_spelling_reaches_every_tensor(given):
    net = Sequential(
        [
            Input((7, 5, 1)),
            layers.Conv2D(2, 3, kernel_initializer=given, bias_initializer=given),
            layers.BatchNormalization(
                beta_initializer=given,
                gamma_initializer=given,
                moving_mean_initializer=given,
                moving_variance_initializer=given,
            ),
            layers.Flatten(),
            layers.Dense(3, kernel_initializer=given, bias_initializer=given),
        ]
    )
    assert all((weights == CONSTANTS[given]).all() for weights in net.get_weights())
    assert len(net.get_weights()) == 8


def test_he_kernels_are_wider_than_those_of_glorot():
    def kernel(**options):
        dense = layers.Dense(83, input_dim=83, **options)
        return Sequential([dense], seed=3).get_weights()[0]

    plain = kernel()
    assert kernel(kernel_initializer="he_normal").std() / plain.std() == pytest.approx(2**0.5, 0.05)
    np.testing.assert_array_equal(kernel(kernel_initializer="glorot_uniform"), plain)
    seeded = initializers.GlorotUniform(seed=13)
    assert (kernel(kernel_initializer=seeded) != plain).any()


def test_a_seed_makes_two_nets_alike():
    def kernel(seed):
        dense = layers.Dense(3, kernel_initializer=initializers.HeNormal(seed=seed))
        return Sequential([Input((5,)), dense]).get_weights()[0]

    np.testing.assert_array_equal(kernel(7), kernel(7))
    assert (kernel(7) != kernel(11)).all()


def test_what_differs_is_kept_in_the_file_and_nothing_else(tmp_path):
    dense = layers.Dense(3, kernel_initializer=initializers.HeNormal(7), bias_initializer="zeros")
    net = Sequential([Input((5,)), dense, layers.Dense(2, kernel_initializer="glorot_uniform")])
    assert net.to_model().architecture.to_json()["layers"][0]["training"] == {
        "kernel_initializer": {"kind": "HeNormal", "seed": 7}
    }
    assert "training" not in net.to_model().architecture.to_json()["layers"][1]
    net.save(tmp_path / "net.safetensors")
    found = models.load_model(tmp_path / "net.safetensors")
    assert found.architecture == net.to_model().architecture
    assert found.layers[0].get_config()["kernel_initializer"] == {"kind": "HeNormal", "seed": 7}


def test_configurations_and_names_are_found():
    assert initializers.get("he_uniform") == initializers.HeUniform()
    assert initializers.get("uniform") == initializers.RandomUniform()
    assert initializers.get(None) is None
    kerass = {"class_name": "VarianceScaling", "config": {"scale": 2.0, "mode": "fan_out"}}
    assert initializers.get(kerass) == initializers.VarianceScaling(2.0, "fan_out")
    assert initializers.HeNormal(3).get_config()["seed"] == 3


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("he_norml", r'in Dense: kernel_initializer: "he_norml".*Did you mean "he_normal"'),
        (3, r"Dense: kernel_initializer=3\. Expected a name or an object of initializers"),
        (lambda shape: 0, r"kernel_initializer=<function.*Expected a name or an object"),
        ({"kind": "HeNormal", "sed": 3}, r'argument of HeNormal\(\): "sed".*mean "seed"'),
        ({"kind": "HeNormal", "seed": "x"}, r"HeNormal: seed='x'\. Expected a whole number"),
        ({"kind": ["HeNormal"]}, r"kernel_initializer=\['HeNormal'\]"),
    ],
)
def test_wrong_values_say_what_is_right(given, message):
    with pytest.raises(ConvscopeError, match=message):
        layers.Dense(3, kernel_initializer=given)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: initializers.HeNormal(sed=1), r'argument of HeNormal\(\): "sed"'),
        (lambda: initializers.Zeros(1), r"Zeros\(\): received 1 arguments. It takes none"),
        (lambda: initializers.Constant(1, value=2), r"Constant\(\): received 2 arguments"),
        (lambda: initializers.VarianceScaling(mode="fan"), r"mode='fan'.*fan_in, fan_out, fan_avg"),
        (lambda: initializers.VarianceScaling(-1), r"scale=-1.*above 0"),
        (lambda: initializers.HeNormal(seed=-1), r"seed=-1\. Expected a whole number from 0"),
        (lambda: initializers.HeNormal(input_axes=(0,)), r"input_axes=\(0,\)\. Expected none"),
        (lambda: layers.MaxPooling2D(kernel_initializer="ones"), r"kernel_initializer"),
    ],
)
def test_wrong_arguments_are_refused(build, message):
    with pytest.raises(ConvscopeError, match=message):
        build()


def test_a_file_with_an_unknown_setting_is_refused():
    from convscope.architecture import layer_from_json

    data = {"kind": "Dense", "units": 3, "training": {"kernel_initialiser": "zeros"}}
    with pytest.raises(UnknownNameError, match=r"setting of Dense:.*kernel_initializer"):
        layer_from_json(data)
    with pytest.raises(ConvscopeError, match="Dense: training=7"):
        layer_from_json(data | {"training": 7})
