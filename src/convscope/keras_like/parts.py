"""The part of some data that `steps` asks for."""

from typing import Any

import numpy as np

from convscope.errors import ConvscopeError, in_short
from convscope.keras_like.batches import collected, comes_in_batches, expect_alone
from convscope.keras_like.image_dataset import ImageDataset

BATCH_SIZE = 32
"""Images per batch where nobody says; Keras' default."""

Data = tuple[Any, Any, Any]
"""Images, labels, weights; None for what is not there."""


def part(title: str, data: Data, steps: int | None, batch_size: int | None) -> Data:
    """Returns as many batches of data as were asked for; a data set stays one, batches are joined.

    Args:
        title: How errors call the argument, such as `"evaluate(): steps"`.
        data: Images, or a data set, or batches; labels and weights.
        steps: Batches; None for all.
        batch_size: Images per batch; None for 32, or what a data set has.

    Raises:
        ConvscopeError: No whole number, or no batches.
    """
    x, y, weights = data
    expect_steps(title, steps)
    if comes_in_batches(x):
        expect_alone(title.partition(":")[0], y, weights)
        return collected(title, x, steps)
    if steps is None:
        return data
    if isinstance(x, ImageDataset):
        return x.take(steps), y, weights
    number = steps * (batch_size or BATCH_SIZE)
    x, y, weights = (None if part is None else np.asarray(part)[:number] for part in data)
    return x, y, weights


def expect_steps(title: str, steps: Any) -> None:
    """Checks a number of batches.

    Raises:
        ConvscopeError: No whole number of at least 1.
    """
    if steps is None or (isinstance(steps, int) and not isinstance(steps, bool) and steps >= 1):
        return
    raise ConvscopeError(
        f"{title}={in_short(steps)}.",
        "Expected a whole number of batches, at least 1.",
        "Round it up: math.ceil(number of images / batch size).",
    )


class ArrayBatches:
    """Arrays in batches, for epochs of fewer steps than they have.

    Args:
        data: Images, labels, weights; None for what is not there.
        batch_size: Images per batch.
        shuffle: Whether every pass has a new order.
        seed: The orders follow from it.
    """

    comes_in_batches = True

    def __init__(self, data: Data, batch_size: int, shuffle: bool, seed: int) -> None:
        self._data = [None if part is None else np.asarray(part) for part in data]
        self._batch_size, self._shuffle = batch_size, shuffle
        self._random = np.random.default_rng(seed)

    def __len__(self) -> int:
        images = self._data[0]
        return 0 if images is None else -(-len(images) // self._batch_size)

    def __iter__(self) -> Any:
        images = self._data[0]
        assert images is not None
        order = np.arange(len(images))
        order = self._random.permutation(order) if self._shuffle else order
        for start in range(0, len(order), self._batch_size):
            rows = order[start : start + self._batch_size]
            yield tuple(None if part is None else part[rows] for part in self._data)
