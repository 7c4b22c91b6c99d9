"""How many images each class has: whether that is uneven, and whether it is too few."""

from dataclasses import dataclass

import numpy as np

from convscope.arrays import Labels

UNEVEN = 4.0
"""Images of the largest class by those of the smallest from which a set counts as uneven."""

FEW = 20
"""Images of a class below which a net learns it by heart rather than by kind."""


@dataclass(frozen=True)
class ClassCounts:
    """How many images each class has.

    Attributes:
        counts: Images of each class.
        largest: The class with most images.
        smallest: The class with fewest.
    """

    counts: tuple[int, ...]
    largest: int
    smallest: int

    @property
    def ratio(self) -> float:
        """Images of the largest class by those of the smallest; infinite if that has none."""
        few = self.counts[self.smallest]
        return self.counts[self.largest] / few if few else float("inf")

    @property
    def is_uneven(self) -> bool:
        """Whether a net gains by leaning towards the large classes."""
        return self.ratio >= UNEVEN

    @property
    def small(self) -> tuple[int, ...]:
        """The classes of too few images."""
        return tuple(label for label, count in enumerate(self.counts) if count < FEW)


def count_classes(labels: Labels, num_classes: int) -> ClassCounts:
    """Returns how many images each class has.

    Example:
        >>> count_classes(np.array([0, 0, 0, 1]), 2).ratio
        3.0
    """
    counts = np.bincount(labels, minlength=num_classes)
    return ClassCounts(tuple(map(int, counts)), int(counts.argmax()), int(counts.argmin()))
