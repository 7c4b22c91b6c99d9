"""ReduceLROnPlateau and LearningRateScheduler as Keras does them."""

import pytest
from fake_model import drive

from convscope.engine.training.callbacks import LearningRateScheduler, ReduceLROnPlateau
from convscope.errors import ConvscopeError, UnknownNameError


def rates(values, monitor="val_loss", **options):
    """Returns the rate that each epoch was trained with, and the one at the end."""
    model, history = drive(ReduceLROnPlateau(monitor, **options), values, monitor)
    return [logs["learning_rate"] for logs in history] + [model.optimizer.learning_rate]


def test_the_rate_falls_when_the_value_stands_still():
    assert rates([5, 5, 5, 5, 5], factor=0.5, patience=2) == [1, 1, 1, 0.5, 0.5, 0.25]
    assert rates([5, 4, 3, 2, 1], factor=0.5, patience=1) == [1] * 6
    assert rates([5, 5, 4, 4, 3], factor=0.5, patience=2) == [1] * 6


def test_after_a_change_it_waits_for_the_cooldown():
    found = rates([5] * 8, factor=0.5, patience=1, cooldown=2)
    assert found == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625]
    without = rates([5] * 5, factor=0.5, patience=1)
    assert without == [1, 1, 0.5, 0.25, 0.125, 0.0625]


def test_the_rate_never_falls_below_the_smallest():
    assert rates([5] * 5, factor=0.1, patience=1, min_lr=0.05) == [1, 1, 0.1, 0.05, 0.05, 0.05]


def test_what_is_too_small_is_no_improvement():
    assert rates([5.0, 4.9, 4.8], factor=0.5, patience=1, min_delta=0.2)[-1] == 0.5
    assert rates([5.0, 4.9, 4.8], factor=0.5, patience=1, min_delta=0.05)[-1] == 1


def test_it_knows_what_grows():
    assert rates([1, 2, 3], "val_accuracy", factor=0.5, patience=1)[-1] == 1
    assert rates([3, 2, 1], "val_accuracy", factor=0.5, patience=1)[-1] == 0.25


def test_it_says_what_it_does(capsys):
    rates([5, 5], factor=0.5, patience=1, verbose=1)
    assert capsys.readouterr().out == "Epoch 2: learning rate 1 -> 0.5.\n"


def test_a_second_training_starts_anew():
    callback = ReduceLROnPlateau(factor=0.5, patience=1, cooldown=3)
    drive(callback, [1, 1])
    model, _ = drive(callback, [9, 8])
    assert model.optimizer.learning_rate == 1
    assert callback.cooldown_counter == 0


@pytest.mark.parametrize("factor", [0, 1, 1.5, -0.1])
def test_a_factor_lies_between_zero_and_one(factor):
    with pytest.raises(
        ConvscopeError, match=r"factor=.*\. Expected above 0 and below 1\. Try 0\.1"
    ):
        ReduceLROnPlateau(factor=factor)


def test_an_unknown_value_to_monitor_is_named():
    with pytest.raises(UnknownNameError, match='value to monitor: "val_auc"'):
        drive(ReduceLROnPlateau("val_auc"), [1])


@pytest.mark.parametrize(
    "schedule",
    [
        lambda epoch: 1 / 2 ** (epoch + 1),
        lambda epoch, rate: rate / 2,
        lambda epoch, rate=1.0: rate / 2,
    ],
)
def test_a_schedule_takes_the_epoch_or_the_epoch_and_the_rate(schedule):
    model, history = drive(LearningRateScheduler(schedule), [1, 1, 1])
    assert [logs["learning_rate"] for logs in history] == [0.5, 0.25, 0.125]
    assert model.optimizer.learning_rate == 0.125


def test_a_schedule_says_each_rate_if_asked(capsys):
    drive(LearningRateScheduler(lambda epoch: 0.5, verbose=1), [1])
    assert capsys.readouterr().out == "Epoch 1: learning rate 0.5.\n"


@pytest.mark.parametrize("rate", [0, -1.0, None, "0.1", float("nan")])
def test_a_schedule_returns_a_number_above_zero(rate):
    expected = r"the schedule returned .* for epoch 0\. Expected a number above 0\. Return the lear"
    with pytest.raises(ConvscopeError, match=expected):
        drive(LearningRateScheduler(lambda epoch: rate), [1])
