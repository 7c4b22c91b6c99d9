"""The file of trials: lines of JSON, appended by all processes of a search."""

import os
from collections.abc import Generator
from contextlib import suppress
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from filelock import FileLock
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock

from convscope.errors import ConvscopeError

_BLOCK = 1 << 16


class TrialJournal(JournalFileBackend):
    """Optuna's file of trials, for processes that are killed and disks that are full.

    Optuna's own locks outlive a killed process by half a minute; this one ends with it. And a line
    of which only a part reached the disk would make the whole file unreadable once another line
    follows: it is removed before that.

    Raises:
        ConvscopeError: On reading, a line is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ours = FileLock(path.with_name(".journal.lock"))
        super().__init__(str(path), _Lock(self._ours))

    def append_logs(self, logs: list[dict[str, Any]]) -> None:
        """Appends lines; if the disk refuses, none of them is left in part."""
        with self._ours:
            _remove_torn_line(self._path)
            try:
                super().append_logs(logs)
            except OSError:
                with suppress(OSError):
                    _remove_torn_line(self._path)
                raise

    def read_logs(self, log_number_from: int) -> Generator[dict[str, Any], None, None]:
        """Yields the lines from a number on; one that is still being written is left out."""
        try:
            yield from super().read_logs(log_number_from)
        except (JSONDecodeError, UnicodeDecodeError) as error:
            raise ConvscopeError(
                f"{self._path} has a damaged line: {error}.",
                "Expected the file of trials as convscope tune wrote it.",
                "Give another --name to search anew, or put back a copy of the file.",
            ) from error


class _Lock(JournalFileOpenLock):
    """A lock that the system takes away when its process ends, however it ends.

    Nothing but its kind is Optuna's: the kind of all its locks has no public name.
    """

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    def acquire(self) -> bool:
        self._lock.acquire()
        return True

    def release(self) -> None:
        self._lock.release()


def _remove_torn_line(path: Path) -> None:
    """Cuts a file off behind its last whole line."""
    with path.open("rb+") as file:
        end = size = file.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - _BLOCK)
            file.seek(start)
            if found := file.read(end - start).rfind(b"\n") + 1:
                end = start + found
                break
            end = start
        if end < size:
            file.truncate(end)
