"""Keras' metric objects while our engine computes: common ones are summed up here, others there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor

from convscope.accelerate.backends import Array
from convscope.accelerate.inside_keras import InsideKeras
from convscope.accelerate.mirror import Clock, Link, Mirror
from convscope.accelerate.steps import Taken

Measured = Callable[[Tensor, Tensor], Tensor]
"""From outputs (batch, …) and targets to how right each example is, float (batch,)."""


def _sparse_accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs.argmax(-1) == targets.reshape(len(outputs))).float()


def _categorical_accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs.argmax(-1) == targets.argmax(-1)).float()


def _binary_accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    is_right = (outputs > 0.5).float() == targets.reshape(outputs.shape)
    return is_right.float().flatten(1).mean(1)


ACCURACIES: dict[str, Measured] = {
    "sparse_categorical_accuracy": _sparse_accuracy,
    "categorical_accuracy": _categorical_accuracy,
    "binary_accuracy": _binary_accuracy,
}
"""What is measured here, by the name of Keras' function."""


_FUNCTIONS = "_convscope_functions"


@dataclass
class _Sum:
    """A mean that is added up here, with Keras' metric."""

    metric: Any
    is_weighted: bool
    measure: Measured | None
    total: float = 0.0
    count: float = 0.0

    def add(self, values: Tensor, weights: Tensor | None) -> None:
        if weights is not None and self.is_weighted:
            self.total += float((values * weights).sum())
            self.count += float(weights.sum())
        else:
            self.total += float(values.sum())
            self.count += len(values)

    @property
    def mean(self) -> float:
        """As float32, like Keras' own."""
        return float(np.float32(self.total / self.count)) if self.count else 0.0

    def links(self, clock: Clock) -> Iterator[Link]:
        for name in ("total", "count"):

            def read(name: str = name) -> Array:
                return np.asarray(getattr(self, name), np.float32)

            def write(values: Array, name: str = name) -> None:
                setattr(self, name, float(values))

            yield Link(getattr(self.metric, name), read, write, clock)


class Meters:
    """A model's metrics, in the order of Keras.

    Args:
        model: Keras' model, compiled.
        inside: What is used of Keras.
        mirror: Keeps the metrics' variables up to date.
    """

    def __init__(self, model: Any, inside: InsideKeras, mirror: Mirror) -> None:
        self._model, self._inside, self._mirror = model, inside, mirror
        self._clock = Clock()
        self._loss = _Sum(model._loss_tracker, False, None)
        mirror.watch(self._loss.links(self._clock))
        self._meters: list[_Sum | tuple[Any, bool]] = []
        self._names: list[str] = []
        self._is_ready = False
        self._update_others: Callable[..., Any] | None = None

    def add(self, loss: float, batch: Taken, outputs: Callable[[], Tensor]) -> None:
        """Takes a batch into account.

        Args:
            loss: Its mean.
            batch: The batch.
            outputs: Returns the outputs.
        """
        targets = batch.targets
        self._loss.total += loss * len(batch.inputs)
        self._loss.count += len(batch.inputs)
        if self._model._compile_metrics is not None:
            tensor = outputs()
            self._prepare(batch, tensor)
            for meter in self._meters:
                if isinstance(meter, _Sum) and meter.measure is not None:
                    meter.add(meter.measure(tensor, targets), batch.weights)
            self._add_to_others(batch.y, tensor, batch.w)
            if not self._names:  # only now: some metrics of Keras have no result before
                compiled = self._model._compile_metrics
                self._names = [name for name in compiled.result() if name != "loss"]
        self._clock.now += 1

    def logs(self) -> dict[str, Any]:
        """Returns the values so far by name."""
        values = [m.mean if isinstance(m, _Sum) else m[0].result() for m in self._meters]
        return {"loss": self._loss.mean, **dict(zip(self._names, values, strict=True))}

    def _prepare(self, batch: Taken, outputs: Tensor) -> None:
        """Builds Keras' metrics at the first batch, as Keras does, and takes over those we can."""
        if self._is_ready:
            return
        compiled, keras = self._model._compile_metrics, self._inside.keras
        if not compiled.built:
            compiled.build(batch.y, outputs.cpu().numpy())
        for metrics, is_weighted in (
            (compiled._flat_metrics, False),
            (compiled._flat_weighted_metrics, True),
        ):
            for some in metrics:
                for metric in some.metrics if some else ():
                    measure = _measure_of(metric, keras)
                    measure = measure if _fits(measure, batch.targets, outputs) else None
                    self._meters.append(
                        (metric, is_weighted)
                        if measure is None
                        else _Sum(metric, is_weighted, measure)
                    )
        for meter in self._meters:
            if isinstance(meter, _Sum):
                self._mirror.watch(meter.links(self._clock))
        self._is_ready = True

    def _add_to_others(self, y: Any, outputs: Tensor, w: Any) -> None:
        """Lets Keras update the metrics that are its own."""
        others = [meter for meter in self._meters if not isinstance(meter, _Sum)]
        if not others:
            return
        if self._update_others is None:
            kept = vars(self._model._compile_metrics).setdefault(_FUNCTIONS, {})
            names = tuple(id(metric) for metric, _ in others)
            if names not in kept:
                kept[names] = self._compiled(others)
            self._update_others = kept[names]
        update = self._update_others
        assert update is not None
        tensor = self._inside.keras.ops.convert_to_tensor
        weights = None if w is None else tensor(w)
        update(tensor(y), tensor(outputs.cpu().numpy()), weights)

    def _compiled(self, others: list[tuple[Any, bool]]) -> Callable[..., Any]:
        def update(y: Any, outputs: Any, w: Any) -> None:
            for metric, is_weighted in others:
                if is_weighted:
                    metric.update_state(y, outputs, w)
                else:
                    metric.update_state(y, outputs)

        if self._inside.backend.name != "tensorflow" or self._model.run_eagerly:
            return update
        import tensorflow as tf  # pyright: ignore[reportMissingImports]

        return tf.function(update, reduce_retracing=True)


def _fits(measure: Measured | None, targets: Tensor, outputs: Tensor) -> bool:
    """Returns whether a measure of ours takes outputs and targets of such shapes."""
    if measure is _sparse_accuracy:
        return outputs.dim() == 2 and targets.numel() == len(outputs)
    if measure is _categorical_accuracy:
        return outputs.dim() == 2 and targets.shape == outputs.shape
    return targets.numel() == outputs.numel()


def _measure_of(metric: Any, keras: Any) -> Measured | None:
    """Returns what measures like one of Keras' metrics; None where Keras has to."""
    kinds = {
        keras.metrics.SparseCategoricalAccuracy: "sparse_categorical_accuracy",
        keras.metrics.CategoricalAccuracy: "categorical_accuracy",
        keras.metrics.BinaryAccuracy: "binary_accuracy",
    }
    function = getattr(metric, "_fn", None)
    options = dict(getattr(metric, "_fn_kwargs", {}))
    name = kinds.get(type(metric))
    if type(metric) is keras.metrics.MeanMetricWrapper:
        name = getattr(function, "__name__", "")
        if getattr(function, "__module__", "") != "keras.src.metrics.accuracy_metrics":
            return None
    threshold = options.pop("threshold", 0.5)
    if name not in ACCURACIES or options or threshold != 0.5:
        return None
    return ACCURACIES[name]
