"""Fetching the files of a named data set: mirrors, retries, resumption, hashes."""

import gzip
import hashlib
import sys
import time
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from convscope.data.named_sets import NAMED_SETS, NamedSet, RemoteFile
from convscope.data.sources.named import expect_whole, find_file, folder_of
from convscope.errors import ConvscopeError, UnknownNameError

if TYPE_CHECKING:
    from rich.progress import Progress

ROUNDS = 3
"""How often all mirrors are tried."""

PAUSE_S = 1.0
"""Before the second round, in s; doubled for each further one."""

CHUNK_BYTES = 8192
"""What a cut connection loses at most; the rest is kept for the next attempt."""

TIMEOUT_S = 30
"""A server that sends nothing for so long is given up, in s."""


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
    return folder


def _fetch(entry: NamedSet, file: RemoteFile, folder: Path, progress: bool | None) -> None:
    """Downloads one file into place; a part or a wrong file never gets there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".download-") as temporary:
            part = Path(temporary) / file.name
            reasons = _try_mirrors(entry, file, part, progress)
            if reasons is None:
                part.replace(folder / file.name)
                return
    except OSError as error:
        raise ConvscopeError(
            f"{folder}: {file.name} could not be written: {error.strerror}.",
            "Expected a writable folder with enough room.",
            "Free some space, or name another folder in $CONVSCOPE_DATA.",
        ) from error
    names = ", ".join(f.name for f in entry.files)
    raise ConvscopeError(
        f"{file.name} of {entry.name} could not be downloaded ({'; '.join(reasons)}).",
        f"Expected a network, or the files {names} in {folder}.",
        "Put them there by hand, or begin with the embedded set: convscope train digits",
    )


def _try_mirrors(
    entry: NamedSet, file: RemoteFile, part: Path, progress: bool | None
) -> list[str] | None:
    """Returns None when the file is there and right, else what each mirror answered."""
    reasons: dict[str, str] = {}
    for attempt in range(ROUNDS):
        if attempt:
            time.sleep(PAUSE_S * 2 ** (attempt - 1))
        for url in entry.urls:
            try:
                _retrieve(url + file.name, file, part, progress)
                return None
            except Exception as error:  # whatever a mirror does wrong, the next one is tried
                reasons[url] = f"{url}: {_in_short(error)}"
    return list(reasons.values())


def _retrieve(url: str, file: RemoteFile, part: Path, progress: bool | None) -> None:
    """Lets pooch fetch and check one file, going on from what `part` already holds."""
    import pooch

    known_hash = f"md5:{file.archive_md5}" if file.archive_md5 else None
    with TemporaryDirectory(dir=part.parent) as place:
        log = pooch.get_logger()
        level = log.level
        log.setLevel("ERROR")  # it would ask people to write down a hash that we check ourselves
        try:
            downloader: Any = _ResumingDownloader(part, progress)
            path = pooch.retrieve(url, known_hash, file.name, place, downloader=downloader)
        except ValueError:
            part.unlink(missing_ok=True)
            raise OSError("another content than the publisher's") from None
        finally:
            log.setLevel(level)
        if not _content_is_right(Path(path), file):
            part.unlink(missing_ok=True)
            raise OSError("another content than the publisher's")
        Path(path).replace(part)


class _ResumingDownloader:
    """Downloads for pooch, keeping what has arrived for the next attempt.

    Args:
        part: Holds what earlier attempts received.
        progress: Whether a progress bar is shown; None shows one on a terminal.
    """

    def __init__(self, part: Path, progress: bool | None) -> None:
        self.part = part
        self.progress = sys.stderr.isatty() if progress is None else progress

    def __call__(self, url: str, output_file: str, _pooch: Any) -> None:
        import requests

        have = self.part.stat().st_size if self.part.is_file() else 0
        headers = {"Range": f"bytes={have}-"} if have else {}
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT_S) as response:
            if response.status_code == requests.codes.requested_range_not_satisfiable:
                self.part.unlink()
            response.raise_for_status()
            is_continued = response.status_code == requests.codes.partial_content
            total = int(response.headers.get("Content-Length", 0)) + (have if is_continued else 0)
            with self.part.open("ab" if is_continued else "wb") as file:
                _copy(response.iter_content(CHUNK_BYTES), file, total, self._bar(url))
        if total and self.part.stat().st_size != total:
            raise OSError(f"{self.part.stat().st_size:,} of {total:,} bytes arrived")
        Path(output_file).write_bytes(self.part.read_bytes())

    def _bar(self, url: str) -> "Progress | None":
        if not self.progress:
            return None
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

        name = url.rpartition("/")[2]
        columns = (name, BarColumn(), DownloadColumn(), TimeRemainingColumn())
        return Progress(*columns, console=Console(stderr=True), transient=True)


def _copy(chunks: Any, file: IO[bytes], total: int, bar: "Progress | None") -> None:
    if bar is None:
        for chunk in chunks:
            file.write(chunk)
        return
    with bar:
        task = bar.add_task("", total=total or None, completed=file.tell())
        for chunk in chunks:
            file.write(chunk)
            bar.advance(task, len(chunk))


def _content_is_right(path: Path, file: RemoteFile) -> bool:
    if file.content_sha256 is None:
        return True
    digest = hashlib.sha256()
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
    except (OSError, EOFError, zlib.error):
        return False
    return digest.hexdigest() == file.content_sha256


def _in_short(error: Exception) -> str:
    """Returns in a few words why a mirror did not serve."""
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"HTTP {error.response.status_code}"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection was cut"
    if isinstance(error, requests.Timeout):
        return f"no answer within {TIMEOUT_S} s"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return str(error) or type(error).__name__
