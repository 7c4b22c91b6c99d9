"""Fetching the files of a named data set: mirrors, retries, resumption, hashes."""

import gzip
import hashlib
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from convscope.data.fetching import (
    CutError,
    MirrorError,
    fetch,
    forget,
    notes_of,
    unpacked_once,
)
from convscope.data.named_sets import NAMED_SETS, NamedSet, RemoteFile
from convscope.data.sources.named import expect_whole, find_file, folder_of
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.files import remove_left_overs, sync_folder

LOCK = ".download.lock"
"""Who fetches files into a folder holds this one in it."""

ROUNDS = 3
"""How often all mirrors are tried."""

PAUSE_S = 1.0
"""Before the second round, in s; doubled for each further one."""

MIN_GAIN_BYTES = 512
"""A server that cuts the connection is asked again at once if it has sent as much."""

MARGIN_BYTES = 4096
"""With twice the publisher's size, what a file may have: mirrors pack with other programs."""

MOST_UNPACKED_BYTES = 2**30
"""A file that becomes longer than this is not one of ours."""


def named_set(name: str) -> NamedSet:
    """Returns the entry of a data set.

    Raises:
        UnknownNameError: There is none of that name; the nearest one is suggested.
    """
    if name not in NAMED_SETS:
        raise UnknownNameError(
            "data set", name, NAMED_SETS, "Or give the path of a folder of images."
        )
    return NAMED_SETS[name]


def get(name: str, progress: bool | None = None) -> Path:
    """Downloads what is missing of a named data set and checks every byte of it.

    Args:
        name: A name of `NAMED_SETS`.
        progress: Whether a progress bar is shown; None shows one on a terminal.

    Returns:
        The folder of its files.

    Raises:
        UnknownNameError: No such data set.
        ConvscopeError: No mirror could be reached, or a file's content is not the publisher's.
    """
    entry = named_set(name)
    folder = folder_of(entry)
    for file in entry.files:
        path = find_file(folder, file.name.removesuffix(".gz"))
        if path is None:
            _fetch(entry, file, folder, progress)
        elif not _content_is_right(path, file):
            raise ConvscopeError(
                f"{path} is not the publisher's file: its content has another hash.",
                f"Expected SHA-256 {file.content_sha256} of the decompressed content.",
                f"Delete it, then: convscope data get {name}",
            )
        elif file.content_sha256 is None:
            expect_whole(entry, file, path)
    _clear_up(entry, folder)
    return folder


def _clear_up(entry: NamedSet, folder: Path) -> None:
    """Removes what a process left that was killed when its last file was in place already."""
    from filelock import FileLock, Timeout

    parts = [folder / f"{file.name}.part" for file in entry.files]
    lock = folder / LOCK
    if not lock.exists() and not any(notes_of(part).exists() for part in parts):
        return
    try:
        with FileLock(lock, timeout=0):
            for part in parts:
                forget(part)
            lock.unlink()
    except (Timeout, OSError):  # somebody is at work there, or the folder is only to be read
        return


def _fetch(entry: NamedSet, file: RemoteFile, folder: Path, progress: bool | None) -> None:
    """Downloads one file into place; a part or a wrong file never gets there."""
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_left_overs(folder, "download")  # as older versions made them
        part = folder / f"{file.name}.part"
        lock = FileLock(folder / LOCK)
        with lock:  # another process may be fetching the same
            reasons = None
            if not (folder / file.name).is_file():
                reasons = _try_mirrors(entry, file, part, progress)
            Path(lock.lock_file).unlink(missing_ok=True)
        if reasons is None:
            return
    except OSError as error:
        raise ConvscopeError(
            f"{folder}: {file.name} could not be written: {error.strerror}.",
            "Expected a writable folder with enough room.",
            "Free some space, or name another folder in $CONVSCOPE_DATA; what has arrived is kept.",
        ) from error
    names = ", ".join(f.name for f in entry.files)
    raise ConvscopeError(
        f"{file.name} of {entry.name} could not be downloaded ({'; '.join(reasons)}).",
        f"Expected a network, or the files {names} in {folder}.",
        f"Put them there by hand, name the folder that holds {folder.name}/ in $CONVSCOPE_DATA, or "
        "begin with the embedded set: convscope train digits",
    )


def _try_mirrors(
    entry: NamedSet, file: RemoteFile, part: Path, progress: bool | None
) -> list[str] | None:
    """Returns None when the file is there and right, else what each mirror answered."""
    reasons: dict[str, str] = {}
    with _bar(file.name, progress) as on_bytes:
        for attempt in range(ROUNDS):
            if attempt:
                time.sleep(PAUSE_S * 2 ** (attempt - 1))
            for url in entry.urls:
                arrived = needed = 0
                while arrived >= needed:
                    needed = arrived + MIN_GAIN_BYTES
                    try:
                        _retrieve(url + file.name, file, part, on_bytes)
                        return None
                    except CutError as error:  # asked again as long as more arrives
                        reasons[url] = f"{url}: {error}"
                        arrived = part.stat().st_size if part.is_file() else 0
                    except MirrorError as error:
                        reasons[url] = f"{url}: {error}"
                        break
    return list(reasons.values())


def _retrieve(
    url: str, file: RemoteFile, part: Path, on_bytes: Callable[[int, int | None], None]
) -> None:
    """Fetches and checks one file, going on from what `part` already holds."""
    most = MARGIN_BYTES + 2 * file.num_bytes
    is_gzipped = fetch(url, part, most, on_bytes)
    if not _is_the_file(part, file):
        # Some servers compress what is compressed already, on the way or for good.
        unpacked = unpacked_once(part, most) if is_gzipped else None
        forget(part)
        if unpacked is None:
            raise MirrorError("another content than the publisher's")
        part.write_bytes(unpacked)
        if not _is_the_file(part, file):
            forget(part)
            raise MirrorError("another content than the publisher's")
    part.replace(part.with_name(file.name))
    sync_folder(part.parent)
    forget(part)


def _is_the_file(path: Path, file: RemoteFile) -> bool:
    if file.archive_md5 is not None:
        with path.open("rb") as content:
            found = hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False))
        if found.hexdigest() != file.archive_md5:
            return False
    return _content_is_right(path, file, is_packed=file.name.endswith(".gz"))


@contextmanager
def _bar(name: str, progress: bool | None) -> Iterator[Callable[[int, int | None], None]]:
    """Yields what shows how much has arrived."""
    if not (sys.stderr.isatty() if progress is None else progress):
        yield lambda have, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    columns = (name, BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda have, total: bar.update(task, completed=have, total=total)


def _content_is_right(path: Path, file: RemoteFile, is_packed: bool | None = None) -> bool:
    if file.content_sha256 is None:
        return True
    digest, num_bytes = hashlib.sha256(), 0
    is_packed = path.suffix == ".gz" if is_packed is None else is_packed
    try:
        with gzip.open(path) if is_packed else path.open("rb") as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
                num_bytes += len(chunk)
                if num_bytes > MOST_UNPACKED_BYTES:
                    return False
    except (OSError, EOFError, zlib.error):
        return False
    return digest.hexdigest() == file.content_sha256
