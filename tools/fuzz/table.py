"""A page of figures, written by the run that measured them."""

import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
import PIL

import convscope

if TYPE_CHECKING:
    from fuzz.command import Tally

MARK = "<!-- Written by tools/fuzz --table; everything below is replaced. -->"


def write_table(path: Path, tallies: "list[Tally]", seed: int) -> None:
    """Writes the figures into a page below its mark; what stands above it stays."""
    before = path.read_text(encoding="utf-8").partition(MARK)[0] if path.exists() else ""
    total = sum(tally.executions for tally in tallies)
    seconds = sum(tally.seconds for tally in tallies)
    lines = [
        MARK,
        "",
        f"convscope {convscope.__version__}, Python {platform.python_version()}, NumPy "
        f"{numpy.__version__}, Pillow {PIL.__version__}, {sys.platform} {platform.machine()}; "
        f"seed {seed}; {total:,} executions in {seconds:,.0f} s, one process.",
        "",
        "| reader | executions | seconds | kinds of failure | causes stopped at the boundary |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for tally in tallies:
        lines.append(
            f"| {tally.reader} | {tally.executions:,} | {tally.seconds:,.0f} | "
            f"{len(tally.counts)} | {len(tally.boundary)} |"
        )
    path.write_text(before + "\n".join(lines) + "\n", encoding="utf-8")
