"""The page that tells what was injected and what came of it."""

from typing import Any

from inject_faults.points import MIDWAY
from inject_faults.scenarios import SCENARIOS


def table(rows: list[dict[str, Any]], every: int = 1, before: str = "") -> str:
    """Returns the page for the documents; rows of other scenarios are kept from the page before."""
    lines = [
        "# Faults injected",
        "",
        "`python tools/inject_faults` kills a command, or fills its disk, at every point where",
        "it writes (a file opened for writing, a rename, a folder made, a flush), and in the midst",
        f"of what it writes ({MIDWAY} bytes into a file just opened). It looks whether everything",
        "with a final name is whole and what was there before intact, then does the same work",
        "again and compares the end with that of a command left alone. The table is what it wrote;",
        "with `--every 5` it takes every fifth point.",
        "",
        "| what writes | write points | `--every` | faults injected | no problem |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    kept = {line.split(" | ")[0][2:]: line for line in before.splitlines() if line.count("|") == 6}
    for row in rows:
        good = row["faults"] - len(row["problems"])
        kept[row["scenario"]] = (
            f"| {row['scenario']} | {row['points']} | {every} | {row['faults']} | {good} |"
        )
    lines += [kept[name] for name in SCENARIOS if name in kept]
    return "\n".join(lines) + "\n"
