"""Two classes whose images cannot be told apart: one inside the other, or both the same."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from convscope.arrays import Labels, Numbers

APART = 0.75
"""Share told right, classes counted alike, that two classes reach which merely resemble, 0–1."""

ALIKE = 0.6
"""Share up to which they count as the same; guessing gives 0.5."""

FEWEST = 10
"""Images of a class from which it is compared."""


@dataclass(frozen=True)
class Overlap:
    """Two classes, and how well their images are told apart.

    Attributes:
        first: One class.
        second: The other, a larger number.
        right: Images of each that are taken for their own class rather than for the other.
        images: Images of each.
        p_value: How often chance would tell them apart so badly if they merely resembled each
            other, corrected for all pairs.
    """

    first: int
    second: int
    right: tuple[int, int]
    images: tuple[int, int]
    p_value: float

    @property
    def told(self) -> float:
        """Share told right, both classes counted alike: 0.5 by guessing, 1 if never confused."""
        shares = [right / images for right, images in zip(self.right, self.images, strict=True)]
        return sum(shares) / 2

    @property
    def is_alike(self) -> bool:
        """Whether hardly more than guessing tells them apart."""
        return self.told <= ALIKE


def find_overlap(scores: Numbers, labels: Labels) -> Overlap | None:
    """Returns the two classes that are told apart worst; None if there are no two of some size.

    The scores of the two classes are compared with each other alone, at the limit that suits both
    best: a small class inside a large one is not found less for being small.

    Args:
        scores: float32 (images, classes), larger for likelier classes, of images that did not
            shape them: probabilities on test images, or `judged_by_others`.
        labels: int64 (images,).

    """
    sizes = np.bincount(labels, minlength=scores.shape[1])
    present = np.flatnonzero(sizes >= FEWEST)
    pairs = list(combinations(present.tolist(), 2))
    found: Overlap | None = None
    for first, second in pairs:
        one, other = (scores[labels == c] for c in (first, second))
        told = [one[:, first] - one[:, second], other[:, first] - other[:, second]]
        right = _best_limit(*told)
        images = (len(one), len(other))
        shares = [r / n for r, n in zip(right, images, strict=True)]
        if found is None or sum(shares) / 2 < found.told:
            p_value = chance_of_telling(right, images) * len(pairs)
            found = Overlap(first, second, right, images, min(1.0, p_value))
    return found


def chance_of_telling(right: tuple[int, int], images: tuple[int, int]) -> float:
    """Returns how often two classes that are told apart in `APART` of cases do no better than this.

    Args:
        right: Images of each that are taken for their own class.
        images: Images of each.

    Source: the exact binomial test, for the mean of two shares.
    """
    from scipy.stats import binom

    told = sum(r / n for r, n in zip(right, images, strict=True))
    of_first = np.arange(images[0] + 1)
    # Shares that are equal but for rounding count as no better.
    most = np.floor((told - of_first / images[0]) * images[1] + 1e-9)
    chances = binom.pmf(of_first, images[0], APART) * binom.cdf(most, images[1], APART)
    return float(min(chances.sum(), 1.0))


def _best_limit(one: Numbers, other: Numbers) -> tuple[int, int]:
    """Returns how many of each lie on their side of the limit that tells most, classes alike."""
    limits = np.unique(np.concatenate((one, other)))
    above = len(one) - np.searchsorted(np.sort(one), limits, side="left")
    below = np.searchsorted(np.sort(other), limits, side="left")
    best = int((above / len(one) + below / len(other)).argmax())
    return int(above[best]), int(below[best])
