"""Whole trainings beside the same data's usual Keras program: how long, and how accurate.

    python benchmarks/whole_trainings.py mnist --python keras-environment/bin/python --seeds 5
    python benchmarks/whole_trainings.py small-colour --data cifar10-jpeg.zip --python …

`mnist` asks who is sooner at a validation accuracy of 0.990. Keras trains the `mnist` net with Adam
in batches of 128 until an epoch ends with that, 15 epochs at most; convscope trains
`characters-small` for one epoch in batches of 96. `small-colour` asks what can be had in the time
of ten epochs of the `cifar10` net in batches of 32; convscope trains with its default recipe and
net. Options after `--` replace those of `convscope train`.

Both start with decoded images on the disk and hold a tenth of them out for validation. The clock
starts with the process. Keras' stops behind its last epoch; ours when the last epoch has been
validated and its model and row of the history lie on the disk. The test images are looked at once,
at the end, and not on the clock. Before the first turn convscope trains once, for Numba to compile
what is then kept on the machine. The two take turns, seed by seed.

Where other programs share the cores, the processor seconds say more: those of the whole process,
with the test images and, for convscope, the report in them.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from convscope import load_data
from convscope.runs.record import describe_processor
from convscope.threads import environment_of_others

KERAS_PROGRAM = """
import json, sys, time
import keras
import numpy as np
from keras import layers

path, seed, net, batch_size, epochs, wanted = sys.argv[1:]
class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] >= float(wanted):
            self.model.stop_training = True

data = np.load(path)
images, labels = data["train_images"].astype("float32") / 255, data["train_labels"]
keras.utils.set_random_seed(int(seed))
model = keras.Sequential([
    layers.Input(images.shape[1:]),
    layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(),
    layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(),
    *{
        "mnist": [layers.Flatten(), layers.Dropout(0.5)],
        "cifar10": [
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(), layers.Dense(64, activation="relu"),
        ],
    }[net],
    layers.Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
order = np.random.default_rng(int(seed)).permutation(len(images))
past = model.fit(images[order], labels[order], batch_size=int(batch_size), epochs=int(epochs),
                 validation_split=0.1, verbose=0, callbacks=[Stop()]).history
ended = time.time()
predicted = model.predict(data["test_images"].astype("float32") / 255, verbose=0).argmax(1)
print(json.dumps({
    "ended": ended,
    "epochs": len(past["loss"]),
    "validation": past["val_accuracy"][-1],
    "test": float((predicted == data["test_labels"]).mean()),
}))
"""


@dataclass(frozen=True)
class Case:
    """What both train.

    Attributes:
        data: Data set, or zip or folder of images.
        net: The net of Keras.
        batch_size: Of Keras.
        epochs: Of Keras, at most.
        wanted: Validation accuracy at which Keras stops, above 1 for never.
        options: For `convscope train`.
        mirrored: Whether mirror images show the same, so that verdicts may be averaged with
            theirs.
    """

    data: str
    net: str
    batch_size: int
    epochs: int
    wanted: float
    options: tuple[str, ...] = ()
    mirrored: bool = False


WHO = {"convscope": "convscope", "keras": "Keras on TensorFlow"}

QUICKEST = ("--net", "characters-small", "--epochs", "1", "--batch-size", "96")
"""The least that reaches 0.990 with every seed, chosen by validation images."""

CASES = {
    "mnist": Case("mnist", "mnist", 128, 15, 0.990, QUICKEST),
    "small-colour": Case("cifar10-jpeg.zip", "cifar10", 32, 10, 2, mirrored=True),
}


def with_keras(case: Case, python: str, images: Path, seed: int) -> dict[str, float]:
    """Returns seconds, epochs, validation and test accuracy of the Keras program."""
    values = images, seed, case.net, case.batch_size, case.epochs, case.wanted
    variables = environment_of_others() | {
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [python, "-c", KERAS_PROGRAM, *map(str, values)]
    started, used = time.time(), processor_seconds()
    found = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)
    result = json.loads(found.stdout.splitlines()[-1])
    seconds = {"seconds": result.pop("ended") - started}
    return {**seconds, "processor_seconds": processor_seconds() - used, **result}


def with_convscope(data: str, folder: Path, seed: int, options: list[str]) -> dict[str, float]:
    """Returns seconds, epochs, validation and test accuracy of `convscope train`."""
    command = [sys.executable, "-m", "convscope", "train", data, "--json", *options]
    command += ["--seed", str(seed), "--runs", str(folder), "--name", f"seed-{seed}"]
    started, used = time.time(), processor_seconds()
    result = _read_json(command)
    used = processor_seconds() - used
    ended = (folder / f"seed-{seed}" / "history.csv").stat().st_mtime
    return {
        "seconds": ended - started,
        "processor_seconds": used,
        "epochs": result["epochs"],
        "validation": result["val_accuracy"],
        "test": result["test_accuracy"],
    }


def processor_seconds() -> float:
    """Returns what all processes that were started here, and have ended, have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def mirrored_accuracy(run: Path) -> float:
    """Returns the test accuracy of a run whose verdicts are averaged with the mirror image's."""
    command = [sys.executable, "-m", "convscope", "evaluate", str(run), "--mirrored", "--json"]
    return float(_read_json(command)["accuracy"])


def _read_json(command: list[str]) -> dict[str, Any]:
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(found.stdout)
    return result


def write_images(source: str, path: Path) -> None:
    """Writes all images and labels of a data set for Keras."""
    data = load_data(source)
    assert data.test is not None
    np.savez(
        path,
        train_images=data.train.images,
        train_labels=data.train.labels,
        test_images=data.test.images,
        test_labels=data.test.labels,
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def as_markdown(record: dict[str, Any]) -> str:
    """Returns saved figures as a table with what they were measured on."""
    results = record["results"]
    seconds = {who: mean(r["seconds"] for r in found) for who, found in results.items()}
    lines = [
        f"{record['processor']}; {_count(len(results['keras']), 'seed')} in turns.",
        "",
        "| | seconds (mean) | fastest – slowest | epochs | test accuracy (mean) | lowest "
        "| times ours |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for who, found in results.items():
        times, tests = [r["seconds"] for r in found], [r["test"] for r in found]
        epochs = sorted({r["epochs"] for r in found})
        lines.append(
            f"| {WHO[who]} | {seconds[who]:.1f} | {min(times):.1f} – {max(times):.1f} "
            f"| {'–'.join(str(e) for e in dict.fromkeys((epochs[0], epochs[-1])))} "
            f"| {mean(tests):.4f} | {min(tests):.4f} | {seconds[who] / seconds['convscope']:.1f} |"
        )
    if all("processor_seconds" in r for found in results.values() for r in found):
        used = {who: mean(r["processor_seconds"] for r in found) for who, found in results.items()}
        text = ", ".join(f"{WHO[who]} {value:.0f}" for who, value in used.items())
        lines += ["", f"Processor seconds (mean): {text}."]
    averaged = [r["test_mirrored"] for r in results["convscope"] if "test_mirrored" in r]
    if averaged:
        lines += [
            "",
            f"With verdicts averaged with those on the mirror image: {mean(averaged):.4f} "
            f"(lowest {min(averaged):.4f}).",
        ]
    return "\n".join(lines)


def main() -> None:
    """Prints every training, then the table of the documentation."""
    parser = argparse.ArgumentParser(description="Whole trainings beside Keras.")
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--data", help="where the images are")
    parser.add_argument("--python", default=sys.executable, help="a Python with Keras")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--save", type=Path, help="write the figures to this JSON file")
    parser.add_argument("options", nargs="*", help="for convscope train, after --")
    arguments = parser.parse_args()
    case = CASES[arguments.case]
    data, options = arguments.data or case.data, arguments.options or list(case.options)
    results: dict[str, list[dict[str, float]]] = {"convscope": [], "keras": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_images(data, folder / "images.npz")
        with_convscope(data, folder / "first", 0, [*options, "--epochs", "1"])
        for seed in range(arguments.seeds):
            ours = with_convscope(data, folder, seed, options)
            if case.mirrored:
                ours["test_mirrored"] = mirrored_accuracy(folder / f"seed-{seed}")
            theirs = with_keras(case, arguments.python, folder / "images.npz", seed)
            for who, result in (("convscope", ours), ("keras", theirs)):
                results[who].append(result)
                values = ", ".join(f"{k} {v:.4g}" for k, v in result.items())
                print(f"seed {seed}: {who}: {values}", flush=True)
    record = {
        "processor": f"{describe_processor()}, {os.cpu_count()} cores",
        "options": options,
        "results": results,
    }
    print(as_markdown(record))
    if arguments.save:
        arguments.save.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
