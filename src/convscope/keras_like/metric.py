"""What every metric is: options, names, a measure of outputs; and the means of many."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope.errors import ConvscopeError, in_short
from convscope.keras_like.arguments import arguments_by_name

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
    is_counted: ClassVar[bool] = False
    """Whether several without a name get numbers in one `compile`: `precision`, `precision_1`."""

    defaults: ClassVar[Mapping[str, Any]] = {}
    accepted: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, name: str | None = None, **options: Any) -> None:
        title = f"{type(self).__name__}()"
        accepted = {"dtype": (None, "float32"), **self.accepted}
        given = arguments_by_name(title, list(self.defaults), args, options, accepted, ["name"])
        self.options = {**self.defaults, **given}
        self.name = name or self.own_name
        self._is_named = name is not None
        self.is_weighted = False
        self._seen: list[tuple[Values, Values, Values]] = []
        self.check(title)

    def number_after(self, others: Iterable["Metric"]) -> None:
        """Tells it from those of its kind that stand before it, if none of them was given a name.

        Args:
            others: What stands before it.
        """
        if self.is_counted and not self._is_named:
            index = sum(type(each) is type(self) and not each._is_named for each in others)
            self.name = f"{self.own_name}_{index}" if index else self.own_name

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

    def __call__(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Any:
        """Adds a batch, as `update_state` does, and returns `result`."""
        self.update_state(y_true, y_pred, sample_weight)
        return self.result()

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


def classes_of(labels: NDArray[Any]) -> NDArray[np.int64]:
    """Returns class indices."""
    return labels.argmax(1) if labels.ndim == 2 else labels.astype(np.int64)


def columns_of(labels: NDArray[Any], outputs: Values) -> Values:
    """Returns labels with one column per output, float (number, outputs)."""
    if labels.ndim == 2 or outputs.shape[1] == 1:
        return labels.reshape(outputs.shape).astype(np.float64)
    return np.eye(outputs.shape[1])[labels.astype(np.int64)]


def signs_of(labels: Values) -> Values:
    """Returns labels of 0 and 1 as −1 and 1; others as they are."""
    return 2 * labels - 1 if np.isin(labels, (0, 1)).all() else labels


def is_number(value: Any) -> bool:
    """Returns whether an option is a number."""
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def is_share(value: Any) -> bool:
    """Returns whether an option is a number from 0 to 1."""
    return is_number(value) and bool(0 <= value <= 1)


def is_count(value: Any) -> bool:
    """Returns whether an option is a whole number of at least 1."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 1)


def expect(
    title: str, name: str, value: Any, fits: Callable[[Any], bool], expected: str, example: Any
) -> None:
    """Checks an option; None is always right.

    Args:
        title: How errors call the metric, such as `"AUC()"`.
        name: The option.
        value: What was given.
        fits: Returns whether a value is right.
        expected: Right values in words.
        example: One of them.

    Raises:
        ConvscopeError: It is not right.
    """
    if value is not None and not fits(value):
        raise ConvscopeError(
            f"{title}: {name}={in_short(value)}.",
            f"Expected {expected}, or None.",
            f"Write for example {name}={example!r}.",
        )
