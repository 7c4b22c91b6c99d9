"""Stopping early."""

from typing import Any

from convscope.engine.training.callbacks.callback import Logs
from convscope.engine.training.callbacks.watching import WatchingCallback


class EarlyStopping(WatchingCallback):
    """Stops when the watched value has not improved for `patience` epochs.

    Args:
        monitor: The value to watch.
        min_delta: What counts as an improvement.
        patience: Epochs without improvement that are endured.
        verbose: 1 says when and why it stopped.
        mode: `"min"`, `"max"`, or `"auto"` for the loss and the metrics.
        baseline: A value that has to be beaten; None for none.
        restore_best_weights: Whether the best epoch's weights come back at the end.
        start_from_epoch: Epochs before this one are not watched.
    """

    _COUNTERS = ("wait", "stopped_epoch", "best_epoch")

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
        if self.restore_best_weights and self.best_weights is None:
            self._keep(epoch)
        self.wait += 1
        if self.is_better(value):
            self.best = value
            self._keep(epoch)
            if self.baseline is None or self.is_better(value, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
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
        """Returns the best value, the counters and the best weights."""
        counters = {name: getattr(self, name) for name in self._COUNTERS}
        weights = {f"weights.{i}": w for i, w in enumerate(self.best_weights or [])}
        return {"best": self.best, **counters, **weights}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up the best value, the counters and the best weights."""
        self.best = state["best"]
        for name in self._COUNTERS:
            setattr(self, name, state[name])
        count = sum(name.startswith("weights.") for name in state)
        self.best_weights = [state[f"weights.{i}"] for i in range(count)] or None

    def _keep(self, epoch: int) -> None:
        self.best_epoch = epoch
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()
