"""Muon: steps of convolution kernels that go equally far in all directions."""

from functools import reduce
from typing import Any

import torch
from torch import Tensor

from convscope.engine.training.update_rules import Adam, State

COEFFICIENTS = 3.4445, -4.7750, 2.0315
"""Of σ ↦ aσ + bσ³ + cσ⁵, which lifts small singular values fastest and leaves all near 1."""

LENGTH = 0.2
"""Root mean square of a step of rate 1, about what a step of Adam has."""


class Muon(Adam):
    """Adam for vectors and matrices of dense layers; kernels of convolutions move otherwise.

    m ← μ m + g;  w ← w − r d w − r s U, where U has the singular vectors of g + μ m, seen as a
    matrix with a row for each filter, and singular values near 1; s makes U as long as a step of
    Adam. The gradient of a kernel lies mostly in few directions, which take turns with each other
    in all filters; U goes as far in the others, which is where rare patterns are learned.

    Options: those of Adam, whose rate and `weight_decay` (d) kernels share; `momentum` (μ);
    `iterations`, the times that the polynomial is applied.

    Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024; length
    and decay as in Liu et al., "Muon is Scalable for LLM Training", 2025.
    """

    def fresh_state(self, parameter: Tensor) -> State:
        """Returns a momentum of 0 for a kernel, what Adam keeps for the rest."""
        if not _is_kernel(parameter):
            return super().fresh_state(parameter)
        return {"momentum": torch.zeros_like(parameter)}

    def update(
        self, parameters: list[Tensor], gradients: list[Tensor], states: list[State], group: Any
    ) -> None:
        """Takes one step.

        Args:
            parameters: Kernels (out, in, height, width), and others; changed.
            gradients: One per parameter, of its shape.
            states: Of each kernel the `momentum`, of the others what Adam keeps; changed.
            group: Adam's settings, whose rate `lr` and `weight_decay` kernels share, `momentum` and
                `iterations`.
        """
        rows = list(zip(parameters, gradients, states, strict=True))
        if others := [row for row in rows if not _is_kernel(row[0])]:
            vectors, of_vectors, states_of_vectors = map(list, zip(*others, strict=True))
            super().update(vectors, of_vectors, states_of_vectors, group)
        rate, momentum = group["lr"], group["momentum"]
        for kernel, gradient, state in (row for row in rows if _is_kernel(row[0])):
            state["momentum"].mul_(momentum).add_(gradient)
            ahead = gradient.add(state["momentum"], alpha=momentum)
            # One row per filter; in channels-last memory this is a view.
            matrix = ahead.permute(0, 2, 3, 1).flatten(1)
            step = orthogonal(matrix, group["iterations"])
            length = LENGTH * max(step.shape) ** 0.5
            kernel.mul_(1 - rate * group["weight_decay"])
            out, in_channels, height, width = kernel.shape
            unfolded = step.view(out, height, width, in_channels).permute(0, 3, 1, 2)
            kernel.add_(unfolded, alpha=-rate * length)


def orthogonal(matrix: Tensor, iterations: int) -> Tensor:
    """Returns a matrix with the same singular vectors and singular values near 1.

    Args:
        matrix: (rows, columns), floating point.
        iterations: How often the polynomial is applied, at least once; after 5, singular values
            that were at least a hundredth of the Frobenius norm lie between 0.7 and 1.2.

    Returns:
        (rows, columns); zeros if all of `matrix` is 0.
    """
    is_tall = matrix.shape[0] > matrix.shape[1]
    wide = matrix.T if is_tall else matrix
    wide = wide / (wide.norm() + 1e-7)
    a, b, c = COEFFICIENTS
    # Every factor is a polynomial of this small square, so the long rows are met only twice.
    gram = wide @ wide.T
    factors: list[Tensor] = []
    for _ in range(iterations):
        if factors:
            gram = factors[-1] @ gram @ factors[-1]
        factors.append(torch.addmm(gram, gram, gram, beta=b, alpha=c))
        factors[-1].diagonal().add_(a)
    result = reduce(torch.matmul, factors) @ wide
    return (result.T if is_tall else result).contiguous()


def _is_kernel(parameter: Tensor) -> bool:
    """Returns whether these are the (out, in, height, width) of a convolution."""
    return parameter.dim() == 4
