"""Metrics of yes and no behind a threshold: counts, precision, recall, and their means."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from convscope.keras_like.metric import (
    EPSILON,
    Metric,
    Values,
    columns_of,
    expect,
    is_count,
    is_number,
    is_share,
)


class Decided(Metric):
    """Counts which outputs are rightly and wrongly taken for a yes.

    Args:
        thresholds: Above it an output is a yes; None for 0.5.
        top_k: Instead, the k largest outputs of an image are; None for `thresholds`.
        class_id: Only this output is looked at; None for all.
    """

    is_counted: ClassVar[bool] = True
    defaults: ClassVar[Mapping[str, Any]] = {"thresholds": None, "top_k": None, "class_id": None}

    def check(self, title: str) -> None:
        """Checks threshold, k and class."""
        o = self.options
        expect(title, "thresholds", o["thresholds"], is_share, "a number from 0 to 1", 0.5)
        expect(title, "top_k", o.get("top_k"), is_count, "a whole number of at least 1", 3)
        is_class = lambda value: value == 0 or is_count(value)  # noqa: E731
        expect(title, "class_id", o.get("class_id"), is_class, "a class from 0 on", 1)

    def _counts(
        self, labels: NDArray[Any], outputs: Values, weights: Values | None
    ) -> tuple[float, float, float, float]:
        """Returns true and false positives, true and false negatives, as weighted counts."""
        o = self.options
        yes = outputs > (0.5 if o["thresholds"] is None else o["thresholds"])
        if o.get("top_k") is not None:
            ranks = (-outputs).argsort(1, kind="stable").argsort(1)
            yes = ranks < o["top_k"]
        real = columns_of(labels, outputs) > 0.5
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
        expect(title, "average", o["average"], is_average, '"micro", "macro", "weighted"', "macro")
        is_beta = lambda value: is_number(value) and value > 0  # noqa: E731
        expect(title, "beta", o.get("beta"), is_beta, "a number above 0", 2.0)
        expect(title, "threshold", o["threshold"], is_share, "a number from 0 to 1", 0.5)

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns a score, 0–1, or a list with one for each class."""
        average, threshold = self.options["average"], self.options["threshold"]
        if threshold is None:
            yes = np.eye(outputs.shape[1], dtype=bool)[outputs.argmax(1)]
        else:
            yes = outputs > threshold
        real = columns_of(labels, outputs) > 0.5
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
