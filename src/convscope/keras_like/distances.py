"""Metrics that measure how far outputs are from labels; losses, as metrics."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from convscope.keras_like.metric import EPSILON, MeanMetric, Values, columns_of, signs_of


class _Distance(MeanMetric):
    """The mean of what lies between the columns of labels and outputs."""

    between: ClassVar[Callable[[Any, Any], Any]]

    def of_each(self, labels: NDArray[Any], outputs: Values) -> NDArray[Any]:
        """Returns what lies between them, for each image."""
        return type(self).between(columns_of(labels, outputs), outputs)


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
    between = staticmethod(lambda y, p: np.maximum(0, 1 - signs_of(y) * p).mean(1))


class SquaredHinge(_Distance):
    """Mean of max(0, 1 − y p)²; labels 0 and 1 stand for −1 and 1."""

    own_name = "squared_hinge"
    between = staticmethod(lambda y, p: np.square(np.maximum(0, 1 - signs_of(y) * p)).mean(1))


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
        targets = columns_of(labels, outputs) * (1 - smoothing) + smoothing / outputs.shape[1]
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
        targets = columns_of(labels, outputs) * (1 - smoothing) + smoothing / 2
        return -(targets * np.log(shares) + (1 - targets) * np.log(1 - shares)).mean(1)
