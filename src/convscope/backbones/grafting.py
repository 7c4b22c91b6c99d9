"""A backbone and a head as one net."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture, Dense, Input, Layer, Normalization
from convscope.architecture.layer_training import LayerTraining
from convscope.arrays import Weights
from convscope.backbones.backbone import Backbone, joined_in

HEAD = "head"
"""Name of the layer that is trained on the features."""

SCALED = "scaled"
"""Name of the layer that scales features while layers below the head are trained, too."""

EARLIER = 0.6
"""Deviation of features of layers that others build on, beside those of the last layers."""


def head_net(num_features: int, num_classes: int) -> Architecture:
    """Returns the head alone: from features to probabilities."""
    return Architecture(Input((num_features,)), (_head(num_classes),))


def _head(num_classes: int) -> Dense:
    """Returns the head; it begins at 0: no chance of a beginning stays in its verdicts."""
    training = LayerTraining.of(HEAD, ["kernel_initializer"], {"kernel_initializer": "zeros"})
    return Dense(num_classes, activation="softmax", name=HEAD, training=training)


def graft(backbone: Backbone, num_classes: int, frozen: Architecture | None = None) -> Architecture:
    """Returns the whole net.

    Args:
        backbone: What looks.
        num_classes: What the head tells apart.
        frozen: The layers of it that do not move; None for all. Of the others, normalizations do
            not move either: a few photographs say less about them than the millions before.
    """
    old = backbone.architecture
    still = {layer.name for layer in (frozen or old).layers}
    layers = [_at_rest(layer) if layer.name in still else _moving(layer) for layer in old.layers]
    return Architecture(old.input, (*layers, _head(num_classes)))


def with_head(tail: Architecture, num_classes: int) -> Architecture:
    """Returns the last layers of a backbone with a head on scaled features, all to be trained."""
    layers = (*map(_moving, tail.layers), Normalization(name=SCALED), _head(num_classes))
    return Architecture(tail.input, layers)


def _at_rest(layer: Layer) -> Layer:
    return replace(layer, training=LayerTraining(is_trained=False)) if layer.tensors else layer


def _moving(layer: Layer) -> Layer:
    return layer if layer.is_weighted_sum else _at_rest(layer)


def whole_weights(backbone: Weights, head: Weights, scaling: "Scaling") -> Weights:
    """Returns the weights of the whole net.

    The head was trained on scaled features; the scaling is worked into it.

    Args:
        backbone: What looks.
        head: `head.kernel` (features, classes) and `head.bias` (classes,).
        scaling: Of the features.
    """
    kernel = head[f"{HEAD}.kernel"].astype(np.float64) / scaling.deviation[:, None]
    bias = head[f"{HEAD}.bias"] - scaling.mean @ kernel
    return {
        **backbone,
        f"{HEAD}.kernel": kernel.astype(np.float32),
        f"{HEAD}.bias": bias.astype(np.float32),
    }


@dataclass(frozen=True)
class Group:
    """Features that one layer gives.

    Attributes:
        size: How many.
        deviation: What theirs becomes.
    """

    size: int
    deviation: float = 1.0


def groups_of(architecture: Architecture) -> tuple[Group, ...]:
    """Returns the features of each layer that a backbone's features are joined of.

    Those of a layer that others of the net build on have a smaller deviation.
    """
    steps, joined = architecture.steps, joined_in(architecture)
    if len(joined) == 1:
        return (Group(architecture.output_shape[0]),)
    uses = Counter(place for step in steps for place in step.inputs)
    return tuple(
        Group(steps[place].output_shape[0], EARLIER if uses[steps[place].inputs[0]] > 1 else 1.0)
        for place in joined
    )


class Scaling:
    """Brings features to mean 0 and those of a layer to one deviation, by the training images.

    One deviation for all features of a layer: what hardly ever answers is not blown up to count as
    much as the rest, and a few photographs are enough to know it.

    Attributes:
        mean: float64 (features,).
        deviation: float64 (features,).
    """

    def __init__(self, features: NDArray[np.float32], groups: Sequence[Group]) -> None:
        """Measures features.

        Args:
            features: float32 (number, features).
            groups: Which of them belong together, see `groups_of`.
        """
        values = features.astype(np.float64)
        self._set(values.mean(0), values.var(0), groups)

    def _set(
        self, mean: NDArray[np.float64], variance: NDArray[np.float64], groups: Sequence[Group]
    ) -> None:
        self.mean = mean
        sizes = [group.size for group in groups]
        measured = [
            float(np.sqrt(part.mean())) or 1.0 for part in np.split(variance, np.cumsum(sizes)[:-1])
        ]
        wanted = [group.deviation for group in groups]
        self.deviation = np.repeat(np.divide(measured, wanted), sizes)

    @classmethod
    def of_blocks(cls, blocks: Iterable[NDArray[np.float32]], groups: Sequence[Group]) -> "Scaling":
        """Returns the scaling of features that come block by block.

        Args:
            blocks: Each float32 (some, features), one at least; sums are kept as float64.
            groups: Which features belong together, see `groups_of`.
        """
        scaling = cls.__new__(cls)
        number, total, squares, first = 0, 0.0, 0.0, None
        for block in blocks:
            first = block[:1].astype(np.float64) if first is None else first
            values = block - first  # near the mean, so that squares lose nothing
            number += len(values)
            total, squares = total + values.sum(0), squares + (values**2).sum(0)
        assert first is not None
        mean = np.asarray(total) / number
        scaling._set(first[0] + mean, np.maximum(squares / number - mean**2, 0), groups)
        return scaling

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns features scaled, float32 (number, features)."""
        return ((features - self.mean) / self.deviation).astype(np.float32)

    @property
    def weights(self) -> Weights:
        """The same as the tensors of the layer `SCALED`, float32."""
        values = {
            "mean": self.mean.astype(np.float32),
            "variance": (self.deviation**2).astype(np.float32),
            "count": np.zeros((), np.float32),
        }
        return {f"{SCALED}.{name}": value for name, value in values.items()}
