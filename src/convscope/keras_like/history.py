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

    Args:
        metrics: What `compile` was given.
        of_training: Returns what the engine does not measure of the training images, by name.
        of_validation: Likewise of the validation images; None where there are none.

    Attributes:
        seconds: Training time of the last epoch, in s.
    """

    def __init__(
        self,
        metrics: list[Metric],
        of_training: Callable[[], dict[str, Any]],
        of_validation: Callable[[], dict[str, Any]] | None,
    ) -> None:
        self.metrics = metrics
        self.of_training, self.of_validation = of_training, of_validation
        self.seconds: float | None = None
        if [metric.name for metric in metrics if metric.key] != ["accuracy"]:
            self.on_train_batch_end = self._name_batch

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Measures what the engine does not, and renames."""
        if logs is None:
            return
        values = dict(logs)
        self.seconds = values.pop("seconds", None)
        logs.clear()
        logs |= named(values, self.metrics, self.of_training())
        if self.of_validation is not None:
            judged = {k.removeprefix("val_"): v for k, v in values.items() if k.startswith("val_")}
            shown = named(judged, self.metrics, self.of_validation())
            logs |= {f"val_{name}": value for name, value in shown.items()}

    def seconds_again(self) -> Callback:
        """Returns a callback that gives the seconds to those behind it."""
        return _SecondsAgain(self)

    def _name_batch(self, batch: int, logs: Logs | None = None) -> None:
        if logs is not None:
            values = dict(logs)
            logs.clear()
            logs |= named(values, self.metrics, {})


class _SecondsAgain(Callback):
    def __init__(self, named_metrics: NamedMetrics) -> None:
        self._named_metrics = named_metrics

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Adds what `NamedMetrics` put aside."""
        if logs is not None and self._named_metrics.seconds is not None:
            logs["seconds"] = self._named_metrics.seconds


def named(
    values: dict[str, Any], metrics: list[Metric], measured: dict[str, Any]
) -> dict[str, Any]:
    """Returns the loss and the metrics that were asked for, under the program's names, in order.

    Args:
        values: By the engine's names.
        metrics: What `compile` was given.
        measured: What the engine does not measure, by the program's names.

    Example:
        >>> from convscope.keras_like.metrics import Accuracy, Precision
        >>> asked = [Precision(), Accuracy(name="acc")]
        >>> named({"loss": 0.1, "accuracy": 0.9, "auc": 1.0}, asked, {"precision": 0.5})
        {'loss': 0.1, 'precision': 0.5, 'acc': 0.9}
    """
    result = {"loss": values["loss"]} if "loss" in values else {}
    for metric in metrics:
        if metric.name in measured:
            result[metric.name] = measured[metric.name]
        elif metric.key in values and not metric.is_weighted:
            result[metric.name] = values[metric.key]
    return result


def as_told(values: dict[str, Any], return_dict: bool) -> Any:
    """Returns [loss, accuracy, …], the loss alone, or a dictionary."""
    if return_dict:
        return values
    return list(values.values()) if len(values) > 1 else values["loss"]
