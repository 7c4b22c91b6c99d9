"""Dropout with masks that cost little."""

from math import prod

import torch
from torch import Tensor

from convscope.engine.processes.shards import Shard

_LEVELS = 1 << 16


def dropout(
    values: Tensor, rate: float, shard: Shard | None = None, use_kernels: bool = False
) -> Tensor:
    """Returns values of which a share is set to 0 and the rest scaled up, so that the mean stays.

    On the CPU, torch draws one random number of 32 bits after the other; four values share one
    of 64 bits here, which takes a tenth of the time. The rate is a multiple of 1/65,536.

    Args:
        values: float32, any shape.
        rate: Share that is set to 0, 0 to below 1.
        shard: Which part of a batch the values are, None for all of it. The mask is drawn for the
            whole batch, so that on CPUs it does not depend on the number of processes.
        use_kernels: Whether a compiled kernel does the rest on a CPU, with the same result.

    Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting", 2014; scaled while training, as all libraries do now.
    """
    if values.device.type != "cpu":
        return _on_card(values, rate, shard)
    if shard is None:
        shard = Shard(0, len(values), len(values))
    num_dropped = round(rate * _LEVELS)
    if num_dropped == 0:
        return values
    if values.dim() == 4:  # (batch, channels, height, width), but channels innermost in memory
        rows = _on_cpu(values.permute(0, 2, 3, 1), num_dropped, shard, use_kernels)
        return rows.permute(0, 3, 1, 2)
    return _on_cpu(values, num_dropped, shard, use_kernels)


def _on_cpu(values: Tensor, num_dropped: int, shard: Shard, use_kernels: bool) -> Tensor:
    """Returns masked values, of which the mask has one of `_LEVELS` levels each, in their order."""
    per_row = prod(values.shape[1:])
    bits = torch.empty(-(-per_row * shard.whole // 4), dtype=torch.int64)
    # From all 64 bits, so that each of the four parts is uniform.
    bits.random_(torch.iinfo(torch.int64).min, None)
    levels = bits.view(torch.int16)[per_row * shard.start : per_row * shard.stop]
    threshold, scale = num_dropped - _LEVELS // 2, _LEVELS / (_LEVELS - num_dropped)
    if use_kernels:
        from convscope.engine.network.kernels.dropout import MaskedValues

        result = MaskedValues.apply(values, levels, threshold, scale)
        assert isinstance(result, Tensor)
        return result
    factors = (levels >= threshold).to(values.dtype).mul_(scale)
    return values * factors.view(values.shape)


def _on_card(values: Tensor, rate: float, shard: Shard | None) -> Tensor:
    if shard is None:
        return torch.nn.functional.dropout(values, rate)
    levels = torch.rand(shard.whole, *values.shape[1:], device=values.device)
    return values * (levels[shard.rows] >= rate) / (1 - rate)
