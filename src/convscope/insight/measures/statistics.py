"""What chance does: intervals, exact tests, corrections, and how many images would tell."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.05
"""Share of reports that chance alone may make say something untrue, and of intervals that miss."""

Z = 1.959963984540054
"""Standard deviations of a normal distribution between which 95 % of it lie, to either side."""

POWER = 0.8
"""How often an effect of the size that matters is to be found by so many images as are named."""


@dataclass(frozen=True)
class Difference:
    """By how much one share lies below another.

    Attributes:
        estimate: The first share minus the second, −1 to 1.
        low: Lower end of the 95 % interval.
        high: Upper end of the 95 % interval.
        p_value: How often chance alone makes the first share lie so far above the second.
    """

    estimate: float
    low: float
    high: float
    p_value: float


def interval(num_right: int, num_images: int) -> tuple[float, float]:
    """Returns the 95 % confidence interval of a share, 0–1.

    Source: Wilson, "Probable Inference", JASA 1927.
    """
    share, spread = num_right / num_images, Z**2 / num_images
    middle = (share + spread / 2) / (1 + spread)
    reach = np.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return max(float(middle - reach), 0.0), min(float(middle + reach), 1.0)


def p_at_most(num_right: int, num_images: int, share: float) -> float:
    """Returns how often chance gives so few right or fewer, each with probability `share`.

    Args:
        num_right: How many of the images are right.
        num_images: How many there are.
        share: Probability that an image is right, 0–1.

    Returns:
        A probability, 0–1.

    Source: the exact binomial test.
    """
    from scipy.special import bdtr

    return float(bdtr(num_right, num_images, share))


def p_at_least(num_found: int, num_images: int, share: float) -> float:
    """Returns how often chance gives so many or more, each with probability `share`.

    Args:
        num_found: How many images are of the kind that is counted.
        num_images: How many there are.
        share: Probability that an image is of that kind, 0–1.

    Returns:
        A probability, 0–1; 1 where none was found.

    Source: the exact binomial test.
    """
    from scipy.special import bdtrc

    return float(bdtrc(num_found - 1, num_images, share)) if num_found else 1.0


def compare_pairs(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> Difference:
    """Returns by how much the share of right verdicts fell from one list to the other.

    Args:
        before: bool (number,): which images are judged right at first.
        after: bool (number,): the same images, judged by another net or after a change.

    Source: McNemar's exact test, one-sided; interval 10 of Newcombe, "Improved confidence
    intervals for the difference between binomial proportions based on paired data", 1998.
    """
    lost, gained = int((before & ~after).sum()), int((after & ~before).sum())
    number = len(before)
    low, high = _newcombe_pairs(int((before & after).sum()), lost, gained, number)
    p_value = p_at_least(lost, lost + gained, 0.5) if lost + gained else 1.0
    return Difference((lost - gained) / number, low, high, p_value)


def compare_shares(first: int, num_first: int, second: int, num_second: int) -> Difference:
    """Returns by how much the share right among some images lies above that among others.

    Args:
        first: Images judged right, of the first.
        num_first: How many these are.
        second: Images judged right, of the second, which are other images.
        num_second: How many these are.

    Source: Fisher's exact test, one-sided; interval 10 of Newcombe, "Interval estimation for the
    difference between independent proportions", 1998.
    """
    p_value = _hypergeometric_tail(first, num_first, first + second, num_first + num_second)
    share, other = first / num_first, second / num_second
    low, high = interval(first, num_first)
    other_low, other_high = interval(second, num_second)
    estimate = share - other
    return Difference(
        estimate,
        estimate - float(np.hypot(share - low, other_high - other)),
        estimate + float(np.hypot(high - share, other - other_low)),
        p_value,
    )


def of_several(p_values: Sequence[float]) -> float:
    """Returns the p-value of the most striking of several tests (Bonferroni)."""
    return min(1.0, len(p_values) * min(p_values, default=1.0))


def holm(p_values: Sequence[float]) -> NDArray[np.float64]:
    """Returns p-values corrected for one another: below 0.05 none is wrong in 95 % of all cases.

    Source: Holm, "A simple sequentially rejective multiple test procedure", 1979.
    """
    values = np.asarray(p_values, np.float64)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * (len(values) - np.arange(len(values)))
    corrected = np.empty(len(values))
    corrected[order] = np.minimum(np.maximum.accumulate(scaled), 1.0)
    return corrected


def images_for_share(share: float, other: float, level: float = LEVEL) -> int:
    """Returns how many images tell a share from a fixed one, one-sided, in 80 % of cases.

    Args:
        share: The share as it is, 0–1.
        other: The share it is compared with, 0–1.
        level: Of the test, after corrections.

    Source: Fleiss, "Statistical Methods for Rates and Proportions", with the correction for
    continuity that exact tests need.
    """
    at_level, at_power = _quantiles(level)
    spread = at_level * _spread(other) + at_power * _spread(share)
    return _corrected((spread / (share - other)) ** 2, abs(share - other), 1)


def images_for_shares(share: float, other: float, level: float = LEVEL) -> int:
    """Returns how many images on each side tell two shares apart, one-sided, in 80 % of cases.

    Args:
        share: One share, 0–1.
        other: The other, 0–1.
        level: Of the test, after corrections.

    Source: as in `images_for_share`.
    """
    at_level, at_power = _quantiles(level)
    together = np.sqrt(2) * _spread((share + other) / 2)
    spread = at_level * together + at_power * float(np.hypot(_spread(share), _spread(other)))
    return _corrected((spread / (share - other)) ** 2, abs(share - other), 2)


def images_for_pairs(loss: float, changed: float, level: float = LEVEL) -> int:
    """Returns how many images, each judged twice, show a loss, one-sided, in 80 % of cases.

    Args:
        loss: The loss of accuracy that matters, 0–1.
        changed: The share of images whose verdict changes between right and wrong, at least `loss`.
        level: Of the test, after corrections.

    Source: Connor, "Sample size for testing differences in proportions for the paired-sample
    design", 1987.
    """
    at_level, at_power = _quantiles(level)
    changed = max(changed, loss)
    spread = at_level * np.sqrt(changed) + at_power * np.sqrt(max(changed - loss**2, 0.0))
    return int(np.ceil((spread / loss) ** 2))


def images_for_estimate(number: int, reach: float, size: float, level: float = LEVEL) -> int:
    """Returns how many images show an effect, one-sided, in 80 % of cases, judged from fewer.

    Args:
        number: Images that gave an interval.
        reach: How far that 95 % interval reached above its estimate; it shrinks with the root of
            the number.
        size: The effect that matters, in the same unit.
        level: Of the test, after corrections.
    """
    at_level, at_power = _quantiles(level)
    return int(np.ceil(number * ((at_level + at_power) * reach / Z / size) ** 2))


def _hypergeometric_tail(found: int, drawn: int, right: int, number: int) -> float:
    """Returns how often so many of `drawn` images are right, or more, if `right` of all are."""
    from scipy.special import gammaln

    def log_choices(whole: int, part: NDArray[np.int64]) -> NDArray[np.float64]:
        return gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1)

    counts = np.arange(max(found, drawn + right - number, 0), min(drawn, right) + 1)
    ways = log_choices(right, counts) + log_choices(number - right, drawn - counts)
    return float(min(np.exp(ways - log_choices(number, np.array(drawn))).sum(), 1.0))


def _quantiles(level: float) -> tuple[float, float]:
    from scipy.special import ndtri

    return float(ndtri(1 - level)), float(ndtri(POWER))


def _corrected(number: float, apart: float, num_samples: int) -> int:
    """Returns a number of images with Fleiss' correction for continuity."""
    return int(np.ceil(number / 4 * (1 + np.sqrt(1 + 2 * num_samples / (number * apart))) ** 2))


def _spread(share: float) -> float:
    return float(np.sqrt(max(share * (1 - share), 1e-12)))


def _newcombe_pairs(both: int, lost: int, gained: int, number: int) -> tuple[float, float]:
    neither = number - both - lost - gained
    before, after = both + lost, both + gained
    low, high = interval(before, number)
    other_low, other_high = interval(after, number)
    share, other = before / number, after / number
    margins = float(before * (number - before)) * float(after * (number - after))
    product = float(both * neither - lost * gained)
    if product > 0:
        product = max(product - number / 2, 0.0)  # Newcombe's correction for continuity
    together = product / np.sqrt(margins) if margins else 0.0

    def reach(mine: float, its: float) -> float:
        return float(np.sqrt(max(mine**2 - 2 * together * mine * its + its**2, 0.0)))

    estimate = share - other
    return (
        estimate - reach(share - low, other_high - other),
        estimate + reach(high - share, other - other_low),
    )
