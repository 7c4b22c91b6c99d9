"""Lessons are plain to read: short sentences, small paragraphs, few new words at once."""

from pathlib import Path

import pytest
from reading_level import (
    KANJI_SHARE,
    LIMITS,
    Passage,
    breaks_of,
    kanji_share,
    length_of,
    mean_length,
    passages_of,
    sentences_of,
    texts_of_page,
    too_hard,
)

from convscope.lessons import load_lessons

LESSONS = [lesson for language in LIMITS for lesson in load_lessons(language)]
each_lesson = pytest.mark.parametrize(
    "lesson", LESSONS, ids=[f"{lesson.language}/{lesson.name}" for lesson in LESSONS]
)


@each_lesson
def test_no_sentence_and_no_paragraph_of_a_lesson_is_too_hard(lesson):
    assert "\n".join(too_hard(passages_of(lesson), lesson.language)) == ""


@each_lesson
def test_the_sentences_of_a_lesson_are_short_on_average(lesson):
    assert mean_length(passages_of(lesson), lesson.language) <= LIMITS[lesson.language].mean


@pytest.mark.parametrize("lesson", load_lessons("ja"), ids=lambda lesson: lesson.name)
def test_japanese_lessons_are_not_black_with_kanji(lesson):
    assert kanji_share(passages_of(lesson)) <= KANJI_SHARE


@pytest.mark.parametrize("language", LIMITS)
def test_texts_of_figures_and_puzzles_are_as_plain(language):
    texts = list(texts_of_page(language))
    assert len(texts) > 300
    assert "\n".join(too_hard(texts, language)) == ""


LONG_ENGLISH = (
    "This sentence goes on and on, although a reader who is sixteen years old has long since "
    "forgotten how it began, what it is about and why."
)
LONG_JAPANESE = (
    "この文は、はじめに何の話をしていたのかを読む人がすっかり忘れてしまうほど長く続いていて、"
    "しかも途中で話が何度も変わるので、とても読みにくい文です。"
)


@pytest.mark.parametrize(
    ("language", "text", "fault"),
    [
        ("en", LONG_ENGLISH, "27 > 24 long"),
        ("en", "One, two of us, three of them, four of you, and me.", "4 commas"),
        ("en", "So it is. " * 7, "a paragraph of 7 sentences"),
        ("en", "One word and the next one make a sentence of just thirteen words. " * 6, "of 78"),
        ("ja", LONG_JAPANESE, "73 > 60 long"),
        ("ja", "猫や、犬や、鳥や、馬や、牛がいます。", "4 commas"),
        ("ja", "これは短い文です。" * 7, "a paragraph of 7 sentences"),
        ("ja", "これは短い。", "does not end in です or ます"),
        ("ja", "答えは三です.しかし違います。", "half-width punctuation in す."),
        ("ja", "誤差逆伝播法式計算です。", "9 Kanji on end"),
    ],
)
def test_what_is_too_hard_is_named_with_its_line(tmp_path: Path, language, text, fault):
    path = tmp_path / "01-planted.md"
    path.write_text(f"---\n---\n\nShort.\n{text}\n", encoding="utf-8")
    (found,) = too_hard([Passage(path, text.strip())], language)
    assert fault in found
    assert "01-planted.md:5: " in found
    assert sentences_of(text)[0].strip() in found


def test_more_than_three_new_words_at_once_are_too_many(tmp_path: Path):
    path = tmp_path / "01-planted.md"
    path.write_text("So it is.", encoding="utf-8")
    (found,) = too_hard([Passage(path, "So it is.", num_terms=4)], "en")
    assert "01-planted.md:1: 4 new words at once" in found


def test_lengths_leave_out_what_nobody_reads_as_a_word():
    assert length_of("With a share of 0.04, 4 + 0.04 × 8 = 4.32.", "en") == 9
    assert length_of("x は 4.32 です。", "ja") == 0.5 + 1 + 2 + 3
    assert breaks_of("順に 2、3、5 点です。") == 0
    assert sentences_of("It is 2.5. So (so!) it is.") == ["It is 2.5.", "So (so!) it is."]
    assert sentences_of("「え？」と聞きます。はい。") == ["「え？」と聞きます。", "はい。"]
