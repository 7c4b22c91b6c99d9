"""What standard error shows of long work: a bar on a terminal, now and then a line elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

SILENCE_S = 5.0
"""Time after which a line is written where there is no bar, in s."""

TooLate = Callable[[str, int, int], Exception]
"""From what was being done, how many were done and how many there are, to an error."""

_end: ContextVar[tuple[float, TooLate] | None] = ContextVar("end", default=None)


@contextmanager
def ending_by(end: float, too_late: TooLate) -> Iterator[None]:
    """Lets work in here that shows its progress stop when a time has come.

    Args:
        end: The time, on the clock of `time.perf_counter`.
        too_late: Gives the error that such work then ends with.
    """
    token = _end.set((end, too_late))
    try:
        yield
    finally:
        _end.reset(token)


@contextmanager
def progress_bar(title: str, total: int, progress: bool | None) -> Iterator[Callable[[int], None]]:
    """Yields a function that is told how many more are done.

    Into a pipe or a log file goes a line every few seconds; short work leaves none.

    Args:
        title: What is being done.
        total: How many there are.
        progress: Whether the bar is shown; None shows it on a terminal, and lines elsewhere.
    """
    with _shown(title, total, progress) as advance:
        yield advance if (end := _end.get()) is None else _stopping(advance, title, total, *end)


def _stopping(
    advance: Callable[[int], None], title: str, total: int, end: float, too_late: TooLate
) -> Callable[[int], None]:
    """Returns a function that tells how many more are done, and raises once it is too late."""
    done = 0

    def advance_or_stop(number: int) -> None:
        nonlocal done
        done += number
        advance(number)
        if perf_counter() > end and done < total:
            raise too_late(title, done, total)

    return advance_or_stop


@contextmanager
def _shown(title: str, total: int, progress: bool | None) -> Iterator[Callable[[int], None]]:
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
