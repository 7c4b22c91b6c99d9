"""`convscope studio`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.both_pages import BESIDE
from convscope.cli.common_options import Runs
from convscope.cli.console import EXIT_INPUT, out, print_table
from convscope.cli.serving import serve_page

if TYPE_CHECKING:
    from convscope.studio.workspace import Workspace


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
    check: Annotated[
        bool, typer.Option("--check", help="Say whether everything it needs works here, and end.")
    ] = False,
) -> None:
    """Look at data, train, compare runs and put labels right, in the browser.

    Everything stays on this machine: the page asks nobody but this program.

    [bold]Examples[/bold]

    convscope studio

    convscope studio photos/

    convscope studio --check
    """
    from convscope.cli.lesson_settings import page_settings
    from convscope.errors import UnknownNameError
    from convscope.interchange.page_settings import LANGUAGES
    from convscope.server.lessons_page import LessonsPage
    from convscope.server.studio_page import DRAW, StudioPage
    from convscope.studio.workspace import Workspace

    if language and language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    workspace = Workspace(Path.cwd(), runs, data)
    if check:
        _say_what_works(workspace)
        return
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


def _say_what_works(workspace: "Workspace") -> None:
    """Prints what a studio needs, and ends with an error where something is missing."""
    from convscope.studio.checking import check_studio

    checks = list(check_studio(workspace))
    print_table(
        ("needed", "works", "found"),
        [(check.name, "yes" if check.is_good else "no", check.found) for check in checks],
    )
    for check in checks:
        if not check.is_good:
            out().print(f"{check.name}: {check.fix}", markup=False)
    if not all(check.is_good for check in checks):
        raise typer.Exit(EXIT_INPUT)
