"""What augmentation buys: the same training with and without it."""

from convscope.insight.measures.ablation import ablate_augmentation
from convscope.insight.report.blocks import Cell, Table
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Content, Context
from convscope.insight.report.findings import Advice, Finding

BUDGET_S = 600.0
"""Time for both trainings together, in s."""


def write_augmentation(context: Context) -> Content:
    """Returns the section on the training with and without augmentation."""
    words, record = context.words, context.subject.record
    result = ablate_augmentation(context.subject.prepared, budget_s=BUDGET_S)
    is_sure = abs(result.gain) > 2 * result.standard_error
    way = ("helps" if result.gain > 0 else "harms") if is_sure else "unclear"
    lead = words(
        f"augmentation.{way}",
        name=result.augmentation,
        points=f"{100 * result.gain:+.2f}",
        error=f"{100 * result.standard_error:.2f}",
    )
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
    used = record.recipe["augmentation"] != "none"
    findings = []
    if way != "unclear" and (way == "helps") != used:
        name = result.augmentation if way == "helps" else "none"
        key = "advice.augment" if way == "helps" else "advice.plain"
        command = train_command(record, augment=name)
        advice = Advice(words(key), words(f"{key}.short"), lead, (command,), "augmentation")
        findings.append(Finding("fit", 0.6, lead, advice))
    return Content(lead, (table,), findings)
