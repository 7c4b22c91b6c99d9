"""Lessons: texts in Markdown, read into data that the page shows and tests check."""

from convscope.lessons.lesson import (
    RIGHT,
    Bet,
    Cell,
    Choice,
    Figure,
    Heading,
    Items,
    Lesson,
    Paragraph,
    Part,
    Piece,
    Puzzle,
)
from convscope.lessons.library import lesson_named, load_lessons
from convscope.lessons.reading import read_lesson

__all__ = [
    "RIGHT",
    "Bet",
    "Cell",
    "Choice",
    "Figure",
    "Heading",
    "Items",
    "Lesson",
    "Paragraph",
    "Part",
    "Piece",
    "Puzzle",
    "lesson_named",
    "load_lessons",
    "read_lesson",
]
