"""The drawing page and the lessons on one server, each with a link to the other."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

    from convscope.interchange.page_settings import PageSettings

SIMPLEST = "mnist"
"""The model that is drawn at when none is named: two convolutions, nothing that needs telling."""

BESIDE = {"draw": "/draw", "lessons": "/lessons"}
"""Where each page lies on a server that begins with the other one."""


def drawing_first(model: "Path", settings: "PageSettings") -> "list[Route]":
    """Returns the routes of a server that begins with the drawing page.

    Args:
        model: The model file that is drawn at.
        settings: What the page is told besides.
    """
    from convscope.cli.lesson_settings import page_settings
    from convscope.model_file import model_bytes
    from convscope.server.drawing_page import DrawingPage
    from convscope.server.lessons_page import LessonsPage

    links = {"lessons": BESIDE["lessons"]}
    drawing = DrawingPage(model_bytes(model), settings, links=links)
    lessons = LessonsPage(
        lambda: page_settings(settings.language), at=links["lessons"], links={"draw": "/"}
    )
    return [*drawing.routes, *lessons.routes]


def lessons_first(language: str) -> "list[Route]":
    """Returns the routes of a server that begins with the lessons.

    Args:
        language: Code of the one that both pages begin in; empty for the reader's own.
    """
    from convscope.cli.lesson_settings import page_settings
    from convscope.interchange.page_settings import PageSettings
    from convscope.server.drawing_page import DrawingPage
    from convscope.server.lessons_page import LessonsPage
    from convscope.shipped import shipped_model

    model = shipped_model(SIMPLEST)
    links = {"draw": BESIDE["draw"]} if model.is_file() else {}
    lessons = LessonsPage(lambda: page_settings(language), links=links)
    if not links:
        return lessons.routes
    drawing = DrawingPage(
        model.read_bytes(),
        PageSettings(SIMPLEST, language),
        at=links["draw"],
        links={"lessons": "/"},
    )
    return [*lessons.routes, *drawing.routes]
