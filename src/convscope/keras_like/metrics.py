"""The metrics as Keras programs write them: how good the answers are, in NumPy."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.keras_like.arguments import arguments_by_name

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

Values = NDArray[np.floating[Any]]

EPSILON = 1e-7
"""What keeps logarithms and divisions finite, as in Keras."""


class Metric:
    """How good the answers are. Use one of the subclasses.

    Args:
        *args: The options of the subclass by position.
        name: How the history and the callbacks call it; None for the metric's own name.
        **options: The options by name.

    Raises:
        UnknownNameError: An option that the metric does not have.
        ConvscopeError: A value that does not fit.

    Attributes:
        name: How the history and the callbacks call it.
        options: The options by name.
        is_weighted: Whether images count as `sample_weight` and `class_weight` say.
    """

    key: ClassVar[str | None] = None
    """Name in `engine.answers.metrics.METRICS`, where the engine measures it on the way."""

    own_name: ClassVar[str] = ""
    defaults: ClassVar[Mapping[str, Any]] = {}
    accepted: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, name: str | None = None, **options: Any) -> None:
        title = f"{type(self).__name__}()"
        accepted = {"dtype": (None, "float32"), **self.accepted}
        given = arguments_by_name(title, list(self.defaults), args, options, accepted, ["name"])
        self.options = {**self.defaults, **given}
        self.name = name or self.own_name
        self.is_weighted = False
        self._seen: list[tuple[Values, Values, Values]] = []
        self.check(title)

    def check(self, title: str) -> None:
        """Checks the options; `title` is how errors call the metric."""

    def measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None = None) -> Any:
        """Returns how good outputs are.

        Args:
            labels: Class indices (number,), or one column per output.
            outputs: What the net puts out, float (number, outputs).
            weights: How much each image counts, float (number,); None for 1 each.
        """
        return self._measure(labels, outputs, weights)

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        raise TypeError(f"{type(self).__name__} must define _measure()")

    def update_state(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> None:
        """Adds a batch to those that `result` looks at.

        Args:
            y_true: Class indices (number,) or (number, 1), or one column per output.
            y_pred: What a net puts out, (number, outputs).
            sample_weight: How much each image counts, (number,); None for 1 each.
        """
        outputs = np.atleast_1d(np.asarray(y_pred, np.float64))
        outputs = outputs[:, np.newaxis] if outputs.ndim == 1 else outputs
        labels = np.asarray(y_true)
        labels = labels[:, 0] if labels.ndim == 2 and labels.shape[1] == 1 else labels
        weights = np.ones(len(outputs)) if sample_weight is None else np.asarray(sample_weight)
        self._seen.append((labels, outputs, weights.reshape(len(outputs))))

    def result(self) -> Any:
        """Returns how good all batches are since the last `reset_state`; 0 for none."""
        if not self._seen:
            return 0.0
        labels, outputs, weights = (np.concatenate(parts) for parts in zip(*self._seen))  # noqa: B905
        return self.measure(labels, outputs, weights)

    def reset_state(self) -> None:
        """Forgets all batches."""
        self._seen = []

    def weighted(self) -> Self:
        """Tells the metric that images count as their weights say, and returns it."""
        self.is_weighted = True
        return self

    def to_json(self) -> dict[str, Any]:
        """Returns the metric as JSON data; `metric_from_json` is its inverse."""
        options = {k: v for k, v in self.options.items() if v != self.defaults[k]}
        weighted = {"is_weighted": True} if self.is_weighted else {}
        return {"kind": type(self).__name__, "name": self.name, **weighted, **options}


class MeanMetric(Metric):
    """The mean over the images of a value that each one has."""

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns the value of each image, (number,)."""
        raise TypeError(f"{type(self).__name__} must define of_each()")

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns the mean; with weights the weighted one, 0 where they are all 0."""
        values = self.of_each(labels, outputs).astype(np.float64)
        if weights is None:
            return float(values.mean())
        return float((values * weights).sum() / weights.sum()) if weights.sum() else 0.0


class Accuracy(MeanMetric):
    """Share of images whose most probable class is the right one."""

    key, own_name = "accuracy", "accuracy"

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns whether the answer is right; a single output is class 1 above one half."""
        if outputs.shape[1] == 1:
            return (outputs[:, 0] > 0.5) == (labels.reshape(len(outputs)) > 0.5)
        return outputs.argmax(1) == _classes(labels)


class CategoricalAccuracy(Accuracy):
    """Accuracy, for labels with one column per class."""

    own_name = "categorical_accuracy"


class SparseCategoricalAccuracy(Accuracy):
    """Accuracy, for class indices."""

    own_name = "sparse_categorical_accuracy"


class BinaryAccuracy(Accuracy):
    """Accuracy, for nets with one output."""

    own_name = "binary_accuracy"
    accepted: ClassVar[Mapping[str, Any]] = {"threshold": 0.5}


class AUC(Metric):
    """Area under the ROC curve, each class against the rest, mean over the classes.

    Exact, where Keras sums 200 trapezoids; and the mean over classes, which Keras calls
    `multi_label=True`.
    """

    key, own_name = "auc", "auc"
    accepted: ClassVar[Mapping[str, Any]] = {"curve": "ROC", "multi_label": True}

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns the area, 0–1; every image counts the same."""
        from convscope.engine.answers.metrics import auc

        classes = labels.astype(np.int64) if outputs.shape[1] == 1 else _classes(labels)
        return auc(outputs, classes.reshape(len(outputs)))


class TopKCategoricalAccuracy(MeanMetric):
    """Share of images whose right class is among the `k` most probable ones.

    Args:
        k: How many.
    """

    own_name = "top_k_categorical_accuracy"
    defaults: ClassVar[Mapping[str, Any]] = {"k": 5}

    def check(self, title: str) -> None:
        """Checks k."""
        _expect(title, "k", self.options["k"], _is_count, "a whole number of at least 1", 3)

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns whether fewer than k classes have a larger output than the right one."""
        right = outputs[np.arange(len(outputs)), _classes(labels)]
        return (outputs > right[:, np.newaxis]).sum(1) < self.options["k"]


class SparseTopKCategoricalAccuracy(TopKCategoricalAccuracy):
    """`TopKCategoricalAccuracy`, for class indices.

    Args:
        k: How many.
    """

    own_name = "sparse_top_k_categorical_accuracy"


class Decided(Metric):
    """Counts which outputs are rightly and wrongly taken for a yes.

    Args:
        thresholds: Above it an output is a yes; None for 0.5.
        top_k: Instead, the k largest outputs of an image are; None for `thresholds`.
        class_id: Only this output is looked at; None for all.
    """

    defaults: ClassVar[Mapping[str, Any]] = {"thresholds": None, "top_k": None, "class_id": None}

    def check(self, title: str) -> None:
        """Checks threshold, k and class."""
        o = self.options
        _expect(title, "thresholds", o["thresholds"], _is_share, "a number from 0 to 1", 0.5)
        _expect(title, "top_k", o.get("top_k"), _is_count, "a whole number of at least 1", 3)
        is_class = lambda value: value == 0 or _is_count(value)  # noqa: E731
        _expect(title, "class_id", o.get("class_id"), is_class, "a class from 0 on", 1)

    def _counts(
        self, labels: NDArray[Any], outputs: Values, weights: Values | None
    ) -> tuple[float, float, float, float]:
        """Returns true and false positives, true and false negatives, as weighted counts."""
        o = self.options
        yes = outputs > (0.5 if o["thresholds"] is None else o["thresholds"])
        if o.get("top_k") is not None:
            ranks = (-outputs).argsort(1, kind="stable").argsort(1)
            yes = ranks < o["top_k"]
        real = _columns(labels, outputs) > 0.5
        if o.get("class_id") is not None:
            yes, real = yes[:, [o["class_id"]]], real[:, [o["class_id"]]]
        each = np.ones(len(yes)) if weights is None else weights
        count = lambda which: float((which * each[:, np.newaxis]).sum())  # noqa: E731
        return count(yes & real), count(yes & ~real), count(~yes & ~real), count(~yes & real)


class Precision(Decided):
    """Share of the outputs taken for a yes that are one; 0 where there are none.

    Args:
        thresholds: Above it an output is a yes; None for 0.5.
        top_k: Instead, the k largest outputs of an image are; None for `thresholds`.
        class_id: Only this output is looked at; None for all.
    """

    own_name = "precision"

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns the share, 0–1."""
        right, wrong, _, _ = self._counts(labels, outputs, weights)
        return right / (right + wrong) if right + wrong else 0.0


class Recall(Decided):
    """Share of what is a yes that is taken for one; 0 where there is none.

    Args:
        thresholds: Above it an output is a yes; None for 0.5.
        top_k: Instead, the k largest outputs of an image are; None for `thresholds`.
        class_id: Only this output is looked at; None for all.
    """

    own_name = "recall"

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns the share, 0–1."""
        found, _, _, missed = self._counts(labels, outputs, weights)
        return found / (found + missed) if found + missed else 0.0


class _Count(Decided):
    defaults: ClassVar[Mapping[str, Any]] = {"thresholds": None}
    place: ClassVar[int]

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns the weighted count."""
        return self._counts(labels, outputs, weights)[self.place]


class TruePositives(_Count):
    """Outputs rightly taken for a yes."""

    own_name, place = "true_positives", 0


class FalsePositives(_Count):
    """Outputs wrongly taken for a yes."""

    own_name, place = "false_positives", 1


class TrueNegatives(_Count):
    """Outputs rightly taken for a no."""

    own_name, place = "true_negatives", 2


class FalseNegatives(_Count):
    """Outputs wrongly taken for a no."""

    own_name, place = "false_negatives", 3


class FBetaScore(Metric):
    """(1 + β²) precision · recall / (β² precision + recall), for each class.

    Args:
        average: None for a number per class, `"macro"` for their mean, `"weighted"` for a mean in
            which classes count as often as they occur, `"micro"` for the score of all counts.
        beta: How much more recall counts than precision.
        threshold: Above it an output is a yes; None for the largest one of an image.
    """

    own_name = "fbeta_score"
    defaults: ClassVar[Mapping[str, Any]] = {"average": None, "beta": 1.0, "threshold": None}

    def check(self, title: str) -> None:
        """Checks average, beta and threshold."""
        o = self.options
        is_average = lambda value: value in ("micro", "macro", "weighted")  # noqa: E731
        _expect(title, "average", o["average"], is_average, '"micro", "macro", "weighted"', "macro")
        is_beta = lambda value: _is_number(value) and value > 0  # noqa: E731
        _expect(title, "beta", o.get("beta"), is_beta, "a number above 0", 2.0)
        _expect(title, "threshold", o["threshold"], _is_share, "a number from 0 to 1", 0.5)

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns a score, 0–1, or a list with one for each class."""
        average, threshold = self.options["average"], self.options["threshold"]
        if threshold is None:
            yes = np.eye(outputs.shape[1], dtype=bool)[outputs.argmax(1)]
        else:
            yes = outputs > threshold
        real = _columns(labels, outputs) > 0.5
        each = (np.ones(len(yes)) if weights is None else weights)[:, np.newaxis]
        axis = None if average == "micro" else 0
        right, called, there = (
            (which * each).sum(axis) for which in (yes & real, yes, real.astype(float))
        )
        square = self.options.get("beta", 1.0) ** 2
        precision, recall = right / (called + EPSILON), right / (there + EPSILON)
        scores = (1 + square) * precision * recall / (square * precision + recall + EPSILON)
        if average is None:
            return [float(score) for score in scores]
        if average == "weighted":
            return float((scores * there / there.sum()).sum())
        return float(scores.mean())


class F1Score(FBetaScore):
    """2 · precision · recall / (precision + recall), for each class.

    Args:
        average: None for a number per class, `"macro"` for their mean, `"weighted"` for a mean in
            which classes count as often as they occur, `"micro"` for the score of all counts.
        threshold: Above it an output is a yes; None for the largest one of an image.
    """

    own_name = "f1_score"
    defaults: ClassVar[Mapping[str, Any]] = {"average": None, "threshold": None}


class _Distance(MeanMetric):
    """The mean of what lies between the columns of labels and outputs."""

    between: ClassVar[Callable[[Any, Any], Any]]

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns what lies between them, for each image."""
        return type(self).between(_columns(labels, outputs), outputs)


class MeanSquaredError(_Distance):
    """Mean of the squared differences."""

    own_name = "mean_squared_error"
    between = staticmethod(lambda y, p: np.square(y - p).mean(1))


class RootMeanSquaredError(MeanSquaredError):
    """Square root of the mean of the squared differences."""

    own_name = "root_mean_squared_error"

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns the root."""
        return float(np.sqrt(super()._measure(labels, outputs, weights)))


class MeanAbsoluteError(_Distance):
    """Mean of the sizes of the differences."""

    own_name = "mean_absolute_error"
    between = staticmethod(lambda y, p: np.abs(y - p).mean(1))


class KLDivergence(_Distance):
    """Σ y · log(y / p) over the classes."""

    own_name = "kl_divergence"
    between = staticmethod(
        lambda y, p: (
            np.clip(y, EPSILON, 1) * np.log(np.clip(y, EPSILON, 1) / np.clip(p, EPSILON, 1))
        ).sum(1)
    )


class Hinge(_Distance):
    """Mean of max(0, 1 − y p); labels 0 and 1 stand for −1 and 1."""

    own_name = "hinge"
    between = staticmethod(lambda y, p: np.maximum(0, 1 - _signs(y) * p).mean(1))


class SquaredHinge(_Distance):
    """Mean of max(0, 1 − y p)²; labels 0 and 1 stand for −1 and 1."""

    own_name = "squared_hinge"
    between = staticmethod(lambda y, p: np.square(np.maximum(0, 1 - _signs(y) * p)).mean(1))


class CategoricalHinge(_Distance):
    """max(0, largest wrong output − right output + 1)."""

    own_name = "categorical_hinge"
    between = staticmethod(lambda y, p: np.maximum(0, ((1 - y) * p).max(1) - (y * p).sum(1) + 1))


class CategoricalCrossentropy(MeanMetric):
    """Cross-entropy, for labels with one column per class or class indices.

    Args:
        from_logits: Whether the outputs are logits.
        label_smoothing: Share of a label that is spread over all classes.
    """

    own_name = "categorical_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {"from_logits": False, "label_smoothing": 0.0}

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns the cross-entropy of each image."""
        outputs = outputs.astype(np.float64)
        if self.options["from_logits"]:
            shifted = outputs - outputs.max(1, keepdims=True)
            logs = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
        else:
            shares = outputs / outputs.sum(1, keepdims=True)
            logs = np.log(np.clip(shares, EPSILON, 1 - EPSILON))
        smoothing = self.options.get("label_smoothing", 0.0)
        targets = _columns(labels, outputs) * (1 - smoothing) + smoothing / outputs.shape[1]
        return -(targets * logs).sum(1)


class SparseCategoricalCrossentropy(CategoricalCrossentropy):
    """Cross-entropy, for class indices.

    Args:
        from_logits: Whether the outputs are logits.
    """

    own_name = "sparse_categorical_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {"from_logits": False}
    accepted: ClassVar[Mapping[str, Any]] = {"axis": -1, "ignore_class": None}


class BinaryCrossentropy(MeanMetric):
    """Mean cross-entropy of every output for itself.

    Args:
        from_logits: Whether the outputs are logits.
        label_smoothing: Share by which labels are drawn towards one half.
    """

    own_name = "binary_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {"from_logits": False, "label_smoothing": 0.0}

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns the cross-entropy of each image."""
        shares = outputs.astype(np.float64)
        if self.options["from_logits"]:
            shares = 1 / (1 + np.exp(-shares))
        shares = np.clip(shares, EPSILON, 1 - EPSILON)
        smoothing = self.options["label_smoothing"]
        targets = _columns(labels, outputs) * (1 - smoothing) + smoothing / 2
        return -(targets * np.log(shares) + (1 - targets) * np.log(1 - shares)).mean(1)


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
    found = _found("metrics", metrics)
    names = [metric.name for metric in found]
    for metric in _found("weighted_metrics", weighted_metrics):
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


def _classes(labels: NDArray[Any]) -> NDArray[np.int64]:
    """Returns class indices."""
    return labels.argmax(1) if labels.ndim == 2 else labels.astype(np.int64)


def _columns(labels: NDArray[Any], outputs: Values) -> Values:
    """Returns labels with one column per output, float (number, outputs)."""
    if labels.ndim == 2 or outputs.shape[1] == 1:
        return labels.reshape(outputs.shape).astype(np.float64)
    return np.eye(outputs.shape[1])[labels.astype(np.int64)]


def _signs(labels: Values) -> Values:
    """Returns labels of 0 and 1 as −1 and 1; others as they are."""
    return 2 * labels - 1 if np.isin(labels, (0, 1)).all() else labels


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def _is_share(value: Any) -> bool:
    return _is_number(value) and bool(0 <= value <= 1)


def _is_count(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 1)


def _expect(
    title: str, name: str, value: Any, fits: Callable[[Any], bool], expected: str, example: Any
) -> None:
    """Checks an option; None is always right."""
    if value is not None and not fits(value):
        raise ConvscopeError(
            f"{title}: {name}={in_short(value)}.",
            f"Expected {expected}, or None.",
            f"Write for example {name}={example!r}.",
        )
