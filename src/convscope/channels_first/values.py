"""What another program computes between two operations, told in terms of our layers."""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Shape

BATCH = 1_000_003
"""Stands for the number of images: a prime that no net has as a size."""

NUM = "N"
"""The axis of the images."""


@dataclass(frozen=True, eq=False)
class Value:
    """A tensor of the other program, whose numbers are those that a layer of ours puts out.

    Attributes:
        layer: The layer's name; `"input"` for what goes into the net.
        shape: Of what the layer puts out, (height, width, channels) or (features,).
        axes: For each axis of the tensor, which of ours it runs along: letters of `"HWC"`, `"C"`
            for a vector's, `"N"` for the images; several where it runs along all of them, the last
            one fastest; none for an axis of length 1.
        order: Of a vector that was flattened in another order: for each of its numbers, where it
            stands in ours. None where they stand in the same order.
    """

    layer: str
    shape: Shape
    axes: tuple[str, ...]
    order: NDArray[np.int64] | None = None

    @property
    def is_picture(self) -> bool:
        """Whether our layer puts out (height, width, channels)."""
        return len(self.shape) == 3

    def length(self, letter: str) -> int:
        """Returns how long one of our axes is."""
        if letter == NUM:
            return BATCH
        return self.shape["HWC".index(letter)] if self.is_picture else self.shape[0]

    @property
    def their_shape(self) -> tuple[int, ...]:
        """Shape of the tensor in the other program, with `BATCH` images."""
        return tuple(prod(map(self.length, letters)) for letters in self.axes)


def picture_of(layer: str, shape: Shape) -> Value:
    """Returns what a layer puts out as others hold it, channels before rows and columns."""
    axes = (NUM, "C", "H", "W") if len(shape) == 3 else (NUM, "C")
    return Value(layer, shape, axes)


def flattened_order(value: Value, letters: str) -> NDArray[np.int64] | None:
    """Returns where each number stands in our order that runs along `letters` in theirs.

    Args:
        value: A picture.
        letters: Each of `"HWC"`, but for those of length 1.

    Returns:
        None where it is the same.

    Example:
        >>> flattened_order(picture_of("a", (1, 2, 2)), "CW").tolist()
        [0, 2, 1, 3]
    """
    places = np.arange(prod(value.shape)).reshape(value.shape)
    complete = [letter for letter in "HWC" if letter not in letters] + list(letters)
    order = places.transpose(["HWC".index(letter) for letter in complete]).ravel()
    return None if np.array_equal(order, places.ravel()) else order
