"""Rules: from numbers to findings and advice."""

from dataclasses import replace

import numpy as np
import pytest

from convscope.insight.measures.calibration import Calibration, Reliability
from convscope.insight.measures.leakage import Leakage, NearDuplicate
from convscope.insight.measures.per_class import ClassScores, PerClass
from convscope.insight.measures.robustness import Curve, Robustness
from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding, advice_from, weightiest_first
from convscope.insight.report.rules.classes import class_finding, weakest_class
from convscope.insight.report.rules.leakage import is_doubtful, leakage_finding, leakage_sentence
from convscope.insight.report.rules.learning import fit_finding, honesty_finding, judge_fit
from convscope.insight.report.rules.robustness import robustness_findings, unharmed_shift
from convscope.insight.report.rules.trust import calibration_finding
from convscope.insight.report.verdict import three_sentences

FLAT = [{"val_loss": loss} for loss in (0.5, 0.3, 0.2, 0.2, 0.2)]
FALLING = [{"val_loss": loss} for loss in (0.9, 0.7, 0.5, 0.4, 0.3)]
RISING = [{"val_loss": loss} for loss in (0.5, 0.3, 0.35, 0.4, 0.5)]


def with_recipe(context, **changes):
    record = context.subject.record
    record = replace(record, recipe={**record.recipe, **changes})
    return Context(replace(context.subject, record=record), context.words, context.effort)


@pytest.mark.parametrize(
    ("training", "validation", "history", "state"),
    [
        (0.999, 0.92, FLAT, "overfitting"),
        (0.93, 0.92, FALLING, "unfinished"),
        (0.70, 0.69, FLAT, "underfitting"),
        (0.72, 0.68, FLAT, "underfitting"),
        (0.95, 0.94, FLAT, "good"),
        (0.999, 0.999, FALLING, "good"),
    ],
)
def test_fit_is_judged_by_gap_and_by_the_end_of_the_curve(training, validation, history, state):
    assert judge_fit(training, 5000, validation, 2000, history).state == state


def test_a_gap_within_chance_is_no_overfitting():
    assert judge_fit(0.99, 5000, 0.95, 2000, FLAT).state == "overfitting"
    assert judge_fit(0.99, 5000, 0.95, 40, FLAT).state == "good"


def test_the_rise_of_the_loss_is_measured_from_its_lowest_point():
    fit = judge_fit(0.99, 5000, 0.9, 2000, RISING)
    assert fit.lowest_epoch == 2
    assert fit.rise == pytest.approx(0.5 / 0.3 - 1)


def test_overfitting_asks_for_augmentation_or_if_used_for_a_learning_curve(context):
    fit = judge_fit(0.999, 5000, 0.9, 2000, FLAT)
    plain = fit_finding(context, fit)
    assert plain is not None
    assert plain.advice is not None
    assert "--augment characters" in plain.advice.commands[0]
    assert plain.sentence.startswith("It overfits: 99.9 % of training images")
    augmented = fit_finding(with_recipe(context, augmentation="characters"), fit)
    assert augmented is not None
    assert augmented.advice is not None
    assert augmented.advice.commands[0].endswith("--learning-curve")


def test_a_training_that_ended_early_is_to_be_twice_as_long(context):
    finding = fit_finding(context, judge_fit(0.93, 5000, 0.92, 2000, FALLING))
    assert finding is not None
    assert finding.advice is not None
    assert "--epochs 6" in finding.advice.commands[0]


def test_validation_much_better_than_the_test_is_mentioned(context):
    assert honesty_finding(context) is None
    subject = context.subject
    labels = np.zeros(400, np.int64)
    good = np.tile(np.float32([1, 0, 0]), (400, 1))
    bad = good.copy()
    bad[:100] = (0, 1, 0)
    validation = replace(subject.validation, labels=labels, probabilities=good)
    test = replace(subject.judged, labels=labels, probabilities=bad)
    changed = replace(subject, validation=validation, test=test)
    finding = honesty_finding(Context(changed, context.words, context.effort))
    assert finding is not None
    assert finding.sentence.startswith("Validation promised 100.0 %, the test gave 75.0 %")


def test_a_weak_class_is_one_that_chance_does_not_explain(context):
    def scores(recall, number):
        rest = ClassScores("1", 500, 0.95, 0.95, 0.95, 0.99)
        return PerClass((ClassScores("0", number, 0.9, recall, 0.8, 0.9), rest), "test")

    assert weakest_class(scores(0.7, 200), 0.95, 2000) is not None
    assert weakest_class(scores(0.7, 6), 0.95, 2000) is None
    assert weakest_class(scores(0.92, 2000), 0.95, 4000) is None
    judged = context.subject.judged
    probabilities = np.eye(3, dtype=np.float32)[np.repeat([0, 1, 2], 100)]
    probabilities[:60] = (0, 1, 0)
    verdicts = replace(judged, labels=np.repeat([0, 1, 2], 100), probabilities=probabilities)
    changed = Context(replace(context.subject, test=verdicts), context.words, context.effort)
    finding = class_finding(changed, scores(0.4, 100))
    assert finding is not None
    assert "“0” is found worst: 40.0 %" in finding.sentence
    assert "60.0 % of them are taken for “1”" in finding.sentence
    assert finding.advice is not None
    assert finding.advice.anchor == "pair-0-1"


def leakage(num_pairs, num_test, of_pairs, without):
    pairs = tuple(NearDuplicate(i, i, "hash", 0.01, True) for i in range(num_pairs))
    return Leakage(
        pairs, np.zeros(num_test, np.float32), 500, num_test, 0.9, without, of_pairs, "rule"
    )


def test_leakage_says_what_remains_without_near_duplicates(context):
    sentence = leakage_sentence(context, leakage(500, 1000, 0.99, 0.8))
    assert "500 of 1,000 images in the test (50.0 %)" in sentence
    assert "on the remaining 500 images, which are new to it, in 80.0 %" in sentence
    few = leakage_sentence(context, leakage(990, 1000, 0.99, 0.5))
    assert "almost nothing remains (10 images), too few" in few
    nothing = leakage_sentence(context, leakage(1000, 1000, 0.99, float("nan")))
    assert "without them nothing remains" in nothing
    assert "none of 1,000 images" in leakage_sentence(context, leakage(0, 1000, 0, 0.9))


def test_leakage_leads_the_verdict_if_it_flatters_the_test(context):
    flattered = leakage_finding(context, leakage(500, 1000, 0.99, 0.8))
    assert flattered is not None
    assert flattered.weight > 0.95
    assert flattered.advice is not None
    assert flattered.advice.action.startswith("Split by object")
    harmless = leakage_finding(context, leakage(100, 1000, 0.9, 0.9))
    assert harmless is not None
    assert harmless.advice is None
    assert leakage_finding(context, leakage(5, 1000, 1.0, 0.9)) is None
    assert is_doubtful(leakage(990, 1000, 0.99, 0.5))
    assert not is_doubtful(leakage(40, 1000, 1.0, 0.5))


def robustness(name, strengths, accuracies):
    values = np.array(accuracies)
    curve = Curve(name, name, "", "", strengths, values, 0 * values)
    return Robustness((curve,), accuracies[0], 1000, "test", 0)


def test_a_shift_that_harms_asks_for_augmentation(context):
    result = robustness("shift", (0, 1, 2, 3), [0.99, 0.985, 0.9, 0.6])
    assert unharmed_shift(result, result.curves[0]) == 1
    [finding] = robustness_findings(context, result)
    expected = "Moved by 2 pixels, images are judged right in 90.0 % instead of 99.0 %."
    assert finding.sentence == expected
    assert finding.advice is not None
    assert "--augment characters" in finding.advice.commands[0]
    [augmented] = robustness_findings(with_recipe(context, augmentation="photos"), result)
    assert augmented.advice is None
    assert robustness_findings(context, robustness("shift", (0, 1, 2), [0.99, 0.99, 0.98])) == []


def test_light_that_harms_asks_for_such_images(context):
    [finding] = robustness_findings(context, robustness("noise", (0, 0.1), [0.9, 0.5]))
    assert finding.kind == "spoilt"
    assert finding.sentence.startswith("With noise of 10 % of full scale")
    assert finding.advice is not None
    assert finding.advice.commands == ()


@pytest.mark.parametrize(
    ("before", "after", "temperature", "words"),
    [
        (0.10, 0.02, 2.0, "It is too sure of itself"),
        (0.10, 0.02, 0.5, "It is not sure enough"),
        (0.10, 0.09, 2.0, None),
        (0.01, 0.005, 1.1, None),
    ],
)
def test_temperature_is_advised_where_it_helps(context, before, after, temperature, words):
    parts = (Reliability((), before, 0.3), Reliability((), after, 0.2))
    result = Calibration(*parts, temperature, "validation", "test", 100, 0.9, np.zeros((1, 3)))
    finding = calibration_finding(context, result)
    if words is None:
        assert finding is None or finding.advice is None
    else:
        assert finding is not None
        assert finding.sentence.startswith(words)
        assert finding.advice is not None
        assert f"divide the logits by {temperature:.2f}" in finding.advice.action


def test_findings_are_sorted_and_commands_named_once():
    first = Advice("a", "a", "", ("convscope train x",))
    second = Advice("b", "b", "", ("convscope train x",))
    third = Advice("c", "c", "", ())
    findings = [
        Finding("small", 0.1, "small", third),
        Finding("large", 0.9, "large", first),
        Finding("large", 0.3, "large again", third),
        Finding("middle", 0.5, "middle", second),
    ]
    assert [f.sentence for f in weightiest_first(findings)] == ["large", "middle", "small"]
    assert [advice.action for advice in advice_from(findings)] == ["a", "c"]


def test_the_verdict_names_the_weightiest_finding_and_the_first_advice(context):
    findings = [Finding("leakage", 0.9, "Mind this."), Finding("fit", 0.5, "And that.")]
    first, second, third = three_sentences(context, findings, [Advice("Do.", "do it.", "")])
    assert first.startswith("“bars” judges ")
    assert "of 40 test images right" in first
    assert second == "Mind this."
    assert third == "Next: do it."
    _, calm, free = three_sentences(context, [Finding("x", 0.05, "Hardly.")], [])
    assert calm.startswith("No weakness stands out")
    assert free.startswith("Next: try it on images of your own")
