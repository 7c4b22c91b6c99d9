"""`%load_ext convscope.accelerate` in IPython, the shell that runs a notebook's cells."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

IN_IPYTHON = Path(__file__).parent / "in_ipython.py"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("IPython") is None, reason="needs IPython: pip install ipython"
)

STAND_IN = """
__version__ = "3.99"
class Trainer:
    def fit(self): return "fitted"
    evaluate = predict = train_on_batch = test_on_batch = predict_on_batch = fit
class Model(Trainer):
    pass
"""
"""As much of Keras as an extension needs that is only loaded."""


def run(cells, tmp_path, **environment):
    """Returns what cells show, and what they say beside it."""
    (tmp_path / "cells.py").write_text("# %%\n".join(cells), "utf-8")
    found = subprocess.run(
        [sys.executable, str(IN_IPYTHON), "cells.py"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]),
            "IPYTHONDIR": str(tmp_path / "ipython"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout, found.stderr


def test_the_extension_is_loaded_unloaded_and_loaded_again(tmp_path):
    (tmp_path / "keras.py").write_text(STAND_IN, "utf-8")
    shown = "print('taken' if hasattr(keras.Model.fit, '__wrapped__') else 'left')\n"
    cells = [
        "%load_ext convscope.accelerate\n",
        f"import keras\n{shown}",
        f"%unload_ext convscope.accelerate\n{shown}print(keras.Model().fit())\n",
        f"%load_ext convscope.accelerate\n{shown}",
        f"%reload_ext convscope.accelerate\n{shown}",
        f"%unload_ext convscope.accelerate\n{shown}",
    ]
    out, err = run(cells, tmp_path)
    assert out.split() == ["taken", "left", "fitted", "taken", "taken", "left"]
    assert err == ""


CELLS = [
    """import keras
import numpy as np
keras.utils.set_random_seed(1)
x = np.random.default_rng(1).random((600, 12, 12, 1))
y = (x[:, :6].mean((1, 2, 3)) > x[:, 6:].mean((1, 2, 3))).astype(int)
""",
    "%load_ext convscope.accelerate\nimport torch  # short calls are taken, too\n",
    """model = keras.Sequential([keras.Input((12, 12, 1)), keras.layers.Flatten()])
model.add(keras.layers.Dense(2, activation="softmax"))
model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=3, verbose=0)
print("fell" if history.history["loss"][-1] < history.history["loss"][0] else "rose")
""",
    """class Stop(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 4:
            raise KeyboardInterrupt
before = int(model.optimizer.iterations)
model.fit(x, y, epochs=3, verbose=0, callbacks=[Stop()])
""",
    "print(int(model.optimizer.iterations) - before, model.evaluate(x, y, verbose=0)[1] > 0.5)\n",
    'model.fit(x[:, :5], y, verbose=0)\nprint("not reached")\n',
    """class Net(keras.Sequential):
    pass
own = Net(model.layers)
print(own.predict(x[:2], verbose=0).shape)
""",
    """from convscope.accelerate.telling import told
print(told.table())
%unload_ext convscope.accelerate
""",
    """calls = len(told.calls)
print(model.predict(x[:2], verbose=0).shape, len(told.calls) == calls)
""",
]


@pytest.mark.keras
@pytest.mark.skipif(
    importlib.util.find_spec("keras") is None or importlib.util.find_spec("tensorflow") is None,
    reason="needs Keras: pip install tensorflow-cpu keras",
)
def test_cells_train_stop_fail_and_go_on(tmp_path):
    out, err = run(CELLS, tmp_path, TF_CPP_MIN_LOG_LEVEL="3")
    lines = [line for line in out.splitlines() if line]
    assert lines[0] == "fell"
    assert any(line.startswith("cell 4: KeyboardInterrupt") for line in lines)
    assert "5 True" in lines
    assert any(line.startswith("cell 6: ValueError") for line in lines)
    assert "not reached" not in lines
    assert "(2, 2)" in lines
    assert sum("fit of sequential, computed by convscope" in line for line in lines) >= 1
    assert lines[-1] == "(2, 2) True"
    assert "predict of net is left to Keras: Net is a class of the program's own." in err
