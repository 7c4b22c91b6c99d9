"""Stopping early."""

from typing import Any

from convscope.engine.callbacks.callback import Logs
from convscope.engine.callbacks.watching import WatchingCallback


class EarlyStopping(WatchingCallback):
    """Stops when the watched value has not improved for `patience` epochs.

    Args:
        monitor: The value to watch.
        min_delta: What counts as an improvement.
        patience: Epochs without improvement that are endured.
        verbose: 1 says when and why it stopped.
        mode: `"min"`, `"max"`, or `"auto"` from the value's name.
        baseline: A value that has to be beaten; None for none.
        restore_best_weights: Whether the best epoch's weights come back at the end.
        start_from_epoch: Epochs before this one are not watched.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        self.patience, self.verbose, self.baseline = patience, verbose, baseline
        self.restore_best_weights, self.start_from_epoch = restore_best_weights, start_from_epoch
        self.wait, self.stopped_epoch, self.best_epoch = 0, 0, 0
        self.best_weights: list[Any] | None = None

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Starts anew."""
        self.wait, self.stopped_epoch, self.best_epoch = 0, 0, 0
        self.best, self.best_weights = -self.sign * float("inf"), None

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Counts epochs without improvement and stops the training."""
        value = self.current(logs)
        if epoch < self.start_from_epoch:
            return
        self.wait += 1
        if self.is_better(value):
            self.best, self.best_epoch = value, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            beats_baseline = self.baseline is None or self.sign * (value - self.baseline) > 0
            self.wait = 0 if beats_baseline else self.wait
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Puts the best weights back if asked to."""
        if self.stopped_epoch and self.verbose:
            print(
                f"Stopped after epoch {self.stopped_epoch + 1}: {self.monitor} has not improved "
                f"since epoch {self.best_epoch + 1} ({self.best:.4f})."
            )
        if self.restore_best_weights and self.best_weights is not None:
            self.model.set_weights(self.best_weights)

    def state(self) -> dict[str, Any]:
        """Returns the counters."""
        return {"best": self.best, "wait": self.wait, "best_epoch": self.best_epoch}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up the counters."""
        self.best, self.wait, self.best_epoch = state["best"], state["wait"], state["best_epoch"]
