"""Whether probabilities and labels can be believed."""

from convscope.insight.measures.calibration import Calibration
from convscope.insight.measures.wrong_labels import WrongLabels
from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding

MISCALIBRATED = 0.02
"""Expected calibration error that is worth mending, 0–1."""

HELPS = 0.7
"""Share of the error that may be left if temperature scaling is worth it, 0–1."""


def calibration_finding(context: Context, result: Calibration) -> Finding | None:
    """Returns a finding if confidence and accuracy differ."""
    if result.before.error < MISCALIBRATED:
        return None
    words = context.words
    way = "too_sure" if result.temperature > 1 else "too_unsure"
    sentence = words(
        f"calibration.{way}",
        error=words.percent(result.before.error),
        after=words.percent(result.after.error),
        temperature=f"{result.temperature:.2f}",
    )
    advice = None
    if result.after.error < HELPS * result.before.error:
        temperature = f"{result.temperature:.2f}"
        advice = Advice(
            words("advice.temperature", temperature=temperature),
            words("advice.temperature.short", temperature=temperature),
            sentence,
            (),
            "calibration",
        )
    return Finding("calibration", min(0.2 + result.before.error, 0.6), sentence, advice)


def labels_finding(context: Context, result: WrongLabels, split: str) -> Finding | None:
    """Returns a finding if some labels look wrong."""
    if not result.num_suspects:
        return None
    words = context.words
    sentence = words(
        "labels.found",
        number=f"{result.num_suspects:,}",
        total=words.count("image", result.num_images),
        split=words(f"split.{split}"),
    )
    advice = Advice(
        words("advice.labels"), words("advice.labels.short"), sentence, (), f"labels-{split}"
    )
    return Finding(f"labels-{split}", 0.18, sentence, advice)
