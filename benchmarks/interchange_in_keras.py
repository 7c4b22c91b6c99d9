"""Computes nets from their `.keras` files, in Keras itself; needs nothing of convscope.

python interchange_in_keras.py FOLDER
"""

import os
import sys
from importlib.metadata import version
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

for path in sorted(Path(sys.argv[1]).glob("*.keras")):
    net = keras.models.load_model(path, compile=False)
    inputs = np.fromfile(path.with_suffix(".inputs"), np.float32)
    answers = net.predict(inputs.reshape(-1, *net.input_shape[1:]), verbose=0)
    np.asarray(answers, np.float32).tofile(path.with_suffix(".answers"))
print("Keras", version("keras"), "with", keras.backend.backend())
