"""The lessons as Jupyter notebooks, for JupyterLab, Jupyter Notebook and Google Colab."""

import json
from pathlib import Path
from typing import Any

from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.interchange.page_settings import LANGUAGES
from convscope.lessons import Cell, Heading, Items, Lesson, Paragraph, load_lessons
from convscope.lessons.markdown import to_markdown
from convscope.widget.lesson_in_cell import to_touch

INSTALL = """import importlib.util

if not importlib.util.find_spec("convscope"):
    %pip install -q convscope"""
"""The first cell, which does nothing where convscope is there already."""

_TERMS = {"en": "Words", "ja": "用語"}


def write_lesson_notebooks(folder: str | Path, language: str = "") -> list[Path]:
    """Writes a notebook for every lesson and returns their paths.

    Args:
        folder: Made where it does not exist. Each language has a folder of its own in it.
        language: Code of the only language to write; empty for all.

    Raises:
        ConvscopeError: The folder cannot be made.
    """
    written = []
    for code in [language] if language else LANGUAGES:
        home = Path(folder) / code
        try:
            home.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise ConvscopeError(
                f"{error.filename} is a file.",
                "Expected a folder, or a name that is free.",
                "Name another.",
            ) from error
        for lesson in load_lessons(code):
            path = home / f"{lesson.number:02}-{lesson.name}.ipynb"
            write_atomically(path, notebook_text(lesson).encode())
            written.append(path)
    return written


def notebook_text(lesson: Lesson) -> str:
    """Returns the text of a lesson's notebook, in version 4.5 of its format."""
    cells = [
        _markdown(f"# {lesson.number} · {lesson.title}", f"*{lesson.idea}*"),
        _code(INSTALL),
        _code("from convscope import lesson"),
        *_parts(lesson),
        _markdown(
            f"## {_TERMS[lesson.language]}",
            "\n".join(f"- **{term}**: {meaning}" for term, meaning in lesson.terms.items()),
        ),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _parts(lesson: Lesson) -> list[dict[str, Any]]:
    """Returns a cell for each program and for what is touched, and one for the text between."""
    cells: list[dict[str, Any]] = []
    text: list[str] = []
    names = {id(part): name for name, part in to_touch(lesson).items()}

    def end_text() -> None:
        if text:
            cells.append(_markdown(*text))
            text.clear()

    for part in lesson.parts:
        match part:
            case Heading():
                end_text()
                text.append(f"## {to_markdown(part.text)}")
            case Paragraph():
                text.append(to_markdown(part.text))
            case Items():
                text.append("\n".join(f"- {to_markdown(item)}" for item in part.items))
            case Cell():
                end_text()
                cells.append(_code(part.code))
            case _:
                end_text()
                language = f', language="{lesson.language}"' if lesson.language != "en" else ""
                cells.append(_code(f'lesson("{lesson.name}", "{names[id(part)]}"{language})'))
    end_text()
    return cells


def _markdown(*paragraphs: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(paragraphs)}


def _code(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source.rstrip("\n"),
    }
