"""Optimizers and schedules from the program to the steps that a net takes, and to the file."""

import inspect
from math import cos, pi

import numpy as np
import pytest
from small_nets import small_net

from convscope import callbacks, models, optimizers
from convscope.engine.training.optimizers import OPTIMIZERS
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.optimizers import NAMES
from convscope.optimizers import schedules

SPARSE = "sparse_categorical_crossentropy"


def trained(optimizer, stripes, epochs=1):
    model = small_net(seed=1)
    model.compile(optimizer, SPARSE)
    model.fit(*stripes, batch_size=7, epochs=epochs, shuffle=False, verbose=0)
    return model


def test_defaults_are_those_of_the_engine():
    assert set(NAMES) == set(OPTIMIZERS) - {"muon"}
    for name, kind in NAMES.items():
        optimizer = kind()
        assert optimizer.settings().options == OPTIMIZERS[name].options
        assert optimizers.get(name.upper()).get_config() == optimizer.get_config()


def test_help_shows_the_options():
    shown = inspect.signature(optimizers.RMSprop)
    assert list(shown.parameters)[:3] == ["learning_rate", "rho", "momentum"]
    assert "clipnorm" in shown.parameters
    assert optimizers.RMSprop(0.1, 0.7, clipvalue=3).options == {
        "rho": 0.7,
        "momentum": 0.0,
        "epsilon": 1e-7,
        "centered": False,
        "clipvalue": 3.0,
    }


OPTIONS = [
    ("SGD", {"weight_decay": 0.5}),
    ("SGD", {"clipnorm": 0.01}),
    ("Adam", {"clipvalue": 1e-4}),
    ("Adam", {"weight_decay": 0.5}),
    ("SGD", {"global_clipnorm": 0.01}),
    ("SGD", {"use_ema": True, "ema_momentum": 0.5}),
    ("SGD", {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2}),
    ("Adam", {"amsgrad": True, "beta_2": 0.1}),
    ("AdamW", {"amsgrad": True, "beta_2": 0.1}),
    ("RMSprop", {"rho": 0.5}),
    ("RMSprop", {"momentum": 0.5}),
    ("RMSprop", {"centered": True}),
    ("Adagrad", {"initial_accumulator_value": 0.5}),
    ("Adadelta", {"learning_rate": 1.0}),
    ("Adamax", {"beta_2": 0.1}),
    ("Nadam", {"beta_1": 0.5}),
    ("Lion", {"beta_1": 0.01}),
    ("SGD", {"learning_rate": schedules.ExponentialDecay(0.01, 1, 0.5)}),
]


def test_the_average_is_there_before_callbacks_see_the_end(stripes):
    seen = []

    class Sees(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            seen.append(self.model.get_weights()[0])

        def on_train_end(self, logs=None):
            seen.append(self.model.get_weights()[0])

    model = small_net(seed=1)
    model.compile(optimizers.SGD(0.1, use_ema=True, ema_momentum=0.9), SPARSE)
    model.fit(*stripes, batch_size=7, verbose=0, callbacks=[Sees()])
    assert np.abs(seen[0] - seen[1]).max() > 1e-6
    np.testing.assert_array_equal(seen[1], model.get_weights()[0])


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_every_option_reaches_the_step_and_the_file(name, options, stripes, tmp_path):
    kind = getattr(optimizers, name)
    changed, plain = trained(kind(**options), stripes), trained(kind(), stripes)
    assert any(
        np.abs(a - b).max() > 1e-6
        for a, b in zip(changed.get_weights(), plain.get_weights(), strict=True)
    )
    changed.save(tmp_path / "net.safetensors")
    found = models.load_model(tmp_path / "net.safetensors").optimizer
    assert found.options == changed.optimizer.options
    assert found._schedule == changed.optimizer._schedule


def test_a_schedule_follows_the_steps_of_all_fits(stripes):
    decay = schedules.InverseTimeDecay(0.5, 2, 3.0)
    model = trained(optimizers.SGD(decay), stripes)
    assert model.optimizer.iterations == 5
    assert model.optimizer.learning_rate == pytest.approx(0.5 / (1 + 3 * 5 / 2))
    model.fit(*stripes, batch_size=7, verbose=0)
    assert model.optimizer.iterations == 10
    assert model.optimizer.learning_rate == pytest.approx(0.5 / 16)


def test_scheduled_steps_are_those_of_the_rates(stripes):
    rates = (0.5, 0.25, 0.125, 0.0625, 0.03125)
    halved = trained(optimizers.SGD(schedules.ExponentialDecay(0.5, 1, 0.5)), stripes)

    class ByHand(callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            self.model.optimizer.learning_rate = rates[batch]

    model = small_net(seed=1)
    model.compile(optimizers.SGD(0.1), SPARSE)
    model.fit(*stripes, batch_size=7, shuffle=False, verbose=0, callbacks=[ByHand()])
    for a, b in zip(halved.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_schedule_of_ones_own(stripes):
    class Falling(schedules.LearningRateSchedule):
        def __init__(self, first):
            self.first = first

        def __call__(self, step):
            return self.first / (1 + step)

    model = trained(optimizers.SGD(Falling(0.3)), stripes)
    assert model.optimizer.learning_rate == pytest.approx(0.05)


def test_a_schedule_and_a_callback_do_not_go_together(stripes):
    model = small_net(seed=1)
    model.compile(optimizers.SGD(schedules.ExponentialDecay(0.5, 1, 0.5)), SPARSE)
    with pytest.raises(ConvscopeError, match="follows a schedule"):
        model.fit(*stripes, callbacks=[callbacks.LearningRateScheduler(lambda _: 0.1)], verbose=0)
    with pytest.raises(ConvscopeError, match=r"Build it with a number: SGD\(learning_rate"):
        model.optimizer.learning_rate = 0.1
    model.optimizer.learning_rate = schedules.ExponentialDecay(0.7, 1, 0.5)
    assert model.optimizer.learning_rate == pytest.approx(0.7)


FORMULAS = [
    (schedules.ExponentialDecay(0.1, 10, 0.5), lambda s: 0.1 * 0.5 ** (s / 10)),
    (schedules.ExponentialDecay(0.1, 10, 0.5, True), lambda s: 0.1 * 0.5 ** (s // 10)),
    (schedules.InverseTimeDecay(0.1, 10, 0.5), lambda s: 0.1 / (1 + 0.5 * s / 10)),
    (schedules.InverseTimeDecay(0.1, 10, 0.5, True), lambda s: 0.1 / (1 + 0.5 * (s // 10))),
    (schedules.PolynomialDecay(0.1, 20), lambda s: 0.0999 * (1 - min(s, 20) / 20) + 0.0001),
    (
        schedules.PolynomialDecay(0.1, 20, 0.02, 2.0),
        lambda s: 0.08 * (1 - min(s, 20) / 20) ** 2 + 0.02,
    ),
    (
        schedules.PolynomialDecay(0.1, 7, 0.02, cycle=True),
        lambda s: 0.08 * (1 - s / (7 * max(1, -(-s // 7)))) + 0.02,
    ),
    (
        schedules.PiecewiseConstantDecay([7, 13], [0.1, 0.05, 0.01]),
        lambda s: 0.1 if s <= 7 else 0.05 if s <= 13 else 0.01,
    ),
    (schedules.CosineDecay(0.1, 20), lambda s: 0.05 * (1 + cos(pi * min(s, 20) / 20))),
    (
        schedules.CosineDecay(0.0, 20, 0.1, warmup_target=0.3, warmup_steps=7),
        lambda s: (
            0.3 * s / 7 if s < 7 else 0.3 * (0.9 * (1 + cos(pi * min(s - 7, 20) / 20)) / 2 + 0.1)
        ),
    ),
    (
        schedules.CosineDecayRestarts(0.1, 7, 1.0, 0.5),
        lambda s: 0.1 * 0.5 ** (s // 7) * (1 + cos(pi * (s % 7) / 7)) / 2,
    ),
]


@pytest.mark.parametrize(("schedule", "formula"), FORMULAS)
def test_schedules_follow_their_formula(schedule, formula):
    found = [schedule(step) for step in range(31)]
    np.testing.assert_allclose(found, [formula(step) for step in range(31)], rtol=1e-12)
    assert schedules.LearningRateSchedule.find("rate", schedule.to_json()) == schedule


def test_restarts_grow_and_fall():
    schedule = schedules.CosineDecayRestarts(1.0, 5, 2.0, 0.5, alpha=0.1)
    tops = [schedule(step) for step in (0, 5, 15, 35, 75)]
    np.testing.assert_allclose(tops, [0.9 * 0.5**n + 0.1 for n in range(5)], rtol=1e-12)
    assert schedule(10) == pytest.approx(0.9 * 0.5 * 0.5 + 0.1)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: optimizers.Adam(beta_1=1.0), r"Adam\(\): beta_1=1\.0\. Expected a number from 0"),
        (lambda: optimizers.SGD(nesterov=1), r"SGD\(\): nesterov=1\. Expected true or false"),
        (lambda: optimizers.SGD(clipnorm=0), r"clipnorm=0\. Expected a number above 0, or None"),
        (lambda: optimizers.SGD(clipnorm=1, clipvalue=1), r"received clipnorm and clipvalue"),
        (lambda: optimizers.SGD(0.1, learning_rate=0.1), r"SGD\(\): received 1 arguments by pos"),
        (lambda: optimizers.RMSprop(rhoo=0.1), r'RMSprop\(\): "rhoo".*mean "rho"'),
        (lambda: optimizers.SGD([0.1]), r"learning_rate=\[0\.1\]\. .*optimizers\.schedules"),
        (lambda: schedules.ExponentialDecay(0.1), r"ExponentialDecay\(\): decay_steps is missing"),
        (lambda: schedules.ExponentialDecay(0.1, 0, 0.5), r"decay_steps=0\. .*above 0"),
        (lambda: schedules.PiecewiseConstantDecay([3], [0.1]), r"1 boundaries and 1 values"),
        (lambda: schedules.PiecewiseConstantDecay(3, [0.1]), r"boundaries=3\. .*a list of numbers"),
        (lambda: schedules.LearningRateSchedule()(3), r"defines __call__\(self, step\)"),
    ],
)
def test_wrong_values_say_what_is_right(build, message):
    with pytest.raises(ConvscopeError, match=message):
        build()


def test_unknown_names_are_told():
    with pytest.raises(UnknownNameError, match=r'"ftrl"'):
        small_net().compile("ftrl", SPARSE)
