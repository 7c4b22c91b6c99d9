"""TensorFlow's way of handing out data, and of saying what went wrong while it was made."""

from collections.abc import Iterator
from typing import Any

import tensorflow as tf  # pyright: ignore[reportMissingImports]


def numpy_batches(dataset: Any) -> Iterator[Any]:
    """Yields the batches of a `tf.data.Dataset` as NumPy arrays.

    A graph fetches them, as in Keras' own steps: errors then say the same.
    """
    iterator = iter(dataset)
    following = tf.function(iterator.get_next)
    while True:
        try:
            batch = following()
        except tf.errors.OutOfRangeError:
            return
        yield tf.nest.map_structure(_to_numpy, batch)


def raising_as_tensorflow(iterator: Iterator[Any]) -> Iterator[Any]:
    """Yields what an iterator does; what it raises comes as if TensorFlow had called it."""
    while True:
        try:
            batch = next(iterator)
        except StopIteration:
            return
        except Exception as error:
            _raise_in_graph(error)
            raise
        yield batch


def _raise_in_graph(error: Exception) -> None:
    def raises() -> Iterator[Any]:
        raise error
        yield 0.0

    signature = tf.TensorSpec((), tf.float32)
    data = iter(tf.data.Dataset.from_generator(raises, output_signature=signature))
    tf.function(data.get_next)()


def _to_numpy(tensor: Any) -> Any:
    return tensor.numpy() if hasattr(tensor, "numpy") else tensor
