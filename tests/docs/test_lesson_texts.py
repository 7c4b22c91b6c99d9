"""The shipped lessons: both languages alike, numbers computed, words defined, cells run."""

import re
from collections.abc import Iterator

import pytest

from convscope.errors import UnknownNameError
from convscope.lessons import (
    RIGHT,
    Bet,
    Cell,
    Figure,
    Heading,
    Items,
    Lesson,
    Paragraph,
    Puzzle,
    lesson_named,
    load_lessons,
)
from convscope.lessons.beliefs import BELIEFS, BLOCKS, BLOCKS_JA

LANGUAGES = ("en", "ja")
LESSONS = [lesson for language in LANGUAGES for lesson in load_lessons(language)]
IDS = [f"{lesson.language}/{lesson.name}" for lesson in LESSONS]
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=IDS)

FIELD_WORDS = {
    "en": (
        *("neuron", "input", "output", "weight", "threshold", "excess", "parameter", "bias"),
        *(
            "step",
            "step function",
            "ramp",
            "sigmoid",
            "pixel",
            "channel",
            "filter",
            "map",
            "convolution",
        ),
        *("dense layer", "kernel", "tensor", "gradient", "epoch", "batch", "softmax", "logit"),
        *("pooling", "stride", "padding", "dropout", "activation", "feature", "loss"),
        *("slice", "receptive field", "flatten"),
    ),
    "ja": (
        *("ニューロン", "入力", "出力", "重み", "しきい値", "超過分", "パラメーター", "バイアス"),
        *(
            "ステップ関数",
            "学習ステップ",
            "ランプ",
            "シグモイド",
            "画素",
            "チャンネル",
            "フィルター",
            "マップ",
        ),
        *("畳み込み", "全結合層", "カーネル", "テンソル", "勾配", "エポック", "バッチ"),
        *("ソフトマックス", "プーリング", "ストライド", "パディング", "ドロップアウト"),
        *("活性化", "特徴", "損失"),
        *("スライス", "受容野", "平坦化"),
    ),
}
"""Words of the field that no lesson may use before they are defined."""


def text_of(pieces) -> str:
    return "".join(piece.text for piece in pieces)


def texts_of(lesson: Lesson, *, styled: bool = False) -> Iterator[str]:
    """Yields what a lesson says, in the order of reading; `styled` keeps ** around strong words."""

    def text(pieces) -> str:
        if not styled:
            return text_of(pieces)
        return "".join(f"**{p.text}**" if p.style == "strong" else p.text for p in pieces)

    for part in lesson.parts:
        if isinstance(part, Heading | Paragraph):
            yield text(part.text)
        elif isinstance(part, Items):
            yield from map(text, part.items)
        elif isinstance(part, Figure):
            yield text(part.caption)
        elif isinstance(part, Bet):
            yield text(part.question)
            for choice in part.choices:
                yield text(choice.text)
                yield text(choice.answer)


def shape_of(lesson: Lesson) -> list[object]:
    """Returns what has to be the same in every language."""
    shape: list[object] = [lesson.number, lesson.name, lesson.minutes, lesson.blocks]
    shape.append(len(lesson.terms))
    for part in lesson.parts:
        if isinstance(part, Figure):
            shape.append((part.name, part.options))
        elif isinstance(part, Bet):
            shape.append((part.name, [choice.belief for choice in part.choices]))
        elif isinstance(part, Cell | Puzzle):
            shape.append(part)
        elif isinstance(part, Items):
            shape.append(len(part.items))
        else:
            shape.append(part.kind)
    return shape


def numbers_in(text: str) -> set[str]:
    """Returns the numbers of a text, without signs and with commas and underscores gone."""
    found = re.findall(r"\d[\d,_]*(?:\.\d+)?", text)
    return {re.sub("[,_]", "", number).rstrip(".") for number in found}


def test_every_lesson_is_the_same_in_both_languages():
    english, japanese = (map(shape_of, load_lessons(language)) for language in LANGUAGES)
    assert list(english) == list(japanese)


@each_lesson
def test_a_lesson_has_a_figure_a_bet_a_cell_and_ends_with_three_puzzles_or_four(lesson):
    kinds = [part.kind for part in lesson.parts]
    assert {"figure", "bet", "cell"} <= set(kinds)
    assert 3 <= kinds.count("puzzle") <= 4
    assert set(kinds[-kinds.count("puzzle") :]) == {"puzzle"}
    assert kinds.index("bet") < kinds.index("figure")


@each_lesson
def test_wrong_choices_are_beliefs_of_the_blocks_that_the_lesson_names(lesson):
    bets = [part for part in lesson.parts if isinstance(part, Bet)]
    beliefs = [choice.belief for bet in bets for choice in bet.choices if choice.belief != RIGHT]
    assert {BELIEFS[belief].block for belief in beliefs} - {None} == set(lesson.blocks)
    assert set(lesson.blocks) <= set(BLOCKS)


def test_every_block_has_its_name_in_both_languages():
    assert list(BLOCKS_JA) == list(BLOCKS) == list(range(1, 26))


@each_lesson
def test_a_right_choice_is_not_told_by_its_form(lesson):
    for bet in (part for part in lesson.parts if isinstance(part, Bet)):
        reasoned = {choice.belief: has_reason(text_of(choice.text)) for choice in bet.choices}
        wrong = [reason for belief, reason in reasoned.items() if belief != RIGHT]
        assert reasoned[RIGHT] or not all(wrong), f"{bet.name}: only its right choice has no reason"


def test_a_right_choice_is_not_told_by_its_place():
    bets = [part for lesson in load_lessons("en") for part in lesson.parts if isinstance(part, Bet)]
    places = [[choice.belief for choice in bet.choices].index(RIGHT) for bet in bets]
    assert min(places.count(place) for place in range(3)) > len(bets) / 5


def has_reason(choice: str) -> bool:
    """Whether a choice says more than an answer: words behind a comma, a colon or a full stop."""
    return bool(re.search(r"[:;,.] |、(?!\d)|[。：]", choice.rstrip("。.")))


def test_every_belief_is_offered_by_a_bet():
    bets = [part for lesson in LESSONS for part in lesson.parts if isinstance(part, Bet)]
    offered = {choice.belief for bet in bets for choice in bet.choices} - {RIGHT}
    assert offered == set(BELIEFS)


@pytest.mark.parametrize("lesson", load_lessons("en"), ids=lambda lesson: lesson.name)
def test_cells_run_by_themselves(lesson, capsys):
    for part in lesson.parts:
        if isinstance(part, Cell):
            exec(compile(part.code, lesson.name, "exec"), {})
    assert capsys.readouterr().out.strip()


@each_lesson
def test_every_number_of_a_lesson_is_asserted_in_its_cell(lesson):
    code = "\n".join(part.code for part in lesson.parts if isinstance(part, Cell))
    asserted = numbers_in("\n".join(re.findall(r"^ *assert .*", code, re.MULTILINE)))
    told = {number for text in texts_of(lesson) for number in numbers_in(text)}
    assert told - asserted == set()


@each_lesson
def test_no_word_of_the_field_stands_before_its_definition(lesson):
    language = lesson.language
    known = {
        t for other in load_lessons(language) if other.number < lesson.number for t in other.terms
    }
    for text in texts_of(lesson, styled=True):
        defined = set(re.findall(r"\*\*([^*]+)\*\*", text)) & set(lesson.terms)
        # The sentence that defines a word may use it; those before it in the paragraph may not.
        for word in FIELD_WORDS[language]:
            if word in known or not (found := find(word, text, language)):
                continue
            assert word in defined, f'"{word}" is not defined yet: {text}'
            before = re.split(r"(?<=[.。])", text[: text.index(f"**{word}**")])[:-1]
            assert not find(word, "".join(before), language), f"{word}: {text} ({found})"
        known |= defined
    assert set(lesson.terms) <= known, "a term of the front matter is never defined in **bold**"


WAYS = {
    "mnist-whole": ("mnist", "digits"),
    "old-hiragana": ("convscope train kmnist --net kuzushiji",),
    "colour": ("convscope train cifar10",),
    "own-photographs": ("convscope data check my-photos", "convscope train digits"),
}
"""Lessons whose subject is a large data set or the reader's own, and how they say to get on."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WAYS)
def test_a_lesson_that_wants_more_data_says_how_to_get_them(name, language):
    [lesson] = [each for each in load_lessons(language) if each.name == name]
    texts = [part.text for part in lesson.parts if isinstance(part, Paragraph)]
    texts += [item for part in lesson.parts if isinstance(part, Items) for item in part.items]
    code = {piece.text for text in texts for piece in text if piece.style == "code"}
    assert set(WAYS[name]) <= code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_introduced_twice(language):
    words = [word for lesson in load_lessons(language) for word in lesson.terms]
    assert sorted(set(words)) == sorted(words)


def find(word: str, text: str, language: str) -> bool:
    if language == "ja":
        return word in text
    return bool(re.search(rf"\b{word}(e?s|es)?\b", text.replace("*", ""), re.IGNORECASE))


@pytest.mark.parametrize("lesson", load_lessons("ja"), ids=lambda lesson: lesson.name)
def test_japanese_lessons_keep_to_the_words_and_the_spacing_of_the_page(lesson):
    other_words = (
        r"(フィルタ|パラメータ|ブラウザ)(?!ー)|チャネル|合計|閾値|(?<!総)和(?!語)"
        r"|ネット(?!ワーク)|一番|(?<![改最])良[いくかさ]|(学習|検証|テスト)用データ|学習用"
    )
    letter = "[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]"
    tight = f"{letter}[A-Za-z0-9]|[A-Za-z0-9]{letter}"
    for text in (lesson.title, lesson.idea, *lesson.terms.values(), *texts_of(lesson)):
        assert not re.search(other_words, text), text
        assert not re.search(tight, text), text


def test_a_lesson_is_found_by_name_and_number():
    named = lesson_named("one-channel")
    assert named == lesson_named("7")
    assert named.title == "Convolution with one channel"
    with pytest.raises(UnknownNameError, match=r'Did you mean "one-channel"\?'):
        lesson_named("one-chanel")
