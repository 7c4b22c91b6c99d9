"""What callbacks that watch one value of the logs share."""

from convscope.engine.callbacks.callback import Callback, Logs
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

    def current(self, logs: Logs | None) -> float:
        """Returns the watched value.

        Raises:
            UnknownNameError: The training does not report it.
        """
        if self.monitor not in (logs or {}):
            fix = "Give validation data, or the metric to compile()."
            raise UnknownNameError("value to monitor:", self.monitor, logs or {}, fix)
        return float((logs or {})[self.monitor])

    def is_better(self, value: float) -> bool:
        """Returns whether `value` beats the best so far by more than `min_delta`."""
        return self.sign * (value - self.best) > self.min_delta
