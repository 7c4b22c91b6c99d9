"""What callbacks that watch one value of the logs share."""

from typing import Any

from convscope.engine.training.callbacks.callback import Callback, Logs
from convscope.errors import UnknownNameError


class WatchingCallback(Callback):
    """Shared by callbacks that watch one value of the logs."""

    def __init__(self, monitor: str, mode: str, min_delta: float = 0.0) -> None:
        if mode not in ("auto", "min", "max"):
            raise UnknownNameError("mode", mode, ["auto", "min", "max"])
        grows = any(word in monitor for word in ("accuracy", "acc", "auc"))
        self.monitor = monitor
        self.sign = 1.0 if mode == "max" or (mode == "auto" and grows) else -1.0
        self.min_delta = abs(min_delta)
        self.best = -self.sign * float("inf")

    def state(self) -> dict[str, Any]:
        """Returns the best value so far."""
        return {"best": self.best}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up the best value so far."""
        self.best = state["best"]

    def current(self, logs: Logs | None) -> float:
        """Returns the watched value.

        Raises:
            UnknownNameError: The training does not report it.
        """
        if self.monitor not in (logs or {}):
            fix = "Give validation data, or the metric to compile()."
            raise UnknownNameError("value to monitor:", self.monitor, logs or {}, fix)
        return float((logs or {})[self.monitor])

    def is_better(self, value: float, than: float | None = None) -> bool:
        """Returns whether `value` beats the best so far, or `than`, by more than `min_delta`."""
        reference = self.best if than is None else than
        return self.sign * (value - reference) > self.min_delta
