"""The points where a process writes, and what happens at one of them.

A write point is a file opened for writing, a rename, a folder made, or a flush to the disk. At one
of them the process is killed, or there is no space left there and at every later point. Both also
strike in the middle: a file opened at the point takes a few bytes, and only then the process dies
or the disk is full.
"""

import errno
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

FAULTS = ("kill", "full disk", "kill midway", "full midway")
MIDWAY = 20
"""Bytes that a file still takes where a fault strikes in the middle of writing."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Points:
    """Counts the write points below a folder, and lets one of them fail."""

    def __init__(self, folder: Path, fault: str | None, at: int) -> None:
        self.folder, self.fault, self.at = str(folder.resolve()), fault, at
        self.passed = ""
        """A letter per point: o for a file opened, f for a flush, x for anything else."""

    def install(self) -> None:
        """Listens from now on, until the process ends."""
        sys.addaudithook(self._listen)
        fsync = os.fsync

        def flush(handle: int) -> None:
            self.reach("f")
            fsync(handle)

        os.fsync = flush

    def _listen(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & WRITING and self._is_ours(path):
                self.reach("o", 0 if flags & os.O_TRUNC else size_of(path))
        elif event in ("os.rename", "os.mkdir", "os.truncate") and self._is_ours(arguments[0]):
            self.reach("x")

    def _is_ours(self, path: object) -> bool:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        return isinstance(path, str | os.PathLike) and os.path.abspath(path).startswith(self.folder)  # noqa: PTH100

    def reach(self, kind: str, size: int = 0) -> None:
        """Notes a point, and does there what is to be done; `size` is that of a file opened."""
        self.passed += kind
        if self.fault is None or len(self.passed) < self.at:
            return
        if self.fault.endswith("midway") and len(self.passed) == self.at:
            if self.fault == "kill midway":
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + MIDWAY, resource.RLIM_INFINITY))
            return
        if self.fault.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def size_of(path: Any) -> int:
    """Returns a file's size in bytes, 0 if it does not exist."""
    try:
        return Path(path).stat().st_size
    except FileNotFoundError:
        return 0
