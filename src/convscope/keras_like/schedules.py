"""Learning rates that follow the number of steps, as Keras programs write them."""

from dataclasses import dataclass
from math import cos, floor, log, pi
from typing import Any

from convscope.architecture.options import Flag, Number, Numbers, WholeNumber, maybe, option
from convscope.architecture.settings import Setting
from convscope.errors import ConvscopeError

__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
]

_RATE = Number("a number of at least 0", 0.01, 0.0)
_STEPS = Number("a number of steps above 0", 1000, 1e-12)
_ANY = Number(example=0.5)

ALMOST = 1e-9
"""What the number of a restart may lack for rounding."""


@dataclass(frozen=True)
class LearningRateSchedule(Setting):
    """The learning rate by the number of steps taken before.

    A class of one's own derives from it and defines `__call__`.
    """

    family = "schedule"

    def __call__(self, step: Any) -> float:
        """Returns the rate of a step.

        Args:
            step: Steps taken before, over all calls of `fit`.
        """
        raise ConvscopeError(
            f"{type(self).__name__} does not say what the rate is.",
            "A schedule defines __call__(self, step).",
            "Write def __call__(self, step): return 0.1 / (1 + step).",
        )


@dataclass(frozen=True)
class ExponentialDecay(LearningRateSchedule):
    """initial_learning_rate · decay_rate ^ (step / decay_steps).

    Args:
        initial_learning_rate: The first rate.
        decay_steps: Steps in which the rate is multiplied by `decay_rate` once.
        decay_rate: What it is multiplied by.
        staircase: Whether it falls in jumps, once every `decay_steps`.
        name: Accepted and not used.
    """

    initial_learning_rate: float = option(_RATE)
    decay_steps: float = option(_STEPS)
    decay_rate: float = option(_ANY)
    staircase: bool = option(Flag(), False)
    name: str = "ExponentialDecay"

    def __call__(self, step: Any) -> float:
        """Returns the rate of a step."""
        passed = int(step) / self.decay_steps
        return self.initial_learning_rate * self.decay_rate ** (
            floor(passed) if self.staircase else passed
        )


@dataclass(frozen=True)
class InverseTimeDecay(LearningRateSchedule):
    """initial_learning_rate / (1 + decay_rate · step / decay_steps).

    Args:
        initial_learning_rate: The first rate.
        decay_steps: Steps in which the divisor grows by `decay_rate`.
        decay_rate: By how much.
        staircase: Whether it grows in jumps, once every `decay_steps`.
        name: Accepted and not used.
    """

    initial_learning_rate: float = option(_RATE)
    decay_steps: float = option(_STEPS)
    decay_rate: float = option(_ANY)
    staircase: bool = option(Flag(), False)
    name: str = "InverseTimeDecay"

    def __call__(self, step: Any) -> float:
        """Returns the rate of a step."""
        passed = int(step) / self.decay_steps
        divisor = 1 + self.decay_rate * (floor(passed) if self.staircase else passed)
        return self.initial_learning_rate / divisor


@dataclass(frozen=True)
class PolynomialDecay(LearningRateSchedule):
    """From the first rate to the last one along (1 − step / decay_steps) ^ power.

    Args:
        initial_learning_rate: The first rate.
        decay_steps: Steps until the last rate.
        end_learning_rate: The last rate.
        power: 1 for a line.
        cycle: Whether it begins anew behind `decay_steps`, more slowly each time.
        name: Accepted and not used.
    """

    initial_learning_rate: float = option(_RATE)
    decay_steps: float = option(_STEPS)
    end_learning_rate: float = option(_RATE, 0.0001)
    power: float = option(_ANY, 1.0)
    cycle: bool = option(Flag(), False)
    name: str = "PolynomialDecay"

    def __call__(self, step: Any) -> float:
        """Returns the rate of a step."""
        number, length = int(step), self.decay_steps
        if self.cycle:
            length *= max(1, -(-number // self.decay_steps))
        left = 1 - min(number / length, 1)
        span = self.initial_learning_rate - self.end_learning_rate
        return span * left**self.power + self.end_learning_rate


@dataclass(frozen=True)
class PiecewiseConstantDecay(LearningRateSchedule):
    """A rate for each part of the training.

    Args:
        boundaries: Last step of each part but the last, growing.
        values: Rate of each part, one more than `boundaries`.
        name: Accepted and not used.
    """

    boundaries: tuple[float, ...] = option(Numbers())
    values: tuple[float, ...] = option(Numbers())
    name: str = "PiecewiseConstant"

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.values) != len(self.boundaries) + 1:
            raise ConvscopeError(
                f"PiecewiseConstantDecay: {len(self.boundaries)} boundaries and "
                f"{len(self.values)} values.",
                "Expected one value more than boundaries.",
                "Write for example boundaries=[1000], values=[0.1, 0.01].",
            )

    def __call__(self, step: Any) -> float:
        """Returns the rate of a step."""
        return self.values[sum(int(step) > last for last in self.boundaries)]


@dataclass(frozen=True)
class CosineDecay(LearningRateSchedule):
    """Half a cosine, behind a warm-up in a line where one is wanted.

    Args:
        initial_learning_rate: The first rate.
        decay_steps: Steps of the cosine.
        alpha: Share of its first rate that the cosine ends at.
        name: Accepted and not used.
        warmup_target: Rate at the end of the warm-up; None for no warm-up.
        warmup_steps: Steps of the warm-up.

    Source: Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017.
    """

    initial_learning_rate: float = option(_RATE)
    decay_steps: float = option(_STEPS)
    alpha: float = option(_ANY, 0.0)
    name: str = "CosineDecay"
    warmup_target: float | None = option(maybe(_RATE), None)
    warmup_steps: float = option(WholeNumber("a whole number of at least 0", 100, 0), 0)

    def __call__(self, step: Any) -> float:
        """Returns the rate of a step."""
        number, first = int(step), self.initial_learning_rate
        if self.warmup_target is not None:
            if number < self.warmup_steps:
                return first + (self.warmup_target - first) * number / self.warmup_steps
            number, first = number - self.warmup_steps, self.warmup_target
        share = (1 + cos(pi * min(number / self.decay_steps, 1))) / 2
        return first * ((1 - self.alpha) * share + self.alpha)


@dataclass(frozen=True)
class CosineDecayRestarts(LearningRateSchedule):
    """Half a cosine that begins anew, longer and lower each time.

    Args:
        initial_learning_rate: The first rate.
        first_decay_steps: Steps of the first cosine.
        t_mul: How much longer each one is than the one before.
        m_mul: Where each one begins, as a share of where the one before did.
        alpha: Share of the first rate that they end at.
        name: Accepted and not used.

    Source: Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017.
    """

    initial_learning_rate: float = option(_RATE)
    first_decay_steps: float = option(_STEPS)
    t_mul: float = option(Number("a number of at least 1", 2.0, 1.0), 2.0)
    m_mul: float = option(_ANY, 1.0)
    alpha: float = option(_ANY, 0.0)
    name: str = "SGDRDecay"

    def __call__(self, step: Any) -> float:
        """Returns the rate of a step."""
        passed = int(step) / self.first_decay_steps
        if self.t_mul == 1:
            restarts = floor(passed)
            share_done = passed - restarts
        else:
            restarts = floor(log(1 + passed * (self.t_mul - 1), self.t_mul) + ALMOST)
            length = self.t_mul**restarts
            share_done = (passed - (length - 1) / (self.t_mul - 1)) / length
        share = self.m_mul**restarts * (1 + cos(pi * share_done)) / 2
        return self.initial_learning_rate * ((1 - self.alpha) * share + self.alpha)
