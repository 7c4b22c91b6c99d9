"""`docs/findings.md` and the texts know every finding, and no other."""

import re
from pathlib import Path

import pytest

from convscope.insight.report.kinds import KINDS
from convscope.insight.report.words import LANGUAGES, read_texts

PAGE = (Path(__file__).parents[2] / "docs" / "findings.md").read_text("utf-8")
PARAGRAPHS = dict(re.findall(r"^### (\w+)\n\n(.*?)(?=\n###|\Z)", PAGE, re.DOTALL | re.MULTILINE))


def test_the_page_has_a_paragraph_for_every_kind():
    assert set(PARAGRAPHS) == set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.test])
def test_a_paragraph_names_size_test_and_what_to_do(kind):
    text = " ".join(PARAGRAPHS[kind.name].split())
    assert "Said if" in text
    assert "Test" in text
    assert "At stake:" in text
    assert "To do:" in text
    tests = ("Fisher", "McNemar", "inomial", "drawn answers", "likelihood ratio")
    assert any(name in text for name in tests)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_that_chance_may_decide_has_its_question(language):
    texts = read_texts(language)
    asked = {key.removeprefix("question.") for key in texts if key.startswith("question.")}
    assert asked == {kind.name for kind in KINDS.values() if kind.test}


def test_the_table_of_false_findings_keeps_the_promise():
    rows = re.findall(r"^\| ([\d,]+) \| [\d,]+ \| ([\d.]+) % \|", PAGE, re.MULTILINE)
    assert [number for number, _ in rows] == ["35", "100", "324", "1,158", "10,000"]
    assert all(float(share) <= 5 for _, share in rows)
