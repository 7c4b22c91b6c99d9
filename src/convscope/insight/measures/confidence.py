"""Whether confidence and share right differ by more than chance makes them differ."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Probabilities
from convscope.insight.measures.statistics import interval

if TYPE_CHECKING:
    from numpy.random import Generator

NUM_BINS = 15
"""Bins of equal width from 0 to 1."""

NUM_DRAWS = 20_000
"""Answers of a calibrated net that are drawn."""


@dataclass(frozen=True)
class ConfidenceTest:
    """Confidence against share right, on one split, and what chance would do.

    The comparison is with a net of the same confidences whose verdicts are right with exactly
    these probabilities. Its number of right verdicts has a known distribution, and its
    calibration error, which is above 0 for any net, is drawn from it.

    Attributes:
        confidence: Mean probability of the verdicts, 0–1.
        accuracy: Share right, 0–1.
        low: Lower end of the accuracy's 95 % interval.
        high: Upper end of it.
        p_direction: How often a calibrated net's accuracy is so far from its mean confidence.
        error: Expected calibration error, 0–1.
        chance_error: What it is on average for a calibrated net with so many images, 0–1.
        p_error: How often a calibrated net's is at least as large.
        num_images: Images measured.
    """

    confidence: float
    accuracy: float
    low: float
    high: float
    p_direction: float
    error: float
    chance_error: float
    p_error: float
    num_images: int

    @property
    def p_value(self) -> float:
        """Of both tests together (Bonferroni)."""
        return min(1.0, 2 * min(self.p_direction, self.p_error))

    @property
    def way(self) -> str:
        """`too_sure`, `too_unsure`, or `uneven` where the groups differ but not the means."""
        if self.p_error < self.p_direction:
            return "uneven"
        return "too_sure" if self.confidence > self.accuracy else "too_unsure"

    @property
    def excess(self) -> float:
        """By how much confidence misses, chance taken off, 0–1."""
        if self.way == "uneven":
            return max(self.error - self.chance_error, 0.0)
        return abs(self.confidence - self.accuracy)


def compare_confidence(
    probabilities: Probabilities, labels: Labels, seed: int = 0
) -> ConfidenceTest:
    """Returns whether a net is as often right as it is sure.

    Args:
        probabilities: float (number, classes), 0–1.
        labels: int64 (number,).
        seed: Of the drawn answers.

    Source: Bröcker, Smith, "Increasing the reliability of reliability diagrams", 2007
    (consistency resampling); the first test is exact, by the Poisson binomial distribution.
    """
    confidence = np.clip(probabilities.max(1).astype(np.float64), 0.0, 1.0)
    is_right = probabilities.argmax(1) == labels
    number, right = len(labels), int(is_right.sum())
    place = np.minimum((confidence * NUM_BINS).astype(int), NUM_BINS - 1)
    bins = [place == index for index in np.unique(place)]
    masses = [right_count_distribution(confidence[members]) for members in bins]
    sums = np.array([confidence[members].sum() for members in bins])
    counts = np.array([is_right[members].sum() for members in bins])
    error = float(np.abs(counts - sums).sum() / number)
    random = np.random.default_rng([seed, 0xCA1B])
    drawn = np.stack([_draw(mass, random) for mass in masses], 1)  # (draws, bins)
    errors = np.abs(drawn - sums).sum(1) / number
    whole = _product(masses)
    tail = min(whole[: right + 1].sum(), whole[right:].sum())
    low, high = interval(right, number)
    return ConfidenceTest(
        float(confidence.mean()),
        right / number,
        low,
        high,
        float(min(1.0, 2 * tail)),
        error,
        float(errors.mean()),
        float((1 + (errors >= error - 1e-12).sum()) / (NUM_DRAWS + 1)),
        number,
    )


def right_count_distribution(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns how probable each number of successes is, float64 (number + 1,).

    Args:
        probabilities: Of each success, independent of the others, (number,).
    """
    return _product([np.array([1 - p, p]) for p in probabilities])


def _product(masses: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Returns the distribution of a sum, by halves: neighbours of like length are folded."""
    from scipy.signal import fftconvolve

    while len(masses) > 1:
        pairs = zip(masses[::2], masses[1::2], strict=False)
        folded = [
            np.convolve(a, b) if len(a) * len(b) < 2**16 else fftconvolve(a, b) for a, b in pairs
        ]
        masses = folded + masses[len(masses) - len(masses) % 2 :]
    return np.clip(masses[0], 0.0, None)


def _draw(mass: NDArray[np.float64], random: "Generator") -> NDArray[np.int64]:
    return np.searchsorted(np.cumsum(mass), random.random(NUM_DRAWS) * mass.sum(), side="right")
