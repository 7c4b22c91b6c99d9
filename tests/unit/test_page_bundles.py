"""What the single files are made of: each page carries its own texts and nobody else's."""

import re

import pytest

from convscope.interchange.linking import link_modules
from convscope.interchange.packing import WEB

TEXTS = "".join(path.read_text() for path in sorted((WEB / "lessons/texts").glob("*_??.js")))
KEYS = set(re.findall(r'^  ("[\w.]+":)', TEXTS, re.M))
SENTENCES = re.findall(r'^ .*?"([^"\n]{40,})",?(?: \+)?$', TEXTS, re.M)


@pytest.mark.parametrize("entry", ["page.js", "offline.js", "widget.js", "lessons_page.js"])
def test_no_other_page_carries_anything_of_the_studio(entry):
    assert not re.findall(r"^// (studio/\S+)", link_modules(WEB / entry), re.M)


@pytest.mark.parametrize("entry", ["page.js", "offline.js", "widget.js"])
def test_drawing_pages_carry_nothing_of_the_lessons(entry):
    script = link_modules(WEB / entry)
    assert not re.findall(r"^// (lessons/\S+)", script, re.M)
    assert [key for key in KEYS if key in script] == []
    assert [sentence for sentence in SENTENCES if sentence in script] == []


def test_lessons_carry_all_of_theirs():
    script = link_modules(WEB / "lessons_page.js")
    assert len(KEYS) > 900
    assert len(SENTENCES) > 600
    assert [text for text in (*KEYS, *SENTENCES) if text not in script] == []
