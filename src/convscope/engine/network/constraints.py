"""Brings weights back to what their constraints allow, after a step."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from convscope.architecture import Architecture
from convscope.architecture.constraints import (
    Constraint,
    MaxNorm,
    MinMaxNorm,
    NonNeg,
    UnitNorm,
)
from convscope.engine.network.keras_order import in_keras_order
from convscope.errors import ConvscopeError

EPSILON = 1e-7
"""What is added to a norm before dividing by it, as in Keras."""


class Constraints:
    """The constraints of a network.

    Args:
        architecture: Says which tensors are constrained.
        modules: The network's modules, one per layer.

    Raises:
        ConvscopeError: A norm along an axis that a tensor does not have.
    """

    def __init__(self, architecture: Architecture, modules: nn.ModuleList) -> None:
        self._constrained: list[tuple[nn.Module, str, Constraint]] = []
        for module, step in zip(modules, architecture.steps, strict=True):
            for name, setting in step.layer.training.settings:
                tensor = name.rpartition("_")[0]
                if isinstance(setting, Constraint) and tensor in step.parameter_shapes:
                    _expect_axes(step.layer.title, name, setting, step.parameter_shapes[tensor])
                    self._constrained.append((module, tensor, setting))

    def __bool__(self) -> bool:
        return bool(self._constrained)

    @torch.no_grad()
    def apply(self) -> None:
        """Changes the tensors that moved; those of layers that are not trained stay."""
        for module, name, setting in self._constrained:
            tensor = in_keras_order(module, name)
            if tensor.requires_grad:
                tensor.copy_(CONSTRAINTS[type(setting)](setting, tensor))


def _expect_axes(title: str, name: str, setting: Any, shape: tuple[int, ...]) -> None:
    axis = getattr(setting, "axis", 0)
    if max((axis,) if isinstance(axis, int) else axis, default=0) >= len(shape):
        raise ConvscopeError(
            f"{title}: {name} has axis={axis}, for a tensor of shape {shape}.",
            f"Expected axes from 0 to {len(shape) - 1}.",
            "Give axis=0 for Dense kernels and axis=(0, 1, 2) for those of Conv2D.",
        )


def _norms(o: Any, x: Tensor) -> Tensor:
    return x.square().sum(o.axis, keepdim=True).sqrt()


def _max_norm(o: Any, x: Tensor) -> Tensor:
    norms = _norms(o, x)
    return x * (norms.clamp(max=o.max_value) / (EPSILON + norms))


def _min_max_norm(o: Any, x: Tensor) -> Tensor:
    norms = _norms(o, x)
    wanted = o.rate * norms.clamp(o.min_value, o.max_value) + (1 - o.rate) * norms
    return x * (wanted / (EPSILON + norms))


CONSTRAINTS: dict[type[Constraint], Callable[[Any, Tensor], Tensor]] = {
    MaxNorm: _max_norm,
    NonNeg: lambda o, x: x.clamp(min=0),
    UnitNorm: lambda o, x: x / (EPSILON + _norms(o, x)),
    MinMaxNorm: _min_max_norm,
}
"""What each kind of constraint makes of a tensor."""
