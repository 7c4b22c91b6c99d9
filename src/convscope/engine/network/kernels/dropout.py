"""Dropout in one pass over the values, compiled by Numba."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.engine.network.kernels.compiling import compiled, in_parts

WORTH_THREADS = 1_000_000
"""Values from which a second thread saves more than the 50 µs that it takes to wake it."""


class MaskedValues(torch.autograd.Function):
    """Values where a level reaches a threshold, times a scale; 0 elsewhere."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, levels: Tensor, threshold: int, scale: float) -> Tensor:
        """Returns what stays of the values.

        Args:
            ctx: What backward needs.
            values: float32, any shape, on the CPU.
            levels: int16, one for each value.
            threshold: Smallest level that keeps a value.
            scale: What kept values are multiplied by.
        """
        ctx.levels, ctx.threshold, ctx.scale = levels, threshold, scale
        return _masked(values, levels, threshold, scale)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """Returns the gradient of the values, which passes where they passed."""
        return _masked(gradients[0], ctx.levels, ctx.threshold, ctx.scale), None, None, None


def _masked(values: Tensor, levels: Tensor, threshold: int, scale: float) -> Tensor:
    values = values.contiguous()
    result = torch.empty_like(values)
    flat = values.detach().view(-1).numpy(), levels.numpy(), result.view(-1).numpy()
    rest = *flat, threshold, np.float32(scale)
    if len(flat[0]) < WORTH_THREADS:
        _fill(0, len(flat[0]), *rest)
    else:
        in_parts(_fill, len(flat[0]), *rest)
    return result


@compiled
def _fill(
    first: int,
    last: int,
    values: NDArray[np.float32],
    levels: NDArray[np.int16],
    result: NDArray[np.float32],
    threshold: int,
    scale: np.float32,
) -> None:
    # Counted from 0: an index that might be negative, for all Numba knows, stops vector code.
    values, levels, result = values[first:last], levels[first:last], result[first:last]
    for i in range(len(values)):
        result[i] = values[i] * scale if levels[i] >= threshold else np.float32(0)
