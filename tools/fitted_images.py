"""What the shipped models are fitted to: MNIST, drawings of digits, drawings of other things."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shipped_plans import NUM_CLASSES, Plan
from stroke_drawings import draw_digits, draw_ones_and_sevens, draw_others

from convscope.data import Split

NUM_MNIST = 60_000
NUM_DIGITS, NUM_OTHERS, NUM_ONES_AND_SEVENS = 9_000, 5_000, 8_000
"""Drawings beside all of MNIST's images; beside fewer of them, fewer drawings."""


@dataclass(frozen=True)
class Fitted:
    """Images, uint8 (number, 28, 28, 1), and what to say of them, float32 (number, 10).

    What is no digit has ten equal targets; what may be a 1 or a 7 has shares of both.
    """

    images: NDArray[np.uint8]
    targets: NDArray[np.float32]

    def __add__(self, other: "Fitted") -> "Fitted":
        images = np.concatenate([self.images, other.images])
        return Fitted(images, np.concatenate([self.targets, other.targets]))

    def as_split(self) -> Split:
        """Returns the images with their most probable classes."""
        return Split(self.images, self.targets.argmax(1))


def digits(plan: Plan, split: Split, seed: int) -> Fitted:
    """Returns MNIST's images, and drawings of the usual ways to write digits."""
    every = _one_hot(split.images, split.labels)
    if plan.with_drawings:
        every += _one_hot(*draw_digits(_share(NUM_DIGITS, split), seed + 1))
    return every


def ones_and_sevens(split: Split, seed: int) -> Fitted:
    """Returns drawings of 1s with a flag, of 7s, and of what lies between."""
    return Fitted(*draw_ones_and_sevens(_share(NUM_ONES_AND_SEVENS, split), seed + 1))


def others(split: Split, seed: int) -> Fitted:
    """Returns drawings of what is no digit."""
    images = draw_others(_share(NUM_OTHERS, split), seed + 1)
    return Fitted(images, np.full((len(images), NUM_CLASSES), 1 / NUM_CLASSES, np.float32))


def _one_hot(images: NDArray[np.uint8], labels: NDArray[np.integer]) -> Fitted:
    return Fitted(images, np.eye(NUM_CLASSES, dtype=np.float32)[labels])


def _share(number: int, split: Split) -> int:
    return round(number * len(split) / NUM_MNIST)
