"""The metrics as Keras programs write them, and the names they get in the history."""

from typing import Any, ClassVar

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.arguments import checked_arguments

__all__ = [
    "AUC",
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "Metric",
    "SparseCategoricalAccuracy",
]


class Metric:
    """How good the answers are. Use one of the subclasses.

    Attributes:
        name: How the history and the callbacks call it.
    """

    key: ClassVar[str]
    """Name in `engine.answers.metrics.METRICS`."""

    def __init__(self, name: str) -> None:
        self.name = name


class Accuracy(Metric):
    """Share of images whose most probable class is the right one."""

    key = "accuracy"

    @checked_arguments("Accuracy()", {"dtype": (None, "float32")})
    def __init__(self, name: str = "accuracy") -> None:
        super().__init__(name)


class CategoricalAccuracy(Metric):
    """Accuracy, for labels with one column per class."""

    key = "accuracy"

    @checked_arguments("CategoricalAccuracy()", {"dtype": (None, "float32")})
    def __init__(self, name: str = "categorical_accuracy") -> None:
        super().__init__(name)


class SparseCategoricalAccuracy(Metric):
    """Accuracy, for class indices."""

    key = "accuracy"

    @checked_arguments("SparseCategoricalAccuracy()", {"dtype": (None, "float32")})
    def __init__(self, name: str = "sparse_categorical_accuracy") -> None:
        super().__init__(name)


class BinaryAccuracy(Metric):
    """Accuracy, for nets with one output."""

    key = "accuracy"

    @checked_arguments("BinaryAccuracy()", {"dtype": (None, "float32"), "threshold": 0.5})
    def __init__(self, name: str = "binary_accuracy") -> None:
        super().__init__(name)


class AUC(Metric):
    """Area under the ROC curve, each class against the rest, mean over the classes.

    Exact, where Keras sums 200 trapezoids; and the mean over classes, which Keras calls
    `multi_label=True`.
    """

    key = "auc"

    @checked_arguments("AUC()", {"curve": "ROC", "dtype": (None, "float32"), "multi_label": True})
    def __init__(self, name: str = "auc") -> None:
        super().__init__(name)


NAMES: dict[str, type[Metric]] = {
    "accuracy": Accuracy,
    "acc": Accuracy,
    "categorical_accuracy": CategoricalAccuracy,
    "sparse_categorical_accuracy": SparseCategoricalAccuracy,
    "binary_accuracy": BinaryAccuracy,
    "auc": AUC,
    "AUC": AUC,
}
"""Metric by the names that `compile` takes; the name given is the one in the history."""


def find_metrics(metrics: Any) -> list[Metric]:
    """Returns the metrics that `compile` was given.

    Raises:
        UnknownNameError: A name that no metric has.
        ConvscopeError: Neither names nor metrics, or the same one twice.
    """
    if isinstance(metrics, str | Metric):
        metrics = [metrics]
    if metrics is not None and not isinstance(metrics, list | tuple):
        raise ConvscopeError(
            f"compile(): metrics={metrics!r}.",
            "Expected a list of names or objects from metrics.",
            'Give metrics=["accuracy"].',
        )
    found: list[Metric] = []
    for metric in metrics or []:
        if isinstance(metric, Metric):
            found.append(metric)
        elif metric in NAMES:
            found.append(NAMES[metric](name="auc" if metric == "AUC" else metric))
        else:
            raise UnknownNameError("metric", metric, NAMES)
    if len({metric.key for metric in found}) < len(found):
        raise ConvscopeError(
            f"compile(): the metrics {', '.join(metric.name for metric in found)} include the "
            "same value twice.",
            "Each of accuracy and auc may be asked for once.",
            "Leave one out.",
        )
    return found
