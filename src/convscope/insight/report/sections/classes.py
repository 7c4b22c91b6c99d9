"""How well each class is found."""

from convscope.insight.measures.per_class import ClassScores, score_classes
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.classes import class_finding
from convscope.insight.report.section_blocks import Cell, Table

WEAK = 0.05
"""A value this far below the best one is tinted fully, 0–1, unless a worse one exists."""


def write_classes(context: Context) -> Content:
    """Returns the section on precision, recall and AUC of every class."""
    words, subject = context.words, context.subject
    scores = score_classes(subject.judged, subject.judged_split)
    weakest = min((c for c in scores.classes if c.num_images), key=lambda c: c.recall)
    finding = class_finding(context)
    lead = words(
        "classes.even",
        name=weakest.name,
        recall=words.percent(weakest.recall),
        images=words.count("image", weakest.num_images),
        accuracy=words.percent(subject.judged.accuracy),
    )
    head = tuple(
        words(f"classes.head.{n}") for n in ("name", "n", "precision", "recall", "f1", "auc")
    )
    lowest = min(value for c in scores.classes for value in (c.precision, c.recall, 1.0))
    span = max(1 - lowest, WEAK)
    rows = tuple(_row(context, c, span) for c in sorted(scores.classes, key=lambda c: c.f1))
    table = Table(head, rows, words("classes.caption"), context.basis(unit="percent"))
    return Content(lead, (table,), [finding] if finding else [])


def _row(context: Context, scores: ClassScores, span: float) -> tuple[Cell, ...]:
    values = (scores.precision, scores.recall, scores.f1)
    cells = [Cell(scores.name), Cell(f"{scores.num_images:,}")]
    for value in values:
        tint = 0.0 if value != value else (1 - value) / span
        cells.append(Cell(context.words.percent(value), tint, "wrong"))
    auc = "–" if scores.auc != scores.auc else f"{scores.auc:.4f}"
    return (*cells, Cell(auc))
