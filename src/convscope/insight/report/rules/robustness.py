"""What the curves say about moved, turned, scaled and spoilt images."""

import numpy as np

from convscope.engine.training.augmentation import (
    NO_AUGMENTATION,
    augmentation_called,
    suggest_augmentation,
)
from convscope.insight.measures.robustness import Curve, Robustness
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding

UNHARMED = 0.01
"""Loss of accuracy that counts as none, 0–1."""

HARMED = {"shift": 0.02, "turn": 0.05, "scale": 0.05}
"""Loss of accuracy under a mild change that augmentation should mend, 0–1."""

SPOILT = 0.1
"""Loss of accuracy under a mild change of light or sharpness that is worth a word, 0–1."""

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


def accuracy_at(curve: Curve, strength: float) -> float:
    """Returns the accuracy at a measured strength, 0–1; NaN if it was not measured."""
    for measured, accuracy in zip(curve.strengths, curve.accuracies, strict=True):
        if measured == strength:
            return float(accuracy)
    return float("nan")


def mild_drop(result: Robustness, curve: Curve) -> tuple[float, float]:
    """Returns the largest loss of accuracy under a mild change, 0–1, and its strength."""
    drops = [(result.accuracy - accuracy_at(curve, s), s) for s in MILD.get(curve.name, ())]
    return max((drop for drop in drops if not np.isnan(drop[0])), default=(0.0, 0.0))


def unharmed_shift(result: Robustness, curve: Curve) -> float:
    """Returns the farthest move, in pixels, up to which accuracy stays as it was."""
    farthest = 0.0
    for strength, accuracy in zip(curve.strengths, curve.accuracies, strict=True):
        if result.accuracy - accuracy > UNHARMED:
            break
        farthest = strength
    return farthest


def robustness_findings(context: Context, result: Robustness) -> list[Finding]:
    """Returns what to know about moved, turned and scaled images, and about light and sharpness."""
    moved = [c for c in result.curves if mild_drop(result, c)[0] > HARMED.get(c.name, 1.0)]
    spoilt = [c for c in result.curves if c.name not in HARMED and mild_drop(result, c)[0] > SPOILT]
    findings = []
    if moved:
        worst = max(moved, key=lambda c: mild_drop(result, c)[0])
        advice = _augment(context, _sentence(context, result, worst))
        findings.append(_finding(context, result, worst, "moved", advice))
    if spoilt:
        worst = max(spoilt, key=lambda c: mild_drop(result, c)[0])
        words, sentence = context.words, _sentence(context, result, worst)
        name = words(f"disturbance.{worst.name}")
        advice = Advice(
            words("advice.conditions", name=name),
            words("advice.conditions.short", name=name),
            sentence,
            (),
            "robustness",
        )
        findings.append(_finding(context, result, worst, "spoilt", advice))
    return findings


def _finding(
    context: Context, result: Robustness, curve: Curve, kind: str, advice: Advice | None
) -> Finding:
    drop = mild_drop(result, curve)[0]
    weight = (0.3 if kind == "moved" else 0.2) + 0.5 * drop
    return Finding(kind, min(weight, 0.75), _sentence(context, result, curve), advice)


def _sentence(context: Context, result: Robustness, curve: Curve) -> str:
    drop, strength = mild_drop(result, curve)
    return context.words(
        f"robustness.drop.{curve.name}",
        strength=f"{strength:g}",
        percent=f"{100 * abs(strength):g}",
        before=context.words.percent(result.accuracy),
        after=context.words.percent(result.accuracy - drop),
    )


def _augment(context: Context, reason: str) -> Advice | None:
    """Returns the advice to augment; None if the run has done so with that augmentation."""
    words, record = context.words, context.subject.record
    fitting = suggest_augmentation(context.subject.prepared.data.image_shape)
    if record.recipe["augmentation"] != NO_AUGMENTATION:
        return None
    used = augmentation_called(fitting)
    assert used is not None
    how = words("advice.moves", shift=f"{100 * used.shift:g}", turn=f"{used.turn:g}")
    return Advice(
        words("advice.augment_moves", how=how),
        words("advice.augment.short"),
        reason,
        (train_command(record, augment=fitting),),
        "robustness",
    )
