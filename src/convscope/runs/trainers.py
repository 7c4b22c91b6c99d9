"""The one way from what is prepared to a trainer: runs, trials, comparisons, range tests."""

from collections.abc import Sequence
from dataclasses import replace

import torch

from convscope.data import Split
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import Network, build_network
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
from convscope.runs.borrowed.borrowing import rate_factors
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
    recipe = prepared.recipe if recipe is None else recipe
    to_fit = prepared.train if train is None else train
    borrowing, teaching = prepared.borrowing, prepared.teaching
    weights = None
    if borrowing is not None:
        architecture, weights = borrowing.trained, borrowing.beginning
    if teaching is not None and train is None:
        loss, is_one_hot = Loss("categorical_crossentropy", from_logits=loss.from_logits), True
    if weights is None:
        weights = initial_weights(architecture, settings.seed)
    network = build_network(architecture, weights).to(device)

    def examples(split: Split, is_train: bool = False) -> Examples:
        if borrowing is not None:
            return borrowing.examples(split, device, is_train)
        if teaching is not None and is_train and train is None:
            return replace(
                examples_for(architecture, teaching.split(split), False, device),
                targets=teaching.answers,
            )
        return examples_for(architecture, split, is_one_hot, device)

    trainer = trainer_by_recipe(
        recipe,
        network=network,
        train=examples(to_fit, is_train=True),
        loss=loss,
        class_weights=class_weights(
            settings.class_weight, to_fit.labels, prepared.data.num_classes
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
    if borrowing is not None and borrowing.is_unfrozen:
        trainer.update_rule.factors = rate_factors(trainer.network)
    return trainer


def judging_network(prepared: Prepared, network: Network) -> Network:
    """Returns what judges images: the trained network, with the backbone below it if it has one."""
    return network if prepared.borrowing is None else prepared.borrowing.whole_network(network)
