"""A training that is interrupted anywhere and taken up again ends the same, to the bit."""

import json

import numpy as np
import pytest
import torch
from safetensors.numpy import load, save
from tiny_training import NUM_STEPS, PLAIN, RANDOM, InterruptAfter, make_trainer, without_times

from convscope.engine.training.callbacks import (
    BestWeights,
    Callback,
    CSVLogger,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
)
from convscope.engine.training.optimizers import OPTIMIZERS, OptimizerSettings
from convscope.engine.training.training_state import load_state, save_state
from convscope.errors import ConvscopeError
from convscope.model_file import read_tensors, write_tensors

EPOCHS = 5
OPTIMIZER_CASES = [
    *((name, {}) for name in OPTIMIZERS),
    ("sgd", {"momentum": 0.9}),
    ("sgd", {"momentum": 0.9, "nesterov": True}),
]


def through_bytes(state):
    """Returns the state as a file would hold it, without waiting for the disk."""
    tensors, texts = state
    return load(save(tensors)), texts


def interrupted(make, num_steps):
    """Returns a fresh trainer that goes on where another was interrupted."""
    first = make([InterruptAfter(num_steps)])
    first.fit()
    assert first.interrupted
    state = through_bytes(save_state(first))
    torch.manual_seed(num_steps)  # whatever happened in between
    second = make([Callback()])
    load_state(second, *state)
    return second


def expect_same(trainer, expected):
    assert without_times(trainer.history) == without_times(expected.history)
    for name, weight in expected.named_weights().items():
        np.testing.assert_array_equal(trainer.named_weights()[name], weight, name)


@pytest.mark.parametrize(("name", "options"), OPTIMIZER_CASES, ids=str)
def test_at_every_step_with_every_optimizer(name, options):
    def make(callbacks):
        settings = OptimizerSettings(name, options)
        return make_trainer(RANDOM, callbacks, epochs=EPOCHS, optimizer=settings)

    whole = make([])
    whole.fit()
    assert len(whole.history) == EPOCHS
    for num_steps in range(1, EPOCHS * NUM_STEPS + 1):
        resumed = interrupted(make, num_steps)
        assert resumed.progress.epoch * NUM_STEPS + resumed.progress.step == num_steps
        resumed.fit()
        expect_same(resumed, whole)


class StatefulSetup:
    """Every callback that remembers something, and files that they write."""

    def __init__(self, folder):
        folder.mkdir()
        self.csv = folder / "history.csv"
        self.early = EarlyStopping("val_loss", patience=2, restore_best_weights=True)
        self.best = BestWeights()
        self.saved = []
        self.checkpoint = ModelCheckpoint("{epoch}", save_best_only=True)

    def make(self, more=()):
        callbacks = [
            LearningRateScheduler(lambda epoch, rate: 0.9 * rate),
            ReduceLROnPlateau("val_loss", 0.5, patience=1, cooldown=1),
            self.best,
            self.checkpoint,
            CSVLogger(self.csv),
            self.early,
            *more,
        ]
        trainer = make_trainer(
            RANDOM,
            callbacks,
            epochs=30,
            optimizer=OptimizerSettings("adam", {"learning_rate": 0.003}),
            seed=9,
        )
        trainer.save = self.saved.append
        return trainer

    def rows(self):
        lines = [line.split(",") for line in self.csv.read_text().splitlines()]
        without = lines[0].index("seconds")
        return [line[:without] + line[without + 1 :] for line in lines]


def test_callbacks_go_on_as_if_nothing_had_happened(tmp_path):
    whole = StatefulSetup(tmp_path / "whole")
    expected = whole.make()
    expected.fit()
    num_epochs = len(expected.history)
    assert 0 < whole.early.best_epoch < num_epochs - 1 < 29  # the test is about what comes after

    for num_steps in range(1, num_epochs * NUM_STEPS + 1):
        folder = tmp_path / f"{num_steps}"
        before, after = StatefulSetup(folder), StatefulSetup(folder / "again")
        after.csv = before.csv
        first = before.make([InterruptAfter(num_steps)])
        first.fit()
        resumed = after.make()
        load_state(resumed, *through_bytes(save_state(first)))
        resumed.fit()
        expect_same(resumed, expected)
        assert after.rows() == whole.rows()
        assert before.saved + after.saved == whole.saved
        assert (after.best.best, after.best.epoch) == (whole.best.best, whole.best.epoch)
        for name, weight in whole.best.weights.items():
            np.testing.assert_array_equal(after.best.weights[name], weight)
        assert after.early.stopped_epoch == whole.early.stopped_epoch


def test_a_state_between_two_epochs_and_one_of_a_finished_training():
    states = []

    class Save(Callback):
        def on_epoch_end(self, epoch, logs=None):
            states.append(save_state(self.model))

    whole = make_trainer(RANDOM, [Save()], epochs=4)
    whole.fit()
    for state in states:
        resumed = make_trainer(RANDOM, [Save()], epochs=4)
        load_state(resumed, *through_bytes(state))
        resumed.fit()
        expect_same(resumed, whole)


def test_a_training_that_stopped_stays_stopped():
    whole = make_trainer(epochs=9, callbacks=[Callback()])
    whole.stop_training = True
    whole.fit()
    resumed = make_trainer(epochs=9, callbacks=[Callback()])
    load_state(resumed, *save_state(whole))
    assert resumed.fit() == []


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_state_is_the_same_in_a_file(name, tmp_path):
    trainer = make_trainer(RANDOM, [BestWeights()], optimizer=OptimizerSettings(name), epochs=1)
    trainer.fit()
    tensors, texts = save_state(trainer)
    write_tensors(tmp_path / "state", tensors, texts)
    found, found_texts = read_tensors(tmp_path / "state")
    assert found_texts == texts
    assert set(found) == set(tensors)
    for tensor_name, tensor in tensors.items():
        np.testing.assert_array_equal(found[tensor_name], tensor)
        assert found[tensor_name].shape == tensor.shape


def test_more_epochs_may_be_added():
    whole = make_trainer(RANDOM, epochs=5)
    whole.fit()
    short = make_trainer(RANDOM, epochs=3)
    short.fit()
    longer = make_trainer(RANDOM, epochs=5)
    load_state(longer, *through_bytes(save_state(short)))
    longer.fit()
    expect_same(longer, whole)


def test_values_of_callbacks_may_be_numpy_numbers():
    class Add(Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs["own"] = np.float32(0.5)

    trainer = make_trainer(callbacks=[Add()], epochs=1)
    trainer.fit()
    _, texts = save_state(trainer)
    assert json.loads(texts["history"])[0]["own"] == 0.5


def test_a_state_of_another_net_is_refused():
    expected = r"holds the weights of another net\. Expected the net that .*Resume without --net"
    with pytest.raises(ConvscopeError, match=expected):
        load_state(make_trainer(PLAIN), *save_state(make_trainer(RANDOM)))


@pytest.mark.parametrize("callbacks", [[], [EarlyStopping()], [Callback(), BestWeights()]])
def test_a_state_of_other_callbacks_is_refused(callbacks):
    expected = r"state of a BestWeights as callback 1\. This training has .*Resume with the callba"
    with pytest.raises(ConvscopeError, match=expected):
        load_state(
            make_trainer(callbacks=callbacks), *save_state(make_trainer(PLAIN, [BestWeights()]))
        )
