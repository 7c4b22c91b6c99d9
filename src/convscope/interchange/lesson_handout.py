"""A lesson's bets and puzzles as a page to print, with the answers on a sheet of their own."""

from pathlib import Path
from typing import Any

from convscope.files import write_atomically
from convscope.interchange.packing import packed_page, packed_settings


def write_lesson_handout(
    path: str | Path, lesson: dict[str, Any], *, seed: int = 0, tasks: int = 3
) -> None:
    """Writes a worksheet as one HTML file that makes no request.

    Args:
        path: The file.
        lesson: A lesson as the page reads it.
        seed: Where the tasks begin: the same seed gives the same tasks.
        tasks: Tasks of each puzzle.
    """
    html = packed_page(
        "lesson_handout.js",
        "lessons",
        {"settings": packed_settings({"lesson": lesson, "seed": seed, "tasks": tasks})},
        title=lesson["title"],
        language=lesson["language"],
    )
    write_atomically(Path(path), html.encode())
