"""Whether runs, labels or collections of a workspace have changed since somebody looked."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from convscope.runs.queue.entries import queue_folder
from convscope.studio.collected import list_collections
from convscope.studio.shelf import SHELF
from convscope.studio.workspace import Workspace

KEPT_S = 0.5
"""So long an answer serves all who ask, in s: pages of one workspace look at nothing twice."""


def fingerprints(workspace: Workspace) -> dict[str, str]:
    """Returns what differs whenever something has changed.

    Returns:
        `runs`, with the queue; `labels` that were put right here; `collected` images.
    """
    return _shared(str(workspace.runs), str(workspace.folder)).get(lambda: _look(workspace))


def _look(workspace: Workspace) -> dict[str, str]:
    return {
        "runs": _of(_runs(workspace)),
        "labels": _of(workspace.label_tables()),
        "collected": _of(_collected(workspace)),
    }


def _runs(workspace: Workspace) -> Iterable[Path]:
    yield from workspace.runs.glob("*/run.json")
    yield from queue_folder(workspace.queue).glob("*.json")
    yield workspace.runs / SHELF


def _collected(workspace: Workspace) -> Iterable[Path]:
    for collection in list_collections(workspace.folder):
        yield from (collection.path / name for name in collection.classes())


def _of(paths: Iterable[Path]) -> str:
    found = ((str(path), _changed(path)) for path in paths)
    return repr(sorted((path, changed) for path, changed in found if changed is not None))


def _changed(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


@dataclass
class _Shared:
    """What was found last, for whoever asks soon after."""

    found: dict[str, str] = field(default_factory=dict)
    at_s: float = float("-inf")
    lock: Final[Lock] = field(default_factory=Lock)

    def get(self, look: Callable[[], dict[str, str]]) -> dict[str, str]:
        with self.lock:
            if time.monotonic() - self.at_s > KEPT_S:
                self.found = look()
                self.at_s = time.monotonic()
            return self.found


_known: dict[tuple[str, str], _Shared] = {}


def _shared(*key: str) -> _Shared:
    return _known.setdefault((key[0], key[1]), _Shared())
