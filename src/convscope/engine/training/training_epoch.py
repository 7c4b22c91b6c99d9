"""One epoch of a training: its batches in their order, and the sums over them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.callbacks.callback import listening
from convscope.engine.training.dying import DyingWatch
from convscope.engine.training.training_clock import TrainingClock
from convscope.engine.training.training_step import StepResult, TrainingStep
from convscope.engine.training.weight_average import WeightAverage
from convscope.errors import ConvscopeError


class NotFiniteError(ConvscopeError):
    """The loss became infinite or not a number; training cannot go on from there."""


@dataclass
class Progress:
    """Where a training stands.

    Attributes:
        epoch: Epochs that are finished.
        step: Steps of the current epoch that are finished.
        loss_sum: Sum over the current epoch's images so far of the loss.
        correct_sum: Images of the current epoch judged right so far.
        num_seen: Images of the current epoch so far.
        epoch_seconds: Training time of the current epoch so far, in s.
    """

    epoch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    correct_sum: float = 0.0
    num_seen: int = 0
    epoch_seconds: float = 0.0

    def start_epoch(self, epoch: int) -> None:
        """Forgets the sums of the epoch before."""
        self.epoch, self.step, self.num_seen = epoch, 0, 0
        self.loss_sum = self.correct_sum = self.epoch_seconds = 0.0

    def add(self, result: StepResult) -> None:
        """Counts a step."""
        self.loss_sum += result.loss * result.num_images
        self.correct_sum += result.num_correct
        self.num_seen += result.num_images
        self.step += 1

    def means(self) -> Logs:
        """Returns loss and accuracy as running means over the epoch's images so far."""
        seen = max(self.num_seen, 1)
        return {"loss": self.loss_sum / seen, "accuracy": self.correct_sum / seen}


class TrainingEpoch:
    """Takes the steps of an epoch, from wherever it stands to its end.

    Args:
        step: What takes a step.
        clock: Says at which rate, and whether there is time for another one.
        average: The mean of the weights, for the steps that belong to it.
        callbacks: What listens to the steps.
        shuffle: Whether each epoch has a new order.
        watch: Says when the training is dying; None for nobody.
    """

    def __init__(
        self,
        step: TrainingStep,
        clock: TrainingClock,
        average: WeightAverage,
        callbacks: Sequence[Callback],
        shuffle: bool,
        watch: DyingWatch | None,
    ) -> None:
        self._watch = watch
        self._step, self._clock, self._average, self._shuffle = step, clock, average, shuffle
        self._begin_hooks = listening(callbacks, "on_train_batch_begin")
        self._end_hooks = listening(callbacks, "on_train_batch_end")

    def run(self, progress: Progress, is_interrupted: Callable[[], bool]) -> bool:
        """Takes steps, and returns whether the training is to end right here, to be resumed.

        Args:
            progress: Where the epoch stands; it moves with every step.
            is_interrupted: Asked in every step; several processes end together if one is.

        Raises:
            NotFiniteError: The loss is infinite or not a number.
        """
        step, clock = self._step, self._clock
        batches = step.train.batches(step.batch_size, step.seed, progress.epoch, self._shuffle)
        step.network.train()
        if step.workers is not None:
            tensors = [*step.network.parameters(), *step.network.buffers()]
            step.workers.copy_from_first(tensors)
        for number in range(progress.step, len(batches)):
            if number and clock.is_over:
                break
            started = perf_counter()
            for callback in self._begin_hooks:
                callback.on_train_batch_begin(number, {})
            for following in batches[number + 1 : number + 2]:
                step.announce(following)
            rate = clock.rate(progress.epoch, number)
            if rate is not None:
                step.optimizer.learning_rate = rate
            result = step(batches[number], progress.epoch, number, is_interrupted())
            if self._watch is not None:
                is_last = number + 1 == len(batches)
                self._watch.see(result, progress.epoch, number, is_last)
            if not np.isfinite(result.loss):
                raise self._not_finite(result.loss, progress, len(batches))
            if clock.is_averaging(progress.epoch, number):
                self._average.add()
            progress.add(result)
            progress.epoch_seconds += perf_counter() - started
            if self._end_hooks:
                logs = progress.means()
                for callback in self._end_hooks:
                    callback.on_train_batch_end(number, logs)
            # One process ends at once; several end after a step before which one of them was told.
            if result.is_ending if step.workers is not None else is_interrupted():
                return True
        return False

    def _not_finite(self, value: float, progress: Progress, num_steps: int) -> NotFiniteError:
        rate = self._step.optimizer.learning_rate
        return NotFiniteError(
            f"The loss became {value} in epoch {progress.epoch + 1}, step {progress.step + 1} "
            f"of {num_steps}, at learning rate {rate:g}.",
            "Expected a finite number.",
            f"Lower the learning rate to {rate / 10:g}, check that the images lie in the range "
            "that the net expects, and that the labels are right.",
        )
