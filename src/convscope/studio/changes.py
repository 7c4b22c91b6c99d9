"""Whether runs or the queue of a workspace have changed since somebody looked."""

from pathlib import Path

from convscope.runs.queue.entries import queue_folder
from convscope.studio.shelf import SHELF
from convscope.studio.workspace import Workspace


def fingerprint(workspace: Workspace) -> str:
    """Returns what differs whenever a run or the queue has changed."""
    runs = workspace.runs
    found = [*runs.glob("*/run.json"), *queue_folder(workspace.queue).glob("*.json"), runs / SHELF]
    return repr(sorted((str(path), _changed(path)) for path in found))


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
