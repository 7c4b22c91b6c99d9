"""Writes into docs/lessons.md which lesson meets which stumbling block.

    python tools/lesson_blocks.py

The table is made of the lessons' own front matter, bets and puzzles.
"""

from pathlib import Path

from convscope.lessons import Bet, Puzzle, load_lessons
from convscope.lessons.beliefs import BELIEFS, BLOCKS

PAGE = Path(__file__).parents[1] / "docs" / "lessons.md"
MARK = "<!-- Written by tools/lesson_blocks.py; everything below is replaced. -->\n"


def table() -> str:
    """Returns the table as Markdown: a row for every block."""
    rows = [
        "| block | lesson | bets | wrong beliefs | puzzles |",
        "| --- | --- | --- | ---: | --- |",
    ]
    for number, says in sorted(BLOCKS.items()):
        lessons = [lesson for lesson in load_lessons("en") if number in lesson.blocks]
        bets, beliefs, puzzles = [], set(), []
        for part in (part for lesson in load_lessons("en") for part in lesson.parts):
            if isinstance(part, Bet):
                wrong = {c.belief for c in part.choices if _block_of(c.belief) == number}
                beliefs |= wrong
                bets += [f"`{part.name}`"] if wrong else []
            elif isinstance(part, Puzzle) and number in part.blocks:
                puzzles.append(f"`{part.name}`")
        titles = "; ".join(f"{lesson.number} · {lesson.title}" for lesson in lessons)
        cells = (f"{number} · {says}", titles, ", ".join(bets), len(beliefs), ", ".join(puzzles))
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(rows) + "\n"


def _block_of(belief: str) -> int | None:
    return BELIEFS[belief].block if belief in BELIEFS else None


def main() -> None:
    """Replaces the table."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text.partition(MARK)[0] + MARK + "\n" + table(), encoding="utf-8")


if __name__ == "__main__":
    main()
