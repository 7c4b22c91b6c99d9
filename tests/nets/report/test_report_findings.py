"""What chance leaves of what was found, and how it is said."""

import pytest

from convscope.insight.report.context import Content, Section
from convscope.insight.report.findings import Advice, Evidence, Finding, advice_from, decide
from convscope.insight.report.section_blocks import Paragraph
from convscope.insight.report.settling import settle
from convscope.insight.report.verdict import three_sentences
from convscope.insight.report.words import Words


def candidate(kind, p_value, at_stake=0.1, number=500, **more):
    return Finding(kind, f"{kind}.", Evidence(number, p_value, **more), at_stake)


def kinds(findings):
    return [finding.kind for finding in findings]


def test_several_tests_are_corrected_together():
    alone = decide([candidate("class", 0.04)])
    assert kinds(alone.said) == ["class"]
    together = decide([candidate("class", 0.04), candidate("pair", 0.5), candidate("moved", 0.6)])
    assert together.said == ()
    sure = decide([candidate("class", 0.001), candidate("pair", 0.02), candidate("moved", 0.6)])
    assert kinds(sure.said) == ["class", "pair"]
    assert sure.p_values == {"class": pytest.approx(0.003), "pair": pytest.approx(0.04)}
    assert sure.num_tests == 3


def test_facts_are_said_whatever_chance_does():
    fact = Finding("leakage", "Copies.", Evidence(100), 0.2)
    found = decide([fact, candidate("class", 0.9)])
    assert kinds(found.said) == ["leakage"]
    assert found.p_values == {}


def test_what_is_sure_but_small_is_not_said():
    assert decide([candidate("calibration", 1e-9, is_large=False)]).said == ()


def test_the_finding_with_most_at_stake_comes_first_and_speaks_for_its_kind():
    found = decide(
        [
            candidate("class", 1e-5, 0.02),
            candidate("overfitting", 1e-5, 0.3),
            candidate("class", 1e-5, 0.05),
        ]
    )
    assert [(f.kind, f.at_stake) for f in found.said] == [("overfitting", 0.3), ("class", 0.05)]


def test_too_few_images_are_no_silence():
    found = decide([candidate("moved", 0.2, number=35, num_needed=300), candidate("class", 0.2)])
    assert found.said == ()
    assert kinds(found.undecided) == ["moved"]
    enough = decide([candidate("moved", 0.2, number=300, num_needed=300)])
    assert enough.undecided == ()
    anyway = decide([candidate("moved", 1e-6, number=35, num_needed=300)])
    assert kinds(anyway.said) == ["moved"]
    assert anyway.undecided == ()


def test_no_command_is_advised_twice():
    first = Advice("a", "a", "", ("convscope train x",))
    again = Advice("b", "b", "", ("convscope train x",))
    other = Advice("c", "c", "", ())
    findings = [
        Finding("overfitting", "", Evidence(1), 0.9, first),
        Finding("class", "", Evidence(1), 0.5, again),
        Finding("pair", "", Evidence(1), 0.1, other),
    ]
    assert [advice.action for advice in advice_from(findings)] == ["a", "c"]


def section(*findings):
    content = Content("Calm.", (Paragraph("Evidence."),), list(findings))
    return Section("robustness", "Title", content, 0.0)


def test_a_section_leads_with_its_finding_and_says_what_speaks_for_it():
    moved, spoilt = candidate("moved", 1e-7, 0.2, 400), candidate("spoilt", 0.001, 0.1, 300)
    settled = settle(section(moved, spoilt), decide([moved, spoilt]), Words("en")).content
    assert settled.lead == "moved."
    second, note, evidence = [block.text for block in settled.blocks if hasattr(block, "text")]
    assert second == "spoilt."
    assert "at most 0.1 % of reports (2 tests" in note
    assert "at least 300 images" in note
    assert evidence == "Evidence."


def test_a_section_that_chance_explains_stays_calm_and_says_how_many_images_would_tell():
    moved = candidate("moved", 0.3, number=35, num_needed=312)
    settled = settle(section(moved), decide([moved]), Words("en")).content
    assert settled.lead == "Calm."
    assert settled.blocks[0] == Paragraph(
        "Too few to tell: 35 images do not say whether mild moves, turns or scalings cost 10 "
        "points. About 320 images would.",
        is_note=True,
    )


def test_the_verdict_names_the_first_finding_and_the_first_advice(context):
    said = [Finding("leakage", "Mind this.", Evidence(40), 0.9)]
    first, second, third = three_sentences(context, said, [Advice("Do.", "do it.", "")])
    assert first.startswith("“bars” judges ")
    assert "of 40 test images right" in first
    assert second == "Mind this."
    assert third == "Next: do it."
    _, calm, free = three_sentences(context, [], [])
    assert calm.startswith("No weakness stands out")
    assert free.startswith("Next: try it on images of your own")
