"""Does the net know its training images better than new ones, or does it not even know those?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convscope.engine.training.augmentation import NO_AUGMENTATION, suggest_augmentation
from convscope.insight.report.commands import report_command, train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding
from convscope.insight.report.statistics import differ

SMALLEST_GAP = 0.02
"""Difference of two accuracies below which nobody changes a training, 0–1."""

LOW_ACCURACY = 0.85
"""Accuracy on the training images below which the net has not learned even those, 0–1."""

STILL_FALLING = 0.05
"""Share by which the loss fell in the last fifth of a training that ended too early."""

RISEN = 0.1
"""Share by which the validation loss rose after its lowest point if that means something."""

ENOUGH = 0.995
"""Validation accuracy above which longer training is no longer worth advising, 0–1."""


@dataclass(frozen=True)
class Fit:
    """How well the net suits its training images and new ones.

    Attributes:
        state: `overfitting`, `underfitting`, `unfinished` or `good`.
        training: Accuracy on training images as they are, with the weights that were kept, 0–1.
        validation: Accuracy on validation images, 0–1.
        rise: How far the validation loss rose after its lowest point, as a share of it.
        lowest_epoch: The epoch with the lowest validation loss, from 1.
    """

    state: str
    training: float
    validation: float
    rise: float
    lowest_epoch: int

    @property
    def gap(self) -> float:
        """Training minus validation accuracy, −1 to 1."""
        return self.training - self.validation


def judge_fit(
    training: float,
    num_training: int,
    validation: float,
    num_validation: int,
    history: Sequence[Mapping[str, float]],
) -> Fit:
    """Returns how well the net suits its training images and new ones.

    Args:
        training: Accuracy on training images, 0–1.
        num_training: How many were judged.
        validation: Accuracy on validation images, 0–1.
        num_validation: How many were judged.
        history: A row per epoch, with `val_loss`.
    """
    losses = [row["val_loss"] for row in history]
    lowest = min(range(len(losses)), key=losses.__getitem__)
    rise = losses[-1] / max(losses[lowest], 1e-9) - 1
    gap = training - validation
    is_apart = gap > SMALLEST_GAP and differ(training, num_training, validation, num_validation)
    state = "good"
    if is_apart and gap > (1 - training) / 2:
        state = "overfitting"
    elif _still_falls(losses) and validation < ENOUGH:
        state = "unfinished"
    elif training < LOW_ACCURACY:
        state = "underfitting"
    return Fit(state, training, validation, rise, lowest + 1)


def _still_falls(losses: Sequence[float]) -> bool:
    """Returns whether the last epoch is the best, and clearly better than a fifth earlier."""
    before = losses[: -max(1, len(losses) // 5)]
    falls = bool(before) and losses[-1] < (1 - STILL_FALLING) * min(before)
    return falls and losses[-1] == min(losses)


def fit_finding(context: Context, fit: Fit) -> Finding | None:
    """Returns what to know and to do about a net's fit; None for a good one."""
    if fit.state == "good":
        return None
    words, record = context.words, context.subject.record
    values = {
        "training": words.percent(fit.training),
        "validation": words.percent(fit.validation),
        "points": f"{100 * fit.gap:.1f}",
    }
    sentence = words(f"learning.{fit.state}", **values)
    epochs = int(record.results["epochs"])
    how, command = "longer", train_command(record, epochs=2 * epochs)
    if fit.state == "overfitting":
        fitting = suggest_augmentation(context.subject.prepared.data.image_shape)
        if record.recipe["augmentation"] == NO_AUGMENTATION:
            how, command = "augment", train_command(record, augment=fitting)
        else:
            how = "images"
            command = report_command(context.subject.folder.path, "--learning-curve")
    weight = {"overfitting": 0.5 + fit.gap, "underfitting": 0.8, "unfinished": 0.45}[fit.state]
    advice = Advice(
        words(f"advice.{how}", epochs=2 * epochs),
        words(f"advice.{how}.short", epochs=2 * epochs),
        sentence,
        (command,),
        "learning",
    )
    return Finding("fit", min(weight, 0.95), sentence, advice)


def honesty_finding(context: Context) -> Finding | None:
    """Returns a finding if validation images are much easier than test images."""
    subject, words = context.subject, context.words
    test, validation = subject.test, subject.validation
    if test is None:
        return None
    gap = validation.accuracy - test.accuracy
    numbers = len(validation.labels), len(test.labels)
    if gap < SMALLEST_GAP or not differ(validation.accuracy, numbers[0], test.accuracy, numbers[1]):
        return None
    sentence = words(
        "learning.optimistic",
        validation=words.percent(validation.accuracy),
        test=words.percent(test.accuracy),
        points=f"{100 * gap:.1f}",
    )
    advice = Advice(
        words("advice.own_validation"),
        words("advice.own_validation.short"),
        sentence,
        (),
        "leakage",
    )
    return Finding("honesty", min(0.6 + gap, 0.9), sentence, advice)
