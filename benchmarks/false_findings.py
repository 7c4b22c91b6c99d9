"""How often a report finds a weakness in nets that have none.

    python benchmarks/false_findings.py [REPORTS [IMAGES …]]

Answers are drawn, not computed: each image's verdict is right with exactly the probability that is
shown, mistakes fall on all other classes alike, images are judged alike whether they are training,
validation or test images, and a disturbance changes a few verdicts without harm on balance. The
training images are drawn too: every class is a pattern below noise of a strength of its own report,
from classes that nobody confuses to ones that are often confused, all of them
rightly labelled and none with a mark in a corner. The rules of the report then say what they find;
whatever that is, it is false. Printed is a row per number of images: the share of reports with any
finding at all, with its 95 % interval, the kinds that were found, and in how many reports labels
are listed as suspect below no finding.
"""

import sys
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from convscope.data import Split
from convscope.data.quality.giveaways import find_giveaway
from convscope.data.quality.overlaps import find_overlap
from convscope.data.quality.suspect_labels import find_suspect_labels
from convscope.insight.measures.calibration import calibrate
from convscope.insight.measures.confidence import compare_confidence
from convscope.insight.measures.disturbances import DISTURBANCES
from convscope.insight.measures.robustness import Curve, Robustness
from convscope.insight.measures.statistics import interval
from convscope.insight.measures.wrong_labels import find_wrong_labels
from convscope.insight.report.context import Context
from convscope.insight.report.effort import QUICK
from convscope.insight.report.findings import Decided, decide
from convscope.insight.report.rules.classes import class_finding, pair_finding
from convscope.insight.report.rules.images import giveaway_finding, overlap_finding
from convscope.insight.report.rules.learning import fit_findings, honesty_finding
from convscope.insight.report.rules.robustness import robustness_findings
from convscope.insight.report.rules.trust import calibration_finding, labels_finding
from convscope.insight.report.words import Words
from convscope.runs.results import Verdicts

SIZES = (35, 100, 324, 1158, 10_000)
NUM_CLASSES = 10
EPOCHS = 12
MOST_IMAGES = 200
"""Training images that are drawn as images, for what looks at pixels."""

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


def drawn_images(random: np.random.Generator, number: int) -> Split:
    """Returns rightly labelled images of ten classes, easy or hard to tell apart."""
    patterns = random.normal(size=(NUM_CLASSES, 8, 8))
    for row in (slice(0, 2), slice(6, 8)):
        for column in (slice(0, 2), slice(6, 8)):
            patterns[:, row, column] = 0  # no class has anything of its own in a corner
    labels = random.integers(0, NUM_CLASSES, number)
    noise = random.uniform(0.2, 1.4) * random.normal(size=(number, 8, 8))
    cells = 128 + 40 * (patterns[labels] + noise)
    images = cells.clip(0, 255).astype(np.uint8).repeat(4, 1).repeat(4, 2)
    return Split(images[..., None], labels)


def flat_history(random: np.random.Generator, validation: Verdicts) -> list[dict[str, float]]:
    """Returns epochs that differ by chance only."""
    number, accuracy = len(validation.labels), validation.accuracy
    rows = random.binomial(number, accuracy, EPOCHS) / number
    return [{"val_loss": 0.3, "val_accuracy": float(value)} for value in rows]


def drawn_report(random: np.random.Generator, number: int) -> tuple[Decided, bool]:
    """Returns what a report says about a net without weaknesses, from so many test images.

    Returns:
        What is said, and whether any label is listed as suspect, said or not.
    """
    sureness = float(random.uniform(4, 30))  # right in 86 to 98 %
    test = drawn_verdicts(random, number, sureness)
    validation = drawn_verdicts(random, max(number // 2, 20), sureness)
    training = drawn_verdicts(random, min(4 * number, 5000), sureness)
    context = _context(test, validation, training, flat_history(random, validation))
    confidence = compare_confidence(test.probabilities, test.labels, int(random.integers(0, 2**31)))
    images = drawn_images(random, min(number, MOST_IMAGES))
    judged, suspects = find_wrong_labels(test), find_suspect_labels(images, NUM_CLASSES)
    found: list[Any] = [
        *fit_findings(context),
        honesty_finding(context),
        class_finding(context),
        pair_finding(context),
        *robustness_findings(context, harmless_disturbances(random, test)),
        calibration_finding(context, confidence, calibrate(test, validation)),
        overlap_finding(context, find_overlap(test.probabilities, test.labels)),
        giveaway_finding(context, find_giveaway(images, NUM_CLASSES)),
        labels_finding(context, "test", judged.noise, judged.num_suspects, judged.num_expected),
        labels_finding(context, "train", suspects.noise, len(suspects), suspects.num_expected),
    ]
    decided = decide([finding for finding in found if finding is not None])
    return decided, bool(judged.num_suspects or len(suspects))


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


def share_of_false_reports(
    number: int, reports: int, seed: int = 0
) -> tuple[int, Counter[str], int]:
    """Returns how many of so many reports find anything, what, and how many list suspect labels."""
    random = np.random.default_rng([seed, number])
    false, kinds, listing = 0, Counter[str](), 0
    for _ in range(reports):
        decided, lists = drawn_report(random, number)
        false += bool(decided.said)
        kinds.update(finding.kind for finding in decided.said)
        listing += lists
    return false, kinds, listing


def main(reports: int = 2000, *sizes: int) -> None:
    print("| test images | reports | with a false finding | 95 % interval | which | lists labels |")
    print("| ---: | ---: | ---: | ---: | --- | ---: |")
    for number in sizes or SIZES:
        false, kinds, listing = share_of_false_reports(number, reports)
        low, high = interval(false, reports)
        names = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) or "none"
        print(
            f"| {number:,} | {reports:,} | {100 * false / reports:.1f} % | "
            f"{100 * low:.1f}–{100 * high:.1f} % | {names} | {100 * listing / reports:.1f} % |",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
