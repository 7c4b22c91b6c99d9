"""Mean and variance of images, measured before training."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError


def mean_and_variance(data: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Returns mean and variance of every channel, each float32 (channels,).

    Args:
        data: Images (number, height, width, channels), (number, height, width) for one channel, or
            vectors (number, features); or batches of such, alone or with labels.

    Raises:
        ConvscopeError: No images, or something else.
    """
    count, mean, squares = 0, np.zeros(1), np.zeros(1)
    for batch in [data] if hasattr(data, "shape") else data:
        values = _values(batch)
        own_count, own_mean = len(values), values.mean(axis=0)
        away, total = own_mean - mean, count + own_count
        # Chan, Golub, LeVeque: squares around the common mean from those around each part's own.
        own_squares = ((values - own_mean) ** 2).sum(axis=0)
        squares = squares + own_squares + away**2 * (count * own_count / total)
        mean, count = mean + away * (own_count / total), total
    if not count:
        raise _unfit("nothing")
    return mean.astype(np.float32), (squares / count).astype(np.float32)


def _values(batch: Any) -> NDArray[np.float64]:
    """Returns the values of a batch, (places, channels)."""
    images = np.asarray(batch[0] if isinstance(batch, tuple) else batch)
    if images.dtype.kind not in "buif" or images.ndim not in (2, 3, 4) or not images.size:
        raise _unfit(f"{images.dtype} of shape {images.shape}")
    channels = 1 if images.ndim == 3 else images.shape[-1]
    return images.reshape(-1, channels).astype(np.float64)


def _unfit(received: str) -> ConvscopeError:
    return ConvscopeError(
        f"adapt(): received {received}.",
        "Expected images (number, height, width, channels), or batches of them.",
        "Give the training images: layer.adapt(x_train).",
    )
