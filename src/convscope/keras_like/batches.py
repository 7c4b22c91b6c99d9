"""Data that comes batch by batch: generators, `PyDataset`, data sets with functions on them."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, in_short
from convscope.keras_like.arguments import checked_arguments

ENDLESS = "A generator has no length, and may never end."


class PyDataset:
    """Batches by number, made when they are needed. Derive a class of your own from it.

    It defines `__len__`, the number of batches, and `__getitem__`, which returns batch `index`:
    (images, labels), (images, labels, weights), or images alone to be predicted. `on_epoch_end` is
    called after every pass, if it is there.

    Args:
        workers: Accepted and not used: batches are made one after the other.
        use_multiprocessing: Accepted and not used.
        max_queue_size: Accepted and not used.
    """

    @checked_arguments("PyDataset()")
    def __init__(
        self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10
    ) -> None:
        self.workers, self.max_queue_size = workers, max_queue_size
        self.use_multiprocessing = use_multiprocessing

    def __getitem__(self, index: int) -> Any:
        raise _undefined(self, "__getitem__(self, index), which returns (images, labels)")

    def __len__(self) -> int:
        raise _undefined(self, "__len__(self), the number of batches")

    @property
    def num_batches(self) -> int:
        """Batches of a pass."""
        return len(self)

    def on_epoch_end(self) -> None:
        """Called after every pass."""


def _undefined(data: PyDataset, method: str) -> ConvscopeError:
    return ConvscopeError(
        f"{type(data).__name__} lacks a method.",
        f"Expected {method}.",
        "Define it in the class.",
    )


def comes_in_batches(data: Any) -> bool:
    """Returns whether data is no array: a generator, a `PyDataset`, or something like them."""
    return isinstance(data, PyDataset | Iterator) or getattr(data, "comes_in_batches", False)


def _is_generator(data: Any) -> bool:
    """Returns whether nobody knows when data ends."""
    return isinstance(data, Iterator) and not isinstance(data, PyDataset)


def expect_alone(title: str, y: Any, sample_weight: Any) -> None:
    """Checks that data which brings its labels and weights comes without others.

    Args:
        title: How errors call the call, such as `"fit()"`.
        y: Other labels; None for none.
        sample_weight: Other weights; None for none.

    Raises:
        ConvscopeError: It does not.
    """
    for name, what, value in (("y", "labels", y), ("sample_weight", "weights", sample_weight)):
        if value is not None:
            raise ConvscopeError(
                f"{title}: received a data set and {what}.",
                f"A data set brings its own {what}.",
                f"Leave {name} out.",
            )


def num_batches(title: str, data: Any, steps: int | None) -> int:
    """Returns how many batches a pass has.

    Args:
        title: How errors call the argument that says it, such as `"fit(): steps_per_epoch"`.
        data: What `comes_in_batches`.
        steps: What the program said; None for all of them.

    Raises:
        ConvscopeError: Nobody knows, or no batch.
    """
    if steps is not None:
        return steps
    if not hasattr(data, "__len__"):
        raise ConvscopeError(
            f"{title} is missing, for a generator.",
            ENDLESS,
            f"Give {title.rpartition(' ')[2]}, for example the number of images / batch size.",
        )
    if not len(data):
        raise ConvscopeError(f"{title}: the data has no batches.", "Expected some.", "Add images.")
    return len(data)


def passes(data: Any, shuffle: bool = False, seed: int = 0) -> Iterator[tuple[Any, Any, Any]]:
    """Yields (images, labels, weights), pass after pass; those of a generator end with it.

    Args:
        data: What `comes_in_batches`.
        shuffle: Whether a `PyDataset` is taken in a new order in every pass.
        seed: The orders follow from it.
    """
    if _is_generator(data):
        yield from map(parts_of, data)
        return
    random = np.random.default_rng(seed)
    while True:
        if isinstance(data, PyDataset):
            order = range(len(data))
            for index in random.permutation(order).tolist() if shuffle else order:
                yield parts_of(data[index])
            data.on_epoch_end()
        else:
            yield from map(parts_of, data)


def collected(
    title: str, data: Any, steps: int | None
) -> tuple[NDArray[Any], NDArray[Any] | None, NDArray[Any] | None]:
    """Returns images, labels and weights of some batches as arrays.

    Args:
        title: How errors call the argument that says how many, such as `"predict(): steps"`.
        data: What `comes_in_batches`.
        steps: Batches; None for all of them, which a generator may not have.

    Raises:
        ConvscopeError: No batches, or no end of them.
    """
    if _is_generator(data) and steps is None:
        found = [parts_of(batch) for batch in data]  # as in Keras, all there are
    else:
        found = list(islice(passes(data), num_batches(title, data, steps)))
    if not found:
        raise ConvscopeError(f"{title}: the data has no batches.", "Expected some.", "Add images.")
    x, y, weights = (
        None if column[0] is None else np.concatenate([np.asarray(part) for part in column])
        for column in zip(*found, strict=True)
    )
    assert x is not None
    return x, y, weights


def parts_of(batch: Any) -> tuple[Any, Any, Any]:
    """Returns images, labels and weights of a batch, None for what it lacks.

    Raises:
        ConvscopeError: A tuple of another length, or of nothing.
    """
    parts = tuple(batch) if isinstance(batch, tuple | list) else (batch,)
    if not 1 <= len(parts) <= 3 or parts[0] is None:
        raise ConvscopeError(
            f"A batch is {in_short(batch)}.",
            "Expected (images, labels), (images, labels, weights) or images.",
            "Let the data return such a tuple.",
        )
    x, y, weights = (*parts, None, None)[:3]
    return x, y, weights
