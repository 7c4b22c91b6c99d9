"""Units behind a ReLU that answer to no image any more."""

import torch
from torch import Tensor

from convscope.engine.network.layers import BatchNormalization
from convscope.engine.network.network import Network, build_network, read_weights


def silent_shares(network: Network, inputs: Tensor) -> dict[str, float]:
    """Returns the share of each ReLU layer's units that are 0 for every one of some images.

    A unit of a convolution is a whole map. Normalization takes its statistics from the images, as
    in training: its moving ones are still far from the truth at a training's beginning.

    Args:
        network: The net; it stays as it is.
        inputs: float32 (batch, height, width, channels) or (batch, features).

    Returns:
        0–1 by the layer's name, in the order of the layers.
    """
    plain = build_network(network.architecture, read_weights(network), rewrite=False)
    plain = plain.to(inputs.device).eval()
    for layer in plain.layers:
        if isinstance(layer, BatchNormalization):
            layer.train()
    shares = {}
    with torch.inference_mode():
        for step, values in zip(network.architecture.steps, plain.outputs(inputs), strict=True):
            if getattr(step.layer, "activation", None) == "relu":
                largest = values.amax((0, 2, 3)) if values.dim() == 4 else values.amax(0)
                shares[step.layer.name] = float((largest <= 0).float().mean())
    return shares
