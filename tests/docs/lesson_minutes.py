"""How long a lesson takes, by one rule: reading, and what is done by hand."""

from collections.abc import Iterator

from reading_level import length_of

from convscope.lessons import Bet, Figure, Heading, Items, Lesson, Paragraph, Puzzle
from convscope.lessons.lesson import Text

WORDS_PER_MINUTE = 175
"""Most adults read English non-fiction silently at 175 to 300 words a minute (Brysbaert 2019, How
many words do we read per minute?, doi 10.1016/j.jml.2019.104047). Learners take the slow end."""

FIGURE, BET, PUZZLE = 1.5, 0.5, 1.0
"""Minutes that a reader touches a figure, thinks about a bet, and solves a puzzle once."""

LONG_FIGURES = {"clinic": 5.0}
"""Figures that ask for more than a look: ten patients, half a minute each."""


def minutes_of(lesson: Lesson) -> int:
    """Returns the whole minutes that an English lesson takes a reader."""
    minutes = sum(length_of(text, "en") for text in read_in(lesson)) / WORDS_PER_MINUTE
    for part in lesson.parts:
        if isinstance(part, Figure):
            minutes += LONG_FIGURES.get(part.name, FIGURE)
        elif isinstance(part, Bet | Puzzle):
            minutes += BET if isinstance(part, Bet) else PUZZLE
    return round(minutes)


def read_in(lesson: Lesson) -> Iterator[str]:
    """Yields what one reader reads: all choices of a bet, and the longest of its answers."""
    for part in lesson.parts:
        if isinstance(part, Heading | Paragraph):
            yield _said(part.text)
        elif isinstance(part, Items):
            yield from map(_said, part.items)
        elif isinstance(part, Figure):
            yield _said(part.caption)
        elif isinstance(part, Bet):
            yield _said(part.question)
            yield from (_said(choice.text) for choice in part.choices)
            yield max((_said(choice.answer) for choice in part.choices), key=len)


def _said(text: Text) -> str:
    return "".join(piece.text for piece in text)
