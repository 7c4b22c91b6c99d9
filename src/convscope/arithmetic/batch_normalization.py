"""Batch normalization: every channel brought to mean 0 and variance 1, then scaled and shifted."""

from typing import NamedTuple

import numpy as np

from convscope.arrays import Activations


class ChannelStatistics(NamedTuple):
    """Mean and variance of every channel, each (channels,)."""

    mean: Activations
    variance: Activations


def normalize(
    inputs: Activations,
    gamma: Activations,
    beta: Activations,
    statistics: ChannelStatistics,
    epsilon: float,
) -> Activations:
    """Returns gamma · (x − mean) / √(variance + epsilon) + beta, for each channel.

    Args:
        inputs: float (batch, height, width, channels) or (batch, channels).
        gamma: Scale, (channels,).
        beta: Shift, (channels,).
        statistics: Those of the batch while training, the moving averages afterwards.
        epsilon: Keeps the root away from 0.

    Source: Ioffe, Szegedy, "Batch Normalization", 2015.
    """
    return gamma * _normal(inputs, statistics, epsilon) + beta


def normalize_backward(
    inputs: Activations,
    gamma: Activations,
    gradient: Activations,
    statistics: ChannelStatistics,
    epsilon: float,
) -> tuple[Activations, Activations, Activations]:
    """The way back when mean and variance are constants, as they are after training.

    ∂L/∂x = ∂L/∂y · gamma / √(variance + epsilon)
    ∂L/∂gamma = Σ ∂L/∂y · normal, with normal = (x − mean) / √(variance + epsilon)
    ∂L/∂beta = Σ ∂L/∂y

    Args:
        inputs: float (batch, height, width, channels) or (batch, channels).
        gamma: Scale, (channels,).
        gradient: ∂L/∂y, shaped like `inputs`.
        statistics: The moving averages that `normalize` was given.
        epsilon: The same as on the way forward.

    Returns:
        ∂L/∂inputs, ∂L/∂gamma and ∂L/∂beta.
    """
    axes = _all_but_channels(inputs)
    normal = _normal(inputs, statistics, epsilon)
    inputs_gradient = gradient * gamma / np.sqrt(statistics.variance + epsilon)
    return inputs_gradient, (gradient * normal).sum(axis=axes), gradient.sum(axis=axes)


def batch_statistics(inputs: Activations) -> ChannelStatistics:
    """Returns each channel's mean and variance over the batch (and over rows and columns).

    The variance divides by the number of values, not by one less.
    """
    axes = _all_but_channels(inputs)
    return ChannelStatistics(inputs.mean(axis=axes), inputs.var(axis=axes))


def normalize_training_backward(
    inputs: Activations,
    gamma: Activations,
    gradient: Activations,
    statistics: ChannelStatistics,
    epsilon: float,
) -> tuple[Activations, Activations, Activations]:
    """The way back while training, where mean and variance themselves depend on every x.

    With g = ∂L/∂y · gamma and normal = (x − mean) / √(variance + epsilon):

    ∂L/∂x = (g − mean of g − normal · mean of (g · normal)) / √(variance + epsilon)

    The two means are what a change of x does through the mean and through the variance.

    Args:
        inputs: float (batch, height, width, channels) or (batch, channels).
        gamma: Scale, (channels,).
        gradient: ∂L/∂y, shaped like `inputs`.
        statistics: Those of this batch, see `batch_statistics`.
        epsilon: The same as on the way forward.

    Returns:
        ∂L/∂inputs, ∂L/∂gamma and ∂L/∂beta.
    """
    axes = _all_but_channels(inputs)
    normal = _normal(inputs, statistics, epsilon)
    g = gradient * gamma
    through_mean = g.mean(axis=axes)
    through_variance = normal * (g * normal).mean(axis=axes)
    inputs_gradient = (g - through_mean - through_variance) / np.sqrt(statistics.variance + epsilon)
    return inputs_gradient, (gradient * normal).sum(axis=axes), gradient.sum(axis=axes)


def moving_average(moving: Activations, batch: Activations, momentum: float) -> Activations:
    """Returns momentum · moving + (1 − momentum) · batch.

    Args:
        moving: The average so far, (channels,).
        batch: The mean or variance of the newest batch, (channels,).
        momentum: Share of the old average that stays, from 0 to below 1.
    """
    return momentum * moving + (1 - momentum) * batch


def _normal(inputs: Activations, statistics: ChannelStatistics, epsilon: float) -> Activations:
    return (inputs - statistics.mean) / np.sqrt(statistics.variance + epsilon)


def _all_but_channels(inputs: Activations) -> tuple[int, ...]:
    return tuple(range(inputs.ndim - 1))
