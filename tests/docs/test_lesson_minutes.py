"""The minutes that a lesson states are counted by one rule; they are the same in both languages."""

import pytest
from lesson_minutes import minutes_of

from convscope.lessons import Bet, Choice, Figure, Lesson, Paragraph, Piece, Puzzle, load_lessons

MOST = 14
"""A lesson takes about ten minutes; the longest no more than this."""


@pytest.mark.parametrize("lesson", load_lessons("en"), ids=lambda lesson: lesson.name)
def test_a_lesson_states_the_minutes_that_it_takes(lesson):
    assert lesson.minutes == minutes_of(lesson) <= MOST


def test_lessons_take_about_ten_minutes():
    minutes = [lesson.minutes for lesson in load_lessons("en")]
    assert 9 <= sum(minutes) / len(minutes) <= 11


def test_minutes_are_reading_figures_bets_and_puzzles():
    def said(words: int):
        return (Piece("plain", "word " * words),)

    answers = (Choice("right", said(50), said(25)), Choice("no-bias", said(50), said(50)))
    parts = (
        Paragraph(said(200)),
        Bet("one", (), answers),  # its choices, and the longer answer: 150 words
        Figure("neuron", {}, ()),
        Puzzle("map-size"),
    )
    lesson = Lesson(1, "x", "en", "Title", "Idea", 0, (), {}, parts)
    assert minutes_of(lesson) == 350 / 175 + 0.5 + 1.5 + 1
