"""Small batches go through the net together only where nobody can tell."""

from types import SimpleNamespace

import numpy as np
import pytest

from convscope.accelerate.ahead import MOST_IMAGES, Together, num_together, taken
from convscope.architecture import Architecture, Dense, Flatten, Input


class ArrayDataAdapter:
    def __init__(self, batch_size):
        self.batch_size = batch_size


class GeneratorDataAdapter(ArrayDataAdapter):
    pass


class OfKeras:
    def on_test_batch_begin(self, batch, logs=None): ...

    def on_test_batch_end(self, batch, logs=None): ...

    on_predict_batch_begin = on_predict_batch_end = on_test_batch_begin


for hook in ("on_test_batch_begin", "on_test_batch_end", "on_predict_batch_begin"):
    getattr(OfKeras, hook).__module__ = "keras.src.callbacks.progbar_logger"


class OfTheProgram(OfKeras):
    def on_predict_batch_end(self, batch, logs=None): ...


def asked(what="test", adapter=None, steps=None, penalties=None, callback=None, shape=(4, 3, 2)):
    net = Architecture(Input(shape), (Flatten(), Dense(2)))
    ours = SimpleNamespace(
        twin=SimpleNamespace(network=SimpleNamespace(architecture=net, penalties=penalties))
    )
    data = SimpleNamespace(data_adapter=adapter or ArrayDataAdapter(32), steps_per_epoch=steps)
    callbacks = SimpleNamespace(callbacks=[callback or OfKeras()])
    return num_together(ours, data, callbacks, what)


def test_small_batches_of_arrays_are_together():
    assert asked() == MOST_IMAGES // 32
    assert asked(adapter=ArrayDataAdapter(100)) == MOST_IMAGES // 100


@pytest.mark.parametrize(
    "options",
    [
        {"adapter": GeneratorDataAdapter(32)},
        {"adapter": ArrayDataAdapter(MOST_IMAGES)},
        {"steps": 3},
        {"penalties": ["of outputs"]},
        {"what": "predict", "callback": OfTheProgram()},
        {"shape": (224, 224, 3)},
    ],
)
def test_other_batches_are_alone(options):
    assert asked(**options) == 1


def test_a_callback_that_looks_at_answers_does_not_look_at_judging():
    assert asked("test", callback=OfTheProgram()) > 1


def test_every_batch_gets_its_own_result_in_order():
    calls = []

    def compute(some):
        calls.append(some)
        return [10 * each for each in some]

    together = Together(iter(range(7)), 3, compute)
    found = [taken(together, 2), taken(together, 4)]
    assert found == [[(0, 0), (1, 10)], [(2, 20), (3, 30), (4, 40), (5, 50)]]
    assert taken(together, 4) == [(6, 60)]
    assert calls == [[0, 1, 2], [3, 4, 5], [6]]
    with pytest.raises(StopIteration):
        next(together)


def test_one_batch_at_a_time_is_computed_later():
    together = Together(iter([np.ones(2)]), 1, lambda some: pytest.fail("computed"))
    assert next(together)[1] is None
