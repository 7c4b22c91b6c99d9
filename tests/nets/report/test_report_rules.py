"""Rules: from numbers to candidates, with the chance that they are nothing."""

from dataclasses import replace

import numpy as np
import pytest

from convscope.data.quality.label_noise import LabelNoise
from convscope.data.quality.near_duplicates import NearDuplicates
from convscope.insight.measures.calibration import Calibration, Reliability
from convscope.insight.measures.confidence import ConfidenceTest
from convscope.insight.measures.leakage import Leakage, NearDuplicate
from convscope.insight.measures.robustness import Curve, Robustness
from convscope.insight.report.context import Context
from convscope.insight.report.findings import decide
from convscope.insight.report.rules.classes import class_finding, pair_finding
from convscope.insight.report.rules.leakage import is_doubtful, leakage_finding, leakage_sentence
from convscope.insight.report.rules.learning import (
    fit_findings,
    honesty_finding,
    late_rise,
    rise_of_loss,
)
from convscope.insight.report.rules.robustness import robustness_findings
from convscope.insight.report.rules.trust import calibration_finding, labels_finding

FLAT = [{"val_loss": 0.2, "val_accuracy": 0.9}] * 8
RISING = [{"val_loss": 1 / k, "val_accuracy": 0.5 + 0.05 * k} for k in range(1, 9)]


def verdicts_like(verdicts, num_right, number, num_classes=3):
    """Returns verdicts of which so many are right, spread evenly over the classes."""
    labels = np.arange(number) % num_classes
    predicted = np.where(np.arange(number) < num_right, labels, (labels + 1) % num_classes)
    probabilities = np.eye(num_classes, dtype=np.float32)[predicted]
    return replace(verdicts, labels=labels, probabilities=probabilities)


def changed(context, recipe=None, results=None, **subject):
    """Returns a context with another recipe, other results, verdicts or another history."""
    record = context.subject.record
    record = replace(
        record,
        recipe={**record.recipe, **(recipe or {})},
        results={**record.results, **(results or {})},
    )
    return replace(context, subject=replace(context.subject, record=record, **subject))


def with_fit(context, training, validation, history=FLAT, **more):
    """Returns a context with so many of 5,000 training and of 2,000 validation images right."""
    judged = context.subject.judged
    return changed(
        context,
        results={"best_epoch": len(history), "epochs": len(history)},
        training=verdicts_like(judged, round(5000 * training), 5000),
        validation=verdicts_like(judged, round(2000 * validation), 2000),
        history=history,
        **more,
    )


def found(context):
    return {finding.kind: finding for finding in fit_findings(context)}


def is_striking(finding):
    return finding.evidence.p_value < 0.001 and finding.evidence.is_large


def test_overfitting_is_a_gap_that_chance_does_not_open(context):
    clear = found(with_fit(context, 0.999, 0.92))["overfitting"]
    assert is_striking(clear)
    assert clear.sentence.startswith("It overfits: 99.9 % of training images are judged right")
    assert "7.9 points between them (95 % interval 6.8 to 9.2)" in clear.sentence
    assert clear.at_stake == pytest.approx(0.079 / 2)
    assert not is_striking(found(with_fit(context, 0.95, 0.945))["overfitting"])
    few = with_fit(context, 0.99, 0.95)
    assert is_striking(found(few)["overfitting"])
    few = changed(few, validation=verdicts_like(context.subject.judged, 38, 40))
    finding = found(few)["overfitting"]
    assert not is_striking(finding)
    assert finding.evidence.is_scarce


def test_a_net_that_does_not_know_its_training_images_does_not_overfit(context):
    low = found(with_fit(context, 0.70, 0.62))
    assert not low["overfitting"].evidence.is_large
    assert is_striking(low["underfitting"])
    assert "--recipe best" in low["underfitting"].advice.commands[0]
    best = with_fit(changed(context, {"name": "best"}), 0.7, 0.62)
    assert found(best)["underfitting"].advice.commands == ()
    assert not is_striking(found(with_fit(context, 0.86, 0.85))["underfitting"])


@pytest.mark.parametrize(
    ("used", "command"),
    [
        ("none", "--augment characters"),
        ("characters", "--augment handwriting"),
        ("characters-light", "--augment handwriting-light"),
        ("handwriting", "--learning-curve"),
    ],
)
def test_against_overfitting_the_next_stronger_augmentation_is_advised(context, used, command):
    fit = with_fit(changed(context, {"augmentation": used}), 0.999, 0.9)
    assert found(fit)["overfitting"].advice.commands[0].endswith(command)


def test_longer_training_is_advised_where_validation_still_rose(context):
    rising = found(with_fit(context, 0.93, 0.9, RISING))["unfinished"]
    assert is_striking(rising)
    assert "--epochs 16" in rising.advice.commands[0]
    assert "validation accuracy rose by 10.0 points" in rising.sentence
    assert rising.at_stake == pytest.approx(0.07 / 2)
    assert not is_striking(found(with_fit(context, 0.93, 0.9, FLAT))["unfinished"])


def test_longer_training_is_not_advised_without_room(context):
    learned = found(with_fit(context, 0.999, 0.9, RISING))["unfinished"]
    assert not learned.evidence.is_large
    stopped = changed(with_fit(context, 0.93, 0.9, RISING), results={"best_epoch": 4})
    assert not found(stopped)["unfinished"].evidence.is_large
    assert "unfinished" not in found(with_fit(context, 0.93, 0.9, RISING[:3]))


def test_the_late_rise_counts_the_last_quarter():
    rise = late_rise(RISING, 1000)
    assert rise.estimate == pytest.approx(0.1)
    assert late_rise(FLAT, 1000).p_value > 0.4
    assert late_rise(RISING, 20).p_value > 0.05


def test_the_rise_of_the_loss_is_measured_from_its_lowest_point():
    history = [{"val_loss": loss} for loss in (0.5, 0.3, 0.35, 0.4, 0.5)]
    assert rise_of_loss(history) == (pytest.approx(0.5 / 0.3 - 1), 2)


def test_validation_much_better_than_the_test_is_mentioned(context):
    judged = context.subject.judged
    validation = verdicts_like(judged, 400, 400)
    apart = changed(context, validation=validation, test=verdicts_like(judged, 300, 400))
    finding = honesty_finding(apart)
    assert is_striking(finding)
    assert finding.sentence.startswith("Validation promised 100.0 %, the test gave 75.0 %")
    alike = changed(context, validation=validation, test=verdicts_like(judged, 396, 400))
    assert not is_striking(honesty_finding(alike))
    assert honesty_finding(changed(context, test=None)) is None


def confused(context, counts):
    """Returns a context whose test has these counts: row the right class, column the verdict."""
    table = np.array(counts)
    right, verdict = np.divmod(np.repeat(np.arange(table.size), table.ravel()), len(table))
    probabilities = np.eye(len(table), dtype=np.float32)[verdict]
    test = replace(context.subject.judged, labels=right, probabilities=probabilities)
    # A context of its own, for the counts are kept with it.
    return Context(replace(context.subject, test=test), context.words, context.effort)


def test_a_weak_class_is_one_that_chance_does_not_explain(context):
    weak = class_finding(confused(context, [[40, 60, 0], [2, 98, 0], [0, 3, 97]]))
    assert is_striking(weak)
    assert "“0” is found worst: 40.0 % of its 100 images" in weak.sentence
    assert "against 97.5 % of all others; 60.0 % of them are taken for “1”" in weak.sentence
    assert weak.advice.anchor == "pair-0-1"
    assert weak.at_stake == pytest.approx(0.575 / 3)
    few = class_finding(confused(context, [[4, 2, 0], [0, 6, 0], [0, 0, 6]]))
    assert few.evidence.p_value > 0.2
    assert few.evidence.is_scarce
    even = class_finding(confused(context, [[9400, 300, 300], [300, 9600, 100], [200, 200, 9600]]))
    assert even.evidence.p_value < 0.001
    assert not even.evidence.is_large


def test_all_right_is_no_weak_class(context):
    perfect = confused(context, [[50, 0, 0], [0, 50, 0], [0, 0, 50]])
    finding = class_finding(perfect)
    assert finding.evidence.p_value == 1
    assert finding.advice is None
    assert pair_finding(perfect) is None


def test_one_mistake_is_no_frequent_mistake(context):
    once = pair_finding(confused(context, [[11, 1, 0], [0, 12, 0], [0, 0, 11]]))
    assert once.evidence.p_value == 1
    often = pair_finding(confused(context, [[80, 20, 0], [1, 99, 0], [1, 1, 98]]))
    assert is_striking(often)
    assert "20 images, 20.0 % of that class" in often.sentence
    assert "about 3.8 would" in often.sentence
    alike = pair_finding(confused(context, [[90, 5, 5], [6, 90, 4], [5, 5, 90]]))
    assert alike.evidence.p_value > 0.5


def leakage(num_pairs, num_test, of_pairs, without):
    pairs = tuple(NearDuplicate(i, "train", i, "light", 0.01, True) for i in range(num_pairs))
    nothing = np.zeros(0, np.int64)
    found = NearDuplicates(
        ("train", "test"),
        (500, num_test),
        *(nothing,) * 4,
        (),
        np.zeros(0, np.float32),
        in_series=False,
        num_look_alikes=0,
        are_moved_found=True,
    )
    return Leakage(found, pairs, 500, num_test, 0.9, without, of_pairs)


def test_leakage_says_what_remains_without_near_duplicates(context):
    sentence = leakage_sentence(context, leakage(500, 1000, 0.99, 0.8))
    assert "500 of 1,000 images in the test (50.0 %)" in sentence
    assert "on the remaining 500 images, in 80.0 % (76.3 % to 83.3 %)" in sentence
    few = leakage_sentence(context, leakage(990, 1000, 0.99, 0.5))
    assert "almost nothing remains (10 images), too few" in few
    nothing = leakage_sentence(context, leakage(1000, 1000, 0.99, float("nan")))
    assert "without them nothing remains" in nothing
    assert "none of 1,000 images" in leakage_sentence(context, leakage(0, 1000, 0, 0.9))


def test_leakage_leads_the_verdict_if_it_flatters_the_test(context):
    flattered = leakage_finding(context, leakage(500, 1000, 0.99, 0.8))
    assert flattered is not None
    assert flattered.evidence.p_value is None
    assert flattered.at_stake == pytest.approx(0.1)
    assert flattered.advice is not None
    assert flattered.advice.action.startswith("Split by object")
    harmless = leakage_finding(context, leakage(100, 1000, 0.9, 0.9))
    assert harmless is not None
    assert harmless.advice is None
    assert leakage_finding(context, leakage(5, 1000, 1.0, 0.9)) is None
    assert is_doubtful(leakage(990, 1000, 0.99, 0.5))
    assert not is_doubtful(leakage(40, 1000, 1.0, 0.5))
    # A difference that one report in fifty shows by chance is none in a page of fifteen tests.
    assert not is_doubtful(leakage(200, 1000, 0.985, 0.95))
    assert is_doubtful(leakage(200, 1000, 1.0, 0.95))


def noise(share, low, high, p_value, number=1000):
    return LabelNoise(
        share, low, high, p_value, np.zeros(number, np.float32), np.zeros(number, int)
    )


def test_wrong_labels_are_said_with_their_interval_and_what_is_right_in_the_list(context):
    found = labels_finding(context, "test", noise(0.05, 0.035, 0.068, 1e-9), 40, 33.4)
    assert found.kind == "labels_judged"
    assert decide([found]).said == (found,)
    assert found.sentence.startswith(
        "About 5.0 % of the labels in 1,000 images (test) look wrong (95 % interval 3.5 % to 6.8 %)"
    )
    assert "40 are more likely wrong than right and listed; of these about 33 are" in found.sentence
    assert found.at_stake == 0.05


def test_suspect_labels_that_chance_explains_are_no_finding(context):
    by_chance = labels_finding(context, "train", noise(0.03, 0.0, 0.09, 0.08), 6, 3.5)
    assert by_chance.kind == "labels_train"
    decided = decide([by_chance])
    assert decided.said == ()
    assert decided.undecided == (by_chance,)  # 5 % of wrong labels would not have shown either
    few = labels_finding(context, "train", noise(0.004, 0.002, 0.008, 1e-6), 4, 3.9)
    assert decide([few]) == replace(decide([]), num_tests=1)


def robustness(name, strengths, lost, number=1000):
    """Returns what is measured if so many images are lost, all right before, at each strength."""
    before = np.ones(number, bool)
    is_right = np.stack([np.arange(number) >= count for count in lost])
    curve = Curve(name, name, "", "", strengths, is_right, before)
    return Robustness((curve,), 1.0, number, "test", 0)


def test_a_shift_that_harms_asks_for_augmentation(context):
    result = robustness("shift", (0, 1, 2, 3), [0, 5, 90, 400])
    [finding] = robustness_findings(context, result)
    assert finding.kind == "moved"
    assert is_striking(finding)
    assert finding.sentence.startswith(
        "Moved by 2 pixels, images are judged right in 91.0 % instead of 100.0 % (95 % interval"
    )
    assert "--augment characters" in finding.advice.commands[0]
    assert finding.at_stake == pytest.approx(0.009)


def test_a_loss_within_chance_or_of_no_size_is_not_said(context):
    [small] = robustness_findings(context, robustness("shift", (0, 1, 2), [0, 0, 25]))
    assert small.evidence.p_value < 0.001  # beyond chance, yet perhaps below two points
    assert not small.evidence.is_large
    [chance] = robustness_findings(context, robustness("shift", (0, 1, 2), [0, 1, 1], 35))
    assert chance.evidence.p_value == 0.5
    assert chance.evidence.is_scarce


@pytest.mark.parametrize(
    ("name", "used", "wanted"),
    [
        ("turn", "none", "characters"),
        ("turn", "characters", "handwriting"),
        ("turn", "handwriting", None),
        ("contrast", "none", "characters-light"),
        ("contrast", "handwriting", "handwriting-light"),
        ("contrast", "photos-light", None),
        ("noise", "none", None),
    ],
)
def test_advice_teaches_what_the_run_was_not_taught(context, name, used, wanted):
    strengths = {"turn": (0, 20), "contrast": (0.5, 1), "noise": (0, 0.1)}[name]
    lost = [500, 0] if name == "contrast" else [0, 500]
    run = changed(context, {"augmentation": used})
    [finding] = robustness_findings(run, robustness(name, strengths, lost))
    commands = finding.advice.commands
    if wanted is None:
        assert commands == ()
        assert finding.advice.action.startswith("If images in use will differ in this way")
    else:
        assert commands[0].endswith(f"--augment {wanted}")


def confidence(sure, right, p_direction=1e-5, p_error=1e-4, error=0.1):
    return ConfidenceTest(
        sure, right, right - 0.01, right + 0.01, p_direction, error, 0.01, p_error, 1000
    )


def temperature(value, before=0.3, after=0.2):
    parts = (Reliability((), 0.1, before), Reliability((), 0.05, after))
    return Calibration(*parts, value, "validation", "test", 1000, 0.9, np.zeros((1, 3)))


def test_the_direction_comes_from_the_images_that_the_claim_is_about(context):
    unsure = calibration_finding(context, confidence(0.853, 0.971), temperature(1.4))
    assert unsure.sentence == (
        "It is not sure enough: on the test images it is 85.3 % sure on average, but 97.1 % right "
        "(95 % interval 96.1 % to 98.1 %)."
    )
    assert unsure.advice is None  # the other images' temperature goes the other way
    sure = calibration_finding(context, confidence(0.99, 0.9), temperature(1.4))
    assert sure.sentence.startswith("It is too sure of itself")
    assert "divide the logits by 1.40" in sure.advice.action
    harmful = calibration_finding(context, confidence(0.99, 0.9), temperature(1.4, 0.2, 0.3))
    assert harmful.advice is None


def test_groups_may_differ_where_the_means_agree(context):
    uneven = calibration_finding(context, confidence(0.9, 0.9, 0.9, 1e-5), temperature(1.0))
    assert uneven.evidence.is_large
    assert uneven.sentence.startswith("Its confidence is not what it says")


def test_a_difference_of_no_size_is_not_said(context):
    small = calibration_finding(context, confidence(0.91, 0.9, 1e-9), temperature(1.2))
    assert not small.evidence.is_large
