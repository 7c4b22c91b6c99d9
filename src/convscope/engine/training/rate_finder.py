"""Finding a learning rate: raise it step by step, and see where the loss falls and where it bursts.

Source: Smith, "Cyclical Learning Rates for Training Neural Networks", 2015 (section 3.3, the
learning rate range test).
"""

from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.trainer import Trainer
from convscope.engine.training.training_epoch import NotFiniteError
from convscope.errors import ConvscopeError
from convscope.texts import counted

SMOOTHING = 0.95
"""Weight of the past in the exponential mean of the loss."""

BURST = 4.0
"""A smoothed loss so many times the smallest one has burst, and the test ends."""

SAFETY = 3.0
"""The suggested rate stays below the rate of the smallest loss by this factor."""

MIN_STEPS = 50

MANY_PASSES = 5.0
"""Passes over the training images from which the loss says little about the rate.

The first steps, at small rates, have then learned the images by heart, and any larger rate makes
that loss rise, also one that trains better.
"""


@dataclass(frozen=True)
class RateCurve:
    """What happened to the loss as the rate rose.

    Attributes:
        rates: Rate of each step, float64 (steps,), rising by the same factor from step to step.
        losses: Loss of each step's batch before the step, float64 (steps,).
        smoothed: Their exponential mean, corrected for its beginning at 0, float64 (steps,).
        has_burst: Whether the loss burst before the highest rate was reached.
        num_passes: How often the test went through the training images.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    smoothed: NDArray[np.float64]
    has_burst: bool
    num_passes: float = 0.0

    @property
    def is_telling(self) -> bool:
        """Whether the loss tells good rates; with few images it tells what was learned by heart."""
        return self.num_passes < MANY_PASSES

    @property
    def best(self) -> float:
        """The rate at which the smoothed loss is smallest: beyond it, steps do harm."""
        return float(self.rates[self.smoothed.argmin()])

    @property
    def steepest(self) -> float:
        """The rate at which the smoothed loss falls fastest, per factor of rate."""
        slopes = np.gradient(self.smoothed, np.log(self.rates))
        width = max(3, len(slopes) // 20)
        slopes = np.convolve(slopes, np.ones(width) / width, mode="same")
        # The mean of the first few losses trembles, and so do slopes at the border.
        first = min(MIN_STEPS // 5 + width, len(slopes) - 1)
        last = max(int(self.smoothed.argmin()), first + 1)
        return float(self.rates[first + slopes[first:last].argmin()])

    @property
    def suggested(self) -> float:
        """A rate to train with, rounded to one digit.

        A third of the rate of the smallest loss. The rate of the steepest fall says little: with
        Muon and Adam small rates already do much, and it lies far below what trains best. Only
        where the loss never rose, and nothing shows where harm begins, it is the safer one.
        """
        never_rose = int(self.smoothed.argmin()) == len(self.rates) - 1
        highest = self.best / SAFETY
        return float(f"{min(highest, self.steepest) if never_rose else highest:.0e}")


def find_rate(
    trainer: Trainer, *, lowest: float = 1e-6, highest: float = 10.0, num_steps: int = 300
) -> RateCurve:
    """Trains a copy of a trainer's net for some steps while the rate rises.

    The net itself, and torch's random state, stay as they are.

    Args:
        trainer: What would be trained, and how; its rate, schedule and epochs do not matter.
        lowest: First rate.
        highest: Last rate, unless the loss bursts before.
        num_steps: Steps in all.

    Raises:
        ConvscopeError: The range is empty, the steps are too few, or the loss burst at once.
    """
    if not 0 < lowest < highest:
        raise ConvscopeError(
            f"Rates from {lowest:g} to {highest:g}.",
            "Expected a lowest rate above 0, and a highest one above that.",
            "Leave both out for 1e-06 to 10.",
        )
    if num_steps < MIN_STEPS:
        raise ConvscopeError(
            f"--steps: received {num_steps}.",
            f"Expected at least {MIN_STEPS}: a smoothed curve needs them.",
            "Leave it out for 300.",
        )
    test = _RangeTest(np.geomspace(lowest, highest, num_steps))
    settings = trainer.optimizer_settings
    rising = replace(
        trainer,
        network=deepcopy(trainer.network),
        optimizer_settings=replace(settings, options={**settings.options, "learning_rate": lowest}),
        epochs=-(-num_steps // trainer.num_steps),
        schedule="constant",
        weight_average=0.0,
        validation=None,
        watch=None,
        callbacks=[test],
    )
    device = trainer.train.device
    with torch.random.fork_rng([device] if device.type == "cuda" else []):
        try:
            rising.fit()
        except NotFiniteError:
            test.has_burst = True
    if len(test.losses) < MIN_STEPS // 5:
        raise ConvscopeError(
            f"The loss burst after {counted(len(test.losses), 'step')}, at rate {lowest:g}.",
            "Expected a rate to begin with that is too low to do harm.",
            f"Begin at {lowest / 1000:g}.",
        )
    return test.curve(len(test.losses) / trainer.num_steps)


class _RangeTest(Callback):
    """Sets the rate of each step, notes its loss, and stops when that bursts."""

    def __init__(self, rates: NDArray[np.float64]) -> None:
        self.rates, self.has_burst = rates, False
        self.losses: list[float] = []
        self._sums = (0.0, 0)
        self._mean, self._smallest = 0.0, np.inf
        self.smoothed: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._sums = (0.0, 0)

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        self.model.optimizer.learning_rate = float(self.rates[len(self.losses)])

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        progress = self.model.progress
        before, self._sums = self._sums, (progress.loss_sum, progress.num_seen)
        (loss_before, seen_before), (loss, seen) = before, self._sums
        self.losses.append((loss - loss_before) / (seen - seen_before))
        self._mean = SMOOTHING * self._mean + (1 - SMOOTHING) * self.losses[-1]
        self.smoothed.append(self._mean / (1 - SMOOTHING ** len(self.losses)))
        self._smallest = min(self._smallest, self.smoothed[-1])
        self.has_burst = self.smoothed[-1] > BURST * self._smallest
        self.model.interrupted = self.has_burst or len(self.losses) == len(self.rates)

    def curve(self, num_passes: float) -> RateCurve:
        losses, smoothed = np.array(self.losses), np.array(self.smoothed)
        return RateCurve(self.rates[: len(losses)], losses, smoothed, self.has_burst, num_passes)
