"""What happens when images are moved, turned, scaled or spoilt."""

from convscope.insight.measures.robustness import Robustness, measure_robustness
from convscope.insight.report.blocks import Cell, Chart, Paragraph, Table
from convscope.insight.report.charts import robustness_chart
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.robustness import (
    MILD,
    accuracy_at,
    robustness_findings,
    unharmed_shift,
)

STRONG = {
    "shift": (4.0,),
    "turn": (40.0,),
    "scale": (0.7, 1.3),
    "blur": (2.0,),
    "noise": (0.3,),
    "brightness": (-0.4, 0.4),
    "contrast": (0.25, 2.0),
}
"""Strengths that a reader would notice at once."""


def write_robustness(context: Context) -> Content:
    """Returns the section on moved, turned, scaled and spoilt images."""
    words, subject = context.words, context.subject
    result = measure_robustness(
        subject.classifier,
        subject.judged_images,
        sample=context.effort.robustness,
        split=subject.judged_split,
    )
    names = [curve.name for curve in result.curves]
    texts = {name: words(f"disturbance.{name}") for name in names}
    texts |= {f"unit.{name}": words(f"unit.{name}") for name in names}
    findings = robustness_findings(context, result)
    blocks = (
        Paragraph(_translation(context, result)),
        Chart(
            robustness_chart(result, texts),
            words("robustness.caption"),
            context.basis(result.num_images, unit="percent"),
        ),
        _table(context, result),
    )
    lead = words("robustness.steady", before=words.percent(result.accuracy))
    return Content(findings[0].sentence if findings else lead, blocks, findings)


def _translation(context: Context, result: Robustness) -> str:
    """Returns how far an image may be moved, and why no farther."""
    words = context.words
    curve = next(curve for curve in result.curves if curve.name == "shift")
    farthest = unharmed_shift(result, curve)
    far = curve.strengths[-1]
    values = {
        "pixels": f"{farthest:g}",
        "before": words.percent(result.accuracy),
        "two": words.percent(accuracy_at(curve, 2)),
        "far": f"{far:g}",
        "at_far": words.percent(accuracy_at(curve, far)),
    }
    key = "all" if farthest == far else "some" if farthest else "none"
    found = words(f"robustness.translation.{key}", **values)
    has_flatten = any(layer.kind == "Flatten" for layer in context.subject.classifier.layers)
    why = words("robustness.flatten" if has_flatten else "robustness.no_flatten")
    return words("join.sentences", first=found, second=why)


def _table(context: Context, result: Robustness) -> Table:
    words = context.words
    rows = []
    for curve in result.curves:
        cells = [Cell(words(f"disturbance.{curve.name}"))]
        for strengths in (MILD[curve.name], STRONG[curve.name]):
            shown = " · ".join(f"{strength:g}" for strength in strengths)
            lowest = min(accuracy_at(curve, strength) for strength in strengths)
            lost = max(result.accuracy - lowest, 0.0)
            cells.append(Cell(f"{shown} {words(f'unit.{curve.name}')}"))
            cells.append(Cell(words.percent(lowest), min(lost / 0.5, 1.0), "wrong"))
        rows.append(tuple(cells))
    head = tuple(words(f"robustness.head.{n}") for n in ("name", "mild", "at", "strong", "at"))
    basis = context.basis(result.num_images, unit="percent")
    return Table(head, tuple(rows), words("robustness.table"), basis)
