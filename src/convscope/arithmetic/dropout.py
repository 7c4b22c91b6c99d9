"""Dropout: while training, a random share of the values is silenced."""

import numpy as np

from convscope.arrays import Activations


def dropout_mask(inputs: Activations, rate: float, random: np.random.Generator) -> Activations:
    """Draws what each value is multiplied by: 0 with probability `rate`, else 1 / (1 − rate).

    The kept values are scaled up so that sums keep their size on average; therefore nothing is
    left to do once training is over.

    Args:
        inputs: float, any shape; only shape and dtype count.
        rate: Share of the values to silence, from 0 to below 1.
        random: What is drawn from; the same state gives the same mask.

    Returns:
        Shaped like `inputs`, of the same dtype.

    Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting", JMLR 2014 (there the scaling is done at test time instead).
    """
    kept = random.random(inputs.shape) >= rate
    return (kept / (1 - rate)).astype(inputs.dtype)


def spatial_dropout_mask(
    inputs: Activations, rate: float, random: np.random.Generator
) -> Activations:
    """Draws what each map is multiplied by, as `dropout_mask` does for each value.

    Neighbouring pixels say nearly the same, so that only a whole map is really silenced.

    Args:
        inputs: float (batch, height, width, channels); only shape and dtype count.
        rate: Share of the maps to silence, from 0 to below 1.
        random: What is drawn from; the same state gives the same mask.

    Returns:
        (batch, 1, 1, channels), of the same dtype.

    Source: Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2015.
    """
    return dropout_mask(inputs[:, :1, :1], rate, random)


def gaussian_noise(inputs: Activations, stddev: float, random: np.random.Generator) -> Activations:
    """Draws what is added to each value: numbers with mean 0 and deviation `stddev`.

    Args:
        inputs: float, any shape; only shape and dtype count.
        stddev: The numbers' standard deviation, at least 0.
        random: What is drawn from; the same state gives the same numbers.

    Returns:
        Shaped like `inputs`, of the same dtype.
    """
    return random.normal(0, stddev, inputs.shape).astype(inputs.dtype)


def dropout(inputs: Activations, mask: Activations) -> Activations:
    """Returns x · mask."""
    return inputs * mask


def dropout_backward(gradient: Activations, mask: Activations) -> Activations:
    """∂L/∂x = ∂L/∂y · mask: a silenced value is not to blame."""
    return gradient * mask
