"""How sure a measured share is."""

import numpy as np


def interval(num_right: int, num_images: int) -> tuple[float, float]:
    """Returns the 95 % confidence interval of a share, 0–1.

    Source: Wilson, "Probable Inference", JASA 1927.
    """
    from scipy.stats import binomtest

    found = binomtest(num_right, num_images).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def standard_error(share: float, num_images: int) -> float:
    """Returns √(p (1 − p) / n), with one success and one failure added so that it is never 0."""
    adjusted = (share * num_images + 1) / (num_images + 2)
    return float(np.sqrt(adjusted * (1 - adjusted) / (num_images + 2)))


def differ(first: float, num_first: int, second: float, num_second: int) -> bool:
    """Returns whether two measured shares differ by more than chance (three standard errors)."""
    together = np.hypot(standard_error(first, num_first), standard_error(second, num_second))
    return abs(first - second) > 3 * float(together)
