"""The metrics as Keras programs write them, and how `compile` finds them."""

from collections.abc import Mapping
from typing import Any

from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.keras_like.accuracies import (
    AUC,
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
)
from convscope.keras_like.decisions import (
    F1Score,
    FalseNegatives,
    FalsePositives,
    FBetaScore,
    Precision,
    Recall,
    TrueNegatives,
    TruePositives,
)
from convscope.keras_like.distances import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CategoricalHinge,
    Hinge,
    KLDivergence,
    MeanAbsoluteError,
    MeanSquaredError,
    RootMeanSquaredError,
    SparseCategoricalCrossentropy,
    SquaredHinge,
)
from convscope.keras_like.metric import Metric

__all__ = [
    "AUC",
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "F1Score",
    "FBetaScore",
    "FalseNegatives",
    "FalsePositives",
    "Hinge",
    "KLDivergence",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Metric",
    "Precision",
    "Recall",
    "RootMeanSquaredError",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
    "SquaredHinge",
    "TopKCategoricalAccuracy",
    "TrueNegatives",
    "TruePositives",
]


def _kinds(kind: type[Metric]) -> list[type[Metric]]:
    found = [kind] if kind.own_name else []
    return [*found, *(each for below in kind.__subclasses__() for each in _kinds(below))]


KINDS: dict[str, type[Metric]] = {kind.__name__: kind for kind in _kinds(Metric)}
"""Metric by class name."""

NAMES: dict[str, type[Metric]] = {
    **{kind.own_name: kind for kind in KINDS.values()},
    "acc": Accuracy,
    "mse": MeanSquaredError,
    "mae": MeanAbsoluteError,
    **KINDS,
}
"""Metric by the names that `compile` takes; a small one is the name in the history."""


def find_metrics(metrics: Any, weighted_metrics: Any = None) -> list[Metric]:
    """Returns the metrics that `compile` was given.

    Args:
        metrics: Names or objects, in a list or one alone; None for none.
        weighted_metrics: Likewise; for these, images count as their weights say.

    Raises:
        UnknownNameError: A name that no metric has.
        ConvscopeError: Neither names nor metrics, or two of one name.
    """
    found = _numbered(_found("metrics", metrics))
    names = [metric.name for metric in found]
    for metric in _numbered(_found("weighted_metrics", weighted_metrics)):
        if metric.name in names:
            metric.name = f"weighted_{metric.name}"
        found.append(metric.weighted())
    if len({metric.name for metric in found}) < len(found):
        raise ConvscopeError(
            f"compile(): the metrics {', '.join(metric.name for metric in found)} include the "
            "same name twice.",
            "Every metric has a name of its own.",
            'Leave one out, or give it another one: metrics.Precision(name="precision_of_3").',
        )
    return found


def _numbered(metrics: list[Metric]) -> list[Metric]:
    """Tells apart those of one kind that have no name, as Keras does."""
    for index, metric in enumerate(metrics):
        metric.number_after(metrics[:index])
    return metrics


def metric_from_json(data: Mapping[str, Any]) -> Metric:
    """Returns the metric that `Metric.to_json` wrote."""
    options = dict(data)
    kind, is_weighted = KINDS[options.pop("kind")], options.pop("is_weighted", False)
    metric = kind(**options)
    return metric.weighted() if is_weighted else metric


def _found(argument: str, metrics: Any) -> list[Metric]:
    if isinstance(metrics, str | Metric):
        metrics = [metrics]
    if metrics is not None and not isinstance(metrics, list | tuple):
        raise ConvscopeError(
            f"compile(): {argument}={in_short(metrics)}.",
            "Expected a list of names or objects from metrics.",
            f'Give {argument}=["accuracy"].',
        )
    found: list[Metric] = []
    for metric in metrics or []:
        if isinstance(metric, Metric):
            found.append(metric)
        elif isinstance(metric, str) and metric in NAMES:
            found.append(NAMES[metric](name=metric if metric.islower() else None))
        elif isinstance(metric, str):
            raise UnknownNameError("metric", metric, NAMES)
        else:
            raise ConvscopeError(
                f"compile(): {argument} holds {in_short(metric)}.",
                f"Expected names or objects from metrics: {', '.join(KINDS)}.",
                "A function of one's own can be called on predict()'s result after fit().",
            )
    return found
