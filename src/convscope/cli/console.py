"""How the commands speak: results on standard output, everything else on standard error."""

import json
import sys
from typing import Any

from rich.console import Console

EXIT_BUG, EXIT_INPUT, EXIT_INTERRUPTED = 1, 2, 130
"""Exit codes other than 0."""

err = Console(stderr=True, highlight=False, soft_wrap=True)


def out() -> Console:
    """Returns the console for results; it uses the width that is there, or 100 in a pipe."""
    width = None if sys.stdout.isatty() else 100
    return Console(highlight=False, width=width)


def print_json(data: Any) -> None:
    """Prints one JSON object for machines."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def print_next(command: str, why: str) -> None:
    """Names the next sensible command."""
    err.print(f"[dim]Next:[/dim] [bold]{command}[/bold]  [dim]{why}[/dim]")


def print_error(text: str) -> None:
    """Prints an error."""
    err.print(text, style="red", markup=False)


def percent(share: float) -> str:
    """Returns a share 0–1 as a percentage.

    Example:
        >>> percent(0.9922)
        '99.22 %'
    """
    return f"{100 * share:.2f} %"
