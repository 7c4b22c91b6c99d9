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
from fitted_images import Fitted, digits, ones_and_sevens, others
from shipped_plans import NUM_CLASSES, PLANS, Plan
from sureness import HELD_OUT_SEED, as_sure_as_right, digits_by_a_freer_hand, print_held_out

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
from convscope.model_file import Model, read_model, write_model
from convscope.runs.preparation import class_means

FOLDER = Path(__file__).parents[1] / "src" / "convscope" / "shipped"

GENTLER = 4
"""By how much the second part's learning rate is smaller."""


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
    started = perf_counter()
    fitted = digits(plan, split, arguments.seed)
    no_digits = others(split, arguments.seed) if plan.with_drawings else None
    if arguments.first_part:
        weights = read_model(arguments.first_part).weights
    else:
        first = fitted + no_digits if no_digits else fitted
        weights = _train(plan, first, epochs, arguments.seed)
    facts = {"epochs": epochs, "seed": arguments.seed}
    fitted += ones_and_sevens(split, arguments.seed)
    facts["later_epochs"] = min(epochs, plan.later_epochs)
    later = fitted + no_digits if no_digits else fitted
    weights = _train(plan, later, facts["later_epochs"], arguments.seed, start=weights)
    if no_digits:
        weights = as_sure_as_right(plan.architecture, weights, len(fitted.images))
    facts["seconds"] = round(perf_counter() - started)
    model = describe(plan, weights, data, fitted.as_split(), facts)
    if arguments.choose:
        last_tenth = Split(data.train.images[54_000:], data.train.labels[54_000:])
        print(f"validation accuracy {accuracy(model, last_tenth):.4f}")
        print_held_out(plan.architecture, weights)
        return
    model.trained_on["test_accuracy"] = accuracy(model, data.test)
    write_model(arguments.out / f"{arguments.name}.safetensors", model)
    print(f"MNIST test accuracy {model.trained_on['test_accuracy']:.4f}, {facts['seconds']} s")


def describe(
    plan: Plan, weights: Weights, data: DataSet, split: Split, facts: dict[str, Any]
) -> Model:
    """Returns the model with what is known about its training and what is familiar to it.

    No image is left that the net has not been trained on, so training images changed in new ways,
    and drawings of another seed, set what is familiar.
    """
    to_inputs = plan.architecture.input.value_range
    sample = split.images[:: max(1, len(split) // 4_000)]
    inputs, _ = Examples(sample, np.zeros(len(sample), np.int64), to_inputs).slice(0, len(sample))
    unseen = plan.augment(inputs, HELD_OUT_SEED, 0, 0).numpy()
    if plan.with_drawings:
        drawn, _ = digits_by_a_freer_hand()
        unseen = np.concatenate([unseen, drawn.astype(np.float32) / 255])
    familiarity = measure_familiarity(
        build_network(plan.architecture, weights),
        Examples(split.images, split.labels, to_inputs),
        Examples(unseen, np.zeros(len(unseen), np.int64), to_inputs),
    )
    about = {"class_means": class_means(split, NUM_CLASSES), **familiarity}
    source = {"data_set": "mnist", "content_hash": data.content_hash, "num_train": len(split)}
    return Model(
        plan.architecture, weights, data.class_names, "mnist", "pad", source | facts, about
    )


def accuracy(model: Model, split: Split) -> float:
    """Returns the share of images judged right, 0–1."""
    return float((answer(model, split.images).argmax(1) == split.labels).mean())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=PLANS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--choose", action="store_true", help="measure on validation; write none")
    parser.add_argument("--epochs", type=int, help="instead of the plan's")
    parser.add_argument("--first-part", type=Path, help="model file to go on from with 1s and 7s")
    parser.add_argument("--limit", type=int, help="take the first training images only")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the model file")
    return parser.parse_args()


def _train(
    plan: Plan, fitted: Fitted, epochs: int, seed: int, start: Weights | None = None
) -> Weights:
    """Trains from the beginning, or goes on gently from the weights given."""
    rate = plan.learning_rate / GENTLER if start else plan.learning_rate
    options = {"learning_rate": rate, "weight_decay": plan.weight_decay}
    trainer = Trainer(
        network=build_network(plan.architecture, start or initial_weights(plan.architecture, seed)),
        train=Examples(fitted.images, fitted.targets, plan.architecture.input.value_range),
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
