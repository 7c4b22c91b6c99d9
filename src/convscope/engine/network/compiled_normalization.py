"""Batch normalization and the ReLU behind it computed as one, where Numba is installed."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.engine.network.image_rows import in_rows
from convscope.engine.network.layers import BatchNormalization

NO_BOUNDS = (-float("inf"), float("inf"))

ACTIVATION_BOUNDS = {"linear": NO_BOUNDS, "relu": (0.0, float("inf")), "relu6": (0.0, 6.0)}
"""Lowest and highest output, by the activations that do nothing but bound."""


@dataclass
class CompiledNormalization:
    """Stands for batch normalization, and for an activation that bounds what it puts out.

    Attributes:
        normalization: The layer.
        bounds: Lowest and highest value that may come out.
        use_kernels: Whether the compiled kernels are used; without them, torch computes the layers.
    """

    normalization: BatchNormalization
    bounds: tuple[float, float] = NO_BOUNDS
    use_kernels: bool = False

    is_suited: ClassVar[bool] = True

    def __call__(self, values: Tensor) -> Tensor:
        """Returns what the layers put out, as their values.

        Args:
            values: float32 (batch, channels, height, width), in channels-last memory, or (batch,
                channels).
        """
        layer = self.normalization
        is_here = values.device.type == "cpu" and values.dtype == torch.float32
        is_alone = layer.workers is None
        if self.use_kernels and layer.training and is_alone and is_here and values.numel():
            found = _Normalization.apply(values, layer.gamma, layer.beta, layer, self.bounds)
            assert isinstance(found, Tensor)
            return found
        found = layer(values)
        return found if self.bounds == NO_BOUNDS else found.clamp(*self.bounds)


class _Normalization(torch.autograd.Function):
    """The kernels, with what they have to remember from forward to backward."""

    @staticmethod
    def forward(
        ctx: Any,
        values: Tensor,
        gamma: Tensor,
        beta: Tensor,
        layer: BatchNormalization,
        bounds: tuple[float, float],
    ) -> Tensor:
        from convscope.engine.network.kernels.compiling import empty_sums, in_parts
        from convscope.engine.network.kernels.normalizing import add_up, normalize

        rows = _places(values)
        number, count = len(rows), rows.shape[0] * rows.shape[1]
        near = rows[0, 0].copy()
        sums = empty_sums(number, 2, rows.shape[2], dtype=np.float64)
        in_parts(add_up, number, rows, near, sums=(sums,))
        distance, square = sums.sum(0) / count
        variance = np.maximum(square - distance**2, 0)
        mean = near + distance
        layer.move_statistics(torch.from_numpy(mean), torch.from_numpy(variance))
        precision = 1 / np.sqrt(variance + layer.epsilon)
        scale = gamma.detach().numpy() * precision
        offset = (beta.detach().numpy() - scale * mean).astype(np.float32)
        limits = tuple(np.float32(bound) for bound in bounds)
        given = rows, scale.astype(np.float32), offset, *limits
        outputs = np.empty_like(rows)
        in_parts(normalize, number, *given, outputs)
        ctx.given, ctx.mean, ctx.precision, ctx.scale = given, mean, precision, scale
        return _like(outputs, values)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        from convscope.engine.network.kernels.compiling import empty_sums, in_parts
        from convscope.engine.network.kernels.normalizing import add_up_gradients, give_back

        rows, *rest = ctx.given
        number, count = len(rows), rows.shape[0] * rows.shape[1]
        given, mean = _places(gradients[0]), ctx.mean.astype(np.float32)
        sums = empty_sums(number, 2, rows.shape[2], dtype=np.float64)
        in_parts(add_up_gradients, number, rows, given, *rest, mean, sums=(sums,))
        of_beta, slopes = sums.sum(0)
        slope = -ctx.scale * ctx.precision**2 * slopes / count
        shift = -ctx.scale * of_beta / count - slope * ctx.mean
        back = slope.astype(np.float32), shift.astype(np.float32), np.empty_like(rows)
        in_parts(give_back, number, rows, given, *rest, *back)
        of_gamma = torch.from_numpy((slopes * ctx.precision).astype(np.float32))
        of_values = _like(back[-1], gradients[0])
        return of_values, of_gamma, torch.from_numpy(of_beta.astype(np.float32)), None, None


def _places(values: Tensor) -> NDArray[np.float32]:
    """Returns (batch, places, channels), C-contiguous."""
    if values.dim() == 2:
        return values.detach().contiguous().numpy()[:, None]
    rows = in_rows(values)
    return rows.reshape(len(rows), -1, rows.shape[-1])


def _like(places: NDArray[np.float32], values: Tensor) -> Tensor:
    """Returns (batch, places, channels) in the shape of (batch, channels, …) values."""
    found = torch.from_numpy(places)
    if values.dim() == 2:
        return found[:, 0]
    number, channels, height, width = values.shape
    return found.view(number, height, width, channels).permute(0, 3, 1, 2)
