"""Area averaging: an image shrunk or enlarged by the mean ink under each new pixel."""

import numpy as np
from numpy.typing import NDArray


def area_average(
    image: NDArray[np.uint8] | NDArray[np.float64],
    rows: tuple[float, float, int],
    columns: tuple[float, float, int],
) -> NDArray[np.float64]:
    """Returns the mean of the source under each new pixel; outside the source is paper, 0.

    A new pixel smaller than a source pixel averages over one source pixel, which is linear
    interpolation. At a whole-pixel offset and scale 1 the result is the source itself.

    Args:
        image: (height, width), any range.
        rows: Where the first new row begins in the source, how many source rows each new row
            covers, and the number of new rows.
        columns: The same for columns.

    Returns:
        float64 (rows, columns) in the range of the source.

    Example:
        >>> area_average(np.array([[0, 4], [8, 12]], np.uint8), (0, 2, 1), (0, 2, 1)).tolist()
        [[6.0]]
    """
    by_rows = _average_rows(np.asarray(image, np.float64), *rows)
    return _average_rows(by_rows.T, *columns).T  # (rows, columns)


def _average_rows(
    image: NDArray[np.float64], start: float, step: float, count: int
) -> NDArray[np.float64]:
    """Averages along the first axis by differences of the running sum."""
    running = np.zeros((image.shape[0] + 1, image.shape[1]))
    np.cumsum(image, axis=0, out=running[1:])
    with_paper = np.pad(image, ((0, 1), (0, 0)))
    span = max(step, 1.0)
    middles: NDArray[np.float64] = start + (np.arange(count, dtype=np.float64) + 0.5) * step

    def sum_up_to(edges: NDArray[np.float64]) -> NDArray[np.float64]:
        clamped = np.clip(edges, 0.0, image.shape[0])
        whole = np.floor(clamped).astype(np.intp)
        return running[whole] + (clamped - whole)[:, None] * with_paper[whole]

    return (sum_up_to(middles + span / 2) - sum_up_to(middles - span / 2)) / span  # (count, width)


def enlarge(image: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Enlarges a square image by cubic convolution, as Pillow's `BICUBIC` does within 1 of 255.

    Args:
        image: uint8 (side, side).
        size: Rows and columns of the result, at least as many.

    Returns:
        uint8 (size, size).

    Source:
        R. Keys, Cubic convolution interpolation for digital image processing, 1981, a = −1/2.
    """
    weights = _cubic_weights(image.shape[0], size)  # (size, side)
    for _ in range(2):  # columns, then rows
        values = np.zeros((image.shape[0], size))
        for k in range(image.shape[1]):
            values += image[:, k : k + 1] * weights[:, k]
        image = np.floor(np.clip(values, 0, 255) + 0.5).astype(np.uint8).T
    return image


def _cubic_weights(side: int, size: int) -> NDArray[np.float64]:
    """How much each new pixel takes from each old one; float64 (size, side), rows sum to 1."""
    weights = np.zeros((size, side))
    for new in range(size):
        middle = (new + 0.5) * side / size
        for old in range(side):
            distance = abs(old + 0.5 - middle)
            if distance < 1:
                weights[new, old] = (1.5 * distance - 2.5) * distance * distance + 1
            elif distance < 2:
                weights[new, old] = ((-0.5 * distance + 2.5) * distance - 4) * distance + 2
        weights[new] /= np.cumsum(weights[new])[-1]
    return weights
