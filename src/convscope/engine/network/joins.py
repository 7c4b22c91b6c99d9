"""One torch module per kind of join, on (batch, channels, height, width) or (batch, features)."""

from collections.abc import Callable
from functools import reduce

import torch
from torch import Tensor, nn

from convscope.architecture import LayerStep


class Join(nn.Module):
    """Combines the values at one position, two inputs at a time; one value may stand for all."""

    def __init__(self, step: LayerStep, combine: Callable[[Tensor, Tensor], Tensor]) -> None:
        super().__init__()
        self.combine = combine
        self.has_pictures = len(step.output_shape) == 3

    def forward(self, *values: Tensor) -> Tensor:
        """Returns the first combined with the second, that with the third, and so on."""
        return reduce(self.combine, self.aligned(values))

    def aligned(self, values: tuple[Tensor, ...]) -> list[Tensor]:
        """Returns vectors as maps of a single place, where there are pictures among them."""
        return [v[:, :, None, None] if self.has_pictures and v.dim() == 2 else v for v in values]


class Average(Join):
    """Mean of the values."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step, torch.add)

    def forward(self, *values: Tensor) -> Tensor:
        """Returns the sum divided by the number of inputs."""
        return super().forward(*values) / len(values)


class Maximum(Join):
    """Largest of the values; where several are, the gradient goes to the first of them."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step, lambda first, second: torch.where(second > first, second, first))


class Concatenate(nn.Module):
    """One behind the other along the channels."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()

    def forward(self, *values: Tensor) -> Tensor:
        """Returns the channels of all inputs."""
        return torch.cat(values, 1)  # NCHW and (N, features): channels are axis 1


JOINS: dict[str, Callable[[LayerStep], nn.Module]] = {
    "Add": lambda step: Join(step, torch.add),
    "Subtract": lambda step: Join(step, torch.sub),
    "Multiply": lambda step: Join(step, torch.mul),
    "Average": Average,
    "Maximum": Maximum,
    "Concatenate": Concatenate,
}
"""Module by kind of join."""
