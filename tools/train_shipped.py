"""Trains a model that convscope ships and writes its file.

Run: OMP_NUM_THREADS=1 python tools/train_shipped.py drawn-digits

With --choose nothing is written: the last tenth of the training images and drawings of another
seed tell which settings to take, and the test images stay unseen.
"""

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from shipped_plans import NUM_CLASSES, PLANS, Plan
from stroke_drawings import Hand, draw_digits, draw_others

from convscope.arrays import Weights
from convscope.data import DataSet, Split, load_data
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.familiarity import measure_familiarity
from convscope.engine.answers.losses import Loss
from convscope.engine.answers.model_answers import answer
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.trainer import Trainer
from convscope.model_file import Model, write_model
from convscope.runs.preparation import class_means

FOLDER = Path(__file__).parents[1] / "src" / "convscope" / "shipped"

NUM_DIGITS, NUM_OTHERS = 9_000, 5_000
"""Drawings that `drawn-digits` is trained on beside MNIST's 60,000 images."""

NUM_HELD_OUT_DIGITS, NUM_HELD_OUT_OTHERS, HELD_OUT_SEED = 1_500, 800, 2
FREER_HAND = Hand(points=0.045, turn_degrees=8, slant=0.2, aspect=0.25)
"""Drawings to choose by vary more than those trained on."""


@dataclass
class EpochPrinter(Callback):
    """Prints each epoch."""

    started: float = field(default_factory=perf_counter)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Prints the epoch's values."""
        values = " ".join(f"{name} {value:.4f}" for name, value in (logs or {}).items())
        print(f"epoch {epoch + 1}: {values}, {perf_counter() - self.started:.0f} s", flush=True)


def main() -> None:
    """Trains one model."""
    arguments = _arguments()
    plan = PLANS[arguments.name]()
    data = load_data("mnist")
    assert data.test is not None
    last = 54_000 if arguments.choose else len(data.train)
    last = min(last, arguments.limit or last)
    split = Split(data.train.images[:last], data.train.labels[:last])
    epochs = arguments.epochs or plan.epochs
    digits = _digits(plan, split, arguments.seed)
    started = perf_counter()
    weights = _train(plan, _with_others(plan, digits, arguments.seed), epochs, arguments.seed)
    facts = {"epochs": epochs, "seed": arguments.seed, "seconds": round(perf_counter() - started)}
    model = describe(plan, weights, data, digits, facts)
    if arguments.choose:
        last_tenth = Split(data.train.images[54_000:], data.train.labels[54_000:])
        print(f"validation accuracy {accuracy(model, last_tenth):.4f}")
        print_held_out_drawings(model)
        return
    model.trained_on["test_accuracy"] = accuracy(model, data.test)
    write_model(arguments.out / f"{arguments.name}.safetensors", model)
    print(f"MNIST test accuracy {model.trained_on['test_accuracy']:.4f}, {facts['seconds']} s")


def describe(
    plan: Plan, weights: Weights, data: DataSet, digits: Split, facts: dict[str, Any]
) -> Model:
    """Returns the model with what is known about its training and what is familiar to it.

    No image is left that the net has not been trained on, so training images changed in new ways,
    and drawings of another seed, set what is familiar.
    """
    to_inputs = plan.architecture.input.value_range
    sample = digits.images[:: max(1, len(digits) // 4_000)]
    inputs, _ = Examples(sample, np.zeros(len(sample), np.int64), to_inputs).slice(0, len(sample))
    unseen = plan.augment(inputs, HELD_OUT_SEED, 0, 0).numpy()
    if plan.with_drawings:
        drawn, _ = draw_digits(NUM_HELD_OUT_DIGITS, HELD_OUT_SEED, FREER_HAND)
        unseen = np.concatenate([unseen, drawn.astype(np.float32) / 255])
    familiarity = measure_familiarity(
        build_network(plan.architecture, weights),
        Examples(digits.images, digits.labels, to_inputs),
        Examples(unseen, np.zeros(len(unseen), np.int64), to_inputs),
    )
    about = {"class_means": class_means(digits, NUM_CLASSES), **familiarity}
    source = {"data_set": "mnist", "content_hash": data.content_hash, "num_train": len(digits)}
    return Model(
        plan.architecture, weights, data.class_names, "mnist", "pad", source | facts, about
    )


def accuracy(model: Model, split: Split) -> float:
    """Returns the share of images judged right, 0–1."""
    return float((answer(model, split.images).argmax(1) == split.labels).mean())


def print_held_out_drawings(model: Model) -> None:
    """Prints how drawings of another seed, by a freer hand, are judged."""
    drawn, labels = draw_digits(NUM_HELD_OUT_DIGITS, HELD_OUT_SEED, FREER_HAND)
    print(f"held-out drawings {accuracy(model, Split(drawn, labels)):.4f}")
    surest = answer(model, draw_others(NUM_HELD_OUT_OTHERS, HELD_OUT_SEED)).max(1)
    quantiles = np.quantile(surest, (0.5, 0.9)).round(3)
    print(f"what is no digit: largest probability {quantiles[0]} (median), {quantiles[1]} (90 %)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=PLANS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--choose", action="store_true", help="measure on validation; write none")
    parser.add_argument("--epochs", type=int, help="instead of the plan's")
    parser.add_argument("--limit", type=int, help="take the first training images only")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the model file")
    return parser.parse_args()


def _digits(plan: Plan, split: Split, seed: int) -> Split:
    """Returns MNIST's images, and drawings in the same proportion whatever the limit."""
    if not plan.with_drawings:
        return split
    drawn, labels = draw_digits(round(NUM_DIGITS * len(split) / 60_000), seed + 1)
    return Split(np.concatenate([split.images, drawn]), np.concatenate([split.labels, labels]))


def _with_others(plan: Plan, digits: Split, seed: int) -> Examples:
    """What to fit, with one-hot targets; what is no digit has ten equal ones."""
    images: NDArray[np.uint8] = digits.images
    targets = np.eye(NUM_CLASSES, dtype=np.float32)[digits.labels]
    if plan.with_drawings:
        others = draw_others(round(NUM_OTHERS * len(digits) / (60_000 + NUM_DIGITS)), seed + 1)
        uniform = np.full((len(others), NUM_CLASSES), 1 / NUM_CLASSES, np.float32)
        images, targets = np.concatenate([images, others]), np.concatenate([targets, uniform])
    return Examples(images, targets, plan.architecture.input.value_range)


def _train(plan: Plan, train: Examples, epochs: int, seed: int) -> Weights:
    options = {"learning_rate": plan.learning_rate, "weight_decay": plan.weight_decay}
    trainer = Trainer(
        network=build_network(plan.architecture, initial_weights(plan.architecture, seed)),
        train=train,
        loss=Loss("categorical_crossentropy", label_smoothing=plan.label_smoothing),
        optimizer_settings=OptimizerSettings("adamw", options),
        batch_size=plan.batch_size,
        epochs=epochs,
        seed=seed,
        augment=plan.augment,
        schedule="one_cycle",
        callbacks=[EpochPrinter()],
    )
    trainer.fit()
    return trainer.named_weights()


if __name__ == "__main__":
    torch.set_num_threads(1)  # so that every machine adds in the same order
    main()
