"""What standard error shows of long work: a bar on a terminal, now and then a line elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

SILENCE_S = 5.0
"""Time after which a line is written where there is no bar, in s."""


@contextmanager
def progress_bar(title: str, total: int, progress: bool | None) -> Iterator[Callable[[int], None]]:
    """Yields a function that is told how many more are done.

    Into a pipe or a log file goes a line every few seconds; short work leaves none.

    Args:
        title: What is being done.
        total: How many there are.
        progress: Whether the bar is shown; None shows it on a terminal, and lines elsewhere.
    """
    if progress is None and not sys.stderr.isatty():
        yield _Lines(title, total)
        return
    if progress is False:
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


class _Lines:
    """Writes how much is done after every few seconds of silence."""

    def __init__(self, title: str, total: int) -> None:
        self.title, self.total, self.done = title, total, 0
        self.said = perf_counter()

    def __call__(self, number: int) -> None:
        self.done += number
        now = perf_counter()
        if now - self.said < SILENCE_S or self.done >= self.total:
            return
        self.said = now
        print(f"{self.title}: {self.done:,} of {self.total:,}", file=sys.stderr, flush=True)
