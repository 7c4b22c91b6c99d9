"""What `compile` settles, and its form in a model file."""

from dataclasses import dataclass
from typing import Any

from convscope.errors import ConvscopeError
from convscope.keras_like import losses, metrics, optimizers
from convscope.keras_like.losses import Loss
from convscope.keras_like.metrics import Metric
from convscope.keras_like.optimizers import Optimizer


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
        """The engine's names of the metrics."""
        return tuple(metric.key for metric in self.metrics)

    @property
    def shown_names(self) -> dict[str, str]:
        """The program's names of the metrics by the engine's."""
        return {metric.key: metric.name for metric in self.metrics}

    def to_json(self) -> dict[str, Any]:
        """Returns the settings as JSON data; `from_json` is its inverse."""
        return {
            "optimizer": self.optimizer.get_config(),
            "loss": {
                "name": self.loss.key,
                "from_logits": self.loss.from_logits,
                "label_smoothing": self.loss.label_smoothing,
            },
            "metrics": self.shown_names,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Compiled":
        """Returns the settings that `to_json` wrote; the optimizer starts anew."""
        options = dict(data["optimizer"])
        optimizer = optimizers.NAMES[options.pop("name")](**options)
        loss_options = {key: value for key, value in data["loss"].items() if value}
        loss = losses.NAMES[loss_options.pop("name")](**loss_options)
        return cls(
            optimizer,
            loss,
            [metrics.NAMES[key](name=name) for key, name in data["metrics"].items()],
        )


def compiled(optimizer: Any, loss: Any, metric_list: Any) -> Compiled:
    """Returns what `compile` was given, with every name looked up.

    Args:
        optimizer: A name, or an object from `optimizers`.
        loss: A name, or an object from `losses`; None is refused.
        metric_list: Names or objects from `metrics`, in a list or one alone; None for no metrics.

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
        metrics.find_metrics(metric_list),
    )
