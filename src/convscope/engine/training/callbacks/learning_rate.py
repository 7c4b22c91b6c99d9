"""Changing the learning rate while training."""

from collections.abc import Callable
from typing import Any

import numpy as np

from convscope.engine.training.callbacks.callback import Callback, Logs
from convscope.engine.training.callbacks.watching import WatchingCallback
from convscope.errors import ConvscopeError


class ReduceLROnPlateau(WatchingCallback):
    """Multiplies the learning rate by `factor` when the watched value stands still.

    Args:
        monitor: The value to watch.
        factor: Below 1.
        patience: Epochs without improvement that are endured.
        verbose: 1 says when the rate changes.
        mode: `"min"`, `"max"`, or `"auto"` for the loss and the metrics.
        min_delta: What counts as an improvement.
        cooldown: Epochs to wait after a change.
        min_lr: The rate never falls below it.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        if not 0 < factor < 1:
            raise ConvscopeError(
                f"ReduceLROnPlateau: factor={factor}.", "Expected above 0 and below 1.", "Try 0.1."
            )
        self.factor, self.patience, self.verbose = factor, patience, verbose
        self.cooldown, self.min_lr = cooldown, min_lr
        self.wait, self.cooldown_counter = 0, 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Starts anew."""
        self.best = -self.sign * float("inf")
        self.wait, self.cooldown_counter = 0, 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Counts epochs without improvement and lowers the rate."""
        value = self.current(logs)
        if logs is not None:
            logs["learning_rate"] = self.model.optimizer.learning_rate
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_better(value):
            self.best, self.wait = value, 0
        elif self.cooldown_counter == 0:
            self.wait += 1
            if self.wait >= self.patience:
                self._lower(epoch)

    def _lower(self, epoch: int) -> None:
        rate = float(self.model.optimizer.learning_rate)
        lower = max(rate * self.factor, self.min_lr)
        if lower < rate:
            self.model.optimizer.learning_rate = lower
            self.cooldown_counter, self.wait = self.cooldown, 0
            if self.verbose:
                print(f"Epoch {epoch + 1}: learning rate {rate:g} -> {lower:g}.")

    def state(self) -> dict[str, Any]:
        """Returns the counters."""
        return {"best": self.best, "wait": self.wait, "cooldown_counter": self.cooldown_counter}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up the counters."""
        self.best, self.wait = state["best"], state["wait"]
        self.cooldown_counter = state["cooldown_counter"]


class LearningRateScheduler(Callback):
    """Sets the learning rate before each epoch.

    Args:
        schedule: Gets the epoch (from 0) and the current rate, returns the new one; a function
            of the epoch alone works as well.
        verbose: 1 says each rate.
    """

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Sets the epoch's rate."""
        current = float(self.model.optimizer.learning_rate)
        try:
            rate = self.schedule(epoch, current)
        except TypeError:
            rate = self.schedule(epoch)
        if not isinstance(rate, float | int | np.floating) or not rate > 0:
            raise ConvscopeError(
                f"LearningRateScheduler: the schedule returned {rate!r} for epoch {epoch}.",
                "Expected a number above 0.",
                "Return the learning rate as a float.",
            )
        self.model.optimizer.learning_rate = float(rate)
        if self.verbose:
            print(f"Epoch {epoch + 1}: learning rate {rate:g}.")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Adds the rate to the epoch's values."""
        if logs is not None:
            logs["learning_rate"] = self.model.optimizer.learning_rate
