"""How the learning rate moves over a training, as a share of its peak."""

from collections.abc import Callable
from math import cos, pi

WARM_UP = 0.2
"""Share of a one-cycle training in which the rate rises."""


def constant(progress: float) -> float:
    """Returns 1: the rate stays."""
    return 1.0


def one_cycle(progress: float) -> float:
    """Returns the factor of a rate that rises in a line and falls along a cosine.

    Args:
        progress: Share of all steps that are done, 0–1.

    Returns:
        0–1; 1 at the end of the warm-up, 0 at the end.

    Example:
        >>> [round(one_cycle(p), 2) for p in (0.0, 0.1, 0.2, 0.6, 1.0)]
        [0.04, 0.52, 1.0, 0.5, 0.0]

    Source: Smith, Topin, "Super-Convergence", 2018; the cosine of Loshchilov, Hutter, 2017.
    """
    if progress < WARM_UP:
        return 0.04 + 0.96 * progress / WARM_UP
    return (1 + cos(pi * (progress - WARM_UP) / (1 - WARM_UP))) / 2


def one_cycle_linear(progress: float) -> float:
    """Returns the factor of a rate that rises in a line and falls in a line.

    A line spends less time than a cosine near the peak and near 0.

    Args:
        progress: Share of all steps that are done, 0–1.

    Returns:
        0–1; 1 at the end of the warm-up, 0 at the end.

    Example:
        >>> [round(one_cycle_linear(p), 2) for p in (0.0, 0.1, 0.2, 0.6, 1.0)]
        [0.04, 0.52, 1.0, 0.5, 0.0]

    Source: Smith, Topin, "Super-Convergence", 2018.
    """
    if progress < WARM_UP:
        return one_cycle(progress)
    return (1 - progress) / (1 - WARM_UP)


SCHEDULES: dict[str, Callable[[float], float]] = {
    "constant": constant,
    "one_cycle": one_cycle,
    "one_cycle_linear": one_cycle_linear,
}
"""Schedule by name."""
