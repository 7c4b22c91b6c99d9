"""Parts of what a layer puts out, and which part of its inputs they are made of."""

from collections.abc import Iterable
from typing import TypeAlias

from convscope.architecture.windows import Shape, Sliding

Part: TypeAlias = tuple[tuple[int, int], ...]
"""(first, first behind the last) of every axis; empty where they are the same on one of them."""


def whole(shape: Shape) -> Part:
    """Returns all of a picture or a vector."""
    return tuple((0, size) for size in shape)


def is_empty(part: Part) -> bool:
    """Returns whether nothing is in it."""
    return any(end <= first for first, end in part)


def around(parts: Iterable[Part]) -> Part:
    """Returns the smallest part around parts of the same array; empty ones count for nothing.

    Example:
        >>> around([((0, 2), (4, 5)), ((1, 3), (0, 1)), ((0, 0), (9, 9))])
        ((0, 3), (0, 5))
    """
    given = list(parts)
    full = [part for part in given if not is_empty(part)] or given[:1]
    axes = zip(*full, strict=True)
    return tuple((min(f for f, _ in axis), max(e for _, e in axis)) for axis in axes)


def moved(bounds: tuple[int, int], by: int, length: int) -> tuple[int, int]:
    """Returns bounds moved back by a margin, as far as they then lie on an axis; else (0, 0).

    Args:
        bounds: First, and first behind the last.
        by: How far they are moved back.
        length: Values on the axis.

    Example:
        >>> moved((0, 5), 2, 9), moved((0, 2), 2, 9)
        ((0, 3), (0, 0))
    """
    return _cut(bounds[0] - by, bounds[1] - by, length)


def under_windows(bounds: tuple[int, int], sliding: Sliding) -> tuple[int, int]:
    """Returns the values under the windows of some neighbouring positions, without padding.

    Example:
        >>> from convscope.architecture.windows import slide
        >>> under_windows((0, 2), slide(28, 3, 2, "valid"))
        (0, 5)
        >>> under_windows((0, 1), slide(28, 3, 1, "same", 4))
        (0, 5)
        >>> under_windows((1, 2), slide(28, 3, 1, "same", 4))
        (1, 6)
    """
    if bounds[1] <= bounds[0]:
        return 0, 0
    if sliding.dilation > 1:  # the first or last value under a window may lie in the padding
        under = [i for p in range(*bounds) for i in sliding.places(p) if 0 <= i < sliding.length]
        return (min(under), max(under) + 1) if under else (0, 0)
    first = bounds[0] * sliding.stride - sliding.before
    end = (bounds[1] - 1) * sliding.stride - sliding.before + sliding.window
    return _cut(first, end, sliding.length)


def _cut(first: int, end: int, length: int) -> tuple[int, int]:
    first, end = max(first, 0), min(end, length)
    return (first, end) if first < end else (0, 0)


def unflattened(bounds: tuple[int, int], shape: Shape) -> Part:
    """Returns the smallest part of an array around values that stand together in its vector.

    Example:
        >>> unflattened((7, 8), (3, 2, 2)), unflattened((3, 5), (3, 2, 2))
        (((1, 2), (1, 2), (1, 2)), ((0, 2), (0, 2), (0, 2)))
    """
    first, last = bounds[0], bounds[1] - 1
    part: list[tuple[int, int]] = []
    count = 1
    for size in shape:
        count *= size
    is_one = True  # so far all of them have the same index on every axis
    for size in shape:
        count //= size
        if not is_one:
            part.append((0, size))
            continue
        low, high = first // count % size, last // count % size
        part.append((low, high + 1))
        is_one = low == high
    return tuple(part)
