"""Batch normalization by the statistics of a batch that is divided among several processes."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from convscope.engine.processes.workers import Workers


def normalize_whole_batch(
    values: Tensor, gamma: Tensor, beta: Tensor, epsilon: float, workers: Workers
) -> tuple[Tensor, Tensor, Tensor]:
    """Returns this process's values normalized by mean and variance over all processes.

    Forwards the processes exchange one message, backwards another; the gradient is that of the
    whole batch.

    Args:
        values: float32 (shard, channels) or (shard, channels, height, width); a shard may be
            empty.
        gamma: float32 (channels,).
        beta: float32 (channels,).
        epsilon: Added to the variance.
        workers: The processes.

    Returns:
        The normalized values, and mean and population variance, float32 (channels,).

    Source: Ioffe, Szegedy, "Batch Normalization", 2015, section 3; statistics of parts are
    combined as in Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance", 1983.
    """
    count, mean, variance = _statistics(values.detach(), workers)
    normalized = _Normalization.apply(values, gamma, beta, mean, variance, epsilon, count, workers)
    assert isinstance(normalized, Tensor)
    return normalized, mean, variance


def _statistics(values: Tensor, workers: Workers) -> tuple[Tensor, Tensor, Tensor]:
    """Returns count, mean and population variance of each channel over all processes."""
    channels = values.shape[1]
    count = values.numel() // channels
    parts = values.new_zeros(workers.count, 1 + 2 * channels)
    if count:
        own_variance, own_mean = torch.var_mean(values, _places(values), correction=0)
        parts[workers.rank] = torch.cat([values.new_tensor([count]), own_mean, own_variance])
    parts = workers.add_up(parts)  # each row is one process's
    counts, means, variances = parts.split([1, channels, channels], 1)
    shares = counts / counts.sum()
    mean = (shares * means).sum(0)
    return counts.sum(), mean, (shares * (variances + (means - mean) ** 2)).sum(0)


class _Normalization(torch.autograd.Function):
    """(x − mean) / √(variance + ε) × gamma + beta, where mean and variance depend on all x."""

    @staticmethod
    def forward(
        ctx: Any,
        values: Tensor,
        gamma: Tensor,
        beta: Tensor,
        mean: Tensor,
        variance: Tensor,
        epsilon: float,
        count: Tensor,
        workers: Workers,
    ) -> Tensor:
        ctx.save_for_backward(values, gamma, mean, torch.rsqrt(variance + epsilon), count)
        ctx.workers = workers
        return functional.batch_norm(values, mean, variance, gamma, beta, eps=epsilon)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        values, gamma, mean, inverse_deviation, count = ctx.saved_tensors
        [gradient] = gradients
        standard = (values - _wide(mean, values)) * _wide(inverse_deviation, values)
        of_beta = gradient.sum(_places(values))
        of_gamma = (gradient * standard).sum(_places(values))
        of_values = None
        if ctx.needs_input_grad[0]:
            # How far all values of a channel pull its mean and its deviation, per value.
            pulls = ctx.workers.add_up(torch.stack([of_beta, of_gamma])) / count
            of_values = gradient - _wide(pulls[0], values) - standard * _wide(pulls[1], values)
            of_values *= _wide(gamma * inverse_deviation, values)
        # The sums over all processes of these two are taken with all other gradients.
        return of_values, of_gamma, of_beta, None, None, None, None, None


def _places(values: Tensor) -> list[int]:
    """Returns all axes but that of the channels."""
    return [axis for axis in range(values.dim()) if axis != 1]


def _wide(per_channel: Tensor, values: Tensor) -> Tensor:
    """Returns one value per channel in a shape that goes with `values`."""
    return per_channel.view(-1, *[1] * (values.dim() - 2))
