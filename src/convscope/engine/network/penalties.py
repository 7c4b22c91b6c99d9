"""What large weights and outputs cost: the part of the loss that regularizers add."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, nn

from convscope.architecture import Architecture
from convscope.architecture.layer_training import ACTIVITY
from convscope.architecture.regularizers import L1, L1L2, L2, OrthogonalRegularizer, Regularizer
from convscope.engine.network.keras_order import in_keras_order
from convscope.errors import ConvscopeError


class Penalties:
    """The regularizers of a network.

    Args:
        architecture: Says which tensors and outputs are regularized.
        modules: The network's modules, one per layer.
    """

    def __init__(self, architecture: Architecture, modules: nn.ModuleList) -> None:
        self._weights: list[tuple[nn.Module, str, Regularizer]] = []
        self._activities: dict[int, Regularizer] = {}
        self._seen: dict[int, Tensor] = {}
        for index, step in enumerate(architecture.steps):
            for name, setting in step.layer.training.settings:
                if not isinstance(setting, Regularizer):
                    continue
                tensor = name.rpartition("_")[0]
                if name == ACTIVITY:
                    self._activities[index] = setting
                elif tensor in step.parameter_shapes:
                    shape = step.parameter_shapes[tensor]
                    _expect_shape(step.layer.title, name, setting, shape)
                    self._weights.append((modules[index], tensor, setting))

    def __bool__(self) -> bool:
        return bool(self._weights or self._activities)

    def watches(self, index: int) -> bool:
        """Returns whether the outputs of a layer are regularized."""
        return index in self._activities

    def see(self, index: int, outputs: Tensor) -> None:
        """Keeps what the outputs of a layer cost, per image, for `total`."""
        setting = self._activities[index]
        if len(outputs):
            self._seen[index] = PENALTIES[type(setting)](setting, outputs) / len(outputs)

    def total(self) -> Tensor:
        """Returns the sum of all penalties, one number; those of outputs are forgotten."""
        seen, self._seen = self._seen, {}
        costs = [*self._of_weights(), *seen.values()]
        return torch.stack(costs).sum() if costs else torch.zeros(())

    def forget(self) -> None:
        """Forgets what the outputs cost that were seen."""
        self._seen = {}

    def _of_weights(self) -> Iterator[Tensor]:
        for module, name, setting in self._weights:
            tensor = in_keras_order(module, name)
            if tensor.requires_grad:  # as in Keras, weights that are not trained cost nothing
                yield PENALTIES[type(setting)](setting, tensor)


def _expect_shape(title: str, name: str, setting: Regularizer, shape: tuple[int, ...]) -> None:
    if isinstance(setting, OrthogonalRegularizer) and len(shape) != 2:
        raise ConvscopeError(
            f"{title}: {name} is orthogonal, for a tensor of shape {shape}.",
            "It is for matrices: the kernel of a Dense layer.",
            'Take "l2" there.',
        )


def _orthogonal(o: Any, matrix: Tensor) -> Tensor:
    rows = matrix if o.mode == "rows" else matrix.T
    length = rows.square().sum(1, keepdim=True).clamp_min(1e-12).sqrt()
    cosines = (rows / length) @ (rows / length).T
    number = len(rows)
    between = cosines.abs().sum() - cosines.diagonal().abs().sum()
    return o.factor * between / max(number * (number - 1), 1)


PENALTIES: dict[type[Regularizer], Callable[[Any, Tensor], Tensor]] = {
    L1: lambda o, x: o.l1 * x.abs().sum(),
    L2: lambda o, x: o.l2 * x.square().sum(),
    L1L2: lambda o, x: o.l1 * x.abs().sum() + o.l2 * x.square().sum(),
    OrthogonalRegularizer: _orthogonal,
}
"""What each kind of regularizer makes a tensor cost."""
