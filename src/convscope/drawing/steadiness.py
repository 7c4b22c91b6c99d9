"""Whether a verdict on a placed character hangs on where exactly it was put.

`web/core/drawing/steadiness.js` does the same. Where ink ends, and with it where a character is
placed, is known to about a pixel.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

STEADY = 0.8
"""The probability that a steady verdict keeps wherever its character is moved by a pixel.

Chosen on photographs of `tools/photographs.py` that hold three to five kinds at once.
"""


def moved_by_a_pixel(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Returns images moved down, up, right and left, uint8 (4, number, height, width, channels).

    What leaves an image on one side comes back on the other; placed ink keeps away from there.

    Args:
        images: uint8 (number, height, width, channels).
    """
    moves = ((1, 0), (-1, 0), (0, 1), (0, -1))
    return np.stack([np.roll(images, move, axis=(1, 2)) for move in moves])


def are_steady(
    probabilities: NDArray[np.floating[Any]], moved: NDArray[np.floating[Any]]
) -> list[bool]:
    """Returns of each verdict whether it is as good as certain, and stays so when moved.

    Args:
        probabilities: (number, classes), 0–1.
        moved: Those of the images moved, (4, number, classes).
    """
    best = probabilities.argmax(axis=1)
    everywhere = np.concatenate([probabilities[np.newaxis], moved])  # (5, number, classes)
    least = everywhere.min(axis=0)[np.arange(len(best)), best]
    return (least >= STEADY).tolist()
