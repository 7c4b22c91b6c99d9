"""`convscope studio`."""

from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.both_pages import BESIDE
from convscope.cli.classroom import (
    Hosting,
    check_room,
    expect_apart,
    host_room,
    print_checks,
    wipe_room,
)
from convscope.cli.common_options import Language, NoBrowser, Port, Runs
from convscope.cli.serving import serve_page

CLASS = "A class"
"""Heading in the help."""


def studio(
    data: Annotated[
        str, typer.Argument(metavar="[FOLDER]", help="Images to look at and to train on.")
    ] = "",
    runs: Runs = Path("runs"),
    port: Port = 0,
    no_browser: NoBrowser = False,
    language: Language = "",
    host: Annotated[
        bool,
        typer.Option("--host", help="Serve a class in this room's network.", rich_help_panel=CLASS),
    ] = False,
    address: Annotated[
        str,
        typer.Option(
            help="Address of this machine that pupils use; default: the likeliest.",
            rich_help_panel=CLASS,
        ),
    ] = "",
    wipe: Annotated[
        bool,
        typer.Option(
            "--wipe", help="Remove all that a class has left, and end.", rich_help_panel=CLASS
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --wipe: ask nothing.", rich_help_panel=CLASS)
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Say whether everything it needs works here, and end.")
    ] = False,
) -> None:
    """Look at data, train, compare runs and put labels right, in the browser.

    Everything stays on this machine: the page asks nobody but this program. With --host a class
    opens it in the room's network, by a link with a code.

    [bold]Examples[/bold]

    convscope studio

    convscope studio photos/

    convscope studio --host

    convscope studio --check
    """
    from convscope.cli.lesson_settings import page_settings
    from convscope.errors import ConvscopeError, UnknownNameError
    from convscope.interchange.page_settings import LANGUAGES
    from convscope.server.lessons_page import LessonsPage
    from convscope.server.studio_page import DRAW, StudioPage
    from convscope.studio.checking import check_studio
    from convscope.studio.workspace import Workspace

    if language and language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    workspace = Workspace(Path.cwd(), runs, data)
    hosting = Hosting(address, port, no_browser)
    if check:
        checks = [*check_studio(workspace), *(check_room(workspace, hosting) if host else ())]
        print_checks(checks)
        return
    if wipe:
        wipe_room(workspace, is_sure=yes)
        return
    if address and not host:
        raise ConvscopeError(
            f"--address: received {address} without --host.",
            "Expected --host with it: without, this machine alone can open the studio.",
            "Add --host, or leave --address out.",
        )
    if host:
        expect_apart(workspace)
    if data:
        workspace.data_set(data)  # What cannot be used is said before a page opens.
    links = {"draw": DRAW, "lessons": BESIDE["lessons"]}
    settings = {"language": language, "links": links}
    if host:
        host_room(workspace, settings, lambda: page_settings(language), hosting)
        return
    page = StudioPage(workspace, settings)
    lessons = LessonsPage(
        lambda: page_settings(language), at=links["lessons"], links={"studio": "/", "draw": DRAW}
    )
    serve_page(
        [*page.routes, *lessons.routes],
        port,
        invitation="The studio is at",
        no_browser=no_browser,
        usual_for=workspace.folder,
    )
