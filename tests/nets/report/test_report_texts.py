"""Every sentence exists in every language, with the same numbers in it."""

import ast
import re
import string
from pathlib import Path

import pytest

import convscope.insight.report
from convscope.insight.report.words import LANGUAGES, Words, read_texts

PACKAGE = Path(convscope.insight.report.__file__).parent
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SAME_EVERYWHERE = {"classes.head.f1", "classes.head.auc", "chart.auc"}


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_all_languages_have_the_same_keys():
    tables = {language: set(read_texts(language)) for language in LANGUAGES}
    assert tables["en"] == tables["ja"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_placeholders(language):
    english, other = read_texts("en"), read_texts(language)
    for key, text in english.items():
        assert placeholders(text) == placeholders(other[key]), key


def test_no_sentence_was_left_in_english():
    english, japanese = read_texts("en"), read_texts("ja")
    same = {key for key, text in english.items() if japanese[key] == text}
    with_words = {key for key in same if re.search("[a-z]{2}", re.sub(r"{.*?}", "", english[key]))}
    assert with_words - SAME_EVERYWHERE == set()
    spoken = {key for key in japanese if len(english[key]) > 40}
    assert all(JAPANESE.search(japanese[key]) for key in spoken)


def test_japanese_has_one_spelling_for_a_word_and_one_word_for_a_thing():
    others = re.compile(
        "(フィルタ|パラメータ|フォルダ|ブラウザ|サーバ|ヘッダ)(?!ー)|チャネル|学習画像|得点"
    )
    assert [text for text in read_texts("ja").values() if others.search(text)] == []


def keys_in_the_code():
    """Returns the keys that the code names, whole, and the beginnings of those it completes."""
    whole, begun = set(), set()
    tables = {key.partition(".")[0] for key in read_texts("en")}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    for path in PACKAGE.rglob("*.html"):
        whole |= set(re.findall(r'words\("([a-z_.]+)"', path.read_text("utf-8")))
    named = {key for key in whole if re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)+", key)}
    return {key for key in named if key.partition(".")[0] in tables}, begun


def test_every_key_that_the_code_names_exists():
    named, _ = keys_in_the_code()
    files = {key for key in named if key.endswith((".html", ".css"))}
    assert len(named) > 100
    assert named - files <= set(read_texts("en"))


def test_no_sentence_is_left_over():
    named, begun = keys_in_the_code()
    sections = {f"{key}.title" for key in (k.partition(".")[0] for k in read_texts("en"))}
    begun = {start for start in begun if "." in start}
    left = {
        key
        for key in set(read_texts("en")) - named - sections
        if not any(key.startswith(start) for start in begun)
    }
    assert left == set()


def test_counts_and_shares_are_said_as_people_say_them():
    english, japanese = Words("en"), Words("ja")
    assert english.count("image", 1) == "1 image"
    assert english.count("image", 12_000) == "12,000 images"
    assert japanese.count("image", 1) == "1 枚"
    assert english.percent(0.98765) == "98.8 %"
    assert english.percent(0.98765, 10_000) == "98.77 %"
    assert english.percent(float("nan")) == "–"
