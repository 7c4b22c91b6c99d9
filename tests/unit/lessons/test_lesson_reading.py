"""A lesson is read strictly: what breaks a rule is told with file and line."""

from pathlib import Path

import pytest

from convscope.errors import ConvscopeError
from convscope.lessons import (
    Bet,
    Cell,
    Figure,
    Heading,
    Items,
    Paragraph,
    Piece,
    Puzzle,
    read_lesson,
)

HEAD = """---
title: A title
idea: One idea.
minutes: 5
blocks: 4, 20
terms:
  neuron: a small calculation
---
"""

BET = """```{bet} size
How many?

- {right} 4.

  Yes, **four**.
- {no-bias} 3.

  One more.
- {same-size} 5.

  One less.
```
"""


def read(folder: Path, text: str, name: str = "03-a-name.md"):
    (folder / "en").mkdir()
    path = folder / "en" / name
    path.write_text(text, "utf-8")
    return read_lesson(path)


def test_a_lesson_is_its_front_matter_and_its_parts(tmp_path):
    body = """## A *heading*

Two lines
with `code`.

- one
- **two**

```{figure} neuron
:threshold: 5
What it shows.
```

```{puzzle} map-size
:blocks: 3, 22
```

```{cell}
x = 1
```
"""
    lesson = read(tmp_path, HEAD + body + BET)
    assert (lesson.number, lesson.name, lesson.language) == (3, "a-name", "en")
    assert (lesson.title, lesson.idea, lesson.minutes) == ("A title", "One idea.", 5)
    assert lesson.blocks == (4, 20)
    assert lesson.terms == {"neuron": "a small calculation"}
    *before, bet = lesson.parts
    assert before == [
        Heading((Piece("plain", "A "), Piece("em", "heading"))),
        Paragraph((Piece("plain", "Two lines with "), Piece("code", "code"), Piece("plain", "."))),
        Items(((Piece("plain", "one"),), (Piece("strong", "two"),))),
        Figure("neuron", {"threshold": "5"}, (Piece("plain", "What it shows."),)),
        Puzzle("map-size", (3, 22)),
        Cell("x = 1\n"),
    ]
    assert isinstance(bet, Bet)
    assert [choice.belief for choice in bet.choices] == ["right", "no-bias", "same-size"]
    assert bet.choices[0].text == (Piece("plain", "4."),)
    assert bet.choices[0].answer[1] == Piece("strong", "four")
    assert lesson.to_json()["parts"][3]["kind"] == "figure"


def test_between_two_japanese_letters_a_line_end_is_nothing(tmp_path):
    lesson = read(tmp_path, HEAD + "猫が\n**犬**を\nsee と\n言う。\n26\nです、\n9 匹\n")
    assert (
        "".join(piece.text for piece in lesson.parts[0].text)
        == "猫が犬を see と言う。26 です、9 匹"
    )


LINES = len(HEAD.splitlines())

BROKEN = {
    "no front matter": ("# x\n", r"en/03-a-name\.md:1: there is no front matter"),
    "an unknown key": (HEAD.replace("idea:", "ideas:"), r'md:3: "ideas: One idea\."'),
    "a key twice": (HEAD.replace("idea: One", "title: One"), r'md:3: "title: One idea'),
    "a key too few": (HEAD.replace("minutes: 5\n", ""), r"md:7: minutes is missing"),
    "no number": (HEAD.replace(": 5", ": five"), r'md:4: "five"\. Expected a whole number'),
    "nothing said": (HEAD.replace("A title", ""), r"md:2: title is empty"),
    "another heading": (HEAD + "\n# Big\n", rf"md:{LINES + 2}: a heading h1"),
    "a link": (HEAD + "\n[x](y)\n", rf"md:{LINES + 2}: a link"),
    "a picture": (HEAD + "![x](y)\n", rf"md:{LINES + 1}: a image"),
    "an unknown directive": (HEAD + "```{video} x\n```\n", rf"md:{LINES + 1}: ```{{video}} x"),
    "a fence without one": (HEAD + "```python\n```\n", rf"md:{LINES + 1}: ```python"),
    "an unknown figure": (HEAD + "```{figure} nothing\nx\n```\n", r'"nothing" is not in figures'),
    "an unknown puzzle": (HEAD + "```{puzzle} task\n```\n", r'"task" is not in puzzles'),
    "a figure without a caption": (HEAD + "```{figure} neuron\n```\n", r"then one paragraph"),
    "a puzzle with text": (HEAD + "```{puzzle} map-size\nx\n```\n", r"a puzzle with the text 'x'"),
    "a block that is none": (
        HEAD + "```{puzzle} map-size\n:blocks: 3, 26\n```\n",
        r"a puzzle with the blocks \[26\]\. Expected numbers from 1 to 25",
    ),
    "a cell with a name": (HEAD + "```{cell} x\n```\n", r'a cell called "x"'),
    "a cell that is no Python": (HEAD + "```{cell}\nx =\n```\n", r"no Python: invalid syntax"),
    "a bet without a name": (HEAD + BET.replace(" size", ""), r"a bet without a name"),
    "a bet without a right choice": (HEAD + BET.replace("right", "no-bias"), r"one {right} choice"),
    "an unknown belief": (
        HEAD + BET.replace("no-bias", "moon-cheese"),
        rf'md:{LINES + 7}: "{{moon-cheese}} 3\."\. Expected .*side-by-side',
    ),
    "a choice without an answer": (HEAD + BET.replace("\n\n  One less.", ""), r"two paragraphs"),
    "a bet that is no question": (HEAD + "```{bet} x\nHow?\n```\n", r"a question, then a list"),
    "long points": (HEAD + "- one\n\n  two\n", r"more than one paragraph"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_a_rule_is_told_with_file_and_line(tmp_path, text, message):
    with pytest.raises(ConvscopeError, match=message):
        read(tmp_path, text)


def test_a_file_is_called_by_number_and_name(tmp_path):
    with pytest.raises(ConvscopeError, match=r"Lesson\.md is no name of a lesson\. Expected two"):
        read(tmp_path, HEAD, "Lesson.md")
