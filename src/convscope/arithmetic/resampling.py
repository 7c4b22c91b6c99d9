"""Pictures brought to another size: every value lies between one, two or four of its map."""

import numpy as np

from convscope.architecture import Samples
from convscope.arrays import Activations


def resample(
    inputs: Activations, rows: Samples, columns: Samples, fill_value: float = 0.0
) -> Activations:
    """Returns the picture made of the values that each row and column lies between.

    y[n, i, j, c] = Σ_u Σ_v R[i, u] C[j, v] x[n, u, v, c], where R and C have the shares of rows and
    columns; what lies in a margin is `fill_value`.

    Args:
        inputs: float (batch, height, width, channels).
        rows: Which rows each new one lies between.
        columns: Which columns each new one lies between.
        fill_value: What stands in the margin, if there is one.

    Returns:
        float (batch, new rows, new columns, channels).

    Example:
        >>> from convscope.architecture.samples import sample
        >>> picture = np.array([[0.0, 4.0]]).reshape(1, 1, 2, 1)
        >>> resample(picture, sample(1, 1), sample(2, 4)).ravel().tolist()
        [0.0, 1.0, 3.0, 4.0]
    """
    r, c = shares_of(rows, inputs.dtype), shares_of(columns, inputs.dtype)
    inside = np.einsum("iu,nuvc,jv->nijc", r, inputs, c, optimize=True)
    outside = 1 - np.outer(r.sum(axis=1), c.sum(axis=1))
    return inside + (fill_value * outside[:, :, None]).astype(inputs.dtype)


def resample_backward(gradient: Activations, rows: Samples, columns: Samples) -> Activations:
    """Every value takes of each new one the share with which it counts there.

    Args:
        gradient: ∂L/∂y, float (batch, new rows, new columns, channels).
        rows: Which rows each new one lies between.
        columns: Which columns each new one lies between.

    Returns:
        ∂L/∂inputs, float (batch, height, width, channels).
    """
    r, c = shares_of(rows, gradient.dtype), shares_of(columns, gradient.dtype)
    return np.einsum("iu,nijc,jv->nuvc", r, gradient, c, optimize=True)


def shares_of(samples: Samples, dtype: np.typing.DTypeLike = float) -> Activations:
    """Returns how much each old value counts in each new one, (new values, old values)."""
    shares = np.zeros((len(samples.places), samples.length), dtype)
    for i in range(len(samples.places)):
        for place, weight in samples.weighed(i):
            if 0 <= place < samples.length:
                shares[i, place] += weight
    return shares
