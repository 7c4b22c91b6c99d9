"""How accuracy grows with the number of training images: whether more would help."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convscope.data import Split
from convscope.errors import ConvscopeError
from convscope.insight.measures.short_training import ShortTraining, train_briefly
from convscope.runs.preparation import Prepared

SHARES = (0.1, 0.2, 0.5, 1.0)
"""Shares of the training images that are trained on."""


@dataclass(frozen=True)
class LearningCurve:
    """Accuracy by number of training images.

    Attributes:
        trainings: One per number of images, rising.
        num_validation: Validation images that all were judged on.
        notes: What the trainings have in common, and whether time ran out.
    """

    trainings: tuple[ShortTraining, ...]
    num_validation: int
    notes: tuple[str, ...]

    @property
    def summary(self) -> str:
        """What more images brought, in a sentence."""
        first, last = self.trainings[0], self.trainings[-1]
        return (
            f"{100 * first.accuracy:.1f} % of {self.num_validation:,} validation images are right "
            f"after training on {first.num_train:,} images, {100 * last.accuracy:.1f} % after "
            f"{last.num_train:,}."
        )


def measure_learning_curve(
    prepared: Prepared,
    shares: Sequence[float] = SHARES,
    *,
    epochs: int | None = None,
    budget_s: float | None = None,
) -> LearningCurve:
    """Trains anew on growing parts of the training images.

    All trainings take the same number of steps as far as whole epochs allow, so that what
    differs is the images and not the length of the training.

    Args:
        prepared: What `runs.preparation.prepare` returned.
        shares: Above 0, at most 1.
        epochs: Epochs of the training on all images; None takes the recipe's.
        budget_s: Time for all trainings together, in s; each gets the same part of it.

    Raises:
        ConvscopeError: A share is out of range.
    """
    if not shares or not all(0 < share <= 1 for share in shares):
        raise ConvscopeError(
            f"Received the shares {list(shares)}.",
            "Expected shares above 0, at most 1.",
            "Leave them out for 0.1, 0.2, 0.5 and 1.",
        )
    whole = prepared.recipe.epochs if epochs is None else epochs
    each = None if budget_s is None else budget_s / len(shares)
    trainings = [
        train_briefly(
            prepared,
            part(prepared.train, share, prepared.settings.seed),
            epochs=max(1, round(whole / share)),
            budget_s=each,
        )
        for share in sorted(shares)
    ]
    notes = ["Every training begins with the same weights and takes about as many steps."]
    if any(training.was_cut for training in trainings):
        notes.append(
            f"Time ran out before the last epoch of some trainings (budget {budget_s:.0f} s)."
        )
    return LearningCurve(tuple(trainings), len(prepared.validation), tuple(notes))


def part(split: Split, share: float, seed: int) -> Split:
    """Returns a share of every class, at least one image of each, in the order of the images.

    Args:
        split: The images.
        share: Above 0, at most 1.
        seed: Smaller parts lie in larger ones of the same seed.
    """
    random = np.random.default_rng([seed, 0x9A27])
    chosen = []
    for label in np.unique(split.labels):
        members = random.permutation(np.flatnonzero(split.labels == label))
        chosen.append(members[: max(1, round(len(members) * share))])
    indices = np.sort(np.concatenate(chosen))
    files = None if split.files is None else tuple(split.files[i] for i in indices)
    return Split(split.images[indices], split.labels[indices], files)
