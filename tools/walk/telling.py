"""The walk's table, as Markdown for people and as JSON."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Verdict = Literal["good", "broken", "left out", "not walked"]


@dataclass(frozen=True)
class Row:
    """One command of the table.

    Attributes:
        command: As the documents show it.
        where: Who shows it.
        as_run: As it was run; empty if it was not.
        seconds: How long it took.
        core_seconds: How long cores worked for it, whatever else the machine did.
        judged: What was found good, or what is wrong, or why it was not run.
        verdict: `good`, `broken`, `left out` (cannot run here), `not walked` (another walk's).
    """

    command: str
    where: tuple[str, ...]
    verdict: Verdict
    judged: str = ""
    as_run: str = ""
    seconds: float = 0.0
    core_seconds: float = 0.0


def as_json(rows: list[Row], about: dict[str, str]) -> str:
    """Returns the table as JSON."""
    content = {"about": about, "rows": [asdict(row) for row in rows]}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def as_markdown(rows: list[Row], about: dict[str, str]) -> str:
    """Returns the table as a page: the sum first, then what is broken, then every command."""
    counts = {v: sum(row.verdict == v for row in rows) for v in ("good", "broken", "left out")}
    counts["not walked"] = len(rows) - sum(counts.values())
    total = sum(row.seconds for row in rows)
    work = sum(row.core_seconds for row in rows)
    said = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    lines = [
        f"# The walk of version {about['version']}",
        "",
        f"{len(rows)} documented commands: {said}. {total / 60:.1f} minutes of commands,",
        f"{work / 60:.1f} minutes of a core.",
        "",
        f"{about['hardware']}; {about['date']}; load at the end {about['load']}.",
        "",
        "| command | as it was run | seconds | of a core | verdict | what was judged |",
        "| --- | --- | ---: | ---: | --- | --- |",
    ]
    for row in sorted(rows, key=lambda row: row.verdict != "broken"):
        other = "" if row.as_run in ("", row.command) else f"`{_cell(row.as_run)}`"
        seconds = f"{row.seconds:.1f} | {row.core_seconds:.1f}" if row.as_run else " | "
        judged = _cell(row.judged)
        lines.append(f"| `{_cell(row.command)}` | {other} | {seconds} | {row.verdict} | {judged} |")
    return "\n".join(lines) + "\n"


def write(rows: list[Row], about: dict[str, str], folder: Path) -> Path:
    """Writes both into a folder, named by version; returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{about['version']}.md"
    page.write_text(as_markdown(rows, about), "utf-8")
    page.with_suffix(".json").write_text(as_json(rows, about), "utf-8")
    return page


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
