"""The nets that lessons look at: the same in Python and on the page, and small."""

import base64
import re
from pathlib import Path

import pytest

import convscope
from convscope.errors import UnknownNameError
from convscope.lessons.nets import LESSON_NETS, lesson_net
from convscope.model_file import read_model

PAGE_FILE = Path(convscope.__file__).parent / "web" / "lessons" / "nets_data.js"
HINT = "Run: python tools/train_lesson_nets.py --page"


def test_the_page_has_the_same_files():
    found = re.findall(
        r'^  (\w+): "([^"]+)",$', PAGE_FILE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [name for name, _ in found] == list(LESSON_NETS), HINT
    for name, text in found:
        assert base64.b64decode(text) == lesson_net(name).read_bytes(), HINT


@pytest.mark.parametrize("name", LESSON_NETS)
def test_a_net_is_small_and_good_at_what_it_was_tested_with(name):
    assert lesson_net(name).stat().st_size < 21_000
    model = read_model(lesson_net(name))
    assert model.architecture.num_parameters == 5_258
    is_hiragana = name == "kuzushiji"
    assert model.placement == ("kuzushiji" if is_hiragana else "mnist")
    assert model.trained_on["test_accuracy"] > (0.82 if is_hiragana else 0.98)
    assert ("class_means" in model.about) == is_hiragana


def test_another_name_is_refused():
    with pytest.raises(UnknownNameError, match=r'Did you mean "plain"\?'):
        lesson_net("plian")
