"""Keras on PyTorch, whose tensors remember how they were made."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from comparing_programs import differences

HERE = Path(__file__).parent

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(importlib.util.find_spec("keras") is None, reason="needs Keras"),
]


def test_metrics_that_a_first_evaluate_makes_can_be_written_to(tmp_path):
    program = tmp_path / "judged_first.py"
    program.write_text(
        "import keras\n"
        "import numpy as np\n\n"
        "keras.utils.set_random_seed(5)\n"
        "x, y = np.random.random((90, 7)), np.arange(90) % 3\n"
        "parts = [keras.Input((7,)), keras.layers.Dense(3, 'softmax')]\n"
        "model = keras.Sequential(parts)\n"
        "model.compile('sgd', 'sparse_categorical_crossentropy', metrics=['accuracy'])\n"
        "first = model.evaluate(x, y, verbose=0)\n"
        "history = model.fit(x, y, shuffle=False, verbose=0, validation_split=0.2).history\n"
        "RESULT = first, history, model.evaluate(x, y, verbose=0)\n",
        "utf-8",
    )
    expect_same(program, tmp_path, 3)


def test_several_outputs_are_taken_over(tmp_path):
    expect_same(HERE / "programs" / "several_outputs.py", tmp_path, 8)


def expect_same(program, folder, num_calls):
    """Checks that a program finds the same in both ways, and that all its calls are taken."""
    found = []
    for options in ([], ["--accelerate"]):
        out = folder / f"{len(options)}.json"
        command = [sys.executable, HERE / "run_programs.py", out, *options, program]
        environment = {**os.environ, "KERAS_BACKEND": "torch"}
        subprocess.run([*map(str, command)], env=environment, check=True, capture_output=True)
        found.append(json.loads(out.read_text("utf-8"))[program.stem])
    plain, ours = found
    assert plain["error"] is ours["error"] is None
    assert [reason for _, reason in ours["calls"]] == [""] * num_calls
    assert list(differences(plain["result"], ours["result"], 1e-4)) == []
