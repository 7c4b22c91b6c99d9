"""Does the net know its training images better than new ones, or does it not even know those?"""

from collections.abc import Mapping, Sequence

from convscope.engine.training.augmentation import stronger_augmentation
from convscope.insight.measures.statistics import (
    Difference,
    compare_shares,
    images_for_shares,
    p_at_most,
)
from convscope.insight.report.commands import report_command, train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding
from convscope.runs.results import Verdicts

SMALLEST_GAP = 0.02
"""Difference of two accuracies below which nobody changes a training, 0–1."""

PLANNED_GAP = 0.05
"""Difference that the number of images is planned for which is called enough to tell, 0–1."""

LOW_ACCURACY = 0.85
"""Accuracy on the training images below which the net has not learned even those, 0–1."""

RISEN = 0.1
"""Share by which the validation loss rose after its lowest point if that means something."""

LAST_PART = 0.25
"""Share of the epochs, the last ones, over which validation has to have risen."""

SEEN_MOST = 0.99
"""Accuracy on the training images above which a longer training has nothing left to learn, 0–1."""


def fit_findings(context: Context) -> list[Finding]:
    """Returns whether the net overfits, underfits, or was still learning when training ended."""
    return [_overfitting(context), _underfitting(context), *_unfinished(context)]


def generalization_gap(context: Context) -> Difference:
    """Returns by how much training accuracy lies above validation accuracy."""
    return _compare(context.subject.training, context.subject.validation)


def rise_of_loss(history: Sequence[Mapping[str, float]]) -> tuple[float, int]:
    """Returns by what share the validation loss rose after its lowest epoch, and that epoch from 1.

    Args:
        history: A row per epoch, with `val_loss`.
    """
    losses = [row["val_loss"] for row in history]
    lowest = min(range(len(losses)), key=losses.__getitem__)
    return losses[-1] / max(losses[lowest], 1e-9) - 1, lowest + 1


def late_rise(history: Sequence[Mapping[str, float]], num_images: int) -> Difference | None:
    """Returns by how much validation accuracy rose over the last quarter of the epochs.

    The two ends are taken as counts of different images, which is stricter than the truth: they
    are the same images, whose verdicts mostly stay.

    Args:
        history: A row per epoch, with `val_accuracy`.
        num_images: Validation images.

    Returns:
        None with fewer than four epochs.
    """
    if len(history) < 1 / LAST_PART:
        return None
    before = history[-1 - max(1, round(LAST_PART * len(history)))]["val_accuracy"]
    after = history[-1]["val_accuracy"]
    counts = round(after * num_images), round(before * num_images)
    return compare_shares(counts[0], num_images, counts[1], num_images)


def _overfitting(context: Context) -> Finding:
    words, subject = context.words, context.subject
    gap = generalization_gap(context)
    training, validation = subject.training.accuracy, subject.validation.accuracy
    number = len(subject.validation.labels)
    evidence = Evidence(
        number,
        gap.p_value,
        gap.estimate,
        gap.low,
        gap.high,
        gap.estimate > max(SMALLEST_GAP, (1 - training) / 2),
        images_for_shares(training, max(training - PLANNED_GAP, 0.0), TESTED_AT),
    )
    sentence = words(
        "learning.overfitting",
        training=words.percent(training),
        validation=words.percent(validation),
        points=words.points(gap.estimate),
        low=words.points(gap.low),
        high=words.points(gap.high),
    )
    record = subject.record
    used = record.recipe["augmentation"]
    wanted = stronger_augmentation(used, subject.prepared.data.image_shape)
    if wanted is not None:
        how, command = "augment", train_command(record, augment=wanted)
        if used != "none":
            how = "augment_more"
    else:
        how, command = "images", report_command(subject.folder.path, "--learning-curve")
    values = {"used": used, "wanted": wanted or ""}
    advice = Advice(
        words(f"advice.{how}", **values),
        words(f"advice.{how}.short", **values),
        sentence,
        (command,),
        "learning",
    )
    return Finding("overfitting", sentence, evidence, max(gap.estimate, 0.0) / 2, advice)


def _underfitting(context: Context) -> Finding:
    words, subject = context.words, context.subject
    verdicts = subject.training
    number, right = len(verdicts.labels), _num_right(verdicts)
    p_value = p_at_most(right, number, LOW_ACCURACY)
    evidence = Evidence(number, p_value, verdicts.accuracy, is_large=True)
    sentence = words(
        "learning.underfitting",
        training=words.percent(verdicts.accuracy),
        validation=words.percent(subject.validation.accuracy),
    )
    is_best = subject.record.recipe["name"] == "best"
    how = "larger_net" if is_best else "best_recipe"
    changes = {} if is_best else {"recipe": "best", "net": "auto"}
    command = train_command(subject.record, **changes)
    advice = Advice(
        words(f"advice.{how}"),
        words(f"advice.{how}.short"),
        sentence,
        () if is_best else (command,),
        "learning",
    )
    return Finding("underfitting", sentence, evidence, max(1 - verdicts.accuracy, 0.0) / 2, advice)


def _unfinished(context: Context) -> list[Finding]:
    """Returns whether longer training is worth it: validation still rose, and there is room."""
    words, subject, record = context.words, context.subject, context.subject.record
    number = len(subject.validation.labels)
    rise = late_rise(subject.history, number)
    if rise is None:
        return []
    training = subject.training.accuracy
    is_last = int(record.results["best_epoch"]) > (1 - LAST_PART) * len(subject.history)
    has_room = is_last and training < SEEN_MOST
    evidence = Evidence(
        number, rise.p_value, rise.estimate, rise.low, rise.high, has_room and rise.estimate > 0
    )
    sentence = words(
        "learning.unfinished",
        rise=words.points(rise.estimate),
        low=words.points(rise.low),
        high=words.points(rise.high),
        training=words.percent(training),
        validation=words.percent(subject.validation.accuracy),
    )
    epochs = 2 * int(record.results["epochs"])
    advice = Advice(
        words("advice.longer", epochs=epochs),
        words("advice.longer.short", epochs=epochs),
        sentence,
        (train_command(record, epochs=epochs),),
        "learning",
    )
    at_stake = max(min(rise.estimate, 1 - training), 0.0) / 2
    return [Finding("unfinished", sentence, evidence, at_stake, advice)]


def honesty_finding(context: Context) -> Finding | None:
    """Returns whether validation images are easier than test images; None without test images."""
    subject, words = context.subject, context.words
    test, validation = subject.test, subject.validation
    if test is None:
        return None
    gap = _compare(validation, test)
    evidence = Evidence(
        min(len(test.labels), len(validation.labels)),
        gap.p_value,
        gap.estimate,
        gap.low,
        gap.high,
        gap.estimate >= SMALLEST_GAP,
        images_for_shares(
            validation.accuracy, max(validation.accuracy - PLANNED_GAP, 0.0), TESTED_AT
        ),
    )
    sentence = words(
        "learning.optimistic",
        validation=words.percent(validation.accuracy),
        test=words.percent(test.accuracy),
        points=words.points(gap.estimate),
        low=words.points(gap.low),
        high=words.points(gap.high),
    )
    advice = Advice(
        words("advice.own_validation"),
        words("advice.own_validation.short"),
        sentence,
        (),
        "learning",
    )
    return Finding("honesty", sentence, evidence, max(gap.estimate, 0.0), advice)


def _compare(first: Verdicts, second: Verdicts) -> Difference:
    numbers = len(first.labels), len(second.labels)
    return compare_shares(_num_right(first), numbers[0], _num_right(second), numbers[1])


def _num_right(verdicts: Verdicts) -> int:
    return int((verdicts.predicted == verdicts.labels).sum())
