"""Data of every form that Keras takes, as batches of NumPy arrays."""

import queue
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from convscope.accelerate.inside_keras import InsideKeras, inside_keras
from convscope.accelerate.own_random import own_random

AHEAD = 4
"""Batches that are fetched before they are needed."""


def batches(inside: InsideKeras, **data: Any) -> Any:
    """Returns Keras' iterator over epochs, which yields NumPy arrays.

    Args:
        inside: What is used of Keras.
        data: What Keras' iterator takes: `x`, `y`, `sample_weight`, `batch_size`, ….
    """
    iterator = _iterator_class(inside.epoch_iterator)(**data)
    adapter = iterator.data_adapter
    if type(adapter).__name__ == "ArrayDataAdapter":  # once, not anew in every epoch
        adapter._inputs = inside.keras.tree.map_structure(_as_float32, adapter._inputs)
    return iterator


@cache
def _iterator_class(base: type) -> type:
    class Batches(base):
        """Keras' iterator; what it yields is the iterator over batches, not yet a batch."""

        def __next__(self) -> Any:
            return next(self._epoch_iterator)

        def _get_iterator(self) -> Iterator[Any]:
            iterator = super()._get_iterator()
            kind = type(self.data_adapter).__name__
            backend = inside_keras().backend
            if kind == "ArrayDataAdapter" and backend.name != "jax":
                return _in_own_random(iterator, self.data_adapter._shuffle != "batch")
            if kind == "TFDatasetAdapter" and backend.name == "tensorflow":
                from convscope.accelerate.tf_data import numpy_batches

                return numpy_batches(self.data_adapter.get_tf_dataset())
            if kind in ("GeneratorDataAdapter", "PyDatasetAdapter") and backend.reads_ahead:
                from convscope.accelerate.tf_data import raising_as_tensorflow

                return raising_as_tensorflow(_ReadAhead(iterator))
            return iterator

    return Batches


def _as_float32(value: Any) -> Any:
    is_double = isinstance(value, np.ndarray) and value.dtype == np.float64
    return value.astype(np.float32) if is_double else value


def first_batch(data: Any) -> Any:
    """Returns a batch of arrays beforehand; None where taking one would use it up.

    Args:
        data: What `batches` returned.
    """
    adapter = data.data_adapter
    if type(adapter).__name__ != "ArrayDataAdapter":
        return None
    return own_random.call(next, adapter.get_numpy_iterator())


def _in_own_random(iterator: Iterator[Any], draws_once: bool) -> Iterator[Any]:
    """Yields what an iterator does that draws random numbers, at the first batch or at each."""
    is_first = True
    while True:
        try:
            batch = own_random.call(next, iterator) if is_first else next(iterator)
        except StopIteration:
            return
        is_first = not draws_once
        yield batch


class _ReadAhead:
    """Fetches what follows in a thread, from the first that is asked for."""

    def __init__(self, iterator: Iterator[Any]) -> None:
        self._iterator = iterator
        self._queue: queue.Queue[tuple[Any, BaseException | None]] = queue.Queue(AHEAD)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._end: BaseException | None = None

    def __iter__(self) -> "_ReadAhead":
        return self

    def __next__(self) -> Any:
        if self._end is not None:
            raise self._end
        if self._thread is None:
            arguments = self._iterator, self._queue, self._stop
            self._thread = threading.Thread(target=_fetch, args=arguments, daemon=True)
            self._thread.start()
        found, self._end = self._queue.get()
        if self._end is not None:
            raise self._end
        return found

    def __del__(self) -> None:
        self._stop.set()


def _fetch(
    iterator: Iterator[Any],
    found: "queue.Queue[tuple[Any, BaseException | None]]",
    stop: threading.Event,
) -> None:
    end: BaseException | None = None
    while end is None and not stop.is_set():
        batch = None
        try:
            batch = next(iterator)
        except BaseException as error:  # told to who asks for the batch
            end = error
        while not stop.is_set():
            try:
                found.put((batch, end), timeout=0.1)
                break
            except queue.Full:
                continue
