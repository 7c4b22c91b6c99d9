"""Keeping the best: its weights in memory, or the model in a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from convscope.arrays import Weights
from convscope.engine.training.callbacks.callback import Logs
from convscope.engine.training.callbacks.watching import WatchingCallback
from convscope.errors import ConvscopeError, UnknownNameError


class BestWeights(WatchingCallback):
    """Keeps a copy of the weights of the best epoch.

    Args:
        monitor: The value to watch.
        mode: `"min"`, `"max"`, or `"auto"` for the loss and the metrics.
        tie_breaker: The value of which the smaller is better among epochs that are equal in the
            first; None takes the earlier epoch.
    """

    def __init__(
        self, monitor: str = "val_loss", mode: str = "auto", tie_breaker: str | None = None
    ) -> None:
        super().__init__(monitor, mode)
        self.tie_breaker = tie_breaker
        self.tied = float("inf")
        self.weights: Weights | None = None
        self.epoch = -1
        self.on_better: Callable[[Weights, int], None] | None = None

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Takes a copy when the epoch was the best."""
        value = self.current(logs)
        tied = (logs or {}).get(self.tie_breaker or "", float("inf"))
        if self.is_better(value) or (value == self.best and tied < self.tied):
            self.best, self.tied, self.epoch = value, tied, epoch
            weights: Weights = self.model.named_weights()
            self.weights = weights
            if self.on_better:
                self.on_better(weights, epoch)

    def state(self) -> dict[str, Any]:
        """Returns the best values, their epoch and its weights."""
        weights = {f"weights.{name}": w for name, w in (self.weights or {}).items()}
        return {"best": self.best, "tied": self.tied, "epoch": self.epoch, **weights}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up the best epoch so far."""
        self.best, self.tied, self.epoch = state["best"], state["tied"], state["epoch"]
        prefix = "weights."
        found = {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
        self.weights = found or None


class ModelCheckpoint(WatchingCallback):
    """Saves the model after every epoch, or after every best one.

    Args:
        filepath: Where to; may hold `{epoch}` (from 1) and names of the logs, such as
            `"net-{epoch:02d}-{val_loss:.3f}.keras"`.
        monitor: The value that decides which epoch is best.
        verbose: 1 says what was saved.
        save_best_only: Whether only improvements are saved.
        save_weights_only: Whether `save_weights` of the model writes the file, or `save`.
        mode: `"min"`, `"max"`, or `"auto"` for the loss and the metrics.
        save_freq: Only `"epoch"`.
    """

    def __init__(
        self,
        filepath: str | Path,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str = "epoch",
    ) -> None:
        super().__init__(monitor, mode)
        if save_freq != "epoch":
            raise ConvscopeError(
                f"ModelCheckpoint: save_freq={save_freq!r}.",
                'Only "epoch" is supported.',
                "Leave save_freq out.",
            )
        self.filepath, self.verbose = str(filepath), verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Saves if the epoch deserves it."""
        if self.save_best_only:
            value = self.current(logs)
            if not self.is_better(value):
                return
            self.best = value
        values = {**(logs or {}), "epoch": epoch + 1}
        try:
            path = self.filepath.format(**values)
        except KeyError as error:
            what = "name in ModelCheckpoint's filepath:"
            raise UnknownNameError(what, error.args[0], values) from None
        if self.save_weights_only:
            self.model.save_weights(path)
        else:
            self.model.save(path)
        if self.verbose:
            print(f"Epoch {epoch + 1}: saved {path}.")
