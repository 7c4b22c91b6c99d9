"""A backbone and a head as one net."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture, Dense, Input
from convscope.architecture.layer_training import LayerTraining
from convscope.arrays import Weights
from convscope.backbones.opening import Backbone

HEAD = "head"
"""Name of the layer that is trained on the features."""


def head_net(num_features: int, num_classes: int) -> Architecture:
    """Returns the head alone: from features to probabilities."""
    return Architecture(
        Input((num_features,)), (Dense(num_classes, activation="softmax", name=HEAD),)
    )


def graft(backbone: Backbone, num_classes: int, is_trained: bool = False) -> Architecture:
    """Returns the whole net.

    Args:
        backbone: What looks.
        num_classes: What the head tells apart.
        is_trained: Whether the layers of the backbone move as well.
    """
    old = backbone.architecture
    still = LayerTraining(is_trained=False)
    layers = [
        layer if is_trained or not layer.tensors else replace(layer, training=still)
        for layer in old.layers
    ]
    head = Dense(num_classes, activation="softmax", name=HEAD)
    return Architecture(old.input, (*layers, head))


def whole_weights(backbone: Backbone, head: Weights, scaling: "Scaling") -> Weights:
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
        **backbone.weights,
        f"{HEAD}.kernel": kernel.astype(np.float32),
        f"{HEAD}.bias": bias.astype(np.float32),
    }


class Scaling:
    """Brings every feature to mean 0 and all together to deviation 1, by the training images.

    Attributes:
        mean: float64 (features,).
        deviation: float64 (features,).
    """

    def __init__(self, features: NDArray[np.float32]) -> None:
        values = features.astype(np.float64)
        self.mean = values.mean(0)
        own = values.std(0)
        # A feature that hardly ever answers must not be blown up by the few times that it does.
        self.deviation = own + 0.1 * own.mean() + 1e-6

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns features scaled, float32 (number, features)."""
        return ((features - self.mean) / self.deviation).astype(np.float32)
