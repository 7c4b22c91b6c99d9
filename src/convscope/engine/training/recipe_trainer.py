"""From a recipe to a trainer: the one place that says which part of it becomes what."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch

from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import Network
from convscope.engine.processes.workers import Workers
from convscope.engine.training.augmentation import augmentation_called
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.dying import DyingWatch
from convscope.engine.training.recipes import Recipe
from convscope.engine.training.time_budget import TimeBudget
from convscope.engine.training.trainer import Trainer


def trainer_by_recipe(
    recipe: Recipe,
    *,
    network: Network,
    train: Examples,
    loss: Loss,
    class_weights: tuple[float, ...] = (),
    validation: Examples | None = None,
    metrics: tuple[str, ...] = ("accuracy",),
    seed: int = 0,
    shuffle: bool = True,
    callbacks: Sequence[Callback] = (),
    budget: TimeBudget | None = None,
    workers: Workers | None = None,
    precision: torch.dtype = torch.float32,
    watch: DyingWatch | None = None,
    model: Any = None,
) -> Trainer:
    """Returns a trainer that does what a recipe says.

    Args:
        recipe: How to train; its net and its share of validation images are settled before.
        network: The net, on its device.
        train: What to fit.
        loss: What to report; the recipe may smooth the labels of what is made small.
        class_weights: How much an image of each class counts in it; empty for 1 each.
        validation: What to judge after each epoch; None for none.
        metrics: Names of `engine.answers.metrics.METRICS`.
        seed: Order of the images, their changes and dropout follow from it.
        shuffle: Whether each epoch has a new order.
        callbacks: What listens.
        budget: Ends the training in time, whatever the recipe's epochs; also among the callbacks.
        workers: Processes that divide every batch among them; None for this one alone.
        precision: What training steps multiply in.
        watch: Says when the training is dying; None for nobody.
        model: What callbacks get as `model`; None for the trainer itself.
    """
    return Trainer(
        network=network,
        train=train,
        loss=replace(
            loss,
            label_smoothing=recipe.label_smoothing or loss.label_smoothing,
            class_weights=class_weights,
        ),
        optimizer_settings=recipe.optimizer,
        batch_size=recipe.batch_size,
        epochs=recipe.epochs,
        validation=validation,
        metrics=metrics,
        seed=seed,
        shuffle=shuffle,
        callbacks=callbacks,
        augment=augmentation_called(recipe.augmentation),
        schedule=recipe.schedule,
        weight_average=recipe.weight_average,
        validation_loss=loss,
        budget=budget,
        workers=workers,
        precision=precision,
        watch=watch,
        model=model,
    )
