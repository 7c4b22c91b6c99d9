"""From an architecture to a `torch.nn.Module`, and weights in and out in Keras' axis order."""

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn

from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.engine.network.constraints import Constraints
from convscope.engine.network.joins import JOINS
from convscope.engine.network.layers import MODULES, BatchNormalization, Dropout, GaussianNoise
from convscope.engine.network.penalties import Penalties
from convscope.engine.network.random_images import RandomImages
from convscope.engine.network.rewriting import Compiled, Watched, plan
from convscope.engine.network.running import last_uses, run
from convscope.engine.processes.workers import Workers


class Network(nn.Module):
    """An architecture that torch computes.

    Attributes:
        architecture: The net as data.
        layers: One module per layer, in order.
        output_activation: `"softmax"` or `"sigmoid"` where the net ends in one, else `"linear"`.
            `scores` stops before it, so that losses can be computed stably.
        penalties: What regularizers add to the loss.
        constraints: What brings weights back after a step.
    """

    def __init__(self, architecture: Architecture, rewrite: bool = True) -> None:
        super().__init__()
        self.architecture = architecture
        kinds = MODULES | JOINS
        self.layers = nn.ModuleList(kinds[s.layer.kind](s) for s in architecture.steps)
        self.output_activation = self._detach_output_activation()
        self.penalties = Penalties(architecture, self.layers)
        self.constraints = Constraints(architecture, self.layers)
        inputs = [step.inputs for step in architecture.steps]
        self._plan = plan(self.layers, inputs, rewrite, self.penalties or None)
        if self._plan and isinstance(last := self._plan[-1].compute, Watched):
            last.activate = self.activate
        self._freed = last_uses(self._plan)
        self._is_chain = architecture.is_chain
        self._computes = [computation.compute for computation in self._plan]
        inner = [c.compute if isinstance(c, Watched) else c for c in self._computes]
        self._compiled = [c for c in inner if isinstance(c, Compiled) and c.is_suited]
        owned = ((m, name) for m in self.modules() for name, _ in m.named_parameters(recurse=False))
        self._first = next(owned, None)
        self._fixed: list[nn.Module] = []
        self.set_trained([step.layer.training.is_trained for step in architecture.steps])

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
        if self._is_chain:
            for compute in self._computes:
                values = compute(values)
            return values
        for found in run(self._plan, self._freed, values):
            values = found
        return values

    def outputs(self, inputs: Tensor) -> Iterator[Tensor]:
        """Yields what each layer puts out, in order; the last one as `scores` returns it.

        Args:
            inputs: As `forward` takes them.

        Raises:
            ValueError: The network was built with `rewrite`, so that layers are computed together.
        """
        if len(self._plan) != len(self.layers):
            raise ValueError("build the network with rewrite=False to see all layers' outputs")
        values = inputs.permute(0, 3, 1, 2) if inputs.dim() == 4 else inputs
        yield from run(self._plan, self._freed, values)

    def set_trained(self, are_trained: Sequence[bool]) -> None:
        """Says which layers are trained.

        The tensors of the others stay what they are, and normalization among them computes with its
        moving statistics, as it does when the net judges.

        Args:
            are_trained: One flag per layer.
        """
        self._fixed = []
        for layer, is_trained in zip(self.layers, are_trained, strict=True):
            for parameter in layer.parameters():
                parameter.requires_grad_(is_trained)
            if not is_trained and isinstance(layer, BatchNormalization):
                self._fixed.append(layer)
        self.train(self.training)

    def train(self, mode: bool = True) -> Self:
        """Says whether the net is being trained; layers that are not never are."""
        super().train(mode)
        for layer in self._fixed:
            layer.training = False
        return self

    @property
    def device(self) -> torch.device | None:
        """Where the net's tensors are; None for a net without any."""
        if self._first is None:
            return None
        module, name = self._first  # to walk through all modules takes a tenth of a small answer
        return getattr(module, name).device

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
            if isinstance(layer, BatchNormalization | Dropout | GaussianNoise | RandomImages):
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
        for name, tensor, to_torch, _ in weight_tensors(network):
            values = torch.from_numpy(np.array(weights[name], np.float32))
            tensor.copy_(values.permute(to_torch) if to_torch else values)


def read_weights(network: Network) -> Weights:
    """Returns copies of the network's weights, float32 in Keras' axis order."""
    weights: Weights = {}
    with torch.no_grad():
        for name, tensor, _, to_keras in weight_tensors(network):
            values = tensor.permute(to_keras) if to_keras else tensor
            weights[name] = values.cpu().numpy().copy(order="C")
    return weights


def weight_tensors(
    network: Network,
) -> list[tuple[str, Tensor, tuple[int, ...] | None, tuple[int, ...] | None]]:
    """Returns the network's own tensors, with what takes their axes to torch's order and back.

    Returns:
        (name, tensor, order for torch, order for Keras) of every tensor; None for an order that
        is the same.
    """
    found = []
    for step, module in zip(network.architecture.steps, network.layers, strict=True):
        for name in step.parameter_shapes:
            to_torch = getattr(module, "to_torch", {}).get(name)
            to_keras = getattr(module, "to_keras", {}).get(name)
            found.append((f"{step.layer.name}.{name}", getattr(module, name), to_torch, to_keras))
    return found
