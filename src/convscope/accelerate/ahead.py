"""Small batches that are judged or answered go through the net together; results stay apart.

Loss and metrics are added up batch by batch as before, so that weighted means stay those of Keras.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

MOST_IMAGES = 256
"""Images that go through the net together at most."""

MOST_VALUES = 2**20
"""Likewise, values of inputs."""


def num_together(ours: Any, data: Any, callbacks: Any, what: str) -> int:
    """Returns how many batches may go through the net together: 1 where somebody looks at batches.

    Args:
        ours: What computes.
        data: What `batches` returned.
        callbacks: Keras' list of callbacks.
        what: `"test"` or `"predict"`.
    """
    network, adapter = ours.twin.network, data.data_adapter
    is_at_rest = type(adapter).__name__ == "ArrayDataAdapter" and data.steps_per_epoch is None
    if not is_at_rest or network.penalties or _look_at_batches(callbacks, what):
        return 1
    images = adapter.batch_size
    values = images * math.prod(network.architecture.input.shape)
    return max(min(MOST_IMAGES // images, MOST_VALUES // values), 1)


def _look_at_batches(callbacks: Any, what: str) -> bool:
    """Returns whether a callback of the program's own is told of every batch."""
    names = [f"on_{what}_batch_{when}" for when in ("begin", "end")]
    for callback in callbacks.callbacks:
        for name in names:
            hook = getattr(callback, name)
            module = getattr(getattr(hook, "__func__", hook), "__module__", None)
            if not str(module).startswith("keras.src."):
                return True
    return False


class Together:
    """Batches with what the net says to them, computed for several at once.

    Args:
        batches: An iterator over them.
        count: How many are fetched and computed at once.
        compute: Returns for each of a list of batches what it is about, or None.
    """

    def __init__(
        self, batches: Iterator[Any], count: int, compute: Callable[[list[Any]], list[Any]]
    ) -> None:
        self._batches, self._count, self._compute = batches, count, compute
        self._ready: list[tuple[Any, Any]] = []

    def __next__(self) -> tuple[Any, Any]:
        if not self._ready:
            some = taken(self._batches, self._count)
            found = self._compute(some) if self._count > 1 else [None]
            self._ready = list(zip(some, found, strict=True))
        return self._ready.pop(0)


def taken(iterator: Any, count: int) -> list[Any]:
    """Returns up to `count` batches; none is left only where there are no more."""
    found = [next(iterator)]
    for _ in range(count - 1):
        try:
            found.append(next(iterator))
        except StopIteration:
            break
    return found
