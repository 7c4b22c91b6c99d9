"""Metrics that the engine does not measure on the way: from outputs, targets and weights."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.keras_like.metrics import Metric

if TYPE_CHECKING:
    from torch import Tensor

    from convscope.engine.network import Network


class Measuring:
    """Keeps what a net puts out during an epoch, as it trains, and measures it at the end.

    Args:
        metrics: What to measure.
        network: Its last activation makes outputs of what the steps see.
    """

    def __init__(self, metrics: list[Metric], network: "Network") -> None:
        self.metrics, self.network = metrics, network
        self._seen: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = []

    def see(self, scores: "Tensor", targets: "Tensor", weights: "Tensor | None") -> None:
        """Keeps a batch.

        Args:
            scores: What enters the net's last activation, (batch, outputs).
            targets: As the loss takes them.
            weights: How much each image counts, (batch,); None for 1 each.
        """
        outputs = self.network.activate(scores).cpu().numpy()
        counted = np.ones(len(outputs), np.float32) if weights is None else weights.cpu().numpy()
        self._seen.append((targets.cpu().numpy(), outputs, counted))

    def values(self) -> dict[str, Any]:
        """Returns the metrics of all batches since the last call, by name."""
        seen, self._seen = self._seen, []
        if not seen:
            return {}
        targets, outputs, weights = (np.concatenate(parts) for parts in zip(*seen, strict=True))
        return measured(self.metrics, targets, outputs, weights)


def measured(
    metrics: list[Metric],
    targets: NDArray[Any],
    outputs: NDArray[Any],
    weights: NDArray[Any] | None,
) -> dict[str, Any]:
    """Returns metrics by name.

    Args:
        metrics: What to measure.
        targets: Class indices (number,), or one column per output.
        outputs: float (number, outputs).
        weights: How much each image counts for metrics that are weighted; None for 1 each.
    """
    return {
        metric.name: metric.measure(targets, outputs, weights if metric.is_weighted else None)
        for metric in metrics
    }
