"""Layer normalization on (batch, channels, height, width): each place by its own channels."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from convscope import architecture as arch
from convscope.architecture import LayerStep


class LayerNormalization(nn.Module):
    """The channels of every place brought to mean 0 and variance 1, then scaled and shifted."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        layer, shapes = step.layer, step.parameter_shapes
        assert isinstance(layer, arch.LayerNormalization)
        self.shape, self.epsilon = step.input_shape[-1:], layer.epsilon
        self.gamma = nn.Parameter(torch.ones(shapes["gamma"])) if "gamma" in shapes else None
        self.beta = nn.Parameter(torch.zeros(shapes["beta"])) if "beta" in shapes else None

    def forward(self, values: Tensor) -> Tensor:
        """Returns the values of every place at the scale that was learned."""
        is_picture = values.dim() == 4
        last = values.permute(0, 2, 3, 1) if is_picture else values
        found = functional.layer_norm(last, self.shape, self.gamma, self.beta, self.epsilon)
        return found.permute(0, 3, 1, 2) if is_picture else found
