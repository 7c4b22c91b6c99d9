"""Whether a training is dying: a loss that stays at that of guessing, silent units, a wild loss."""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from math import isfinite, sqrt
from typing import Any

import numpy as np
import torch

from convscope.engine.answers.examples import Examples
from convscope.engine.answers.guessing import Guessing, guessing
from convscope.engine.answers.losses import Loss
from convscope.engine.network import Network
from convscope.engine.network.silent_units import silent_shares
from convscope.engine.training.training_step import StepResult

BLOCK = 25
"""Steps from one look to the next."""

WILD_AFTER, STANDING_AFTER, SLOW_AFTER = 50, 100, 300
"""Steps before which a loss may be wild, may stand, and may stand without any other sign."""

WILD = 3.0
"""A loss so many times that of guessing is wild, if it does not fall."""

BELOW = 0.01
"""Share of the loss of guessing by which a loss has to be smaller to count as better."""

ABOVE = 1.02
"""A loss so many times that of guessing is worse than any slow beginning makes it."""

LEARNED = 0.9
"""A loss below so many times that of guessing shows that the net had learned something."""

SILENT, MOSTLY_SILENT = 0.99, 0.5
"""Share of a layer's units from which nothing passes it, and from which it is a sign."""

GROWN = 3.0
"""Kernels so many times as long as at the beginning have been thrown about."""

SIGNIFICANT = 3.0
"""Standard errors that chance does not explain."""

SMALLER = 4.0
"""A rate so many times smaller is worth trying."""

NUM_PROBED = 256
"""Training images that units may answer to."""


@dataclass(frozen=True)
class Setback:
    """What has befallen a training.

    Attributes:
        kind: `silent`, `standing`, `wild`, `not finite`, or `slow`: the last one stands as well,
            but nothing says that its rate is too high.
        epoch: From 1.
        step: Of the epoch, from 1.
        loss: Mean over the last steps; None where it is no finite number.
        guessing_loss: What the best constant answer reaches.
        learning_rate: The step size that the training was to have at its height.
        silent: Share of silent units by layer, 0–1, where they were looked at.
    """

    kind: str
    epoch: int
    step: int
    loss: float | None
    guessing_loss: float
    learning_rate: float
    silent: dict[str, float] = field(default_factory=dict)

    @property
    def is_too_fast(self) -> bool:
        """Whether a smaller learning rate is the remedy."""
        return self.kind != "slow"

    @property
    def smaller_rate(self) -> float:
        """The rate to try next, with two digits so that it can be typed."""
        return float(f"{self.learning_rate / SMALLER:.2g}")

    @property
    def words(self) -> str:
        """What has happened, in a sentence."""
        where = f"Epoch {self.epoch}, step {self.step}"
        rate = f"learning rate {self.learning_rate:g}"
        if self.loss is None:
            return f"{where}: the loss is no finite number any more, at {rate}."
        losses = f"{self.loss:.3f}, guessing gives {self.guessing_loss:.3f}"
        if self.kind == "silent":
            names = [n for n, share in self.silent.items() if share >= SILENT]
            return (
                f"{where}: the training is dying. No unit of the layer {names[0]} answers to any "
                f"image any more, so nothing can be learned (loss {losses}; {rate})."
            )
        if self.kind == "wild":
            return f"{where}: the loss is wild and does not fall ({losses}) at {rate}."
        silent = max(self.silent.items(), key=lambda item: item[1], default=("", 0.0))
        also = f"; {silent[1]:.0%} of the units of {silent[0]} are silent"
        return (
            f"{where}: the loss stands where guessing is ({losses}) at {rate}"
            f"{also if silent[1] >= MOSTLY_SILENT else ''}."
        )

    def to_json(self) -> dict[str, Any]:
        """Returns the setback as JSON data."""
        return {**asdict(self), "words": self.words}


class DyingWatch:
    """Looks at every step's loss, and tells once when the training is dying.

    Nothing is told as long as the loss is better than guessing by more than chance explains, or
    falls, or more images are judged right than by naming the most frequent class. Else the units
    are looked at; a layer without a living one is the end at once. A standing loss counts from
    `STANDING_AFTER` steps if something says that the steps are too long: it is worse than guessing,
    most units of a layer are silent, kernels have grown, or the net had learned and forgot.

    Args:
        on_setback: Gets what is told; what it raises ends the training.
    """

    def __init__(self, on_setback: Callable[[Setback], None]) -> None:
        self._on_setback = on_setback
        self._recent: deque[StepResult] = deque(maxlen=4 * BLOCK)
        self._num_steps = 0
        self._has_learned = False
        self._lengths: list[float] = []
        self.has_told = False

    def attach(self, network: Network, train: Examples, loss: Loss, learning_rate: float) -> None:
        """Learns what is trained.

        Args:
            network: The net.
            train: What it is to fit.
            loss: What is made small.
            learning_rate: The step size at its height.
        """
        self._network, self._train, self._learning_rate = network, train, learning_rate
        self._guessing: Guessing = guessing(loss, train, network.architecture.output_shape[-1])
        if not self._lengths:
            self._lengths = _kernel_lengths(network)

    def see(self, result: StepResult, epoch: int, step: int, is_epochs_last: bool) -> None:
        """Takes in a step, and looks whether all is well.

        Args:
            result: What the step has seen.
            epoch: From 0.
            step: Of the epoch, from 0.
            is_epochs_last: Whether the epoch ends with it.
        """
        if self.has_told:
            return
        self._recent.append(result)
        self._num_steps += 1
        kind, loss, silent = None, None, {}
        if not isfinite(result.loss):
            kind = "not finite"
        elif self._num_steps % BLOCK == 0 or (is_epochs_last and self._num_steps > BLOCK // 2):
            kind, loss, silent = self._look()
        if kind is not None:
            self.has_told = True
            rate = self._learning_rate
            self._on_setback(
                Setback(kind, epoch + 1, step + 1, loss, self._guessing.loss, rate, silent)
            )

    def state(self) -> dict[str, Any]:
        """Returns what has to survive an interruption, as JSON data."""
        return {
            "recent": [[r.loss, r.num_correct, r.num_images] for r in self._recent],
            "num_steps": self._num_steps,
            "has_learned": self._has_learned,
            "lengths": self._lengths,
            "has_told": self.has_told,
        }

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up a state that `state()` returned."""
        self._recent.clear()
        self._recent.extend(StepResult(*values, is_ending=False) for values in state["recent"])
        self._num_steps, self._has_learned = state["num_steps"], state["has_learned"]
        self._lengths, self.has_told = state["lengths"], state["has_told"]

    def _look(self) -> tuple[str | None, float | None, dict[str, float]]:
        """Returns the kind of setback or None, the loss, and the share of silent units."""
        now = _mean(self._block(0, 1))
        if self._is_better_than_guessing():
            self._has_learned = self._has_learned or now < LEARNED * self._guessing.loss
            return None, now, {}
        silent = self._silent_shares()
        if max(silent.values(), default=0.0) >= SILENT:
            return "silent", now, silent
        before = self._block(1, 2)
        is_wild = now > WILD * self._guessing.loss and before and now > 0.8 * _mean(before)
        if self._num_steps >= WILD_AFTER and is_wild:
            return "wild", now, silent
        if self._num_steps < STANDING_AFTER or self._is_falling():
            return None, now, silent
        block = self._block(0, 2)
        surely = _mean(block) - SIGNIFICANT * _standard_error(block)
        is_too_fast = (
            surely > ABOVE * self._guessing.loss
            or max(silent.values(), default=0.0) >= MOSTLY_SILENT
            or self._has_learned
            or self._growth() > GROWN
        )
        if is_too_fast:
            return "standing", now, silent
        return ("slow" if self._num_steps >= SLOW_AFTER else None), now, silent

    def _block(self, first: int, stop: int) -> list[StepResult]:
        """Returns the results of blocks of steps, counted backwards from the last one."""
        steps = list(self._recent)[::-1]
        return steps[first * BLOCK : stop * BLOCK]

    def _is_better_than_guessing(self) -> bool:
        block = self._block(0, 1)
        loss, guess = _mean(block), self._guessing
        if loss < guess.loss - max(2 * _standard_error(block), BELOW * guess.loss):
            return True
        number = sum(result.num_images for result in block)
        correct = sum(result.num_correct for result in block) / number
        chance = sqrt(guess.accuracy * (1 - guess.accuracy) / number)
        return correct > guess.accuracy + SIGNIFICANT * chance

    def _is_falling(self) -> bool:
        last, before = self._block(0, 2), self._block(2, 4)
        noise = sqrt(_standard_error(last) ** 2 + _standard_error(before) ** 2)
        return _mean(before) - _mean(last) > 2 * noise

    def _silent_shares(self) -> dict[str, float]:
        number = len(self._train)
        indices = torch.arange(0, number, max(1, number // NUM_PROBED))[:NUM_PROBED]
        return silent_shares(self._network, self._train.take(indices)[0])

    def _growth(self) -> float:
        pairs = zip(_kernel_lengths(self._network), self._lengths, strict=True)
        return max((now / max(begin, 1e-12) for now, begin in pairs), default=1.0)


def _mean(results: list[StepResult]) -> float:
    return float(np.mean([result.loss for result in results]))


def _standard_error(results: list[StepResult]) -> float:
    return float(np.std([result.loss for result in results]) / sqrt(max(len(results), 1)))


def _kernel_lengths(network: Network) -> list[float]:
    return [float(p.detach().norm()) for p in network.parameters() if p.dim() > 1]
