"""Texts of lessons as Markdown: what a reader of Markdown sees is what the lesson says."""

import pytest
from markdown_it import MarkdownIt

from convscope.lessons import Bet, Heading, Items, Paragraph, Piece, load_lessons
from convscope.lessons.markdown import to_markdown

STYLES = {"strong_open": "strong", "em_open": "em"}


def read(markdown):
    """The runs of a paragraph, as (style, text); runs of one style are one."""
    tokens = MarkdownIt("commonmark", {"html": True}).parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    style, runs = "plain", []
    for token in tokens[1].children:
        if token.type in STYLES:
            style = STYLES[token.type]
        elif token.type in ("strong_close", "em_close"):
            style = "plain"
        elif token.content or token.type == "softbreak":
            assert token.type in ("text", "softbreak", "code_inline", "text_special"), token
            text = "\n" if token.type == "softbreak" else token.content
            runs.append(("code" if token.type == "code_inline" else style, text))
    return merged(runs)


def merged(runs):
    whole = []
    for style, text in runs:
        if whole and whole[-1][0] == style:
            whole[-1] = (style, whole[-1][1] + text)
        else:
            whole.append((style, text))
    return whole


@pytest.mark.parametrize(
    "text",
    [
        "3*4*5 and 3 * 4 * 5",
        "a_b_c and [x](y)",
        "<b>not bold</b> & `code",
        "- 2 is no point of a list",
        "12. is no number of one",
        "# no heading",
        "costs $3 and $4, |x| ~ 1",
        "back\\slash",
        "> no quotation",
    ],
)
def test_signs_stay_signs(text):
    assert read(to_markdown((Piece("plain", text),))) == [("plain", text)]


def every_text():
    for language in ("en", "ja"):
        for lesson in load_lessons(language):
            for part in lesson.parts:
                if isinstance(part, Heading | Paragraph):
                    yield part.text
                elif isinstance(part, Items):
                    yield from part.items
                elif isinstance(part, Bet):
                    yield part.question


def test_every_text_of_the_lessons_stays_as_it_is():
    for text in every_text():
        assert read(to_markdown(text)) == merged([(piece.style, piece.text) for piece in text])
