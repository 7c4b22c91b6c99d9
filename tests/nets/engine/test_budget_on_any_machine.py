"""A time budget on machines that hypothesis makes up: slow beginnings, spikes, other programs."""

import random
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from convscope.engine.training.time_budget import MARGIN, TimeBudget

NUM_VALIDATION = 1000
FEW = settings(max_examples=25)


@dataclass(frozen=True)
class Machine:
    """What a training costs, and what else goes on.

    Attributes:
        step_s: Time of a step, in s, while nothing else runs.
        first_steps: How many times slower each of the first steps is.
        bursts: Other programs: from when to when, in s, and how many times slower all is then.
        spike: Chance of a step to be slower for no reason, and how many times.
        suspended: Step at which the process is stopped, and for how long, in s.
        judging: Time to judge the validation images, in steps.
        num_steps: Steps of an epoch.
    """

    step_s: float
    first_steps: tuple[float, ...]
    bursts: tuple[tuple[float, float, float], ...]
    spike: tuple[float, float]
    suspended: tuple[int, float]
    judging: float
    num_steps: int


machines = st.builds(
    Machine,
    step_s=st.floats(0.04, 0.3),
    first_steps=st.lists(st.floats(1, 100), max_size=3).map(tuple),
    bursts=st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(1, 4)), max_size=4
    ).map(tuple),
    spike=st.tuples(st.floats(0, 0.1), st.floats(1, 10)),
    suspended=st.tuples(st.integers(5, 500), st.floats(0, 10)),
    judging=st.floats(1, 30),
    num_steps=st.integers(5, 400),
)


@dataclass
class Training:
    """A training that does nothing but let time go by.

    Attributes:
        shares: The budget's share before each step.
        durations: Time of each step, in s.
        over_at: When the steps had ended, in s.
        set_aside: What the budget had set aside for the rest when the last step was decided on,
            in s.
    """

    shares: list[float] = field(default_factory=list)
    durations: list[float] = field(default_factory=list)
    over_at: float = 0.0
    set_aside: float = 0.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Model:
    validation = range(NUM_VALIDATION)
    train = range(6000)
    weight_average = 0.0


def run(machine: Machine, seconds: float) -> Training:
    """Trains until the budget is over."""
    clock, chance, done = Clock(), random.Random(0), Training()
    budget = TimeBudget(seconds, 0.0, clock)
    judging_s = machine.judging * machine.step_s
    budget.reserve(2.0, 500, judging_s / NUM_VALIDATION)
    budget.set_model(Model())
    budget.set_params({"steps": machine.num_steps, "batch_size": 100, "epochs": 5})

    def work(duration: float) -> None:
        slowest = [f for start, stop, f in machine.bursts if start <= clock.now <= stop]
        clock.now += duration * max(slowest, default=1.0)

    budget.on_train_begin()
    epoch = 0
    while epoch == 0 or not budget.is_over:
        done.set_aside = budget.afterwards
        budget.on_epoch_begin(epoch)
        for step in range(machine.num_steps):
            if step and budget.is_over:
                break
            if step:
                done.set_aside = budget.afterwards
            done.shares.append(budget.share)
            number, began = len(done.durations), clock.now
            factor = machine.first_steps[number] if number < len(machine.first_steps) else 1.0
            if chance.random() < machine.spike[0]:
                factor *= machine.spike[1]
            work(machine.step_s * factor)
            if number == machine.suspended[0]:
                clock.now += machine.suspended[1]
            done.durations.append(clock.now - began)
            budget.on_train_batch_end(step)
        done.over_at = clock.now
        budget.on_test_begin()
        work(judging_s)
        budget.on_test_end()
        budget.on_epoch_end(epoch)
        epoch += 1
    done.shares.append(budget.share)
    return done


@FEW
@example(Machine(0.3, (), (), (0.0, 1.0), (5, 0.0), 24.0, 5), 20.0)  # judging alone takes too long
@given(machines, st.floats(20, 100))
def test_the_share_rises_without_a_jump_and_the_steps_end_in_time(machine, seconds):
    done = run(machine, seconds)
    assert done.shares[0] == 0
    assert done.shares == sorted(done.shares)
    assert done.shares[-1] <= 1
    # At most the last step, of which nobody can know how long it will take, is late; one is made
    # even where what comes afterwards takes longer than there is time.
    steps_end = max(0.0, seconds - done.set_aside)
    assert done.over_at <= steps_end + max(done.durations[-1], 1e-9)


@FEW
@given(machines, st.floats(30, 100))
def test_a_slow_first_step_takes_nothing_from_the_schedule(machine, seconds):
    """However long the first step: the share after it is that of a training that has begun."""
    steady = Machine(
        machine.step_s,
        (min(100.0, 10 / machine.step_s),),
        (),
        (0.0, 1.0),
        (5, 0.0),
        machine.judging,
        machine.num_steps,
    )
    done = run(steady, seconds)
    num_steps = len(done.durations)
    for number in range(10, num_steps - 10, 10):
        assert abs(done.shares[number] - number / num_steps) < 0.1 + 6 / num_steps
    rest = (steady.judging * steady.step_s * 1.5 + 2.0) * (1 + MARGIN)
    wasted = 1.5 * steady.judging * steady.step_s + 4 * steady.step_s
    assert done.over_at >= seconds - rest - wasted


@FEW
@given(machines)
def test_no_step_takes_much_more_than_its_part(machine):
    shares = run(machine, 60).shares
    begun = shares[4 : len(shares) * 2 // 3]  # at the end a burst leaves little to divide
    jumps = [after - before for before, after in pairwise(begun)]
    assert max(jumps, default=0) <= 0.05 + 20 / len(shares)
