"""Walks: `make walk`, or `PYTHONPATH=tools python -m walk --only "convscope train*"`."""

import argparse
import json
import os
import re
import signal
import sys
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from convscope import __version__
from convscope.runs.record import describe_processor
from walk.belongings import lay_out
from walk.documents import ROOT, Documented, documented
from walk.judging_text import ended
from walk.outcome import BrokenError
from walk.running import run, why_not
from walk.step import Step
from walk.table import plan, uncovered
from walk.telling import Row, Verdict, write

WALKS = ROOT / "docs" / "walks"
"""Where the table of each version is kept."""


def main() -> int:
    """Walks, writes the table, and returns 1 if something is broken or nobody covers it."""
    parser = argparse.ArgumentParser(description="Runs every documented command and judges it.")
    parser.add_argument("--only", nargs="*", default=["*"], help="commands, * for anything")
    parser.add_argument("--list", action="store_true", help="say what would be run, and end")
    parser.add_argument("--folder", type=Path, help="walk here and go on with what lies here")
    parser.add_argument("--output", type=Path, help="default: docs/walks, for a part the folder")
    chosen = parser.parse_args()
    # A shell starts what runs behind it deaf to Ctrl-C, and children would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    commands = documented()
    strangers = uncovered(commands)
    for command in strangers:
        print(f"NOT COVERED  {command.title}  ({', '.join(command.where)})", file=sys.stderr)
    planned = plan(commands)
    if chosen.list:
        for command, step in planned:
            print(f"{command.title}  |  {', '.join(command.where)}  |  {why_not(step) or 'runs'}")
        return bool(strangers)
    if chosen.folder:
        rows = walk(planned, chosen.folder.resolve(), chosen.only)
    else:
        with TemporaryDirectory(prefix="walk-") as folder:
            rows = walk(planned, Path(folder), chosen.only)
    rows += [Row(c.title, c.where, "broken", "no step covers it") for c in strangers]
    output = WALKS if chosen.only == ["*"] else chosen.folder or Path()
    page = write(rows, _about(), chosen.output or output)
    broken = [row for row in rows if row.verdict == "broken"]
    print(f"{len(rows)} commands, {len(broken)} broken: {page}")
    return bool(broken)


def walk(planned: list[tuple[Documented, Step]], folder: Path, only: list[str]) -> list[Row]:
    """Walks the chosen commands; what earlier walks of the folder found is kept for the others."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    lay_out(home)
    journal = folder / "walked.json"
    known = _read_rows(journal)
    rows = []
    for command, step in planned:
        if any(fnmatchcase(command.title, pattern) for pattern in only):
            row = walk_one(command, step, home)
            print(f"{row.verdict:10} {row.seconds:7.1f} s  {row.command}: {row.judged}", flush=True)
            known[row.command] = row
            journal.write_text(json.dumps([vars(r) for r in known.values()]), "utf-8")
        rows.append(known.get(command.title) or Row(command.title, command.where, "not walked"))
    return rows


def walk_one(command: Documented, step: Step, home: Path) -> Row:
    """Runs one step and asks its judges, all of them until one finds it broken."""
    if reason := why_not(step):
        return Row(command.title, command.where, "left out", reason)
    outcome = None
    verdict: Verdict = "good"
    try:
        outcome = run(step, command, home)
        found = [ended(outcome, step.exit_code), *(judge(outcome) for judge in step.judges)]
        judged = "; ".join(found)
    except BrokenError as error:
        verdict, judged = "broken", str(error)
    except Exception as error:  # a result that a judge cannot even open is a broken one
        verdict, judged = "broken", f"{type(error).__name__}: {error}"
    if outcome is None:
        return Row(command.title, command.where, verdict, judged)
    return Row(
        command.title,
        command.where,
        verdict,
        judged,
        outcome.command.replace(f"{ROOT}/", ""),  # it says nothing of this machine
        outcome.seconds,
        outcome.core_seconds,
    )


def _read_rows(journal: Path) -> dict[str, Row]:
    if not journal.is_file():
        return {}
    rows = [Row(**{**row, "where": tuple(row["where"])}) for row in json.loads(journal.read_text())]
    return {row.command: row for row in rows}


def _about() -> dict[str, str]:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    processor = re.sub(r"\s+", " ", describe_processor())
    return {
        "version": __version__,
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "hardware": f"{processor}, {os.cpu_count()} cores",
        "load": load,
    }


if __name__ == "__main__":
    sys.exit(main())
