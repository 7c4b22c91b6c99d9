"""One training of a search: nothing is kept but what it reached on the validation images."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.training_epoch import NotFiniteError
from convscope.runs.preparation import Prepared
from convscope.runs.trainers import trainer_for


@dataclass(frozen=True)
class TrialOutcome:
    """What came of one training.

    Attributes:
        state: `complete`, `pruned` (given up early), or `cut` (the time was over).
        accuracy: On the validation images, of the epoch that `convscope train` would keep, 0–1.
        epoch: That epoch, from 1.
        num_epochs: Epochs trained.
        seconds: Time in all, in s.
    """

    state: str
    accuracy: float
    epoch: int
    num_epochs: int
    seconds: float


def train_trial(
    prepared: Prepared,
    is_hopeless: Callable[[float, int], bool],
    is_over: Callable[[], bool],
) -> TrialOutcome:
    """Trains on the training images and judges the validation images; test images stay unseen.

    Args:
        prepared: What to train, and how.
        is_hopeless: Gets the validation accuracy of each epoch (from 0); True gives the training
            up.
        is_over: Asked after each step; True cuts the training off.
    """
    best, watch = prepared.recipe.best_weights(), _Watch(is_hopeless, is_over)
    trainer = trainer_for(prepared, [best, watch])
    started = perf_counter()
    try:
        history = trainer.fit()
    except NotFiniteError:
        is_hopeless(0.0, len(trainer.history))  # so that a search keeps away from there
        history, watch.outcome = trainer.history, "pruned"
    seconds = perf_counter() - started
    accuracy = history[best.epoch]["val_accuracy"] if best.weights is not None else 0.0
    return TrialOutcome(watch.outcome, accuracy, best.epoch + 1, len(history), seconds)


class _Watch(Callback):
    """Reports each epoch, and stops where it is told to."""

    def __init__(
        self, is_hopeless: Callable[[float, int], bool], is_over: Callable[[], bool]
    ) -> None:
        self.is_hopeless, self.is_over = is_hopeless, is_over
        self.outcome = "complete"

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if self.is_over():
            self.outcome = "cut"
            self.model.interrupted = True

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        is_last = epoch + 1 == self.params["epochs"]
        if self.is_hopeless((logs or {})["val_accuracy"], epoch) and not is_last:
            self.outcome = "pruned"
            self.model.stop_training = True
