"""The one way from what is prepared to a trainer: runs, trials, comparisons, range tests."""

from collections.abc import Sequence

import torch

from convscope.data import Split
from convscope.engine.answers.examples import Examples
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.processes.devices import choose_device
from convscope.engine.processes.workers import Workers
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.dying import DyingWatch
from convscope.engine.training.precision import choose_precision
from convscope.engine.training.recipe_trainer import trainer_by_recipe
from convscope.engine.training.recipes import Recipe
from convscope.engine.training.time_budget import TimeBudget
from convscope.engine.training.trainer import Trainer
from convscope.runs.preparation import Prepared, class_weights, examples_for, loss_for


def trainer_for(
    prepared: Prepared,
    callbacks: Sequence[Callback] = (),
    *,
    recipe: Recipe | None = None,
    train: Split | None = None,
    validates: bool = True,
    device: torch.device | None = None,
    workers: Workers | None = None,
    budget: TimeBudget | None = None,
    watch: DyingWatch | None = None,
) -> Trainer:
    """Returns the trainer of a fresh net, at its beginning.

    Args:
        prepared: Net, images and settings.
        callbacks: What listens.
        recipe: How to train; None for the prepared one.
        train: What to fit; None for the prepared training images.
        validates: Whether the validation images are judged after each epoch.
        device: Where to compute; None for what the settings name.
        workers: Processes that train together; None for this one alone.
        budget: Ends the training in time; it has to be among the callbacks.
        watch: Says when the training is dying; None for nobody.
    """
    architecture, settings = prepared.architecture, prepared.settings
    device = choose_device(settings.device) if device is None else device
    loss, is_one_hot = loss_for(architecture)

    def examples(split: Split) -> Examples:
        return examples_for(architecture, split, is_one_hot, device)

    return trainer_by_recipe(
        prepared.recipe if recipe is None else recipe,
        network=build_network(architecture, initial_weights(architecture, settings.seed)).to(
            device
        ),
        train=examples(prepared.train if train is None else train),
        loss=loss,
        class_weights=class_weights(
            settings.class_weight, (train or prepared.train).labels, prepared.data.num_classes
        ),
        validation=examples(prepared.validation) if validates else None,
        metrics=("accuracy", "auc") if settings.auc else ("accuracy",),
        seed=settings.seed,
        callbacks=callbacks,
        budget=budget,
        workers=workers,
        precision=choose_precision(settings.precision, device, architecture),
        watch=watch,
    )
