"""`convscope studio`."""

from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.both_pages import BESIDE
from convscope.cli.common_options import Runs
from convscope.cli.serving import serve_page
from convscope.interchange.page_settings import LANGUAGES


def studio(
    data: Annotated[
        str, typer.Argument(metavar="[FOLDER]", help="Images to look at and to train on.")
    ] = "",
    runs: Runs = Path("runs"),
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open no browser.")
    ] = False,
    language: Annotated[
        str, typer.Option(help="Language of the page, en or ja; without it the browser's.")
    ] = "",
) -> None:
    """Look at data, train, compare runs and put labels right, in the browser.

    Everything stays on this machine: the page asks nobody but this program.

    [bold]Examples[/bold]

    convscope studio

    convscope studio photos/
    """
    from convscope.cli.lesson_settings import page_settings
    from convscope.errors import UnknownNameError
    from convscope.server.lessons_page import LessonsPage
    from convscope.server.studio_page import DRAW, StudioPage
    from convscope.studio.workspace import Workspace

    if language and language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    workspace = Workspace(Path.cwd(), runs, data)
    if data:
        workspace.data_set(data)  # What cannot be used is said before a page opens.
    links = {"draw": DRAW, "lessons": BESIDE["lessons"]}
    page = StudioPage(workspace, {"language": language, "links": links})
    lessons = LessonsPage(
        lambda: page_settings(language), at=links["lessons"], links={"studio": "/", "draw": DRAW}
    )
    serve_page(
        [*page.routes, *lessons.routes], port, invitation="The studio is at", no_browser=no_browser
    )
