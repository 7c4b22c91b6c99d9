"""Which values of an axis a picture is made of that is brought to another size."""

from dataclasses import dataclass
from functools import lru_cache

from convscope.architecture.windows import Sliding


@dataclass(frozen=True)
class Samples:
    """An axis of a picture, brought to another length.

    Attributes:
        length: Values on the axis before.
        begin: The first of those that are used; negative where a margin is put before them.
        extent: How many are used, from there on, margins included.
        places: For each new value, the two old ones that it lies between, in order; twice the same
            where it is one of them. Those below 0 or from `length` on are the margin.
        shares: For each new value, how much the second of the two counts, 0 to below 1.
    """

    length: int
    begin: int
    extent: int
    places: tuple[tuple[int, int], ...]
    shares: tuple[float, ...]

    def weighed(self, position: int) -> list[tuple[int, float]]:
        """Returns (place, weight) of the one or two values that a new value is made of."""
        (low, high), share = self.places[position], self.shares[position]
        return [(low, 1 - share), (high, share)] if high > low else [(low, 1.0)]

    def under(self, bounds: tuple[int, int]) -> tuple[int, int]:
        """Returns the old values, without the margin, that some neighbouring new ones are made of.

        Args:
            bounds: First, and first behind the last; of what is returned, both 0 for none.
        """
        if bounds[1] <= bounds[0]:
            return 0, 0
        seen = [place for pair in self.places[slice(*bounds)] for place in pair]
        first, end = max(min(seen), 0), min(max(seen) + 1, self.length)
        return (first, end) if first < end else (0, 0)

    @property
    def window(self) -> Sliding:
        """The smallest window that, moving by a whole stride, holds all that each new value sees.

        New values do not lie a whole number of old ones apart, so that they have no common window.
        """
        scale = self.extent // len(self.places)
        found = []
        for stride in (scale, scale + 1):
            first = min(low - i * stride for i, (low, _) in enumerate(self.places))
            end = max(high + 1 - i * stride for i, (_, high) in enumerate(self.places))
            found.append((end - first, stride, -first))
        window, stride, before = min(found)
        return Sliding(
            self.length, window, stride, before, 0, len(self.places), self.rule("values")
        )

    def rule(self, name: str) -> str:
        """Returns what is made of what, with its numbers.

        Args:
            name: What the axis counts, such as `"rows"`.
        """
        size = len(self.places)
        if (self.begin, self.extent) == (0, self.length):
            return f"{name} {self.length} → {size}"
        last = self.begin + self.extent - 1
        return f"{name} {self.begin} to {last} of {self.length} → {size}"


@lru_cache(maxsize=64)  # shapes, rules and windows of one layer ask for the same
def sample(
    length: int, size: int, begin: int = 0, extent: int | None = None, nearest: bool = False
) -> Samples:
    """Returns how an axis is brought to `size` values, which lie evenly over the old ones.

    Args:
        length: Values on the axis.
        size: New values.
        begin: The first value that is used; negative for a margin before them.
        extent: How many are used, margins included; None for all.
        nearest: Whether each new value is the nearest old one instead of one between two.

    Source: the half-pixel centres of TensorFlow's `tf.image.resize`.

    Example:
        >>> sample(4, 3).places, [round(share, 3) for share in sample(4, 3).shares]
        (((0, 1), (1, 2), (2, 3)), [0.167, 0.5, 0.833])
        >>> sample(5, 2, nearest=True).places
        ((1, 1), (3, 3))
    """
    extent = length if extent is None else extent
    places, shares = [], []
    for i in range(size):
        if nearest:
            low = high = (2 * i + 1) * extent // (2 * size)
            share = 0.0
        else:
            at = (2 * i + 1) * extent / (2 * size) - 0.5
            at = min(max(at, 0.0), extent - 1.0)
            low = int(at)
            share = at - low
            high = low + 1 if share else low
        places.append((low + begin, high + begin))
        shares.append(share)
    return Samples(length, begin, extent, tuple(places), tuple(shares))
