"""Whether more images would help: the same training on parts of the images."""

from convscope.insight.measures.learning_curve import LearningCurve, measure_learning_curve
from convscope.insight.report.blocks import Chart, Paragraph
from convscope.insight.report.charts import images_chart
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Content, Context
from convscope.insight.report.findings import Advice, Finding

BUDGET_S = 600.0
"""Time for all trainings together, in s."""

STILL_RISING = 0.01
"""Gain of the last step that promises more from more images, 0–1."""


def write_more_images(context: Context) -> Content:
    """Returns the section on accuracy by number of training images."""
    words, subject = context.words, context.subject
    result = measure_learning_curve(subject.prepared, budget_s=BUDGET_S)
    half, whole = result.trainings[-2:]
    gain = whole.accuracy - half.accuracy
    values = {
        "half": words.count("image", half.num_train),
        "whole": words.count("image", whole.num_train),
        "before": words.percent(half.accuracy),
        "after": words.percent(whole.accuracy),
        "points": f"{100 * gain:+.1f}",
    }
    helps = gain > STILL_RISING
    lead = words("more_images.rising" if helps else "more_images.flat", **values)
    texts = {
        "training": words("chart.training"),
        "validation": words("chart.validation"),
        "images": words("more_images.axis"),
    }
    basis = context.basis(result.num_validation, "validation", "percent")
    blocks = [Chart(images_chart(result, texts), words("more_images.caption"), basis)]
    notes = words("more_images.note")
    if any(training.was_cut for training in result.trainings):
        notes = words(
            "join.sentences", first=notes, second=words("more_images.cut", seconds=f"{BUDGET_S:g}")
        )
    finding = _finding(context, result, lead) if helps else None
    return Content(lead, (*blocks, Paragraph(notes, is_note=True)), [finding] if finding else [])


def _finding(context: Context, result: LearningCurve, lead: str) -> Finding:
    words, subject = context.words, context.subject
    advice = Advice(
        words("advice.collect"),
        words("advice.collect.short"),
        lead,
        (train_command(subject.record),),
        "more_images",
    )
    gain = result.trainings[-1].accuracy - result.trainings[-2].accuracy
    return Finding("more_images", min(0.35 + 2 * gain, 0.7), lead, advice)
