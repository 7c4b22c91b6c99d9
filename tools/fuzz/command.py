"""The command line: which readers, how long, where failures and figures go."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz.corpus import add_to_corpus, packed
from fuzz.readers import READERS
from fuzz.table import write_table
from fuzz.worker import case_at, work

GRACE_S = 120.0
"""How long a worker may need beyond its time before it counts as hanging, in s."""


@dataclass
class Tally:
    """What came of one reader: executions, s, counts by kind, kinds stopped at the boundary."""

    reader: str
    executions: int = 0
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    boundary: set[str] = field(default_factory=set)


def main() -> int:
    """Runs the command; returns 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python tools/fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="time for all readers together")
    parser.add_argument("--reader", action="append", choices=list(READERS), help="only this one")
    parser.add_argument("--seed", type=int, help="what the inputs follow from; today's if missing")
    parser.add_argument("--keep", type=Path, help="JSON file that gets the minimised inputs")
    parser.add_argument("--table", type=Path, help="Markdown page that gets the figures")
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    seed = int(time.time()) // 86_400 if options.seed is None else options.seed
    names = options.reader or list(READERS)
    if options.work:
        first, progress = options.work
        work(names[0], seed, int(first), options.seconds, Path(progress))
        return 0
    tallies, entries = [], []
    for name in names:
        tally = Tally(name)
        entries += fuzz(tally, seed, options.seconds / len(names))
        tallies.append(tally)
        print(
            f"{name}: {tally.executions:,} executions in {tally.seconds:.0f} s, "
            f"{len(tally.counts)} kinds of failure, {len(tally.boundary)} stopped at the boundary",
            flush=True,
        )
    if options.keep:
        print(f"{add_to_corpus(entries, options.keep)} new inputs in {options.keep}")
    if options.table:
        write_table(options.table, tallies, seed)
    return 1 if entries else 0


def fuzz(tally: Tally, seed: int, seconds: float) -> list[dict[str, Any]]:
    """Runs workers of one reader until the time is up; returns a minimised input per kind."""
    entries: list[dict[str, Any]] = []
    first, begin = 0, time.monotonic()
    sys.setrecursionlimit(20_000)  # what is removed in the end lies deep
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_fast_folder()) as temporary:
        progress = Path(temporary) / "progress.txt"
        while (left := seconds - (time.monotonic() - begin)) > 0:
            lines, status = _run_worker(tally.reader, seed, first, left, progress)
            for line in lines:
                if "kind" in line:
                    entries.append({"reader": tally.reader, **line})
                    print(f"  {tally.reader}: {line['kind']}: {line['detail'][:150]!r}", flush=True)
                else:
                    tally.executions += line["executions"]
                    tally.boundary |= set(line["boundary"])
                    for kind, number in line["counts"].items():
                        tally.counts[kind] = tally.counts.get(kind, 0) + number
            if status == 0:
                break
            if not progress.exists():
                raise RuntimeError(f"the worker of {tally.reader} did not start")
            index = int(progress.read_text())
            tally.executions += index + 1 - first
            first = index + 1
            kind = f"worker ended with {status}"
            tally.counts[kind] = tally.counts.get(kind, 0) + 1
            print(f"  {tally.reader}: {kind}", flush=True)
            files = packed(case_at(READERS[tally.reader], seed, index))
            entries.append({"reader": tally.reader, "kind": kind, "detail": "", "files": files})
    tally.seconds = time.monotonic() - begin
    return entries


def _fast_folder() -> str | None:
    """Returns a folder in memory, where there is one: decoded copies wait for the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _run_worker(
    name: str, seed: int, first: int, seconds: float, progress: Path
) -> tuple[list[dict[str, Any]], int]:
    command = [sys.executable, str(Path(__file__).parent), "--reader", name, "--seed", str(seed)]
    command += ["--seconds", str(seconds), "--work", str(first), str(progress)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            output, _ = process.communicate(timeout=seconds + GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
    return [json.loads(line) for line in output.splitlines()], process.returncode
