"""What is to be told in words while a net learns, where chance would not say it."""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHANCE = 0.01
"""Probability that chance alone lets anything be said of a training, all looks together."""

RISING_EPOCHS = 3
"""Epochs since the best one from which a rise of the validation loss counts."""

FALLING_EPOCHS = 3
"""Epochs over which both losses have to fall at the end."""

WORTH_TELLING = 0.02
"""Share of the validation loss by which it has to fall in these."""


@dataclass(frozen=True)
class Epoch:
    """What counts of an epoch.

    Attributes:
        number: From 1.
        loss: Training loss.
        val_loss: Validation loss.
        losses: Of each validation image, float64 (number,): always the same images.
    """

    number: int
    loss: float
    val_loss: float
    losses: NDArray[np.float64]


class CurveWatch:
    """Looks at the curves after each epoch.

    Whether a loss rose or fell is asked image by image (paired), for the same images are judged
    each time; the more pairs of epochs were compared, the clearer it has to be. A resumed training
    is looked at from where it goes on.

    Args:
        told: Topics that were told of this training before.
    """

    def __init__(self, told: Collection[str] = ()) -> None:
        self._best: Epoch | None = None
        self._recent: deque[Epoch] = deque(maxlen=FALLING_EPOCHS + 1)
        self._num_seen = 0
        self._has_told = "over-fitting" in told

    def see(self, epoch: Epoch) -> dict[str, Any] | None:
        """Takes in an epoch; returns the word `over-fitting` the first time that it is so."""
        self._num_seen += 1
        self._recent.append(epoch)
        best = self._best
        if best is None or epoch.val_loss < best.val_loss:
            self._best = epoch
            return None
        is_long = epoch.number - best.number >= RISING_EPOCHS
        if self._has_told or not is_long or epoch.loss >= best.loss:
            return None
        if not self._is_surely_larger(epoch, best):
            return None
        self._has_told = True
        return {
            "topic": "over-fitting",
            "best_epoch": best.number,
            "best_loss": best.loss,
            "best_val_loss": best.val_loss,
            "loss": epoch.loss,
            "val_loss": epoch.val_loss,
        }

    def at_the_end(self) -> dict[str, Any] | None:
        """Returns the word `still-learning` where both curves still fall."""
        if len(self._recent) <= FALLING_EPOCHS:
            return None
        first, *_, last = self._recent
        losses = [epoch.loss for epoch in self._recent]
        falls = all(after < before for before, after in pairwise(losses))
        is_much = last.val_loss < (1 - WORTH_TELLING) * first.val_loss
        if last is not self._best or not falls or not is_much:
            return None
        if not self._is_surely_larger(first, last):
            return None
        return {
            "topic": "still-learning",
            "since_epoch": first.number,
            "earlier_loss": first.loss,
            "earlier_val_loss": first.val_loss,
            "loss": last.loss,
            "val_loss": last.val_loss,
        }

    def _is_surely_larger(self, epoch: Epoch, other: Epoch) -> bool:
        """Returns whether the images' losses are larger in one epoch, beyond chance."""
        differences = epoch.losses - other.losses
        if len(differences) < 2:
            return False
        num_pairs = self._num_seen * (self._num_seen - 1) / 2
        needed = NormalDist().inv_cdf(1 - CHANCE / num_pairs)
        error = differences.std(ddof=1) / len(differences) ** 0.5
        return bool(differences.mean() > needed * error)


TOPIC_OF = {
    "silent": "silent",
    "standing": "guessing",
    "slow": "guessing",
    "wild": "diverging",
    "not finite": "diverging",
}
"""Topic by the kind of `engine.training.dying.Setback`."""


def word_of(setback: dict[str, Any]) -> dict[str, Any]:
    """Returns the word of a setback, as `run.json` keeps it."""
    topic, rate = TOPIC_OF[setback["kind"]], setback["learning_rate"]
    layer, share = max(setback["silent"].items(), key=lambda item: item[1], default=(None, None))
    losses = {"loss": setback["loss"], "guessing_loss": setback["guessing_loss"]}
    units = {"layer": layer, "share": share}
    smaller = setback["next_learning_rate"]
    if smaller is not None:
        rates = {"learning_rate": smaller, "old_learning_rate": rate}
        return {"topic": "anew", "because": topic, **rates, **losses, **units}
    word = {"topic": topic, "learning_rate": rate, **losses}
    return word | units if topic == "silent" else word
