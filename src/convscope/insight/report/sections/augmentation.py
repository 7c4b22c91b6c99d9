"""What augmentation buys: the same training with and without it."""

from convscope.engine.training.augmentation import NO_AUGMENTATION
from convscope.insight.measures.ablation import Ablation, ablate_augmentation
from convscope.insight.measures.statistics import Difference, images_for_pairs
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Content, Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding
from convscope.insight.report.section_blocks import Cell, Table

BUDGET_S = 600.0
"""Time for both trainings together, in s."""

PLANNED_GAIN = 0.05
"""Gain that the number of images is planned for which is called enough to tell, 0–1."""


def write_augmentation(context: Context) -> Content:
    """Returns the section on the training with and without augmentation."""
    words = context.words
    result = ablate_augmentation(context.subject.prepared, budget_s=BUDGET_S)
    gain = result.comparison
    lead = words("augmentation.unclear", **_values(context, result))
    rows = []
    for name, training in (("without", result.without), ("with", result.with_augmentation)):
        texts = (
            words(f"augmentation.{name}", name=result.augmentation),
            words.percent(training.accuracy, 5000),
            words.percent(training.train_accuracy, 5000),
            f"{training.epochs}",
            f"{training.seconds:.0f} s",
        )
        rows.append(tuple(Cell(text) for text in texts))
    columns = ("way", "validation", "train", "epochs", "time")
    head = tuple(words(f"augmentation.head.{name}") for name in columns)
    basis = context.basis(result.num_validation, "validation", "percent")
    table = Table(head, tuple(rows), words("augmentation.caption"), basis)
    return Content(lead, (table,), [_finding(context, result, gain)])


def _values(context: Context, result: Ablation) -> dict[str, str]:
    points, gain = context.words.points, result.comparison
    return {
        "name": result.augmentation,
        "points": points(gain.estimate),
        "low": points(gain.low),
        "high": points(gain.high),
    }


def _finding(context: Context, result: Ablation, gain: Difference) -> Finding:
    words, record = context.words, context.subject.record
    used = record.recipe["augmentation"] != NO_AUGMENTATION
    helps = gain.estimate > 0
    sentence = words(
        "augmentation.helps" if helps else "augmentation.harms", **_values(context, result)
    )
    advice = None
    if helps != used:
        key = "advice.augment" if helps else "advice.plain"
        command = train_command(record, augment=result.augmentation if helps else NO_AUGMENTATION)
        advice = Advice(words(key), words(f"{key}.short"), sentence, (command,), "augmentation")
    evidence = Evidence(
        result.num_validation,
        result.p_value,
        gain.estimate,
        gain.low,
        gain.high,
        num_needed=images_for_pairs(PLANNED_GAIN, 2 * PLANNED_GAIN, TESTED_AT / 2),
    )
    return Finding("augmentation", sentence, evidence, abs(gain.estimate), advice)
