"""How often a report finds a weakness in nets that have none.

    python benchmarks/false_findings.py [REPORTS]

Answers are drawn, not computed: each image's verdict is right with exactly the probability that is
shown, mistakes fall on all other classes alike, images are judged alike whether they are training,
validation or test images, and a disturbance changes a few verdicts without harm on balance. The
rules of the report then say what they find; whatever that is, it is false. Printed
is a row per number of images: the share of reports with any finding at all, with its 95 % interval,
and the kinds that were found.
"""

import sys
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from convscope.insight.measures.calibration import calibrate
from convscope.insight.measures.confidence import compare_confidence
from convscope.insight.measures.disturbances import DISTURBANCES
from convscope.insight.measures.robustness import Curve, Robustness
from convscope.insight.measures.statistics import interval
from convscope.insight.report.context import Context
from convscope.insight.report.effort import QUICK
from convscope.insight.report.findings import Decided, decide
from convscope.insight.report.rules.classes import class_finding, pair_finding
from convscope.insight.report.rules.learning import fit_findings, honesty_finding
from convscope.insight.report.rules.robustness import robustness_findings
from convscope.insight.report.rules.trust import calibration_finding
from convscope.insight.report.words import Words
from convscope.runs.results import Verdicts

SIZES = (35, 100, 324, 1158, 10_000)
NUM_CLASSES = 10
EPOCHS = 12
CHANGED = 0.03
"""Share of verdicts that a disturbance exchanges."""


def drawn_verdicts(random: np.random.Generator, number: int, sureness: float) -> Verdicts:
    """Returns answers of a calibrated net that is equally good on all classes.

    Args:
        random: Chance.
        number: Images.
        sureness: Parameter of the beta distribution of confidences; larger is surer.
    """
    names = tuple(f"class {index}" for index in range(NUM_CLASSES))
    # Confidences lie above what ten classes leave at least, most of them near 1.
    confidence = 0.3 + 0.7 * random.beta(sureness, 1.0, number)
    predicted = random.integers(0, NUM_CLASSES, number)
    probabilities = np.repeat(((1 - confidence) / (NUM_CLASSES - 1))[:, None], NUM_CLASSES, 1)
    probabilities[np.arange(number), predicted] = confidence
    is_right = random.random(number) < confidence
    others = (predicted + random.integers(1, NUM_CLASSES, number)) % NUM_CLASSES
    labels = np.where(is_right, predicted, others)
    return Verdicts(names, labels, probabilities.astype(np.float32), tuple(map(str, range(number))))


def harmless_disturbances(random: np.random.Generator, test: Verdicts) -> Robustness:
    """Returns curves on which as many verdicts become right as wrong."""
    before = test.predicted == test.labels
    curves = []
    for disturbance in DISTURBANCES.values():
        rows = []
        for strength in disturbance.strengths:
            after = before.copy()
            if strength != disturbance.neutral:
                # Two images change places: accuracy stays what it is on average.
                changed = random.random(len(before)) < CHANGED
                after[changed] = random.random(int(changed.sum())) < before.mean()
            rows.append(after)
        curves.append(
            Curve(
                disturbance.name,
                disturbance.title,
                disturbance.unit,
                disturbance.meaning,
                disturbance.strengths,
                np.array(rows),
                before,
            )
        )
    return Robustness(tuple(curves), float(before.mean()), len(before), "test", 0)


def flat_history(random: np.random.Generator, validation: Verdicts) -> list[dict[str, float]]:
    """Returns epochs that differ by chance only."""
    number, accuracy = len(validation.labels), validation.accuracy
    rows = random.binomial(number, accuracy, EPOCHS) / number
    return [{"val_loss": 0.3, "val_accuracy": float(value)} for value in rows]


def drawn_report(random: np.random.Generator, number: int) -> Decided:
    """Returns what a report says about a net without weaknesses, from so many test images."""
    sureness = float(random.uniform(4, 30))  # right in 86 to 98 %
    test = drawn_verdicts(random, number, sureness)
    validation = drawn_verdicts(random, max(number // 2, 20), sureness)
    training = drawn_verdicts(random, min(4 * number, 5000), sureness)
    context = _context(test, validation, training, flat_history(random, validation))
    confidence = compare_confidence(test.probabilities, test.labels, int(random.integers(0, 2**31)))
    found: list[Any] = [
        *fit_findings(context),
        honesty_finding(context),
        class_finding(context),
        pair_finding(context),
        *robustness_findings(context, harmless_disturbances(random, test)),
        calibration_finding(context, confidence, calibrate(test, validation)),
    ]
    return decide([finding for finding in found if finding is not None])


def _context(
    test: Verdicts, validation: Verdicts, training: Verdicts, history: list[dict[str, float]]
) -> Context:
    record = SimpleNamespace(
        recipe={"augmentation": "none", "name": "fast"},
        results={"epochs": EPOCHS, "best_epoch": EPOCHS},
        settings={"data": "drawn", "seed": 0, "device": "cpu"},
        data={"source": "drawn"},
    )
    subject: Any = SimpleNamespace(
        test=test,
        judged=test,
        judged_split="test",
        validation=validation,
        training=training,
        history=history,
        record=record,
        class_names=test.class_names,
        is_folder=False,
        folder=SimpleNamespace(path="runs/drawn"),
        prepared=SimpleNamespace(data=SimpleNamespace(image_shape=(28, 28, 1))),
    )
    return Context(subject, Words("en"), replace(QUICK))


def share_of_false_reports(number: int, reports: int, seed: int = 0) -> tuple[int, Counter[str]]:
    """Returns how many of so many reports find anything, and what."""
    random = np.random.default_rng([seed, number])
    false, kinds = 0, Counter[str]()
    for _ in range(reports):
        said = drawn_report(random, number).said
        false += bool(said)
        kinds.update(finding.kind for finding in said)
    return false, kinds


def main(reports: int = 2000) -> None:
    print("| test images | reports | with a false finding | 95 % interval | which |")
    print("| ---: | ---: | ---: | ---: | --- |")
    for number in SIZES:
        false, kinds = share_of_false_reports(number, reports)
        low, high = interval(false, reports)
        names = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) or "none"
        print(
            f"| {number:,} | {reports:,} | {100 * false / reports:.1f} % | "
            f"{100 * low:.1f}–{100 * high:.1f} % | {names} |",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
