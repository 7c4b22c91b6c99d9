"""One training of a search: nothing is kept but what it reached on the validation images."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from convscope.engine.network import load_weights
from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.training_epoch import NotFiniteError
from convscope.runs.preparation import Prepared
from convscope.runs.results import judge
from convscope.runs.trainers import judging_network, trainer_for


@dataclass(frozen=True)
class TrialOutcome:
    """What came of one training.

    Attributes:
        state: `complete`, `pruned` (given up early), or `cut` (the time was over).
        accuracy: On the validation images, of the epoch that `convscope train` would keep, 0–1.
        epoch: That epoch, from 1.
        num_epochs: Epochs trained.
        seconds: Time in all, in s.
        right: Which validation images are judged right by the weights of that epoch, as bits in
            hexadecimal, so that trials can be compared image by image; empty where none were kept.
    """

    state: str
    accuracy: float
    epoch: int
    num_epochs: int
    seconds: float
    right: str = ""

    def is_right(self, num_images: int) -> NDArray[np.bool_] | None:
        """Returns which of so many validation images are judged right, bool (num_images,)."""
        if not self.right:
            return None
        bits = np.unpackbits(np.frombuffer(bytes.fromhex(self.right), np.uint8))
        return bits[:num_images].astype(bool)


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
    right = ""
    if best.weights is not None and watch.outcome == "complete":
        load_weights(trainer.network, best.weights)
        verdicts = judge(
            judging_network(prepared, trainer.network),
            prepared.validation,
            prepared.data.class_names,
        )
        right = np.packbits(verdicts.predicted == verdicts.labels).tobytes().hex()
    return TrialOutcome(watch.outcome, accuracy, best.epoch + 1, len(history), seconds, right)


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
