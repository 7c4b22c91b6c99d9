"""What the curves say about moved, turned, scaled and spoilt images."""

from convscope.engine.training.augmentation import augmentation_against
from convscope.insight.measures.robustness import Curve, Robustness
from convscope.insight.measures.statistics import Difference, images_for_pairs
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding

HARMED = {"shift": 0.02, "turn": 0.05, "scale": 0.05}
"""Loss of accuracy under a mild change above which the whole interval has to lie, 0–1."""

SPOILT = 0.1
"""The same under a mild change of light or sharpness."""

PLANNED_LOSS = 0.1
"""Loss that the number of images is planned for which is called enough to tell, 0–1."""

IN_USE = 0.1
"""Share of images in use that are taken to be changed in some way; nobody knows it."""

MILD: dict[str, tuple[float, ...]] = {
    "shift": (2,),
    "turn": (20,),
    "scale": (0.8, 1.2),
    "blur": (1,),
    "noise": (0.1,),
    "brightness": (-0.2, 0.2),
    "contrast": (0.5, 1.5),
}
"""Strengths that a reader would not call a change of the image's content."""


def loss_at(curve: Curve, strength: float) -> Difference | None:
    """Returns by how much accuracy fell at a strength; None if it was not measured."""
    if strength not in curve.strengths:
        return None
    return curve.losses[curve.strengths.index(strength)]


def robustness_findings(context: Context, result: Robustness) -> list[Finding]:
    """Returns whether moves, turns and scalings do harm, and whether light and sharpness do."""
    found = []
    for kind in ("moved", "spoilt"):
        mild = [
            (curve, strength, loss)
            for curve in result.curves
            if (curve.name in HARMED) == (kind == "moved")
            for strength in MILD.get(curve.name, ())
            if (loss := loss_at(curve, strength)) is not None
        ]
        if mild:
            found.append(_finding(context, result, kind, mild))
    return found


def _finding(
    context: Context,
    result: Robustness,
    kind: str,
    mild: list[tuple[Curve, float, Difference]],
) -> Finding:
    """Returns the worst of several mild changes, corrected for having been chosen."""
    curve, strength, loss = max(mild, key=lambda m: m[2].low - HARMED.get(m[0].name, SPOILT))
    size = HARMED.get(curve.name, SPOILT)
    level = TESTED_AT / len(mild)
    evidence = Evidence(
        result.num_images,
        min(1.0, len(mild) * loss.p_value),
        loss.estimate,
        loss.low,
        loss.high,
        loss.low >= size,
        # Some verdicts change for the better: half as many as for the worse, in addition.
        images_for_pairs(PLANNED_LOSS, 2 * PLANNED_LOSS, level),
    )
    words = context.words
    sentence = words(
        f"robustness.drop.{curve.name}",
        strength=f"{strength:g}",
        percent=f"{100 * abs(strength):g}",
        before=words.percent(result.accuracy),
        after=words.percent(result.accuracy - loss.estimate),
        low=words.points(loss.low),
        high=words.points(loss.high),
    )
    return Finding(
        kind,
        sentence,
        evidence,
        max(IN_USE * loss.estimate, 0.0),
        _advice(context, curve, sentence),
    )


def _advice(context: Context, curve: Curve, reason: str) -> Advice:
    """Returns which augmentation teaches the change, or that images with it have to be found."""
    words, subject = context.words, context.subject
    shape = subject.prepared.data.image_shape
    wanted = augmentation_against(curve.name, subject.record.recipe["augmentation"], shape)
    name = words(f"disturbance.{curve.name}")
    if wanted is None:
        return Advice(
            words("advice.conditions", name=name),
            words("advice.conditions.short", name=name),
            reason,
            (),
            "robustness",
        )
    return Advice(
        words("advice.augment_against", name=name, wanted=wanted),
        words("advice.augment_against.short", wanted=wanted),
        reason,
        (train_command(subject.record, augment=wanted),),
        "robustness",
    )
