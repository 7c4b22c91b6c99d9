"""Records the trainings on CIFAR-10 whose curves a lesson shows, for Python and for the page.

    OMP_NUM_THREADS=1 PYTHONPATH=src python tools/record_lesson_curves.py

The same small net learns from 5,000 pictures as they are, with dropout, and with augmentation, and
is judged by 1,000 others after each epoch. The figures are those of one run each, with seed 0.
"""

import argparse
import json
from pathlib import Path
from time import perf_counter

import torch

from convscope.architecture import (
    Architecture,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    Layer,
    MaxPooling2D,
)
from convscope.arrays import Images, Labels
from convscope.data import Split, load_data
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.augmentation import augmentation_called
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.trainer import Trainer
from convscope.files import write_atomically
from convscope.lessons.curves import CURVES_FILE

NUM_TRAIN, NUM_VALIDATION = 5_000, 1_000
EPOCHS = 40
RECIPES = {"plain": (0.0, "none"), "dropout": (0.5, "none"), "augmented": (0.0, "small-colour")}
"""Share that dropout silences, and the augmentation, by the name that the figure gives them."""

PAGE_FILE = Path(__file__).parents[1] / "src" / "convscope" / "web" / "lessons" / "curves_data.js"

PAGE_HEAD = """\
/** Recorded trainings by recipe, written by tools/record_lesson_curves.py. */
// deno-fmt-ignore-file

"""

VALUES = ("loss", "accuracy", "val_loss", "val_accuracy")


def main() -> None:
    """Trains with each recipe and writes what the epochs gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="cifar10", help="the set, or its images in another form")
    parser.add_argument("--recipes", nargs="*", default=RECIPES, help="those to record anew")
    arguments = parser.parse_args()
    images, labels = _first(load_data(arguments.data).train)
    known = json.loads(CURVES_FILE.read_text()) if CURVES_FILE.exists() else {}
    for name in arguments.recipes:
        known[name] = _record(name, Split(images, labels))
    ordered = {name: known[name] for name in RECIPES if name in known}
    text = json.dumps(ordered)
    write_atomically(CURVES_FILE, f"{text}\n".encode())
    write_atomically(PAGE_FILE, f"{PAGE_HEAD}export const CIFAR10_CURVES = {text};\n".encode())


def _first(train: Split) -> tuple[Images, Labels]:
    """Returns as many images of each class as are needed, in turns."""
    places = [torch.tensor(train.labels == label).nonzero()[:, 0] for label in range(10)]
    each = (NUM_TRAIN + NUM_VALIDATION) // 10
    order = torch.stack([place[:each] for place in places]).T.reshape(-1).numpy()
    return train.images[order], train.labels[order]


def _net(dropout: float) -> Architecture:
    layers: list[Layer] = [
        Conv2D(16, (3, 3), activation="relu"),
        MaxPooling2D(),
        Conv2D(32, (3, 3), activation="relu"),
        MaxPooling2D(),
        Flatten(),
    ]
    if dropout:
        layers.append(Dropout(dropout))
    return Architecture(Input((32, 32, 3)), (*layers, Dense(64, "relu"), Dense(10, "softmax")))


def _record(name: str, split: Split) -> dict[str, list[float]]:
    dropout, augmentation = RECIPES[name]
    net = _net(dropout)
    started = perf_counter()
    trainer = Trainer(
        network=build_network(net, initial_weights(net, 0)),
        train=Examples(split.images[:NUM_TRAIN], split.labels[:NUM_TRAIN], net.input.value_range),
        validation=Examples(
            split.images[NUM_TRAIN:], split.labels[NUM_TRAIN:], net.input.value_range
        ),
        loss=Loss("sparse_categorical_crossentropy"),
        optimizer_settings=OptimizerSettings("adam", {"learning_rate": 1e-3}),
        batch_size=64,
        epochs=EPOCHS,
        seed=0,
        augment=augmentation_called(augmentation),
    )
    history = trainer.fit()
    print(f"{name}: {perf_counter() - started:.0f} s")
    return {value: [round(float(epoch[value]), 3) for epoch in history] for value in VALUES}


if __name__ == "__main__":
    torch.set_num_threads(1)  # so that every machine adds in the same order
    main()
