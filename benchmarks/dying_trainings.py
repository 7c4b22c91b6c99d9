"""Tries which dying trainings are recognised, and whether healthy ones are left alone.

Run: `CONVSCOPE_DATA=FOLDER python benchmarks/dying_trainings.py [part of a name …]`

Every setting is trained for an epoch, of at least 50 steps, on a part of its images. A sick one
counts as recognised if the watch speaks within that; it is then begun anew with the rate that a
run would take, and the accuracy on validation images is that of the last beginning. A healthy one
counts as left alone if the watch is silent. The thresholds of
`engine.training.dying` were set before the first run of this table, by what guessing and chance
give, and not changed by it.
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import torch

from convscope import __version__
from convscope.architecture import (
    Activation,
    Architecture,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    net_to_text,
)
from convscope.data import Split
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.dying import SMALLER, DyingWatch, Setback
from convscope.engine.training.training_epoch import NotFiniteError
from convscope.runs.preparation import Prepared, prepare
from convscope.runs.setbacks import MOST_BEGINNINGS
from convscope.runs.settings import TrainSettings
from convscope.runs.trainers import trainer_for

MOST_IMAGES, LEAST_STEPS = 5_000, 50
ROOT = Path(os.environ.get("CONVSCOPE_DATA", "data"))
SETS = {
    "digits": "digits",
    "mnist": "mnist",
    "kmnist": str(ROOT / "kmnist-7011"),
    "cifar": str(ROOT / "cifar10-jpeg.zip"),
    "fruits-4": str(ROOT / "fruits-4.zip"),
    "fruits-7": str(ROOT / "fruits-7.zip"),
}
DEEP = tuple(Conv2D(16, (3, 3), padding="same", activation="relu") for _ in range(8))
NETS = {
    "deep": (*DEEP[:4], MaxPooling2D(), *DEEP[4:], Flatten(), Dense(10, "softmax")),
    "sigmoid": (
        Conv2D(8, (5, 5)),
        Activation("sigmoid"),
        MaxPooling2D(),
        Flatten(),
        Dense(30, "sigmoid"),
        Dense(10, "softmax"),
    ),
}
"""Nets of which convscope has none by name."""


@dataclass(frozen=True)
class Setting:
    """A training.

    Attributes:
        data: A name of `SETS`.
        options: Fields of `TrainSettings`.
    """

    data: str
    options: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.data}: " + ", ".join(f"{k} {v}" for k, v in self.options.items())


def sets(data: str, **options: Any) -> Setting:
    """Returns a setting of the classic recipe, in batches of 32."""
    return Setting(data, {"recipe": "classic", "batch_size": 32, **options})


SICK = [
    sets("mnist", net="mnist", learning_rate=0.05),
    sets("mnist", net="mnist", optimizer="sgd", learning_rate=3.0),
    sets("digits", net="mnist", learning_rate=0.1),
    sets("mnist", net="deep", learning_rate=0.02),
    sets("digits", net="deep", optimizer="sgd", learning_rate=2.0),
    sets("mnist", net="sigmoid", learning_rate=1.0),
    sets("kmnist", net="mnist", learning_rate=0.1),
    sets("kmnist", net="deep", optimizer="adamw", learning_rate=0.03),
    sets("cifar", net="cifar10", learning_rate=0.03),
    sets("cifar", net="cifar10", optimizer="sgd", learning_rate=1.0),
    sets("fruits-4", net="photos", learning_rate=0.05, batch_size=8),
    sets("fruits-7", net="photos", optimizer="sgd", learning_rate=1.0, batch_size=8),
    sets("kmnist", net="sigmoid", optimizer="sgd", learning_rate=100.0),
]
HEALTHY = [
    sets("mnist", net="mnist"),
    sets("mnist", recipe="fast"),
    sets("digits", recipe="fast", batch_size=16),
    sets("mnist", net="mnist", learning_rate=3e-5),
    sets("digits", net="sigmoid", learning_rate=1e-3),
    sets("mnist", net="mnist", optimizer="sgd", learning_rate=0.01, label_smoothing=0.5),
    sets("kmnist", net="mnist"),
    sets("kmnist", recipe="fast", augment="handwriting"),
    sets("cifar", net="cifar10"),
    sets("cifar", recipe="fast"),
    sets("cifar", net="cifar10", learning_rate=1e-4),
    sets("fruits-4", recipe="fast", batch_size=8),
    sets("fruits-7", recipe="fast", batch_size=8),
    sets("kmnist", net="deep"),
    sets("kmnist", net="sigmoid", optimizer="sgd", learning_rate=0.1),
]


class Spoken(Exception):
    """The watch has spoken."""


class Stop(Callback):
    """Ends a training after so many steps, with its last epoch."""

    def __init__(self, epochs: int) -> None:
        self.epochs = epochs

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Ends it."""
        self.model.stop_training = epoch + 1 >= self.epochs


@cache
def net_file(name: str, shape: tuple[int, ...]) -> str:
    """Returns the path of a net of `NETS`, written for images of a shape."""
    path = Path(tempfile.mkdtemp()) / f"{name}.json"
    path.write_text(net_to_text(Architecture(Input(shape), NETS[name])), encoding="utf-8")
    return str(path)


def prepared_for(setting: Setting) -> Prepared:
    """Returns a setting with a part of its images."""
    options = dict(setting.options)
    if options.get("net") in NETS:
        options["net"] = net_file(options["net"], (28, 28, 1))
    prepared = prepare(TrainSettings(data=SETS[setting.data], **options))
    train, validation = prepared.train, prepared.validation
    step = max(1, len(train) // MOST_IMAGES)
    return replace(
        prepared,
        train=Split(train.images[::step], train.labels[::step]),
        validation=Split(validation.images[:500], validation.labels[:500]),
    )


def train(prepared: Prepared) -> tuple[list[Setback], float, float]:
    """Trains an epoch; returns what the watch said, the validation accuracy, and the last rate."""
    told: list[Setback] = []
    recipe = prepared.recipe
    epochs = max(1, -(-LEAST_STEPS // prepared.num_steps))

    def speak(setback: Setback) -> None:
        told.append(setback)
        raise Spoken

    while True:
        watch = DyingWatch(speak) if len(told) < MOST_BEGINNINGS - 1 else None
        trainer = trainer_for(prepared, [Stop(epochs)], recipe=recipe)
        trainer.watch = watch
        rate = recipe.optimizer.options["learning_rate"]
        if watch is not None:
            watch.attach(trainer.network, trainer.train, trainer.loss, rate)
        try:
            return told, trainer.fit()[-1]["val_accuracy"], rate
        except NotFiniteError:
            return told, float("nan"), rate
        except Spoken:
            recipe = recipe.changed(learning_rate=rate / SMALLER)


def main() -> None:
    """Prints a row per setting."""
    torch.set_num_threads(1)
    print(f"convscope {__version__}, torch {torch.__version__}\n")
    print("| setting | kind | told | validation, rate at last | s |")
    print("| --- | --- | --- | --- | --- |", flush=True)
    right = {"sick": 0, "healthy": 0}
    kinds = {"sick": SICK, "healthy": HEALTHY}
    chosen = [(k, s) for k, settings in kinds.items() for s in settings]
    chosen = [
        (k, s) for k, s in chosen if not sys.argv[1:] or any(a in str(s) for a in sys.argv[1:])
    ]
    for kind, setting in chosen:
        started = time.perf_counter()
        told, accuracy, rate = train(prepared_for(setting))
        right[kind] += bool(told) == (kind == "sick")
        said = "; ".join(f"{s.kind}, epoch {s.epoch}, step {s.step}" for s in told) or "nothing"
        seconds = time.perf_counter() - started
        print(
            f"| {setting} | {kind} | {said} | {accuracy:.3f}, {rate:g} | {seconds:.0f} |",
            flush=True,
        )
    for kind, count in right.items():
        print(f"{kind}: {count} of {sum(k == kind for k, _ in chosen)} judged right")


if __name__ == "__main__":
    main()
