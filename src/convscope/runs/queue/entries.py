"""The entries of a queue as files, each whole or not at all, changed by one process at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.files import write_atomically
from convscope.texts import parse_json, to_json_text

STATES = {
    "waiting": "its turn has not come",
    "running": "it is being trained",
    "done": "trained and tested",
    "failed": "ended with an error",
    "interrupted": "stopped by hand, or killed: the run can be resumed",
    "removed": "taken out before its turn came",
}
"""What the state of an entry may be, with its meaning."""

ENDED = ("done", "failed", "interrupted", "removed")

MOST_ENDED = 200
"""Entries that are kept after their end; older ones are forgotten, their runs are not."""

LOCK_S = 30.0
"""Time in s after which somebody who holds the lock of all changes is taken for stuck."""


@dataclass(frozen=True)
class Entry:
    """One training that was asked for.

    Attributes:
        id: Its number as text, such as `"0001"`; smaller ones come first.
        asked: UNIX time, in s.
        folder: Where it was asked: paths of data begin there.
        settings: JSON of the `TrainSettings` of a new run; None where one is resumed.
        name: The name that a new run is to have; None for the first free one.
        resume: The run to go on with; None for a new one.
        state: A key of `STATES`.
        run: The name of its run, once there is one.
        error: The error's three parts, if it failed.
        runs: Folder of the run, from that of the queue, where several people share a queue and
            each has runs of their own; None for the queue's own.
        labels: Table of labels that its owner put right besides those that lie beside the data,
            from the folder of the queue; None for none.
        began: UNIX time at which it was begun last, in s; 0 before.
    """

    id: str
    asked: float
    folder: str
    settings: dict[str, Any] | None = None
    name: str | None = None
    resume: str | None = None
    state: str = "waiting"
    run: str | None = None
    error: dict[str, str] | None = None
    runs: str | None = None
    labels: str | None = None
    began: float = 0.0

    def runs_below(self, root: Path) -> Path:
        """Returns the folder of the run, for a queue in `root`."""
        return root / self.runs if self.runs else root


def queue_folder(root: Path) -> Path:
    """Returns the folder of the queue of all runs below `root`."""
    return root / ".queue"


def read_queue(root: Path) -> list[Entry]:
    """Returns all entries, those that were asked first before the others.

    One that is damaged is there as failed.
    """
    paths = [path for path in queue_folder(root).glob("*.json") if path.stem.isdecimal()]
    return [_read(path) for path in sorted(paths, key=lambda path: int(path.stem))]


def read_entry(root: Path, number: str) -> Entry:
    """Returns one entry.

    Raises:
        UnknownNameError: There is none of that number.
    """
    entries = {entry.id: entry for entry in read_queue(root)}
    if number not in entries:
        raise UnknownNameError("entry of the queue", number, entries or ["none yet"])
    return entries[number]


def write_entry(root: Path, entry: Entry) -> None:
    """Writes an entry; whoever does holds the lock of `changing`.

    Raises:
        ConvscopeError: The folder cannot be written.
    """
    content = to_json_text(asdict(entry), indent=2) + "\n"
    write_atomically(queue_folder(root) / f"{entry.id}.json", content.encode())


def change(root: Path, number: str, before: str, **changes: Any) -> Entry:
    """Changes an entry that has a certain state; one in another state stays as it is.

    Args:
        root: The folder of all runs.
        number: The entry's.
        before: The state that it has to have.
        changes: New values of its fields.

    Returns:
        The entry as it is now.

    Raises:
        UnknownNameError: There is none of that number.
        ConvscopeError: The folder cannot be written.
    """
    with changing(root):
        entry = read_entry(root, number)
        if entry.state != before:
            return entry
        changed = replace(entry, **changes)
        write_entry(root, changed)
        return changed


@contextmanager
def changing(root: Path) -> Iterator[None]:
    """Lets nobody else change the queue meanwhile; makes its folder.

    Raises:
        ConvscopeError: The folder cannot be written, or somebody holds it for too long.
    """
    from filelock import FileLock, Timeout

    folder = queue_folder(root)
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=LOCK_S)
    except Timeout:
        raise _unusable(folder, "another process is writing it for a long time") from None
    except OSError as error:
        raise _unusable(folder, str(error.strerror)) from error
    try:
        yield
    finally:
        lock.release()


def _unusable(folder: Path, reason: str) -> ConvscopeError:
    return ConvscopeError(
        f"{folder} cannot hold the queue: {reason}.",
        "Expected a folder that can be written.",
        "Give another folder with --runs, or try again.",
    )


def _read(path: Path) -> Entry:
    expected, fix = "Expected an entry that convscope wrote.", f"Remove {path}, and ask anew."
    try:
        try:
            data = parse_json(path.read_bytes(), str(path), expected, fix)
        except OSError as error:
            raise ConvscopeError(f"{path}: {error.strerror}.", expected, fix) from None
        if not _is_entry(data) or data["id"] != path.stem:
            raise ConvscopeError(f"{path} is no entry of a queue.", expected, fix)
        return Entry(**data)
    except ConvscopeError as error:
        return Entry(path.stem, 0.0, os.curdir, state="failed", error=error.as_json())


_KINDS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "asked": (int, float),
    "folder": (str,),
    "settings": (dict, type(None)),
    "name": (str, type(None)),
    "resume": (str, type(None)),
    "state": (str,),
    "run": (str, type(None)),
    "error": (dict, type(None)),
    "runs": (str, type(None)),
    "labels": (str, type(None)),
    "began": (int, float),
}

_NEWER = {"runs", "labels", "began"}
"""Fields that entries of older versions lack."""


def _is_entry(data: Any) -> bool:
    known = {field.name for field in fields(Entry)}
    if not isinstance(data, dict) or not known - _NEWER <= set(data) <= known:
        return False
    are_kinds = all(isinstance(data[name], _KINDS[name]) for name in data)
    return are_kinds and data["state"] in STATES and bool(data["settings"]) != bool(data["resume"])
