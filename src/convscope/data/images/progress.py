"""A bar on standard error that shows how much is done and the time left."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(title: str, total: int, progress: bool | None) -> Iterator[Callable[[int], None]]:
    """Yields a function that is told how many more are done.

    Args:
        title: What is being done.
        total: How many there are.
        progress: Whether the bar is shown; None shows it on a terminal.
    """
    if not (sys.stderr.isatty() if progress is None else progress):
        yield lambda number: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=total)
        yield lambda number: bar.advance(task, number)
