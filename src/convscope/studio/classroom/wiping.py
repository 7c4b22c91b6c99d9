"""Removing what a class has left: trainings first, then files; nothing of the teacher's."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep

from convscope.errors import ConvscopeError
from convscope.runs.folder import RunFolder
from convscope.runs.live.stopping import request_stop
from convscope.runs.queue import read_queue, remove
from convscope.runs.queue.entries import queue_folder

PATIENCE_S = 20.0
"""Time in s for which a training may take to end after its step."""

POLL_S = 0.1


def end_trainings(
    room: Path, place: str | None = None, *, clock: Callable[[], float] = monotonic
) -> None:
    """Ends the trainings of a pupil, or of all; returns when they have ended, or do not.

    Args:
        room: The room's folder.
        place: The pupil's folder of runs from there; None for all.
        clock: Returns the time in s.
    """
    own = [entry for entry in read_queue(room) if place is None or entry.runs == place]
    for entry in own:
        if entry.state == "waiting":
            with suppress(ConvscopeError):  # its turn has come meanwhile
                remove(room, entry.id)
    began = clock()
    while clock() - began < PATIENCE_S:
        running = [
            entry
            for entry in read_queue(room)
            if entry.state == "running" and (place is None or entry.runs == place)
        ]
        if not running:
            break
        for entry in running:
            with suppress(ConvscopeError):  # it has no run yet, or has ended just now
                request_stop(RunFolder(entry.runs_below(room) / (entry.run or "none")))
        sleep(POLL_S)
    for entry in own:
        (queue_folder(room) / f"{entry.id}.json").unlink(missing_ok=True)


def wipe_class(room: Path) -> None:
    """Removes all that pupils have made, and their queue.

    Args:
        room: The room's folder.
    """
    end_trainings(room)
    pupils = room / "pupils"
    if pupils.is_dir():
        # Out of reach at once: a training that does not end finds nothing to write into.
        leaving = room / ".leaving"
        rmtree(leaving, ignore_errors=True)
        pupils.rename(leaving)
        rmtree(leaving, ignore_errors=True)
    for path in queue_folder(room).glob("*"):
        if path.suffix in (".json", ".txt"):
            path.unlink(missing_ok=True)
