"""Injects every fault at every point of a scenario, and looks what comes of it.

First the scenario runs alone and its points are counted. Then it runs once per point and fault.
After each fault, whatever has its final name has to be whole, and what was there before intact.
Then the same work is started again as a user would, and has to end as if nothing had happened;
nothing that the dead process was writing may be left.
"""

import os
import shutil
import signal
from pathlib import Path
from time import monotonic
from typing import Any

from inject_faults.children import in_child
from inject_faults.points import FAULTS, Points
from inject_faults.scenarios import SCENARIOS, Scenario

KEPT = {".lock", ".ask.lock", ".journal.lock", ".queue"}
"""Names beginning with a dot that stay: empty files that processes lock, and the queue's folder."""
LONG_S = 20
"""Time in s after which going on counts as hanging."""


def left_overs(folder: Path) -> list[str]:
    """Returns what somebody was writing and nobody will."""
    found = [
        path for path in folder.rglob("*") if path.name.startswith(".") or ".part" in path.name
    ]
    return sorted(str(path.relative_to(folder)) for path in found if path.name not in KEPT)


def inject(name: str, every: int, place: Path) -> dict[str, Any]:
    """Runs one scenario alone, then with every fault at every point; returns a row of the table."""
    scenario = SCENARIOS[name]
    clean, folder = place / "clean", place / "work" / "folder"
    folder.mkdir(parents=True)
    code, _, said = in_child(lambda: scenario.prepare(folder), folder, Points(folder, None, 0))
    if code:
        raise SystemExit(f"{name} cannot be prepared: {said}")
    folder.rename(clean)

    def run(fault: str | None, at: int) -> tuple[int, str, str]:
        return in_child(scenario.work, folder, Points(folder, fault, at))

    def renew() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(
            clean, folder
        )  # to where it was made: a decoded copy knows its images' path

    def note(fault: str, at: int, problem: str) -> None:
        row["problems"].append(f"{fault} at {at}: {problem}")
        print(f"  {row['problems'][-1]}", flush=True)

    renew()
    code, kinds, said = run(None, 1)
    if code:
        raise SystemExit(f"{name} fails without a fault: {said}")
    os.environ["CONVSCOPE_CACHE"] = str(folder / "cache")
    expected = scenario.outcome(folder)
    row: dict[str, Any] = {"scenario": name, "points": len(kinds), "faults": 0, "problems": []}
    for fault in FAULTS:
        for at in range(1, len(kinds) + 1, every):
            if fault.endswith("midway") and kinds[at - 1] != "o":
                continue
            renew()
            row["faults"] += 1
            code, _, said = run(fault, at)
            if problem := problem_of(scenario, folder, fault, code, said, expected):
                note(fault, at, problem)
                continue
            started = monotonic()
            code, _, said = run(None, 0)
            if code:
                problem = f"not gone on with: {said[-300:]}"
            elif scenario.outcome(folder) != expected:
                problem = "another end"
            elif left := left_overs(folder):
                problem = f"left {left}"
            elif (seconds := monotonic() - started) > LONG_S:
                problem = f"took {seconds:.0f} s to go on"
            if problem:
                note(fault, at, problem)
    return row


def problem_of(
    scenario: Scenario, folder: Path, fault: str, code: int, said: str, expected: Any
) -> str:
    """Returns what is wrong right after a fault; nothing if all is well."""
    # The last points of a command may find it past everything that matters, and what is opened
    # may take fewer bytes than it is given.
    allowed = {0, 2} if fault.startswith("full") else {-signal.SIGKILL}
    if fault == "kill midway":
        allowed |= {0, -signal.SIGXFSZ}
    if code not in allowed or "Traceback" in said:
        return f"code {code}: {said[-300:]}"
    try:
        scenario.check(folder, expected)
    except Exception as error:
        return f"left {type(error).__name__}: {error}"
    return ""
