"""A training of its own for a comparison: same net, same recipe, nothing kept on disk."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from convscope.data import Split
from convscope.engine.network import load_weights
from convscope.engine.training.callbacks import Callback, Logs
from convscope.runs.preparation import Prepared
from convscope.runs.results import judge
from convscope.runs.trainers import judging_network, trainer_for


@dataclass(frozen=True, eq=False)
class ShortTraining:
    """What came of one training.

    Attributes:
        accuracy: On the validation images, of the epoch that is best by them, 0–1.
        train_accuracy: On the training images, mean over the last epoch, 0–1.
        num_train: Images trained on.
        epochs: Epochs finished.
        seconds: Time of all steps, in s.
        was_cut: Whether the time budget ended it.
        is_right: bool (validation images,): which are judged right by the weights of that epoch.
    """

    accuracy: float
    train_accuracy: float
    num_train: int
    epochs: int
    seconds: float
    was_cut: bool
    is_right: NDArray[np.bool_]


class _Budget(Callback):
    """Ends a training after the epoch in which its time runs out."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds, self.was_cut = seconds, False
        self.started = perf_counter()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Stops when the next epoch would end too late."""
        spent = perf_counter() - self.started
        if self.seconds is not None and spent * (epoch + 2) / (epoch + 1) > self.seconds:
            self.was_cut = epoch + 1 < self.params["epochs"]
            self.model.stop_training = True


def train_briefly(
    prepared: Prepared,
    train: Split,
    *,
    epochs: int | None = None,
    augmentation: str | None = None,
    budget_s: float | None = None,
) -> ShortTraining:
    """Trains the net of a run from its beginning, and judges its validation images.

    Args:
        prepared: What `runs.preparation.prepare` returned.
        train: Images to train on.
        epochs: Epochs; None takes the recipe's.
        augmentation: Name of an augmentation; None takes the recipe's.
        budget_s: Time in which the last epoch should end, in s; at least one is trained. The
            learning rate then stays constant, since no schedule knows where it ends.
    """
    recipe = prepared.recipe.changed(epochs=epochs, augmentation=augmentation)
    if budget_s is not None:
        recipe = recipe.changed(schedule="constant", weight_average=0.0)
    best, budget = recipe.best_weights(), _Budget(budget_s)
    trainer = trainer_for(prepared, [best, budget], recipe=recipe, train=train)
    history = trainer.fit()
    assert best.weights is not None
    load_weights(trainer.network, best.weights)
    verdicts = judge(
        judging_network(prepared, trainer.network), prepared.validation, prepared.data.class_names
    )
    return ShortTraining(
        verdicts.accuracy,
        history[-1]["accuracy"],
        len(train),
        len(history),
        sum(row["seconds"] for row in history),
        budget.was_cut,
        verdicts.predicted == verdicts.labels,
    )
