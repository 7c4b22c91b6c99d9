"""How the commands speak: results on standard output, everything else on standard error."""

import csv
import os
import sys
from collections.abc import Iterable, Sequence
from typing import IO, Any, cast

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment

from convscope.texts import plain_cell, to_json_text, visible
from convscope.texts.plain_text import ENCODING_ERRORS

_LONGEST_LINE = 100_000
"""Letters of a table's row that goes into a file."""

EXIT_BUG, EXIT_INPUT, EXIT_DIFFERENT, EXIT_INTERRUPTED = 1, 2, 3, 130
"""Exit codes other than 0."""


def exit_code(number: int) -> int:
    """Returns the exit code of a command that a signal has ended: 130 for Ctrl-C."""
    return 128 + number


class Console(RichConsole):
    """A console on which names from outside are letters: no markup, no emoji, no commands.

    Whoever wants markup asks for it with `markup=True`, and escapes names in it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yields what is shown, with control characters made visible."""
        for segment in super().render(renderable, options):
            if segment.control or segment.text.isprintable() or segment.text == "\n":
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)


err = Console(stderr=True, soft_wrap=True)


def out() -> Console:
    """Returns the console for results; it uses the width that is there, or 100 in a pipe."""
    width = None if sys.stdout.isatty() else 100
    return Console(width=width)


def prepare_streams() -> None:
    """Lets output in a narrow encoding lose letters instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            cast(Any, stream).reconfigure(errors=ENCODING_ERRORS)


def finish_output() -> bool:
    """Writes what is still waiting; returns whether somebody was there to read it.

    Where the reader has left (`| head -1`), the streams lead nowhere from now on, so that Python
    has nothing to complain about when it ends.
    """
    is_read = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            is_read = False
            _lead_nowhere(stream)
        except (OSError, ValueError):
            pass
    return is_read


def _lead_nowhere(stream: IO[str]) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints a table; no cell is cut.

    A terminal that is too narrow gets cells of several lines. Into a pipe or a file each row goes
    as one line, however long.
    """
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = out() if sys.stdout.isatty() else Console(width=_LONGEST_LINE)
    console.print(table)


def print_json(data: Any) -> None:
    """Prints one JSON object for machines; what the stream has no letter for is escaped."""
    text = to_json_text(data, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = "".join(a if a.isascii() else _escaped(a) for a in text)
    print(text)


def _escaped(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def print_csv(rows: Iterable[Sequence[Any]]) -> None:
    """Prints rows as CSV; no cell is a formula to a spreadsheet, or a command to a terminal."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)


def print_next(command: str, why: str) -> None:
    """Names the next sensible command; names in it are to be `quoted`."""
    shown = f"[dim]Next:[/dim] [bold]{escape(command)}[/bold]  [dim]{escape(why)}[/dim]"
    err.print(shown, markup=True)


def print_error(text: str) -> None:
    """Prints an error."""
    err.print(text, style="red")


def percent(share: float) -> str:
    """Returns a share 0–1 as a percentage.

    Example:
        >>> percent(0.9922)
        '99.22 %'
    """
    return f"{100 * share:.2f} %"
