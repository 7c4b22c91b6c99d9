"""Metrics of who is right: accuracies, the first k, the area under a curve."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from convscope.keras_like.metric import MeanMetric, Metric, Values, classes_of, expect, is_count


class Accuracy(MeanMetric):
    """Share of images whose most probable class is the right one."""

    key, own_name = "accuracy", "accuracy"

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns whether the answer is right; a single output is class 1 above one half."""
        if outputs.shape[1] == 1:
            return (outputs[:, 0] > 0.5) == (labels.reshape(len(outputs)) > 0.5)
        return outputs.argmax(1) == classes_of(labels)


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

    key, own_name, is_counted = "auc", "auc", True
    accepted: ClassVar[Mapping[str, Any]] = {"curve": "ROC", "multi_label": True}

    def _measure(self, labels: NDArray[Any], outputs: Values, weights: Values | None) -> Any:
        """Returns the area, 0–1; every image counts the same."""
        from convscope.engine.answers.metrics import auc

        classes = labels.astype(np.int64) if outputs.shape[1] == 1 else classes_of(labels)
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
        expect(title, "k", self.options["k"], is_count, "a whole number of at least 1", 3)

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns whether fewer than k classes have a larger output than the right one."""
        right = outputs[np.arange(len(outputs)), classes_of(labels)]
        return (outputs > right[:, np.newaxis]).sum(1) < self.options["k"]


class SparseTopKCategoricalAccuracy(TopKCategoricalAccuracy):
    """`TopKCategoricalAccuracy`, for class indices.

    Args:
        k: How many.
    """

    own_name = "sparse_top_k_categorical_accuracy"
