"""Judges of what a training leaves: the run folder, its model, its accuracy, its time."""

import csv
import json
import math
import re
from pathlib import Path

from convscope.errors import ConvscopeError
from convscope.model_file import read_model
from convscope.runs.folder import RunFolder
from convscope.runs.record import read_record
from walk.judging_text import Judge
from walk.outcome import BrokenError, Outcome

FILES = (
    *("run.json", "history.csv", "model.safetensors", "confusion.csv", "predictions.csv"),
    "report.html",
)

DIGITS_FLOOR = 0.9
"""For trainings on the embedded digits, where these stand for real data; guessing gives 0.1."""


def trained(floor: float) -> Judge:
    """Expects a whole run whose accuracy on the test images is `floor` or more.

    Sets without test images are judged by their validation images.
    """

    def judge(outcome: Outcome) -> str:
        run = outcome.run
        run_is_whole(run)
        results = read_record(RunFolder(run)).results
        name = "test" if "test_accuracy" in results else "validation"
        accuracy = results["test_accuracy" if name == "test" else "val_accuracy"]
        lowest = DIGITS_FLOOR if outcome.is_stand_in else floor
        if not accuracy >= lowest:
            raise BrokenError(f"{name} accuracy {accuracy:.4f}, below the floor of {lowest}")
        if name == "test" and abs(accuracy - share_right(run)) > 1e-6:
            raise BrokenError("run.json and predictions.csv differ in the test accuracy")
        return f"{name} accuracy {accuracy:.4f} ≥ {lowest}; run whole, model loads"

    return judge


def run_is_whole(run: Path) -> None:
    """Opens every file of a finished run.

    Raises:
        BrokenError: One is missing or damaged, or says that the run is not finished.
    """
    for name in FILES:
        if not (run / name).is_file() or not (run / name).stat().st_size:
            raise BrokenError(f"{run.name}/{name} is missing or empty")
    try:
        record = read_record(RunFolder(run))
        model = read_model(run / "model.safetensors")  # refuses weights that are no numbers
    except ConvscopeError as error:
        raise BrokenError(str(error)) from None
    if record.status != "finished":
        raise BrokenError(f"run.json says that the run is {record.status}")
    for name, value in (*record.results.items(), *record.timings.items()):
        if isinstance(value, float) and not math.isfinite(value):
            raise BrokenError(f"run.json: {name} is {value}")
    with (run / "history.csv").open(encoding="utf-8", newline="") as file:
        if not list(csv.DictReader(file)):
            raise BrokenError("history.csv has no epoch")
    if not model.class_names:
        raise BrokenError("the model has no class names")


def share_right(run: Path) -> float:
    """Returns the share of right verdicts in `predictions.csv`, counted here."""
    with (run / "predictions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sum(row["true_class"] == row["class_name"] for row in rows) / len(rows)


def keeps_budget(outcome: Outcome) -> str:
    """Expects the last file to be written within `--budget`, by the files' own times."""
    found = re.search(r"--budget (\d+)(s|m)", outcome.command)
    if found is None:
        raise BrokenError("it has no --budget")
    seconds = int(found[1]) * (60 if found[2] == "m" else 1)
    used = outcome.written_after_s
    if used > seconds:
        raise BrokenError(f"its last file was written after {used:.1f} s of {seconds} s")
    return f"last file written after {used:.1f} s of {seconds} s"


def lists_runs(outcome: Outcome) -> str:
    """Expects every run in the table, finished."""
    names = [path.parent.name for path in (outcome.folder / "runs").glob("*/run.json")]
    shown = " ".join(outcome.stdout.split())
    if not names:
        raise BrokenError("there are no runs")
    missing = [name for name in names if name[:6] not in shown]
    if missing:
        raise BrokenError(f"the table lacks {', '.join(missing)}")
    return f"{len(names)} runs listed"


def tuned(outcome: Outcome) -> str:
    """Expects a best trial that is better than guessing, and the journal of the search."""
    found = re.search(r"Best of (\d+) trials: ([\d.]+) %", " ".join(outcome.stdout.split()))
    if found is None:
        raise BrokenError("it names no best trial")
    if float(found[2]) < 50:
        raise BrokenError(f"its best trial reached {found[2]} % only")
    if not any(path.endswith("trials.journal") for path in outcome.changed):
        raise BrokenError("the journal of the search is missing")
    return f"best of {found[1]} trials {found[2]} %"


def net_file(outcome: Outcome) -> str:
    """Expects a net as JSON behind `>` that loads."""
    from convscope.architecture import load_net

    name = outcome.command.partition(" > ")[2]
    path = outcome.file(name)
    json.loads(path.read_text("utf-8"))
    return f"{name} loads as a net of {len(load_net(str(path)).layers)} layers"


def suggests_rate(outcome: Outcome) -> str:
    """Expects a learning rate that could be one, and the command that uses it."""
    found = re.search(r"--learning-rate ([\d.e-]+)", " ".join(outcome.stderr.split()))
    if found is None:
        raise BrokenError("it suggests no learning rate")
    if not 1e-5 < float(found[1]) < 1:
        raise BrokenError(f"it suggests {found[1]}")
    return f"suggests {found[1]}"
