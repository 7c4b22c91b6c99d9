"""`convscope report`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.common_options import Runs
from convscope.cli.console import err, out, print_next
from convscope.texts import quoted


def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help="A run folder, or a run's name.")],
    language: Annotated[str, typer.Option(help="en or ja.")] = "en",
    output: Annotated[
        Path | None, typer.Option(help="The file; default: report.html in the run folder.")
    ] = None,
    learning_curve: Annotated[
        bool,
        typer.Option("--learning-curve", help="Would more images help? Trains on parts of them."),
    ] = False,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="What does augmentation buy? Trains twice.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Look at fewer images.")] = False,
    runs: Runs = Path("runs"),
) -> None:
    """Review a finished run: one page with verdict, evidence and what to do next.

    [bold]Examples[/bold]

    convscope report mnist-1

    convscope report runs/fruits-1 --language ja --output fruits.html
    """
    from convscope.insight.report import report as write_report

    with _progress() as progress:
        path = write_report(
            run,
            language=language,
            output=output,
            learning_curve=learning_curve,
            ablation=ablation,
            quick=quick,
            runs=runs,
            progress=progress,
        )
    out().print(f"Report  {path}", markup=False)
    print_next(f"open {quoted(path)}", "verdict first, then the evidence, then what to do")


@contextmanager
def _progress() -> "Iterator[Callable[[str, int, int], None] | None]":
    """Shows which section is being computed, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        task = bars.add_task("")

        def show(title: str, number: int, total: int) -> None:
            bars.update(task, description=title, completed=number, total=total)

        yield show
