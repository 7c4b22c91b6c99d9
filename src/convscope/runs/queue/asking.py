"""Asking for a training: of a new run, or of one to go on with; and taking that back."""

from dataclasses import replace
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.runs.folder import RunFolder, check_name_is_free, list_runs
from convscope.runs.queue.entries import (
    ENDED,
    MOST_ENDED,
    Entry,
    change,
    changing,
    queue_folder,
    read_queue,
    write_entry,
)

if TYPE_CHECKING:
    from convscope.runs.settings import TrainSettings


def add_training(
    root: Path,
    settings: "TrainSettings",
    name: str | None = None,
    *,
    runs: str | None = None,
    labels: str | None = None,
) -> Entry:
    """Asks for a new run; `ensure_runner` then sees to it that its turn comes.

    Args:
        root: The folder of the queue, of all runs as a rule; made if it does not exist.
        settings: What to train; paths are those of this process's folder.
        name: The run's name; None for the first free `<data set>-<number>`.
        runs: Folder of the run from `root`, where several people share a queue.
        labels: Table of labels that were put right besides those beside the data, from `root`.

    Raises:
        ConvscopeError: The name is taken or not a plain name, or the folder cannot be written.
    """
    with changing(root):
        entries = read_queue(root)
        if name is not None:
            check_name_is_free(root / (runs or ""), name)
            _expect_unasked(entries, name, runs)
        entry = Entry("", 0.0, "", settings=settings.to_json(), name=name, runs=runs, labels=labels)
        return _add(root, entries, entry)


def add_resume(root: Path, run: str, *, runs: str | None = None) -> Entry:
    """Asks to go on with a run that was interrupted or killed, or has failed.

    Args:
        root: The folder of the queue, of all runs as a rule.
        run: The name of a run.
        runs: Folder of the run from `root`, where several people share a queue.

    Raises:
        UnknownNameError: There is no such run.
        ConvscopeError: It is being trained or waits already, or the folder cannot be written.
    """
    place = root / (runs or "")
    known = [folder.name for folder in list_runs(place)]
    if run not in known:
        raise UnknownNameError("run", run, known or ["none yet"])
    folder = RunFolder(place / run)
    with changing(root):
        entries = read_queue(root)
        _expect_unasked(entries, run, runs)
        if folder.is_being_written():
            raise ConvscopeError(
                f"{folder.path} is being trained.",
                "One training writes a run at a time.",
                "Wait for it, or stop it first.",
            )
        return _add(root, entries, Entry("", 0.0, "", resume=run, run=run, runs=runs))


def remove(root: Path, number: str) -> Entry:
    """Takes a training out of the queue before its turn has come.

    Args:
        root: The folder of all runs.
        number: The entry's `id`.

    Raises:
        UnknownNameError: There is none of that number.
        ConvscopeError: It does not wait any more, or the folder cannot be written.
    """
    entry = change(root, number, "waiting", state="removed")
    if entry.state != "removed":
        raise ConvscopeError(
            f"Entry {number} of the queue is {entry.state}.",
            "Only one that is waiting can be removed.",
            "Stop the training of a run that is running." if entry.state == "running" else "",
        )
    return entry


def _add(root: Path, entries: list[Entry], entry: Entry) -> Entry:
    number = max((int(each.id) for each in entries), default=0) + 1
    folder = str(Path.cwd())
    entry = replace(entry, id=f"{number:04d}", asked=round(time(), 3), folder=folder)
    write_entry(root, entry)
    ended = [each for each in entries if each.state in ENDED]
    for old in ended[: max(0, len(ended) - MOST_ENDED)]:
        (queue_folder(root) / f"{old.id}.json").unlink(missing_ok=True)
    return entry


def _expect_unasked(entries: list[Entry], run: str, runs: str | None) -> None:
    for entry in entries:
        is_same_place = entry.runs == runs
        if (
            is_same_place
            and entry.state not in ENDED
            and run in (entry.name, entry.run, entry.resume)
        ):
            raise ConvscopeError(
                f"{run} is in the queue already, as entry {entry.id}.",
                "A run is trained once at a time.",
                "Wait for it, or remove that entry.",
            )
