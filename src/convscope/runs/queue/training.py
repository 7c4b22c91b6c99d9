"""`python -m convscope.runs.queue.training ROOT ID`: the process of one training of a queue."""

import os
import sys
import traceback
from pathlib import Path
from time import perf_counter
from typing import Any

from filelock import Timeout

from convscope.errors import ConvscopeError
from convscope.runs.folder import RunFolder
from convscope.runs.queue.entries import Entry, change, read_entry
from convscope.runs.queue.locks import training_lock
from convscope.signals import asked_to_end

LOCK_S = 10.0
"""Time in s for which a runner may hold the lock to see whether a training lives."""


def train_entry(root: Path, number: str, started: float) -> None:
    """Trains what an entry asks for, and writes there how it ended.

    Nothing is done where the entry is not running (any more), or another training of the queue is.

    Args:
        root: The folder of all runs.
        number: The entry's `id`.
        started: When the process began, on the clock of `time.perf_counter`.
    """
    lock = training_lock(root)
    try:
        lock.acquire(timeout=LOCK_S)
    except Timeout:
        return
    try:
        entry = read_entry(root, number)
        if entry.state == "running":
            change(root, number, "running", **_ending(root, entry, started))
    finally:
        lock.release()


def _ending(root: Path, entry: Entry, started: float) -> dict[str, Any]:
    """Trains, and returns what the entry is to say of it."""
    try:
        with asked_to_end():
            _train(root, entry, started)
    except KeyboardInterrupt:
        return {"state": "interrupted"}
    except ConvscopeError as error:
        return {"state": "failed", "error": error.as_json()}
    except Exception as error:
        traceback.print_exc()
        said = {
            "error": f"{type(error).__name__}: {error}",
            "expected": "This is a bug in convscope.",
            "fix": "Report it, with the end of log.txt in the folder of the queue.",
        }
        return {"state": "failed", "error": said}
    return {"state": "done"}


def _train(root: Path, entry: Entry, started: float) -> None:
    from convscope.data import corrections_path, read_corrections
    from convscope.runs.choosing import prepare_chosen
    from convscope.runs.settings import TrainSettings
    from convscope.runs.training import resume_run, start_run

    try:
        os.chdir(entry.folder)
    except OSError as error:
        raise ConvscopeError(
            f"{entry.folder}, where the training was asked for: {error.strerror}.",
            "Expected that folder, for paths of data begin there.",
            "Ask for it again.",
        ) from None
    runs = entry.runs_below(root)
    if entry.resume is not None:
        resume_run(runs / entry.resume, root=runs, started=started)
        return

    def note(folder: RunFolder) -> None:
        change(root, entry.id, "running", run=folder.name)

    settings = TrainSettings.from_json(entry.settings or {})
    corrections = None
    if entry.labels:
        beside = read_corrections(corrections_path(settings.data))
        corrections = beside.followed_by(read_corrections(root / entry.labels))
    prepared = prepare_chosen(settings, started, corrections=corrections)
    start_run(prepared, name=entry.name, root=runs, on_folder=note)


if __name__ == "__main__":
    train_entry(Path(sys.argv[1]), sys.argv[2], perf_counter())
