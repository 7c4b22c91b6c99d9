"""What happens when images are moved, turned, scaled or spoilt."""

from convscope.insight.measures.robustness import Robustness, measure_robustness
from convscope.insight.report.charts import robustness_chart
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.robustness import (
    HARMED,
    MILD,
    SPOILT,
    loss_at,
    robustness_findings,
)
from convscope.insight.report.section_blocks import Cell, Chart, Paragraph, Table
from convscope.insight.report.tables import CHANGED_BY_SHIFT, changed_rows

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
        Paragraph(_method(context, result), is_note=True),
    )
    lead = words(
        "robustness.steady",
        before=words.percent(result.accuracy),
        shift=f"{100 * HARMED['shift']:g}",
        turn=f"{100 * HARMED['turn']:g}",
        light=f"{100 * SPOILT:g}",
    )
    tables = {CHANGED_BY_SHIFT: changed_rows(context, result)}
    return Content(lead, blocks, findings, tables)


def _translation(context: Context, result: Robustness) -> str:
    """Returns what moves cost, measured, and why."""
    words = context.words
    curve = next(curve for curve in result.curves if curve.name == "shift")
    values: dict[str, str] = {"before": words.percent(result.accuracy)}
    for name, pixels in (("one", 1.0), ("two", 2.0), ("far", curve.strengths[-1])):
        loss = curve.losses[curve.strengths.index(pixels)]
        values[name] = words.percent(result.accuracy - loss.estimate)
        values[f"{name}_low"] = words.points(loss.low)
        values[f"{name}_high"] = words.points(loss.high)
    found = words("robustness.translation", pixels=f"{curve.strengths[-1]:g}", **values)
    has_flatten = any(layer.facts.flattens for layer in context.subject.classifier.layers)
    why = words("robustness.flatten" if has_flatten else "robustness.no_flatten")
    return words("join.sentences", first=found, second=why)


def _method(context: Context, result: Robustness) -> str:
    """Returns how images were moved, turned and scaled, and what that costs by itself."""
    words = context.words
    how = {}
    for curve in result.curves:
        if curve.control is not None:
            how[curve.name] = words(
                f"robustness.method.{curve.name}.{curve.kernel}",
                loss=words.points(curve.control.estimate),
                low=words.points(curve.control.low),
                high=words.points(curve.control.high),
            )
    return words("robustness.method", turned=how["turn"], scaled=how["scale"])


def _table(context: Context, result: Robustness) -> Table:
    words = context.words
    rows = []
    for curve in result.curves:
        name, unit = words(f"disturbance.{curve.name}"), words(f"unit.{curve.name}")
        cells = [Cell(words("robustness.change", name=name, unit=unit))]
        for strengths in (MILD[curve.name], STRONG[curve.name]):
            shown = " · ".join(f"{strength:g}".replace("-", "−") for strength in strengths)
            losses = [loss for s in strengths if (loss := loss_at(curve, s)) is not None]
            worst = max(losses, key=lambda loss: loss.estimate)
            tint = min(max(worst.estimate, 0.0) / 0.5, 1.0)
            span = f"{words.points(worst.low)} – {words.points(worst.high)}"
            cells.append(Cell(shown))
            cells.append(Cell(words.percent(result.accuracy - worst.estimate), tint, "wrong"))
            cells.append(Cell(span))
        rows.append(tuple(cells))
    head = tuple(
        words(f"robustness.head.{n}")
        for n in ("name", "mild", "at", "lost", "strong", "at", "lost")
    )
    basis = context.basis(result.num_images, unit="percent")
    return Table(head, tuple(rows), words("robustness.table"), basis)
