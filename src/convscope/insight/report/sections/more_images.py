"""Whether more images would help: the same training on parts of the images."""

from convscope.insight.measures.learning_curve import measure_learning_curve
from convscope.insight.measures.statistics import (
    Difference,
    compare_pairs,
    images_for_pairs,
)
from convscope.insight.report.charts import images_chart
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Content, Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding
from convscope.insight.report.section_blocks import Chart, Paragraph

BUDGET_S = 600.0
"""Time for all trainings together, in s."""

STILL_RISING = 0.01
"""Gain of the last step that promises something worth having from more images, 0–1."""

PLANNED_GAIN = 0.05
"""Gain that the number of images is planned for which is called enough to tell, 0–1."""


def write_more_images(context: Context) -> Content:
    """Returns the section on accuracy by number of training images."""
    words, subject = context.words, context.subject
    result = measure_learning_curve(subject.prepared, budget_s=BUDGET_S)
    half, whole = result.trainings[-2:]
    gain = compare_pairs(whole.is_right, half.is_right)
    values = {
        "half": words.count("image", half.num_train),
        "whole": words.count("image", whole.num_train),
        "before": words.percent(half.accuracy),
        "after": words.percent(whole.accuracy),
        "points": words.points(gain.estimate),
        "low": words.points(gain.low),
        "high": words.points(gain.high),
    }
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
    finding = _finding(context, gain, result.num_validation, words("more_images.rising", **values))
    flat = words("more_images.flat", **values)
    return Content(flat, (*blocks, Paragraph(notes, is_note=True)), [finding])


def _finding(context: Context, gain: Difference, num_images: int, sentence: str) -> Finding:
    words, subject = context.words, context.subject
    advice = Advice(
        words("advice.collect"),
        words("advice.collect.short"),
        sentence,
        (train_command(subject.record),),
        "more_images",
    )
    evidence = Evidence(
        num_images,
        gain.p_value,
        gain.estimate,
        gain.low,
        gain.high,
        gain.estimate >= STILL_RISING,
        images_for_pairs(PLANNED_GAIN, 2 * PLANNED_GAIN, TESTED_AT),
    )
    return Finding("more_images", sentence, evidence, max(gain.estimate, 0.0), advice)
