"""Times short programs in the style of Keras from the start of their process to its end.

Run: `python benchmarks/short_programs.py mnist --python keras-environment/bin/python`

The same program, two epochs on some thousand images, imports `convscope` or Keras on TensorFlow.
Both take turns; the first turn of each, in which kernels may be compiled and files are read from
the disk for the first time, is told apart.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from convscope.data import load_data

PROGRAM = """
import sys
import numpy as np
if sys.argv[1] == "convscope":
    import convscope as keras
    from convscope import layers
else:
    import keras
    from keras import layers
data = np.load(sys.argv[2])
x, y = data["images"].astype("float32") / 255, data["labels"]
net = keras.Sequential([
    keras.Input(x.shape[1:]),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
net.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
net.fit(x, y, batch_size=128, epochs=2, validation_split=0.1, verbose=0)
print(net.evaluate(x[:1000], y[:1000], verbose=0)[1])
"""


def seconds(python: str, library: str, images: Path) -> float:
    """Runs the program once.

    Returns:
        Seconds from the start of the process to its end.
    """
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}
    command = [python, "-c", PROGRAM, library, str(images)]
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="a set of 10 classes, such as mnist")
    parser.add_argument("--python", required=True, help="a Python that has Keras and TensorFlow")
    parser.add_argument("--images", type=int, nargs="+", default=[8_000, 10_000, 12_000])
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    data = load_data(arguments.data).train
    pythons = {"convscope": sys.executable, "keras": arguments.python}
    print("| images | convscope s | first | Keras s | first | Keras / convscope, by turns |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for number in arguments.images:
        with tempfile.TemporaryDirectory() as folder:
            images = Path(folder) / "images.npz"
            np.savez(images, images=data.images[:number], labels=data.labels[:number])
            times: dict[str, list[float]] = {library: [] for library in pythons}
            for _ in range(arguments.rounds + 1):
                for library, python in pythons.items():
                    times[library].append(seconds(python, library, images))
        cells = [f"{number:,}"]
        for library in pythons:
            cells += [f"{statistics.median(times[library][1:]):.2f}", f"{times[library][0]:.2f}"]
        ratios = sorted(
            keras / ours
            for ours, keras in zip(times["convscope"][1:], times["keras"][1:], strict=True)
        )
        middle = statistics.median(ratios)
        cells.append(f"{middle:.2f} ({ratios[0]:.2f} – {ratios[-1]:.2f})")
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
