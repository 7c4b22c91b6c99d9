"""Every optimizer against Keras' update rule, written out in NumPy."""

import numpy as np
import pytest
import torch

from convscope.engine.training.before_step import BeforeStep
from convscope.engine.training.optimizers import OPTIMIZERS, OptimizerHandle, OptimizerSettings
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
    mean, square, largest = (np.zeros_like(weights) for _ in range(3))
    for step, gradient in enumerate(gradients, start=1):
        weights = weights * (1 - o.get("weight_decay", 0) * o["learning_rate"])
        mean = o["beta_1"] * mean + (1 - o["beta_1"]) * gradient
        square = o["beta_2"] * square + (1 - o["beta_2"]) * gradient**2
        correction = np.sqrt(1 - o["beta_2"] ** step) / (1 - o["beta_1"] ** step)
        largest = np.maximum(largest, square) if o["amsgrad"] else square
        rate = o["learning_rate"] * correction
        weights = weights - rate * mean / (np.sqrt(largest) + o["epsilon"])
    return weights


def rmsprop(weights, gradients, o):
    square, mean, steps = (np.zeros_like(weights) for _ in range(3))
    for gradient in gradients:
        square = o["rho"] * square + (1 - o["rho"]) * gradient**2
        mean = o["rho"] * mean + (1 - o["rho"]) * gradient
        spread = square + o["epsilon"] - (mean**2 if o["centered"] else 0)
        steps = o["momentum"] * steps + o["learning_rate"] * gradient / np.sqrt(spread)
        weights = weights - steps
    return weights


def adagrad(weights, gradients, o):
    squares = np.full_like(weights, o["initial_accumulator_value"])
    for gradient in gradients:
        squares = squares + gradient**2
        weights = weights - o["learning_rate"] * gradient / np.sqrt(squares + o["epsilon"])
    return weights


def adadelta(weights, gradients, o):
    squares, steps = np.zeros_like(weights), np.zeros_like(weights)
    for gradient in gradients:
        squares = o["rho"] * squares + (1 - o["rho"]) * gradient**2
        step = np.sqrt(steps + o["epsilon"]) / np.sqrt(squares + o["epsilon"]) * gradient
        steps = o["rho"] * steps + (1 - o["rho"]) * step**2
        weights = weights - o["learning_rate"] * step
    return weights


def adamax(weights, gradients, o):
    mean, largest = np.zeros_like(weights), np.zeros_like(weights)
    for step, gradient in enumerate(gradients, start=1):
        mean = o["beta_1"] * mean + (1 - o["beta_1"]) * gradient
        largest = np.maximum(o["beta_2"] * largest, abs(gradient))
        rate = o["learning_rate"] / (1 - o["beta_1"] ** step)
        weights = weights - rate * mean / (largest + o["epsilon"])
    return weights


def nadam(weights, gradients, o):
    mean, square, product = np.zeros_like(weights), np.zeros_like(weights), 1.0
    for step, gradient in enumerate(gradients, start=1):
        share, following = (o["beta_1"] * (1 - 0.5 * 0.96 ** (step + i)) for i in (0, 1))
        product *= share
        mean = o["beta_1"] * mean + (1 - o["beta_1"]) * gradient
        square = o["beta_2"] * square + (1 - o["beta_2"]) * gradient**2
        ahead = following * mean / (1 - product * following)
        ahead += (1 - share) * gradient / (1 - product)
        spread = np.sqrt(square / (1 - o["beta_2"] ** step)) + o["epsilon"]
        weights = weights - o["learning_rate"] * ahead / spread
    return weights


def lion(weights, gradients, o):
    mean = np.zeros_like(weights)
    for gradient in gradients:
        direction = np.sign(o["beta_1"] * mean + (1 - o["beta_1"]) * gradient)
        weights = weights - o["learning_rate"] * direction
        mean = o["beta_2"] * mean + (1 - o["beta_2"]) * gradient
    return weights


RULES = {
    "sgd": sgd,
    "adam": adam,
    "adamw": adam,
    "rmsprop": rmsprop,
    "adagrad": adagrad,
    "adadelta": adadelta,
    "adamax": adamax,
    "nadam": nadam,
    "lion": lion,
}
CASES = [
    *((name, {}) for name in RULES),
    ("sgd", {"momentum": 0.9}),
    ("sgd", {"momentum": 0.9, "nesterov": True}),
    ("sgd", {"nesterov": True}),
    ("adam", {"learning_rate": 0.1, "epsilon": 1.0}),
    ("adam", {"beta_1": 0.5, "beta_2": 0.7, "epsilon": 0.01}),
    ("adamw", {"learning_rate": 0.1, "weight_decay": 0.5}),
    ("adam", {"learning_rate": 0.1, "beta_2": 0.5, "epsilon": 0.01, "amsgrad": True}),
    ("adamw", {"learning_rate": 0.1, "beta_2": 0.5, "weight_decay": 0.5, "amsgrad": True}),
    ("adam", {"learning_rate": 0.1, "weight_decay": 0.5}),
    ("rmsprop", {"rho": 0.7, "momentum": 0.6, "epsilon": 0.01}),
    ("rmsprop", {"rho": 0.7, "centered": True, "epsilon": 0.01}),
    ("rmsprop", {"momentum": 0.6, "centered": True, "epsilon": 0.01}),
    ("adagrad", {"initial_accumulator_value": 0.7, "epsilon": 0.2}),
    ("adadelta", {"learning_rate": 1.0, "rho": 0.7, "epsilon": 0.01}),
    ("adamax", {"beta_1": 0.5, "beta_2": 0.7, "epsilon": 0.01}),
    ("nadam", {"beta_1": 0.5, "beta_2": 0.7, "epsilon": 0.01}),
    ("lion", {"learning_rate": 0.01, "beta_1": 0.5, "beta_2": 0.7}),
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


def clipped_by_length(gradients, limit):
    return [g * min(1, limit / np.linalg.norm(g)) for g in gradients]


@pytest.mark.parametrize("name", RULES)
def test_gradients_are_kept_short_before_every_rule(name, weights, gradients):
    for options, clipped in (
        ({"clipnorm": 0.3}, clipped_by_length(gradients, 0.3)),
        ({"global_clipnorm": 0.3}, clipped_by_length(gradients, 0.3)),
        ({"clipvalue": 0.07}, np.clip(gradients, -0.07, 0.07)),
    ):
        settings = OptimizerSettings(name, options)
        expected = RULES[name](weights, clipped, settings.options)
        found = steps_of(settings, weights, gradients)
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)
        if options != {"clipvalue": 0.07} or name != "lion":
            assert (
                np.abs(found - steps_of(OptimizerSettings(name), weights, gradients)).max() > 1e-9
            )


def test_the_length_is_that_of_each_tensor_or_of_all_together():
    gradients = [torch.full((2, 2), 3.0), torch.full((3,), 0.1)]
    each = BeforeStep(clipnorm=2.0)([], gradients, 0.1)
    np.testing.assert_allclose(each[0], 1.0, rtol=1e-6)
    np.testing.assert_allclose(each[1], 0.1, rtol=1e-6)
    together = BeforeStep(global_clipnorm=2.0)([], gradients, 0.1)
    length = np.sqrt(4 * 9 + 3 * 0.01)
    np.testing.assert_allclose(together[0], 3 * 2 / length, rtol=1e-6)
    np.testing.assert_allclose(together[1], 0.1 * 2 / length, rtol=1e-6)


@pytest.mark.parametrize("name", RULES)
def test_weights_decay_under_every_rule(name, weights):
    settings = OptimizerSettings(name, {"learning_rate": 0.1, "weight_decay": 0.5})
    found = steps_of(settings, weights, np.zeros((3, 3, 5)))
    np.testing.assert_allclose(found, weights * (1 - 0.05) ** 3, rtol=1e-10)


def path_of(name, weights, gradients):
    """The weights after each step of a rule."""
    return [
        steps_of(OptimizerSettings(name), weights, gradients[: n + 1])
        for n in range(len(gradients))
    ]


@pytest.mark.parametrize("name", RULES)
def test_the_average_of_the_weights_slowly_forgets(name, weights, gradients):
    average = 0
    for number, there in enumerate(path_of(name, weights, gradients[:6])):
        average = 0.8 * average + 0.2 * there if number else there
    parameter = torch.nn.Parameter(torch.from_numpy(weights.copy()))
    rule = OptimizerSettings(name, {"use_ema": True, "ema_momentum": 0.8}).build([parameter])
    for gradient in gradients[:6]:
        parameter.grad = torch.from_numpy(gradient.copy())
        rule.step()
    last = steps_of(OptimizerSettings(name), weights, gradients[:6])
    np.testing.assert_allclose(parameter.detach(), last, rtol=1e-12)
    rule.finish()
    np.testing.assert_allclose(parameter.detach(), average, rtol=1e-10)
    assert np.abs(average - last).max() > 1e-9


def test_the_average_overwrites_the_weights_every_so_often():
    parameter = torch.nn.Parameter(torch.zeros(1))
    options = {"learning_rate": 1.0, "use_ema": True, "ema_momentum": 0.5}
    rule = OptimizerSettings("sgd", {**options, "ema_overwrite_frequency": 3}).build([parameter])
    found = []
    for _ in range(6):
        parameter.grad = torch.full((1,), -8.0)
        rule.step()
        found.append(float(parameter.detach()))
    # The averages are 8, 12, 18; then 22, 28, 35.
    assert found == [8, 16, 18, 26, 34, 35]


def test_without_an_average_the_end_changes_nothing():
    parameter = torch.nn.Parameter(torch.ones(1))
    rule = OptimizerSettings("sgd", {"ema_momentum": 0.5}).build([parameter])
    parameter.grad = torch.ones(1)
    rule.step()
    rule.finish()
    assert float(parameter.detach()) == pytest.approx(0.99)


@pytest.mark.parametrize("options", [{}, {"use_ema": True}], ids=str)
@pytest.mark.parametrize("name", RULES)
def test_state_goes_on_where_it_was_put_aside(name, options, weights, gradients):
    whole = steps_of(OptimizerSettings(name), weights, gradients)
    parameter = torch.nn.Parameter(torch.from_numpy(weights.copy()))
    rule = OptimizerSettings(name, options).build([parameter])
    for number, gradient in enumerate(gradients):
        if number == 7:
            kept = rule.state_dict()
            rule = OptimizerSettings(name, options).build([parameter])
            rule.load_state_dict(kept)
            assert ("average" in rule.state[0]) == bool(options)
        parameter.grad = torch.from_numpy(gradient.copy())
        rule.step()
    np.testing.assert_allclose(parameter.detach().numpy(), whole, rtol=1e-12)


def test_a_schedule_gives_every_step_its_rate():
    parameter = torch.nn.Parameter(torch.zeros(1))
    rule = OptimizerSettings("sgd").build([parameter])
    rule.schedule = lambda step: 10.0**step
    handle = OptimizerHandle(rule)
    for _ in range(4):
        parameter.grad = torch.ones(1)
        rule.step()
    assert float(parameter.detach()) == -1111
    assert (rule.num_steps, handle.learning_rate) == (4, 10000)
    with pytest.raises(ConvscopeError, match=r"set to 0\.1, and follows a schedule"):
        handle.learning_rate = 0.1


def test_every_optimizer_but_our_own_is_compared():
    assert set(RULES) == set(OPTIMIZERS) - {"muon"}


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
        "amsgrad": False,
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
