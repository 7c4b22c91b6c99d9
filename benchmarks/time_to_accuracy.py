"""Seconds from the start of the process to 0.990 on MNIST: convscope, and Keras on TensorFlow.

    python benchmarks/time_to_accuracy.py --python keras-environment/bin/python [--seeds 5]

Keras runs the program of lecture notes: the `mnist` net, Adam, batches of 128, a tenth of the
images for validation. Its clock stops after the first epoch whose validation accuracy reaches
0.990, or after 15 epochs. convscope runs `convscope train mnist`; its clock stops when the last
epoch has been validated and its model and row of the history lie on the disk. Both start with the
images on the disk, both judge by validation; the test images are looked at once, at the end, and
not on the clock. The two take turns, seed by seed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import numpy as np

from convscope import load_data
from convscope.runs.record import describe_processor

WANTED = 0.990

KERAS_PROGRAM = """
import json, sys, time
import keras
import numpy as np
from keras import layers

class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] >= float(sys.argv[3]):
            self.model.stop_training = True

data = np.load(sys.argv[1])
images = data["train_images"].astype("float32") / 255
labels = keras.utils.to_categorical(data["train_labels"], 10)
keras.utils.set_random_seed(int(sys.argv[2]))
model = keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(),
    layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(),
    layers.Flatten(), layers.Dropout(0.5), layers.Dense(10, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
order = np.random.default_rng(int(sys.argv[2])).permutation(len(images))
past = model.fit(images[order], labels[order], batch_size=128, epochs=15, validation_split=0.1,
                 verbose=0, callbacks=[Stop()]).history
ended = time.time()
predicted = model.predict(data["test_images"].astype("float32") / 255, verbose=0).argmax(1)
print(json.dumps({
    "ended": ended,
    "epochs": len(past["loss"]),
    "validation": past["val_accuracy"][-1],
    "test": float((predicted == data["test_labels"]).mean()),
}))
"""


def with_keras(python: str, images: Path, seed: int) -> dict[str, float]:
    """Returns seconds, epochs, validation and test accuracy of the Keras program."""
    started = time.time()
    command = [python, "-c", KERAS_PROGRAM, str(images), str(seed), str(WANTED)]
    variables = os.environ | {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
    found = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)
    result = json.loads(found.stdout.splitlines()[-1])
    return {"seconds": result.pop("ended") - started, **result}


def with_convscope(folder: Path, seed: int, options: list[str]) -> dict[str, float]:
    """Returns seconds, epochs, validation and test accuracy of `convscope train mnist`."""
    started = time.time()
    command = [sys.executable, "-m", "convscope", "train", "mnist", "--json", *options]
    command += ["--seed", str(seed), "--runs", str(folder), "--name", f"seed-{seed}"]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    result = json.loads(found.stdout)
    ended = (folder / f"seed-{seed}" / "history.csv").stat().st_mtime
    return {
        "seconds": ended - started,
        "epochs": result["epochs"],
        "validation": result["val_accuracy"],
        "test": result["test_accuracy"],
    }


def main() -> None:
    """Prints every training, the means, and how many times sooner convscope is there."""
    parser = argparse.ArgumentParser(description="Seconds to 0.990 on MNIST.")
    parser.add_argument("--python", default=sys.executable, help="a Python with Keras")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("options", nargs="*", help="for convscope train, behind --")
    arguments = parser.parse_args()
    data = load_data("mnist")
    assert data.test is not None
    results: dict[str, list[dict[str, float]]] = {"convscope": [], "keras": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.savez(
            folder / "mnist.npz",
            train_images=data.train.images,
            train_labels=data.train.labels,
            test_images=data.test.images,
            test_labels=data.test.labels,
        )
        for seed in range(arguments.seeds):
            ours = with_convscope(folder, seed, arguments.options)
            theirs = with_keras(arguments.python, folder / "mnist.npz", seed)
            for who, result in (("convscope", ours), ("keras", theirs)):
                results[who].append(result)
                values = ", ".join(f"{k} {v:.4g}" for k, v in result.items())
                print(f"seed {seed}: {who}: {values}", flush=True)
    print(f"{describe_processor()}, {os.cpu_count()} cores")
    for who, found in results.items():
        seconds, test = mean(r["seconds"] for r in found), mean(r["test"] for r in found)
        print(f"{who}: mean of {len(found)}: {seconds:.1f} s, test accuracy {test:.4f}")
    sums = [sum(r["seconds"] for r in found) for found in results.values()]
    print(f"convscope is there {sums[1] / sums[0]:.1f} times sooner")


if __name__ == "__main__":
    main()
