"""What callbacks that watch one value of the logs share."""

from typing import Any

from convscope.engine.training.callbacks.callback import Callback, Logs
from convscope.errors import ConvscopeError, UnknownNameError

RISING = ("accuracy", "auc")
"""Metrics of trainings that do not name their own: more is better."""


class WatchingCallback(Callback):
    """Shared by callbacks that watch one value of the logs.

    Args:
        monitor: Name of the value, such as `"val_loss"`.
        mode: `"min"` or `"max"` for what is better; `"auto"` for less of a loss and more of a
            metric.
        min_delta: A value is better only where it beats the best by more than this; the sign does
            not count.

    Raises:
        UnknownNameError: There is no such mode.
    """

    def __init__(self, monitor: str, mode: str, min_delta: float = 0.0) -> None:
        if mode not in ("auto", "min", "max"):
            raise UnknownNameError("mode", mode, ["auto", "min", "max"])
        self.monitor, self.mode = monitor, mode
        self.sign = 1.0 if mode == "max" else -1.0
        self.min_delta = abs(min_delta)
        self.best = -self.sign * float("inf")

    def set_model(self, model: Any) -> None:
        """Receives what is being trained, whose metrics tell which way a value gets better.

        Raises:
            ConvscopeError: `mode` is `"auto"`, and the value is neither the loss nor a metric.
        """
        super().set_model(model)
        if self.mode == "auto":
            name = self.monitor.removeprefix("val_")
            known = dict.fromkeys(["loss", *getattr(model, "metrics_names", RISING)])
            if name not in known:
                raise ConvscopeError(
                    f'{type(self).__name__}: monitor="{self.monitor}" without a mode.',
                    f"Which way a value gets better is known of {', '.join(known)} only, with or "
                    "without val_ before it.",
                    'Add mode="max" if a larger value is better, else mode="min"; or give a metric '
                    "of that name to compile().",
                )
            self.sign = -1.0 if name == "loss" else 1.0
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
