"""What `fit` returns, and the callback that gives values the names that the program asked for."""

from collections.abc import Callable
from typing import Any

from convscope.engine.training.callbacks import Callback, Logs
from convscope.keras_like.metrics import Metric


class History(Callback):
    """The values of every epoch.

    Attributes:
        history: A list per value: `loss`, `accuracy`, `val_loss`, `val_accuracy`, …
        epoch: The epochs, from 0.
        seconds: Training time of every epoch, without validation, in s.
    """

    def __init__(self) -> None:
        self.history: dict[str, list[Any]] = {}
        self.epoch: list[int] = []
        self.seconds: list[float] = []

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Adds the epoch; runs after all other callbacks, so it has what they added."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            if name == "seconds":
                self.seconds.append(value)
            else:
                self.history.setdefault(name, []).append(value)


class NamedMetrics(Callback):
    """Brings the engine's values into the form that `compile` asked for; runs first.

    What the engine measures beyond that, the seconds, is put aside, so that a program's callbacks
    find what Keras would give them, and given back by `seconds_again`.

    Attributes:
        seconds: Training time of the last epoch, in s.

    Args:
        metrics: What `compile` was given.
        measure_auc: Returns the AUC on the training images.
    """

    def __init__(self, metrics: list[Metric], measure_auc: Callable[[], float]) -> None:
        self.names = {metric.key: metric.name for metric in metrics}
        self.measure_auc = measure_auc
        self.seconds: float | None = None
        if self.names.get("accuracy") != "accuracy":
            self.on_train_batch_end = self._name_batch

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Measures what the engine does not, and renames."""
        if logs is None:
            return
        values = dict(logs)
        self.seconds = values.pop("seconds", None)
        if "auc" in self.names:
            trained = {name: values.pop(name) for name in ("loss", "accuracy") if name in values}
            values = {**trained, "auc": self.measure_auc(), **values}
        self._rename(logs, values)

    def seconds_again(self) -> Callback:
        """Returns a callback that gives the seconds to those behind it."""
        return _SecondsAgain(self)

    def _name_batch(self, batch: int, logs: Logs | None = None) -> None:
        if logs is not None:
            self._rename(logs, dict(logs))

    def _rename(self, logs: Logs, values: Logs) -> None:
        logs.clear()
        logs |= named(values, self.names)


class _SecondsAgain(Callback):
    def __init__(self, named_metrics: NamedMetrics) -> None:
        self._named_metrics = named_metrics

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Adds what `NamedMetrics` put aside."""
        if logs is not None and self._named_metrics.seconds is not None:
            logs["seconds"] = self._named_metrics.seconds


def named(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Returns the values under the program's names, without metrics that it did not ask for.

    Example:
        >>> named({"loss": 0.1, "val_accuracy": 0.9, "auc": 1.0}, {"accuracy": "acc"})
        {'loss': 0.1, 'val_acc': 0.9}
    """
    result = {}
    for key, value in values.items():
        prefix = "val_" if key.startswith("val_") else ""
        engine_name = key.removeprefix(prefix)
        if engine_name in names:
            result[prefix + names[engine_name]] = value
        elif engine_name not in ("accuracy", "auc"):
            result[key] = value
    return result
