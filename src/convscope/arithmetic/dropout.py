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


def dropout(inputs: Activations, mask: Activations) -> Activations:
    """Returns x · mask."""
    return inputs * mask


def dropout_backward(gradient: Activations, mask: Activations) -> Activations:
    """∂L/∂x = ∂L/∂y · mask: a silenced value is not to blame."""
    return gradient * mask
