"""Who lives: the runner of a queue, and the training that it started."""

from pathlib import Path
from typing import TYPE_CHECKING

from convscope.runs.queue.entries import queue_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock


def runner_lock(root: Path) -> "BaseFileLock":
    """Returns what the runner holds for as long as it lives."""
    from filelock import FileLock

    return FileLock(queue_folder(root) / ".runner.lock")


def training_lock(root: Path) -> "BaseFileLock":
    """Returns what the training of the queue holds, so that there is one at a time.

    It outlives its runner: the next one waits for it.
    """
    from filelock import FileLock

    return FileLock(queue_folder(root) / ".training.lock")


def is_held(lock: "BaseFileLock") -> bool:
    """Returns whether a process that lives holds a lock."""
    from filelock import Timeout

    if not Path(lock.lock_file).exists():
        return False
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
