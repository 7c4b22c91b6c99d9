"""Our network beside a Keras model, and the way of every tensor between the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from convscope.accelerate.backends import Array
from convscope.accelerate.mirror import Clock, Link
from convscope.accelerate.variables import filler, keras_layers, variable_of
from convscope.engine.network import Network, build_network, weight_tensors
from convscope.engine.network.layers import Dropout, GaussianNoise
from convscope.engine.network.random_images import RandomImages
from convscope.engine.processes.devices import choose_device
from convscope.keras_config import Translation

DRAWING = (Dropout, GaussianNoise, RandomImages)
"""Layers that draw random numbers."""


@dataclass(frozen=True)
class Pair:
    """A tensor of ours and Keras' variable.

    Attributes:
        tensor: Ours.
        variable: Keras'; None where it has none, and the tensor is constant.
        to_torch: Order of the axes; None where both have the same.
        to_keras: The way back.
    """

    tensor: Tensor
    variable: Any
    to_torch: tuple[int, ...] | None
    to_keras: tuple[int, ...] | None

    def reader(self, tensor: Tensor) -> Callable[[], Array]:
        """Returns what reads a tensor that has the axes of this one, in Keras' order."""
        shape = tuple(self.variable.shape)  # a Dense layer on pictures has less axes there

        def read() -> Array:
            values = tensor.detach()
            values = values.permute(self.to_keras) if self.to_keras else values
            return values.cpu().numpy().reshape(shape)

        return read

    def writer(self, tensor: Tensor) -> Callable[[Array], None]:
        """Returns what writes Keras' values to a tensor that has the axes of this one."""
        seen = tensor.permute(self.to_keras) if self.to_keras else tensor
        shape = tuple(seen.shape)

        def write(values: Array) -> None:
            given = torch.from_numpy(np.array(values, np.float32).reshape(shape))
            with torch.no_grad():
                tensor.copy_(given.permute(self.to_torch) if self.to_torch else given)

        return write


class Twin:
    """Our network of a Keras model.

    Args:
        model: Keras' model.
        translation: The same as ours.

    Attributes:
        network: Ours, on the fastest device.
        device: That device.
        pairs: Its tensors and Keras' variables.
        clock: Counts the steps that changed its tensors.
        links: The way of every tensor to its variable and back.
        is_busy: Whether somebody computes with it right now.
        is_whole: Whether no step was broken off, so that the links know what it has.
        kept: What calls one after the other need not make anew, by what it is.
        num_images: That went through it in batches one by one, backwards counted twice more.
    """

    def __init__(self, model: Any, translation: Translation) -> None:
        self.translation = translation
        self.device = choose_device()
        self.network: Network = build_network(translation.architecture).to(self.device)
        self._layers = keras_layers(model, translation)
        self._share_noise()
        self.clock = Clock()
        self.pairs: list[Pair] = []
        self.links: list[Link] = []
        self.kept: dict[Any, Any] = {}
        self.num_images = 0
        self.is_busy, self.is_whole = False, True
        self._resting: list[nn.Module] = []
        self._pair()
        self._look_at(model)

    def refresh(self, model: Any) -> None:
        """Looks again at the model's variables, and which layers train."""
        layers = self._layers
        if not self.is_whole or any(
            variable_of(layers[name], short) is not pair.variable
            for (name, short), pair in zip(self._names, self.pairs, strict=True)
        ):
            self.kept, self.is_whole = {}, True
            self._pair()
        self._look_at(model)
        self.network.eval()

    def _pair(self) -> None:
        """Finds the variable of every tensor."""
        tensors = list(weight_tensors(self.network))
        parts = [full_name.rpartition(".") for full_name, *_ in tensors]
        self._names = [(name, short) for name, _, short in parts]
        self.pairs = list(_pairs(self.network, self._layers))
        self.links = [
            Link(pair.variable, pair.reader(pair.tensor), pair.writer(pair.tensor), self.clock)
            for pair in self.pairs
            if pair.variable is not None
        ]

    def _share_noise(self) -> None:
        """Lets random numbers be shared along the axes along which Keras' layers share them."""
        steps = self.translation.architecture.steps
        for step, module in zip(steps, self.network.layers, strict=True):
            shape = getattr(self._layers.get(step.layer.name), "noise_shape", None)
            if isinstance(module, Dropout) and shape is not None:
                axes = (0, 2, 3, 1) if len(shape) == 4 else range(len(shape))
                shared = (axis for axis, size in zip(axes, shape, strict=True) if size == 1)
                module.shared_axes = tuple(shared)

    def _look_at(self, model: Any) -> None:
        """Finds out what trains: gradients of other weights are not computed."""
        layers = self._layers
        trained = {id(variable) for variable in model.trainable_variables}
        for pair in self.pairs:
            if isinstance(pair.tensor, nn.Parameter):
                pair.tensor.requires_grad_(id(pair.variable) in trained)
        steps = self.translation.architecture.steps
        self._resting = [
            module
            for step, module in zip(steps, self.network.layers, strict=True)
            if step.layer.non_trainable and not layers[step.layer.name].trainable
        ]

    def train_mode(self) -> None:
        """Lets layers do what they do while training, but for frozen normalization."""
        if not self.network.training:
            self.network.train()
            for module in self._resting:
                module.eval()

    @property
    def draws(self) -> bool:
        """Whether its steps need random numbers."""
        return any(isinstance(layer, DRAWING) for layer in self.network.layers)

    def answer_mode(self) -> None:
        """Lets layers do what they do after training."""
        if self.network.training:
            self.network.eval()

    def parameters(self, variables: list[Any]) -> list[nn.Parameter]:
        """Returns our parameters of Keras' trainable variables, in their order."""
        of_variable = {id(pair.variable): pair.tensor for pair in self.pairs}
        wanted = [of_variable[id(variable)] for variable in variables]
        return [tensor for tensor in wanted if isinstance(tensor, nn.Parameter)]

    def pair_of(self, variable: Any) -> Pair:
        """Returns the pair of a variable."""
        return next(pair for pair in self.pairs if pair.variable is variable)


def _pairs(network: Network, layers: dict[str, Any]) -> Iterator[Pair]:
    for full_name, tensor, to_torch, to_keras in weight_tensors(network):
        name, _, short = full_name.rpartition(".")
        variable = variable_of(layers[name], short)
        if variable is None:
            with torch.no_grad():
                tensor.fill_(filler(layers[name], short))
        yield Pair(tensor, variable, to_torch, to_keras)
