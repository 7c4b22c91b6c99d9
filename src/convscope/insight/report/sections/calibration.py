"""Whether a confidence of 90 % means 90 % right."""

from convscope.insight.measures.calibration import calibrate
from convscope.insight.measures.confidence import compare_confidence
from convscope.insight.report.charts import reliability_chart
from convscope.insight.report.context import Content, Context, Unavailable
from convscope.insight.report.rules.trust import calibration_finding
from convscope.insight.report.section_blocks import Chart, Paragraph


def write_calibration(context: Context) -> Content:
    """Returns the section on confidence and accuracy.

    Raises:
        Unavailable: There are no test images, or every class has a probability of its own.
    """
    words, subject = context.words, context.subject
    if subject.test is None:
        raise Unavailable(words("calibration.no_test"))
    if subject.classifier.is_sigmoid:
        raise Unavailable(words("calibration.sigmoid"))
    result = calibrate(subject.test, subject.validation)
    found = compare_confidence(subject.test.probabilities, subject.test.labels)
    values = {
        "confidence": words.percent(found.confidence),
        "accuracy": words.percent(found.accuracy),
        "low": words.percent(found.low),
        "high": words.percent(found.high),
        "chance": words.percent(found.chance_error),
        "before": words.percent(result.before.error),
        "after": words.percent(result.after.error),
        "temperature": f"{result.temperature:.2f}",
    }
    texts = {
        "before": words("calibration.before", error=values["before"]),
        "after": words("calibration.after", **values),
        "confidence": words("calibration.confidence"),
        "accuracy": words("calibration.accuracy", split=context.split),
        "ideal": words("calibration.ideal"),
    }
    chart = Chart(
        reliability_chart(result, texts),
        words("calibration.caption"),
        context.basis(unit="percent"),
    )
    is_useful = result.after.loss < result.before.loss
    meaning = words(
        "calibration.meaning" if is_useful else "calibration.useless",
        temperature=values["temperature"],
        images=words.count("image", len(subject.validation.labels)),
        loss_before=f"{result.before.loss:.3f}",
        loss_after=f"{result.after.loss:.3f}",
    )
    blocks = (
        Paragraph(
            words("calibration.errors" if is_useful else "calibration.errors_only", **values)
        ),
        chart,
        Paragraph(meaning, is_note=True),
    )
    finding = calibration_finding(context, found, result)
    return Content(words("calibration.lead", **values), blocks, [finding])
