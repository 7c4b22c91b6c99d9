"""The lessons as a folder for any web host, memory stick or disk: no server, no network."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.interchange.packing import WEB, LatePart, packed_page_in_parts, packed_settings

WORKER = "service_worker.js"
"""What keeps the page for readers without network; it lies beside it."""


def write_lesson_site(folder: str | Path, settings: Mapping[str, Any]) -> Path:
    """Writes the page of all lessons and returns its path, `index.html` in the folder.

    Args:
        folder: Made where it does not exist; other files in it stay.
        settings: `language` and `lessons`, as the page of `convscope lessons` is told.

    Raises:
        ConvscopeError: The folder cannot be made.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ConvscopeError(
            f"{folder} is a file.", "Expected a folder, or a name that is free.", "Name another."
        ) from error
    html = lesson_site(settings).encode()
    # The worker first: a page without it is no worse than one whose worker knows another page.
    write_atomically(folder / WORKER, service_worker(html).encode())
    path = folder / "index.html"
    write_atomically(path, html)
    return path


def lesson_site(settings: Mapping[str, Any]) -> str:
    """Returns the page of all lessons: what the list needs first, then theme by theme."""
    themes = _themes()
    languages = settings["lessons"]
    place = {
        lesson["name"]: _last_theme(lesson, themes) for lesson in next(iter(languages.values()))
    }
    beginning = {
        language: [{**lesson, "parts": _puzzles(lesson)} for lesson in lessons]
        for language, lessons in languages.items()
    }
    late = [
        LatePart(
            f"lessons/themes/{theme}.js",
            {
                language: {
                    lesson["name"]: lesson["parts"]
                    for lesson in lessons
                    if place[lesson["name"]] == theme
                }
                for language, lessons in languages.items()
            },
        )
        for theme in themes
    ]
    told = {**settings, "lessons": beginning, "worker": WORKER}
    return packed_page_in_parts(
        "lessons_offline.js",
        "lessons",
        {"settings": packed_settings(told)},
        late,
        handed_to=("lessons/theme.js", "provideFrom"),
        title="Lessons",
        language=str(settings["language"]),
    )


def service_worker(page: bytes) -> str:
    """Returns the script that keeps a page; another page has another one."""
    script = (WEB / WORKER).read_text(encoding="utf-8")
    return script.replace('"unversioned"', f'"{sha256(page).hexdigest()[:16]}"')


def _themes() -> dict[str, set[tuple[str, str]]]:
    """Returns the themes in the order of the course, each with the figures and puzzles it has."""
    table = (WEB / "lessons/all_themes.js").read_text(encoding="utf-8")
    return {
        theme: {
            (room[:-1], module.replace("_", "-"))
            for room, module in re.findall(
                r'"\.\./(figures|puzzles)/(\w+)\.js"',
                (WEB / f"lessons/themes/{theme}.js").read_text(encoding="utf-8"),
            )
        }
        for theme in re.findall(r'from "\./themes/(\w+)\.js"', table)
    }


def _last_theme(lesson: Mapping[str, Any], themes: Mapping[str, set[tuple[str, str]]]) -> str:
    """Returns the theme with which all is there that a lesson shows."""
    shown = {(part["kind"], part.get("name", "")) for part in lesson["parts"]}
    return next(theme for theme in reversed(list(themes)) if themes[theme] & shown)


def _puzzles(lesson: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [part for part in lesson["parts"] if part["kind"] == "puzzle"]
