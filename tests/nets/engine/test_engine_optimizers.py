"""Every optimizer against Keras' update rule, written out in NumPy."""

import numpy as np
import pytest
import torch

from convscope.engine.training.optimizers import OPTIMIZERS, OptimizerSettings
from convscope.errors import ConvscopeError, UnknownNameError

NUM_STEPS = 20


def sgd(weights, gradients, o):
    velocity = np.zeros_like(weights)
    for gradient in gradients:
        velocity = o["momentum"] * velocity - o["learning_rate"] * gradient
        step = velocity
        if o["nesterov"] and o["momentum"]:
            step = o["momentum"] * velocity - o["learning_rate"] * gradient
        weights = weights + step
    return weights


def adam(weights, gradients, o):
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step, gradient in enumerate(gradients, start=1):
        weights = weights * (1 - o.get("weight_decay", 0) * o["learning_rate"])
        mean = o["beta_1"] * mean + (1 - o["beta_1"]) * gradient
        square = o["beta_2"] * square + (1 - o["beta_2"]) * gradient**2
        correction = np.sqrt(1 - o["beta_2"] ** step) / (1 - o["beta_1"] ** step)
        rate = o["learning_rate"] * correction
        weights = weights - rate * mean / (np.sqrt(square) + o["epsilon"])
    return weights


RULES = {"sgd": sgd, "adam": adam, "adamw": adam}
CASES = [
    *((name, {}) for name in RULES),
    ("sgd", {"momentum": 0.9}),
    ("sgd", {"momentum": 0.9, "nesterov": True}),
    ("sgd", {"nesterov": True}),
    ("adam", {"learning_rate": 0.1, "epsilon": 1.0}),
    ("adam", {"beta_1": 0.5, "beta_2": 0.7, "epsilon": 0.01}),
    ("adamw", {"learning_rate": 0.1, "weight_decay": 0.5}),
]


def steps_of(settings, weights, gradients):
    parameter = torch.nn.Parameter(torch.from_numpy(weights.copy()))
    optimizer = settings.build([parameter])
    for gradient in gradients:
        parameter.grad = torch.from_numpy(gradient.copy())
        optimizer.step()
    return parameter.detach().numpy()


@pytest.fixture
def weights():
    return np.random.default_rng(0).normal(size=(3, 5))


@pytest.fixture
def gradients():
    return np.random.default_rng(1).normal(scale=0.1, size=(NUM_STEPS, 3, 5))


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_an_optimizer_follows_the_rule_of_keras(name, options, weights, gradients):
    settings = OptimizerSettings(name, options)
    expected = RULES[name](weights, gradients, settings.options)
    np.testing.assert_allclose(
        steps_of(settings, weights, gradients), expected, rtol=1e-10, atol=1e-12
    )


def test_the_place_of_epsilon_makes_a_difference(weights, gradients):
    settings = OptimizerSettings("adam", {"epsilon": 0.1})
    found = steps_of(settings, weights, gradients)
    parameter = torch.nn.Parameter(torch.from_numpy(weights.copy()))
    plain = torch.optim.Adam([parameter], lr=1e-3, eps=0.1)
    for gradient in gradients:
        parameter.grad = torch.from_numpy(gradient.copy())
        plain.step()
    assert np.abs(found - parameter.detach().numpy()).max() > 1e-3


def test_the_table_holds_the_defaults_of_keras():
    assert OPTIMIZERS["adam"].options == {
        "learning_rate": 1e-3,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "epsilon": 1e-7,
    }
    assert OPTIMIZERS["sgd"].options["learning_rate"] == 1e-2
    assert OPTIMIZERS["adamw"].options["weight_decay"] == 4e-3
    assert all(kind.title for kind in OPTIMIZERS.values())


def test_settings_fill_in_defaults():
    assert OptimizerSettings("sgd", {"momentum": 0.5}).options == {
        "learning_rate": 1e-2,
        "momentum": 0.5,
        "nesterov": False,
    }


def test_unknown_names_get_the_near_one_suggested():
    with pytest.raises(UnknownNameError, match=r'optimizer "adm".*Did you mean "adam"\?'):
        OptimizerSettings("adm")
    with pytest.raises(UnknownNameError, match=r'option of sgd: "momentun".*"momentum"\?'):
        OptimizerSettings("sgd", {"momentun": 0.9})


@pytest.mark.parametrize("rate", [0, -1e-3, float("nan")])
def test_a_learning_rate_is_above_zero(rate):
    with pytest.raises(ConvscopeError, match=r"Learning rate: received .* above 0\. Try 0\.001\."):
        OptimizerSettings("adam", {"learning_rate": rate})
