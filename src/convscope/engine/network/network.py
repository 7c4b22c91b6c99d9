"""From an architecture to a `torch.nn.Module`, and weights in and out in Keras' axis order."""

import numpy as np
import torch
from torch import Tensor, nn

from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.engine.network.layers import MODULES, BatchNormalization, Dropout
from convscope.engine.network.pooled_convolution import PooledConvolution
from convscope.engine.network.rewriting import plan
from convscope.engine.processes.workers import Workers


class Network(nn.Module):
    """An architecture that torch computes.

    Attributes:
        architecture: The net as data.
        layers: One module per layer, in order.
        output_activation: `"softmax"` or `"sigmoid"` where the net ends in one, else `"linear"`.
            `scores` stops before it, so that losses can be computed stably.
    """

    def __init__(self, architecture: Architecture, rewrite: bool = True) -> None:
        super().__init__()
        self.architecture = architecture
        self.layers = nn.ModuleList(MODULES[s.layer.kind](s) for s in architecture.steps)
        self.output_activation = self._detach_output_activation()
        self._plan = plan(self.layers) if rewrite else list(self.layers)
        self._compiled = [c for c in self._plan if isinstance(c, PooledConvolution | Dropout)]

    def forward(self, inputs: Tensor) -> Tensor:
        """Returns the net's outputs: probabilities, or logits where it ends without softmax.

        Args:
            inputs: float32 (batch, height, width, channels) or (batch, features), in the range
                that the net expects.

        Returns:
            float32 (batch, classes), or (batch, height, width, channels) where the net ends in
            feature maps.
        """
        outputs = self.activate(self.scores(inputs))
        return outputs.permute(0, 2, 3, 1) if outputs.dim() == 4 else outputs

    def activate(self, scores: Tensor) -> Tensor:
        """Returns the net's outputs from what enters its last activation."""
        return ACTIVATION_FUNCTIONS[self.output_activation](scores)

    def scores(self, inputs: Tensor) -> Tensor:
        """Returns what enters the last activation, float32 (batch, classes).

        Feature maps come as torch computes them, (batch, channels, height, width).
        """
        # A permuted view of contiguous NHWC is exactly torch's channels-last memory.
        values = inputs.permute(0, 3, 1, 2) if inputs.dim() == 4 else inputs
        for compute in self._plan:
            values = compute(values)
        return values

    def use_kernels(self, wanted: bool = True) -> None:
        """Lets compiled kernels compute what suits them, or no longer."""
        for computation in self._compiled:
            computation.use_kernels = wanted

    @property
    def uses_kernels(self) -> bool:
        """Whether compiled kernels compute anything."""
        return any(computation.use_kernels for computation in self._compiled)

    def share_batches(self, workers: Workers | None) -> None:
        """Lets layers that look at a whole batch know the processes that divide it among them."""
        for layer in self.layers:
            if isinstance(layer, BatchNormalization | Dropout):
                layer.workers = workers

    def _detach_output_activation(self) -> str:
        last = self.layers[-1] if len(self.layers) else None
        activation = getattr(last, "activation", "linear")
        if activation in ("softmax", "sigmoid"):
            last.activation = "linear"  # type: ignore[union-attr, assignment]
            return str(activation)
        return "linear"


def build_network(
    architecture: Architecture, weights: Weights | None = None, rewrite: bool = True
) -> Network:
    """Returns the network of an architecture.

    Args:
        architecture: The net as data.
        weights: Tensors by `<layer>.<tensor>` in Keras' axis order; None leaves them undefined.
        rewrite: Whether layers may be computed together for speed; outputs are the same either
            way, but with True the outputs of single layers are not those of the architecture.
    """
    network = Network(architecture, rewrite)
    if weights is not None:
        load_weights(network, weights)
    return network


def load_weights(network: Network, weights: Weights) -> None:
    """Copies `weights` into the network, on whatever device it is."""
    with torch.no_grad():
        for name, tensor, to_torch, _ in _tensors(network):
            values = torch.from_numpy(np.array(weights[name], np.float32))
            tensor.copy_(values.permute(to_torch) if to_torch else values)


def read_weights(network: Network) -> Weights:
    """Returns copies of the network's weights, float32 in Keras' axis order."""
    weights: Weights = {}
    with torch.no_grad():
        for name, tensor, _, to_keras in _tensors(network):
            values = tensor.permute(to_keras) if to_keras else tensor
            weights[name] = values.cpu().numpy().copy(order="C")
    return weights


def _tensors(
    network: Network,
) -> list[tuple[str, Tensor, tuple[int, ...] | None, tuple[int, ...] | None]]:
    """Returns (name, tensor, order for torch, order for Keras) of every tensor."""
    found = []
    for step, module in zip(network.architecture.steps, network.layers, strict=True):
        for name in step.parameter_shapes:
            is_kernel = name == "kernel"
            to_torch = getattr(module, "to_torch", None) if is_kernel else None
            to_keras = getattr(module, "to_keras", None) if is_kernel else None
            found.append((f"{step.layer.name}.{name}", getattr(module, name), to_torch, to_keras))
    return found
