"""`convscope lessons`."""

from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.common_options import Language, NoBrowser, Port
from convscope.cli.console import err, print_next
from convscope.cli.serving import serve_page


def lessons(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A lesson's name or number.")
    ] = None,
    port: Port = 0,
    no_browser: NoBrowser = False,
    language: Language = "",
    site: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a folder that works without Python, and end."),
    ] = None,
    notebooks: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a Jupyter notebook for each lesson, and end."),
    ] = None,
    handout: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the lesson's worksheet to print, and end."),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Of the worksheet's tasks: another seed, other tasks.")
    ] = 0,
) -> None:
    """Learn what a net computes: bet first, touch the figure, solve the puzzles.

    [bold]Examples[/bold]

    convscope lessons

    convscope lessons artificial-neuron

    convscope lessons --site our-lessons/

    convscope lessons --notebooks notebooks/ --language ja

    convscope lessons pooling --handout pooling.html
    """
    from urllib.parse import urlencode

    from convscope.cli.both_pages import lessons_first
    from convscope.cli.lesson_settings import page_settings
    from convscope.errors import ConvscopeError, UnknownNameError
    from convscope.interchange.lesson_site import write_lesson_site
    from convscope.interchange.page_settings import LANGUAGES
    from convscope.lessons import lesson_named
    from convscope.texts import counted, quoted
    from convscope.widget.lesson_notebooks import write_lesson_notebooks

    if language and language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    address = f"#{urlencode({'lesson': lesson_named(name).name})}" if name else ""
    for option, folder in (("--site", site), ("--notebooks", notebooks)):
        if folder is not None and name:
            raise ConvscopeError(
                f"Received the lesson {name} and {option} {folder}.",
                f"Expected one of them: {option} writes all lessons.",
                f"Leave {name} out.",
            )
    if handout is not None:
        _write_handout(handout, name, language or "en", seed)
        return
    if site is not None:
        path = write_lesson_site(site, page_settings(language))
        err.print(f"Wrote {path}. Open it, hand the folder out, or put it on any web host.")
    if notebooks is not None:
        paths = write_lesson_notebooks(notebooks, language)
        err.print(f"Wrote {counted(len(paths), 'notebook')} to {notebooks}.")
        print_next(f"jupyter lab {quoted(paths[0])}", "opens one; Google Colab takes them, too")
    if site is not None or notebooks is not None:
        return
    routes = lessons_first(language)
    serve_page(routes, port, invitation="Lessons at", address=address, no_browser=no_browser)


def _write_handout(path: Path, name: str | None, language: str, seed: int) -> None:
    from convscope.errors import ConvscopeError
    from convscope.interchange.lesson_handout import write_lesson_handout
    from convscope.lessons import lesson_named, load_lessons

    if name is None:
        raise ConvscopeError(
            f"Received --handout {path} and no lesson.",
            "Expected the lesson whose worksheet is wanted.",
            "Name it: convscope lessons pooling --handout pooling.html",
        )
    wanted = lesson_named(name).name
    lesson = next(each for each in load_lessons(language) if each.name == wanted)
    write_lesson_handout(path, lesson.to_json(), seed=seed)
    err.print(f"Wrote {path}. Open it and print: the answers come on a sheet of their own.")
