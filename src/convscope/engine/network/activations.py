"""The activation functions of the architecture in torch."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from convscope.architecture import LEAKY_RELU_SLOPE


class _Step(torch.autograd.Function):
    """1 above zero, else 0; the gradient is 0 everywhere, as the derivative is."""

    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:
        return (values > 0).to(values.dtype)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        return torch.zeros_like(gradients[0])


def _softmax_over_channels(values: Tensor) -> Tensor:
    return torch.softmax(values, dim=1)  # NCHW and (N, features): channels are axis 1


ACTIVATION_FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda values: values,
    "relu": functional.relu,
    "leaky_relu": lambda values: functional.leaky_relu(values, LEAKY_RELU_SLOPE),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": _softmax_over_channels,
    "step": _Step.apply,  # type: ignore[dict-item]
    "relu6": functional.relu6,
    "elu": functional.elu,
    "selu": functional.selu,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "mish": functional.mish,
    "softplus": functional.softplus,
    "softsign": functional.softsign,
    "hard_sigmoid": functional.hardsigmoid,
    "hard_silu": functional.hardswish,
    "exponential": torch.exp,
}
"""Function by name; tensors are (batch, channels, height, width) or (batch, features)."""
