"""Filters and feature maps of a net in training, as bytes between their extremes."""

from base64 import b64encode
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from convscope.architecture import Architecture
from convscope.arithmetic.filters import FILTERS
from convscope.engine.network import Network, build_network
from convscope.engine.network.network import weight_tensors

MOST_CHANNELS = 4
MOST_FILTERS = 32
MOST_MAPS = 32
MOST_SIDE = 32
"""Longest side of a feature map as it is shown; larger ones are averaged down."""


class ShownWeights:
    """The filters of the first layer that slides weights over rows and columns, if there is one.

    Args:
        network: The net in training.
    """

    def __init__(self, network: Network) -> None:
        self._name = first_convolution(network.architecture)
        layers = (step.layer for step in network.architecture.steps)
        self._kind = next((layer.kind for layer in layers if layer.name == self._name), "")
        self._tensors = {
            name.rpartition(".")[2]: (tensor, to_keras)
            for name, tensor, _, to_keras in weight_tensors(network)
            if name.rpartition(".")[0] == self._name
        }

    def event(self) -> dict[str, Any] | None:
        """Returns what the event `weights` holds; None where there is nothing to show."""
        if not self._tensors:
            return None
        values = {}
        for name, (tensor, to_keras) in self._tensors.items():
            own = tensor.detach().permute(to_keras) if to_keras else tensor.detach()
            values[name] = own.float().cpu().numpy()
        shown = FILTERS[self._kind](values)[:, :, :MOST_CHANNELS, :MOST_FILTERS]
        return {"layer": self._name, **as_bytes(shown)}


class ShownMaps:
    """The feature maps of one image: of the first convolution, and of the last layer with maps.

    Args:
        network: The net in training.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        steps = network.architecture.steps
        with_maps = [s.layer.name for s in steps if len(s.output_shape) == 3]
        self.layers = dict.fromkeys([first_convolution(network.architecture), *with_maps[-1:]])
        self.layers.pop("", None)
        self._plain: Network | None = None

    def events(self, inputs: Tensor) -> list[dict[str, Any]]:
        """Returns what the events `maps` hold, with the weights that the net has now.

        Args:
            inputs: One image as the net takes it, float32 (1, height, width, channels).
        """
        if not self.layers:
            return []
        if self._plain is None:
            self._plain = build_network(self._network.architecture, rewrite=False).eval()
        self._plain.load_state_dict(self._network.state_dict(), assign=True)  # the same memory
        found = []
        with torch.inference_mode():
            steps = self._network.architecture.steps
            for step, values in zip(steps, self._plain.outputs(inputs), strict=True):
                if step.layer.name in self.layers:
                    maps = _made_small(values[:, :MOST_MAPS])[0].permute(1, 2, 0)
                    found.append({"layer": step.layer.name, **as_bytes(maps.cpu().numpy())})
                if len(found) == len(self.layers):
                    break
        return found


def first_convolution(architecture: Architecture) -> str:
    """Returns the name of the first layer that slides weights; empty where there is none."""
    return next((s.layer.name for s in architecture.steps if s.layer.convolves), "")


def as_bytes(values: NDArray[np.float32]) -> dict[str, Any]:
    """Returns values as bytes between the smallest and the largest; what is no number counts as 0.

    Args:
        values: float, any shape.

    Returns:
        `shape`, `low`, `high`, and `values` as base64 of uint8.
    """
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) / (high - low or 1.0) * 255
    content = np.round(scaled).astype(np.uint8).tobytes()
    return {
        "shape": list(values.shape),
        "low": float(f"{low:.6g}"),
        "high": float(f"{high:.6g}"),
        "values": b64encode(content).decode(),
    }


def _made_small(maps: Tensor) -> Tensor:
    height, width = maps.shape[2:]
    scale = min(1.0, MOST_SIDE / max(height, width))
    if scale == 1:
        return maps
    return adaptive_avg_pool2d(maps, (max(1, round(scale * height)), max(1, round(scale * width))))
