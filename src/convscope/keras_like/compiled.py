"""What `compile` settles, and its form in a model file."""

from dataclasses import dataclass
from typing import Any

from convscope.errors import ConvscopeError
from convscope.keras_like import losses, metrics, optimizers
from convscope.keras_like.losses import Loss
from convscope.keras_like.metrics import Metric
from convscope.keras_like.optimizer import Optimizer


@dataclass(frozen=True)
class Compiled:
    """How a net is trained and judged.

    Attributes:
        optimizer: How a gradient becomes a step.
        loss: What to make small.
        metrics: What else to measure.
    """

    optimizer: Optimizer
    loss: Loss
    metrics: list[Metric]

    @property
    def metric_names(self) -> tuple[str, ...]:
        """The engine's names of the metrics that it measures on the way."""
        return tuple(dict.fromkeys(m.key for m in self.metrics if m.key and not m.is_weighted))

    @property
    def measured(self) -> list[Metric]:
        """The metrics that are measured on the net's outputs afterwards."""
        return [metric for metric in self.metrics if metric.is_weighted or not metric.key]

    def to_json(self) -> dict[str, Any]:
        """Returns the settings as JSON data; `from_json` is its inverse."""
        return {
            "optimizer": self.optimizer.get_config(),
            "loss": self.loss.to_json(),
            "metrics": [metric.to_json() for metric in self.metrics],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Compiled":
        """Returns the settings that `to_json` wrote; the optimizer starts anew."""
        options = dict(data["optimizer"])
        optimizer = optimizers.NAMES[options.pop("name")](**options)
        loss = losses.loss_from_json(data["loss"])
        found = data["metrics"]
        if isinstance(found, dict):  # as files had it before metrics had options
            return cls(optimizer, loss, [metrics.NAMES[k](name=name) for k, name in found.items()])
        return cls(optimizer, loss, [metrics.metric_from_json(metric) for metric in found])


def compiled(optimizer: Any, loss: Any, metric_list: Any, weighted_metrics: Any = None) -> Compiled:
    """Returns what `compile` was given, with every name looked up.

    Args:
        optimizer: A name, or an object from `optimizers`.
        loss: A name, or an object from `losses`; None is refused.
        metric_list: Names or objects from `metrics`, in a list or one alone; None for no metrics.
        weighted_metrics: Likewise, of what counts images as their weights say.

    Raises:
        ConvscopeError: No loss, or something that is not supported.
    """
    if loss is None:
        raise ConvscopeError(
            "compile(): no loss is given.",
            f"Expected one of {', '.join(losses.NAMES)}, or an object from losses.",
            'Give loss="sparse_categorical_crossentropy" for class indices.',
        )
    return Compiled(
        optimizers.find_optimizer(optimizer),
        losses.find_loss(loss),
        metrics.find_metrics(metric_list, weighted_metrics),
    )
