"""Connected pixels, numbered: by SciPy where it is installed, else by NumPy, with one result."""

import numpy as np
from numpy.typing import NDArray

Boxes = list[tuple[slice, slice]]


def connected(is_ink: NDArray[np.bool_]) -> tuple[NDArray[np.int32], Boxes]:
    """Numbers pixels that touch, also by a corner.

    Args:
        is_ink: (height, width).

    Returns:
        Numbers from 1, in the order in which rows meet the pieces, 0 elsewhere, (height, width);
        and the rows and columns of each piece.
    """
    try:
        from scipy import ndimage  # only photographs need it
    except ModuleNotFoundError:
        return connected_runs(is_ink)
    numbers = np.zeros(is_ink.shape, np.int32)
    ndimage.label(is_ink, structure=np.ones((3, 3)), output=numbers)
    return numbers, ndimage.find_objects(numbers)


def connected_runs(is_ink: NDArray[np.bool_]) -> tuple[NDArray[np.int32], Boxes]:
    """Does what `connected` does: pixels beside each other are runs, runs that touch are joined.

    Args:
        is_ink: (height, width).
    """
    steps = np.diff(np.pad(is_ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, begins = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]  # each just outside
    root = _joined(len(rows), *_touching(rows, begins, ends, is_ink.shape[1] + 2))
    roots, number = np.unique(root, return_inverse=True)
    numbers = np.zeros(is_ink.shape, np.int32)
    numbers[is_ink] = np.repeat(number + 1, ends - begins)
    top, left = (np.full(len(roots), max(is_ink.shape)) for _ in range(2))
    bottom, right = (np.zeros(len(roots), np.int64) for _ in range(2))
    for extreme, found, values in (
        (np.minimum, top, rows),
        (np.minimum, left, begins),
        (np.maximum, bottom, rows + 1),
        (np.maximum, right, ends),
    ):
        extreme.at(found, number, values)
    sides = (side.tolist() for side in (top, bottom, left, right))
    return numbers, [
        (slice(above, below), slice(before, after))
        for above, below, before, after in zip(*sides, strict=True)
    ]


def _touching(
    rows: NDArray[np.int64], begins: NDArray[np.int64], ends: NDArray[np.int64], stride: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns pairs of runs, one below the other, that touch, also by a corner."""
    below = (rows + 1) * stride
    first = np.searchsorted(rows * stride + ends, below + begins, "left")
    after = np.searchsorted(rows * stride + begins, below + ends, "right")
    counts = np.maximum(after - first, 0)
    upper = np.repeat(np.arange(len(rows)), counts)
    place = np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, np.repeat(first, counts) + place


def _joined(count: int, upper: NDArray[np.int64], lower: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns for each run the first one of its piece."""
    root = np.arange(count)
    while (apart := root[upper] != root[lower]).any():
        a, b = root[upper[apart]], root[lower[apart]]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while (shorter := root[root]).tolist() != root.tolist():
            root = shorter
    return root
