"""Writing files whole or not at all, and cleaning up after whoever died while writing.

Knows no format. What is being written belongs to a living process as long as that process holds
a lock, which the system takes away when it ends, however it ends.
"""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from convscope.errors import ConvscopeError

_PART = ".part"
_MAX_STEM = 80
_UNLOCKED_FOR_S = 3600.0
"""What has no lock, as folders of older versions, is taken for abandoned after this, in s."""


def write_atomically(path: str | Path, content: bytes) -> None:
    """Writes a file so that a reader, or a crash, never sees a part of it.

    What killed processes left of the same file is removed.

    Raises:
        ConvscopeError: The folder does not exist, is read-only, or the disk is full.
    """
    path = Path(path)
    with written_part(path, content) as part:
        part.replace(path)
    sync_folder(path.parent)


@contextmanager
def written_part(path: Path, content: bytes) -> Iterator[Path]:
    """Writes a file beside `path` that only has to be moved; what was not moved is removed.

    Several may be written beside the same path at once. What killed processes left is removed.

    Raises:
        ConvscopeError: The folder does not exist, is read-only, or the disk is full.
    """
    temporary = None
    try:
        _remove_parts_of(path)
        handle, temporary = _own_part_of(path)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(temporary).chmod(0o666 & ~_umask())  # mkstemp makes files private
            if sys.platform != "win32":  # as long as the file is open, its lock says whose it is
                yield Path(temporary)
        if sys.platform == "win32":
            yield Path(temporary)
    except OSError as error:
        raise ConvscopeError(
            f"{path} could not be written: {error.strerror}.",
            f"Expected a writable folder with {len(content):,} bytes free.",
            "Free some space or choose another folder; what was there before is unchanged.",
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes new names in a folder outlive a power cut, where the system can."""
    with suppress(OSError):  # Windows and some network folders cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def temporary_folder(parent: Path, kind: str) -> Iterator[Path]:
    """Makes a folder `.<kind>-…` that is removed afterwards, unless it was moved away.

    A lock beside it tells `remove_left_overs` that its owner lives.

    Raises:
        OSError: The folder cannot be made.
    """
    from filelock import FileLock

    while True:
        folder = parent / f".{kind}-{token_hex(4)}"
        lock = FileLock(f"{folder}.lock")
        lock.acquire()
        # A cleaner may have seen the file before it was locked, and removed it.
        if Path(lock.lock_file).exists() and not folder.exists():
            break
        lock.release()
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


def remove_left_overs(parent: Path, kind: str) -> None:
    """Removes folders that `temporary_folder` made for processes that are dead.

    Those of living processes stay, also of other machines and containers that share the folder
    and its locks.
    """
    from filelock import FileLock, Timeout

    with suppress(OSError):
        found = {path.name.removesuffix(".lock") for path in parent.glob(f".{kind}-*")}
        for name in found:
            folder, lock = parent / name, FileLock(parent / f"{name}.lock")
            had_lock = Path(lock.lock_file).exists()
            if not had_lock and time.time() - folder.stat().st_mtime < _UNLOCKED_FOR_S:
                continue
            with suppress(Timeout, OSError):
                lock.acquire(timeout=0)
                shutil.rmtree(folder, ignore_errors=True)
                Path(lock.lock_file).unlink(missing_ok=True)
                lock.release()


def _own_part_of(path: Path) -> tuple[int, str]:
    """Returns an open file beside `path` that nobody takes for abandoned, and its name."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path), suffix=_PART)
        # A cleaner that saw the file before it was locked holds the lock, and removes it.
        if _lock(handle) and os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)
        Path(name).unlink(missing_ok=True)


def _remove_parts_of(path: Path) -> None:
    pattern = re.compile(re.escape(_prefix(path)) + r"[a-z0-9_]{8}" + re.escape(_PART))
    with os.scandir(path.parent) as entries:
        found = [entry.path for entry in entries if pattern.fullmatch(entry.name)]
    for name in found:
        with suppress(OSError):
            if sys.platform == "win32":  # a file that is moved is closed before, and has no lock
                if time.time() - Path(name).stat().st_mtime > _UNLOCKED_FOR_S:
                    Path(name).unlink()
                continue
            handle = os.open(name, os.O_RDWR)
            try:
                if _lock(handle, or_else=False):
                    Path(name).unlink(missing_ok=True)
            finally:
                os.close(handle)


def _prefix(path: Path) -> str:
    return f".{path.name[:_MAX_STEM]}."


def _lock(handle: int, or_else: bool = True) -> bool:
    """Locks a file until it is closed; returns False if another process has locked it.

    `or_else` is returned where the system knows no such locks.
    """
    if sys.platform == "win32":
        return or_else
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return or_else
    return True


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
