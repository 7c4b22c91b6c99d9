"""Whether probabilities and labels can be believed."""

from convscope.data.quality.label_noise import LabelNoise
from convscope.insight.measures.calibration import Calibration
from convscope.insight.measures.confidence import ConfidenceTest
from convscope.insight.measures.statistics import images_for_estimate, images_for_share
from convscope.insight.report.context import Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding

MISCALIBRATED = 0.02
"""Difference of confidence and share right that is worth mending, 0–1."""

PLANNED_DIFFERENCE = 0.05
"""Difference that the number of images is planned for which is called enough to tell, 0–1."""

NOTABLE_LABELS = 0.01
"""Share of wrong labels from which they are worth a finding; fewer are only listed, 0–1."""

FEWEST_LABELS = 3
"""Listed labels from which they are worth a finding."""

PLANNED_LABELS = 0.05
"""Share of wrong labels that the number of images is planned for which is called enough, 0–1."""


def calibration_finding(context: Context, found: ConfidenceTest, result: Calibration) -> Finding:
    """Returns whether the net is more, or less, sure than it is right.

    Args:
        context: The run and the reader's language.
        found: Confidence and share right on the images that are judged.
        result: The same at the temperature that was fitted on validation images.
    """
    words = context.words
    share = max(found.confidence - PLANNED_DIFFERENCE, 0.0)
    evidence = Evidence(
        found.num_images,
        found.p_value,
        found.confidence - found.accuracy,
        found.confidence - found.high,
        found.confidence - found.low,
        found.excess >= MISCALIBRATED,
        images_for_share(share, found.confidence, TESTED_AT / 4),  # two tests, two directions
    )
    sentence = words(
        f"calibration.{found.way}",
        confidence=words.percent(found.confidence),
        accuracy=words.percent(found.accuracy),
        low=words.percent(found.low),
        high=words.percent(found.high),
        error=words.percent(found.error),
        chance=words.percent(found.chance_error),
        split=context.split,
    )
    advice = None
    if _temperature_helps(found, result):
        temperature = f"{result.temperature:.2f}"
        advice = Advice(
            words("advice.temperature", temperature=temperature),
            words("advice.temperature.short", temperature=temperature),
            sentence,
            (),
            "calibration",
        )
    return Finding("calibration", sentence, evidence, 0.0, advice)


def _temperature_helps(found: ConfidenceTest, result: Calibration) -> bool:
    """Returns whether the temperature goes the same way as the finding, and mends what it says."""
    ways = {"too_sure": result.temperature > 1, "too_unsure": result.temperature < 1}
    return ways.get(found.way, True) and result.after.loss < result.before.loss


def labels_finding(
    context: Context, split: str, noise: LabelNoise, num_listed: int, num_expected: float
) -> Finding:
    """Returns whether labels are wrong, beyond what images that are hard to judge explain.

    Args:
        context: The run and the reader's language.
        split: Where they lie.
        noise: How many labels are wrong.
        num_listed: How many are listed: each is more likely wrong than right.
        num_expected: How many of these are wrong, as far as the evidence goes.
    """
    words, number = context.words, len(noise.chances)
    sentence = words(
        "labels.found",
        share=words.percent(noise.share),
        low=words.percent(noise.low),
        high=words.percent(noise.high),
        total=words.count("image", number),
        split=words(f"split.{split}"),
        number=f"{num_listed:,}",
        expected=f"{num_expected:,.0f}",
    )
    evidence = Evidence(
        number,
        noise.p_value,
        noise.share,
        noise.low,
        noise.high,
        noise.share >= NOTABLE_LABELS and num_listed >= FEWEST_LABELS,
        images_for_estimate(number, noise.high - noise.share, PLANNED_LABELS, TESTED_AT),
    )
    advice = Advice(
        words("advice.labels"), words("advice.labels.short"), sentence, (), f"labels-{split}"
    )
    kind = "labels_train" if split == "train" else "labels_judged"
    return Finding(kind, sentence, evidence, noise.share, advice)
