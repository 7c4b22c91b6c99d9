"""Calls for single batches are left to Keras until loading PyTorch has paid, then taken."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None or importlib.util.find_spec("tensorflow") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
]

PROGRAM = """
import json, sys
from convscope.accelerate import install
from convscope.accelerate.telling import told
install()
import keras
import numpy as np
from convscope.accelerate import worth
x, y = np.ones((4, 3), "float32"), np.zeros(4, "int64")
def seen():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    losses = [model.train_on_batch(x, y)[0] for _ in range(3)]
    after_three = "torch" in sys.modules
    worth.LOADING_S = 0.0
    losses += [model.train_on_batch(x, y)[0] for _ in range(3)]
    worth.LOADING_S = 2.0
    return [float(loss) for loss in losses], after_three
losses, after_three = seen()
worth.LOADING_S = 0.0
expected, _ = seen()
reasons = [call.reason for call in told.calls]
print(json.dumps([losses, expected, after_three, reasons]))
"""


def test_they_are_left_until_they_add_up_and_go_on_with_the_same_weights():
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    losses, expected, had_torch, reasons = json.loads(done.stdout.splitlines()[-1])
    assert not had_torch
    assert ["before PyTorch would be loaded" in reason for reason in reasons[:3]] == [True] * 3
    assert reasons[3:] == [""] * 9
    assert losses == pytest.approx(expected, abs=1e-5)
