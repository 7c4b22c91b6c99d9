"""Short calls are left to Keras until loading PyTorch would have paid."""

import math
import subprocess
import sys

import numpy as np
import pytest

from convscope.accelerate.worth import LOADING_S, Worth, expected_seconds
from convscope.architecture import Architecture, Dense, Flatten, Input
from convscope.keras_config import NotOursError, Translation

NET = Translation(Architecture(Input((28, 28, 1)), (Flatten(), Dense(10))), {})


def given(number, **others):
    return {"x": np.empty((number, 28, 28, 1)), "batch_size": None, **others}


@pytest.fixture
def without_torch(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)


def test_short_calls_are_left_until_they_add_up(without_torch):
    worth, calls = Worth(), 0
    with pytest.raises(NotOursError, match="before PyTorch would be loaded"):
        worth.expect("predict", NET, given(3200))
    calls = 1
    while True:
        calls += 1
        try:
            worth.expect("predict", NET, given(3200))
        except NotOursError:
            continue
        break
    assert calls == math.ceil(LOADING_S / expected_seconds("predict", NET, given(3200)))


def test_long_calls_are_taken_at_once(without_torch):
    Worth().expect("fit", NET, given(60_000, epochs=5))


def test_data_of_unknown_size_is_taken(without_torch):
    Worth().expect("fit", NET, {"x": iter([]), "epochs": 1})


def test_where_torch_is_loaded_everything_is_taken(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", object())
    Worth().expect("predict", NET, given(1))


def test_the_steps_of_a_generator_count():
    some = {"x": iter([]), "epochs": 2, "initial_epoch": 1, "steps_per_epoch": 10}
    more = {**some, "epochs": 12}
    assert expected_seconds("fit", NET, some) < expected_seconds("fit", NET, more) < math.inf


def test_judging_a_model_loads_no_torch():
    program = (
        "import sys, convscope.accelerate.patching, convscope.accelerate.worth\n"
        "print('torch' in sys.modules, 'keras' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "False False\n"
