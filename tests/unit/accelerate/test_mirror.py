"""Variables that the engine changes are up to date whenever somebody looks at them."""

import numpy as np
import pytest

from convscope.accelerate.backends import Backend
from convscope.accelerate.mirror import Clock, Link, Mirror


class Variable:
    """Like Keras': everything goes through `_value`."""

    def __init__(self, value):
        self._value = np.asarray(value, np.float32)

    def numpy(self):
        return self._value

    def assign(self, value):
        self._value[...] = value

    def replace(self, value):
        self._value = np.asarray(value, np.float32)


class Engine:
    """Values that move with every step."""

    def __init__(self, *values):
        self.values, self.clock, self.written = list(values), Clock(), 0
        self.mirror = Mirror(
            Backend(
                "fake", True, False, lambda: False, lambda a, v: a["_value"].__setitem__(..., v)
            )
        )

    def links(self, variables):
        for index, variable in enumerate(variables):

            def write(values, index=index):
                self.written += 1
                self.values[index] = float(values)

            yield Link(variable, lambda i=index: np.float32(self.values[i]), write, self.clock)

    def step(self):
        self.mirror.settle()
        self.values = [value + 1 for value in self.values]
        self.clock.now += 1


@pytest.fixture
def watched():
    variables = [Variable(5), Variable(7)]
    engine = Engine(0, 0)
    engine.mirror.watch(engine.links(variables))
    return engine, variables


def test_the_engine_begins_with_what_the_variables_hold(watched):
    engine, _ = watched
    assert engine.values == [5, 7]


def test_a_look_finds_the_last_step(watched):
    engine, (first, second) = watched
    engine.step()
    engine.step()
    assert (float(first.numpy()), float(second.numpy())) == (7, 9)


def test_what_nobody_looks_at_is_not_written(watched):
    engine, (first, _) = watched
    engine.step()
    assert float(vars(first)["_value"]) == 5
    engine.mirror.update()
    assert float(vars(first)["_value"]) == 6


@pytest.mark.parametrize("way", ["assign", "replace"])
def test_the_next_step_begins_with_what_was_assigned(watched, way):
    engine, (first, second) = watched
    engine.step()
    getattr(first, way)(100)
    engine.step()
    assert (float(first.numpy()), float(second.numpy())) == (101, 9)


def test_a_look_alone_changes_nothing(watched):
    engine, (first, _) = watched
    engine.step()
    first.numpy()
    written = engine.written
    engine.step()
    assert (engine.values, engine.written) == ([7, 9], written)


def test_a_look_during_a_step_does_not_undo_it(watched):
    engine, (first, _) = watched
    engine.mirror.settle()
    first.numpy()
    engine.values = [50, 70]
    engine.clock.now += 1
    engine.mirror.settle()
    assert engine.values == [50, 70]
    assert float(first.numpy()) == 50


def test_afterwards_everything_is_written_and_no_longer_watched(watched):
    engine, (first, second) = watched
    engine.step()
    assert type(first) is not Variable
    engine.mirror.close()
    assert type(first) is Variable
    assert (float(first.numpy()), float(second.numpy())) == (6, 8)
    assert set(vars(first)) == {"_value"}


def test_an_inner_engine_hands_back_to_the_outer_one(watched):
    outer, (first, second) = watched
    outer.step()
    inner = Engine(0)
    inner.mirror.watch(inner.links([first]))
    assert inner.values == [6]
    inner.step()
    inner.mirror.close()
    assert float(first.numpy()) == 7
    outer.step()
    assert (float(first.numpy()), float(second.numpy())) == (8, 9)
