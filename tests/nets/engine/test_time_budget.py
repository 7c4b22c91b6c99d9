"""A training in a given time, on a clock that only the training moves."""

import random
from statistics import fmean

import pytest
from safetensors.numpy import load, save
from tiny_training import NUM_STEPS, PLAIN, RANDOM, InterruptAfter, make_trainer

from convscope.engine.training.callbacks import Callback
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.time_budget import MARGIN, MOST_SLOWDOWN, TimeBudget
from convscope.engine.training.training_state import load_state, save_state

RATE = 0.01
NUM_IMAGES, NUM_VALIDATION = 13, 5


class Machine(Callback):
    """A clock, and a machine on which everything takes the time that it is told to."""

    def __init__(self, step_s=lambda step: 1.0, judging_s=2.0, writing_s=0.5, now=100.0):
        self.now, self.step_s, self.judging_s, self.writing_s = now, step_s, judging_s, writing_s
        self.num_steps, self.steps, self.rates, self.ends = 0, [], [], []

    def __call__(self):
        return self.now

    @property
    def slowness(self):
        """How much slower than usual everything is now; 1 unless a test says otherwise."""
        return 1.0

    def on_train_batch_begin(self, batch, logs=None):
        self.steps.append(self.step_s(self.num_steps))
        self.now += self.steps[-1]
        self.num_steps += 1

    def on_train_batch_end(self, batch, logs=None):
        self.rates.append(self.model.optimizer.learning_rate / RATE)
        self.ends.append(self.now)

    def on_test_begin(self, logs=None):
        self.now += 0.0

    def on_test_end(self, logs=None):
        self.now += self.judging_s * self.slowness

    def on_epoch_end(self, epoch, logs=None):
        self.now += self.writing_s * self.slowness


def timed_trainer(machine, seconds, more=(), net=PLAIN, reserved=(3.0, 10), **options):
    budget = TimeBudget(seconds, machine.now - 4, machine)  # 4 s have gone by before
    budget.reserve(*reserved)
    return make_trainer(
        net,
        [machine, budget, *more],
        budget=budget,
        schedule=options.pop("schedule", "one_cycle_linear"),
        optimizer=OptimizerSettings("adam", {"learning_rate": RATE}),
        **options,
    )


JITTER = random.Random(3)
MACHINES = {
    "steady": lambda step: 1.0,
    "slow at first": lambda step: 8.0 if step == 0 else 1.0,
    "slower later": lambda step: 1.0 if step < 40 else 3.0,
    "faster later": lambda step: 3.0 if step < 20 else 0.7,
    "trembling": lambda step: JITTER.uniform(0.5, 1.5),
    "fast": lambda step: 0.02,
}


@pytest.mark.parametrize("step_s", MACHINES.values(), ids=MACHINES)
def test_it_ends_in_time_with_the_rate_at_0_whatever_the_machine_does(step_s):
    machine = Machine(step_s)
    trainer = timed_trainer(machine, 120)
    history = trainer.fit()
    finish = 3.0 + 10 * 2.0 / NUM_VALIDATION
    end = machine.now + finish
    assert end <= 96 + 120
    windows = [machine.steps[max(0, i - 50) : i] for i in range(20, machine.num_steps)]
    paces = [fmean(window) for window in windows]
    slowdown = min(max(paces) / min(paces), MOST_SLOWDOWN)
    wasted = ((1 + MARGIN) * slowdown - 1) * (2.5 + finish) + 2.5 + 3 * step_s(10**6)
    assert end >= 96 + 120 - wasted
    # Who learns of a slower pace near the end has no steps left to go down all the way.
    assert machine.rates[-1] < 0.1 + 3 / machine.num_steps + (slowdown - 1) / 2
    assert max(machine.rates) > 0.9
    peak = machine.rates.index(max(machine.rates))
    assert machine.rates[peak:] == sorted(machine.rates[peak:], reverse=True)
    # The rise takes a fifth of the steps that seem to fit while it lasts.
    assert peak / machine.num_steps == pytest.approx(0.2, abs=0.15)
    assert len(history) == -(-machine.num_steps // NUM_STEPS)


class BusyMachine(Machine):
    """A machine on which, at times, everything takes 2.5 times as long."""

    @property
    def slowness(self):
        return 2.5 if self.num_steps % 100 >= 60 else 1.0


def test_what_comes_afterwards_may_fall_into_a_moment_as_slow_as_the_slowest_before():
    late = []
    for seconds in range(200, 400, 7):
        machine = BusyMachine()
        machine.step_s = lambda step, machine=machine: machine.slowness
        trainer = timed_trainer(machine, seconds, reserved=(20.0, 10))
        trainer.fit()
        finish = 20.0 + 10 * 2.0 / NUM_VALIDATION
        late.append(machine.now + finish * machine.slowness > 96 + seconds)
    assert not any(late)


def test_the_history_says_which_part_of_an_epoch_was_trained():
    rests = set()
    for seconds in range(60, 68):
        machine = Machine()
        history = timed_trainer(machine, seconds).fit()
        *whole, last = [logs["epoch_share"] for logs in history]
        assert whole == [1.0] * (len(history) - 1)
        rest = machine.num_steps - NUM_STEPS * len(whole)
        assert last == (4 * rest / NUM_IMAGES if rest < NUM_STEPS else 1)
        assert set(history[-1]) == set(history[0])
        rests.add(rest)
    assert len(rests) > 2


def test_there_is_at_least_one_step_and_its_result():
    machine = Machine()
    history = timed_trainer(machine, 1).fit()
    assert machine.num_steps == 1
    assert [logs["epoch_share"] for logs in history] == [4 / NUM_IMAGES]
    assert "val_loss" in history[0]


def test_without_validation_it_ends_in_time_as_well():
    machine = Machine()
    timed_trainer(machine, 60, validation=None).fit()
    assert 130 < machine.now + 3 <= 96 + 60


def test_the_share_never_falls_and_ends_near_1():
    shares = []

    class Watch(Callback):
        def on_train_batch_end(self, batch, logs=None):
            shares.append(self.model.budget.share)

        def on_epoch_end(self, epoch, logs=None):
            machine.judging_s = 0.5  # the end is expected to take less time than before

    machine = Machine(MACHINES["slower later"], judging_s=12.0)
    timed_trainer(machine, 120, [Watch()]).fit()
    assert shares == sorted(shares)
    assert 0.95 < shares[-1] <= 1


def test_weights_are_averaged_over_the_last_part_of_the_work():
    machine = Machine()
    trainer = timed_trainer(machine, 160, net=RANDOM, weight_average=0.25)
    trainer.fit()
    assert trainer.average.num_steps / machine.num_steps == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize("num_steps", [1, NUM_STEPS, 10, 30])
def test_a_resumed_training_has_the_time_that_is_left(num_steps):
    whole = Machine()
    timed_trainer(whole, 80).fit()
    first = Machine()
    stopped = timed_trainer(first, 80, [InterruptAfter(num_steps)])
    stopped.fit()
    assert stopped.interrupted
    tensors, texts = save_state(stopped)
    second = Machine(now=5_000.0)  # another process, another clock; 4 s go by until its steps
    resumed = timed_trainer(second, 80, [Callback()])
    load_state(resumed, load(save(tensors)), texts)
    assert resumed.budget.used == first.now - 96 + 4
    history = resumed.fit()
    assert sum(logs["epoch_share"] for logs in history) == pytest.approx(
        (first.num_steps + second.num_steps) / NUM_STEPS, abs=0.5
    )
    used = (first.now - 96) + (second.now - 4_996)
    assert 80 - 7 - 2 * 2.5 - MARGIN * 9.5 - 2 <= used <= 80 - 7
    assert second.rates[-1] < 0.2
    assert whole.num_steps - 6 <= first.num_steps + second.num_steps <= whole.num_steps - 2


def test_a_training_resumed_after_its_time_ends_with_what_it_has():
    first = Machine()
    stopped = timed_trainer(first, 30, [InterruptAfter(6)])
    stopped.fit()
    state = save_state(stopped)
    late = Machine(now=1_000.0)
    budget = TimeBudget(30, 0.0, late)
    trainer = make_trainer(PLAIN, [late, budget, Callback()], budget=budget)
    load_state(trainer, *state)
    history = trainer.fit()
    assert late.num_steps == 0
    assert [round(logs["epoch_share"], 3) for logs in history] == [1.0, round(8 / 13, 3)]
