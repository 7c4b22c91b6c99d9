"""Tar archives, packed or not, read in place: nothing is ever extracted to a folder."""

import bz2
import gzip
import lzma
import tarfile
import tempfile
from pathlib import Path
from typing import IO

from convscope.data.roots import decoded_root
from convscope.data.sources.readable import readable_name
from convscope.data.sources.streams import MAX_FILE_BYTES, BombError, unpacked
from convscope.data.sources.zip_archive import (
    MAX_ENTRIES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MIN_BOMB_BYTES,
    leads_outside,
)
from convscope.errors import ConvscopeError, in_short

ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
"""How the files' names end."""

_OPENERS = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
_COPY_BYTES = 2**20


class TarArchive:
    """A tar archive whose members have been listed.

    A packed one is unpacked once into a nameless file, so that each member is at hand.

    Args:
        source: The path as the user typed it.

    Attributes:
        entries: (place of the first byte, number of bytes) by name.
        folders: The folders that are members themselves.

    Raises:
        ConvscopeError: The file is no tar archive or is built to do harm.
    """

    def __init__(self, source: str | Path) -> None:
        self.source = str(source)
        self.entries: dict[str, tuple[int, int]] = {}
        self.folders: set[str] = set()
        self._file = self._unpack(Path(source).expanduser())
        try:
            with tarfile.open(fileobj=self._file, mode="r:") as tar:
                for member in tar:
                    self._add(member)
        except BaseException:
            self._file.close()
            raise

    def __del__(self) -> None:
        if (file := getattr(self, "_file", None)) is not None:
            file.close()

    def read(self, name: str) -> bytes:
        """Returns the bytes of one member.

        Raises:
            OSError: The archive is cut short, or the member larger than any image.
        """
        begin, size = self.entries[name]
        if size > MAX_FILE_BYTES:
            raise OSError(f"larger than {MAX_FILE_BYTES:,} bytes")
        self._file.seek(begin)
        content = self._file.read(size)
        if len(content) < size:
            raise OSError("truncated: the end of the archive is missing")
        return content

    def open(self, name: str) -> IO[bytes]:
        """Returns a stream over one member, unpacked if it is gzipped."""
        begin, size = self.entries[name]
        return unpacked(_Part(self._file, begin, size), size)  # type: ignore[arg-type]

    def _unpack(self, path: Path) -> IO[bytes]:
        with path.open("rb") as file:
            head = file.read(6)
        opener = next((o for start, o in _OPENERS.items() if head.startswith(start)), None)
        if opener is None:
            return path.open("rb")
        packed = path.stat().st_size
        root = decoded_root()
        root.mkdir(parents=True, exist_ok=True)
        plain = tempfile.TemporaryFile(dir=root)  # noqa: SIM115 - lives as long as the archive
        try:
            with opener(path, "rb") as packed_file:
                while chunk := packed_file.read(_COPY_BYTES):
                    plain.write(chunk)
                    if plain.tell() > min(MAX_TOTAL_BYTES, max(MIN_BOMB_BYTES, MAX_RATIO * packed)):
                        raise BombError(packed)
            plain.seek(0)
        except BaseException:
            plain.close()
            raise
        return plain

    def _add(self, member: tarfile.TarInfo) -> None:
        name = readable_name(member.name.removeprefix("./")).replace("\\", "/")
        if leads_outside(name):
            raise self._refusal(
                f'has an entry that leads outside it: "{in_short(name)}"', "inner paths"
            )
        if member.issym() or member.islnk():
            raise self._refusal(f'has a link: "{in_short(name)}"', "plain files and folders")
        if member.isfile():
            self.entries[name] = (member.offset_data, member.size)
        elif member.isdir() and name not in ("", "."):
            self.folders.add(name.rstrip("/"))
        if len(self.entries) > MAX_ENTRIES:
            raise self._refusal("holds too many entries", f"at most {MAX_ENTRIES:,}")

    def _refusal(self, received: str, expected: str) -> ConvscopeError:
        return ConvscopeError(
            f"{self.source} {received}.",
            f"Expected {expected}.",
            "Do not trust this archive; if it is your own, give the unpacked folder instead.",
        )


class _Part:
    """A stretch of a file as a stream of its own; several may be read in turns."""

    def __init__(self, file: IO[bytes], begin: int, size: int) -> None:
        self._file, self._place, self._end = file, begin, begin + size

    def read(self, size: int = -1) -> bytes:
        left = self._end - self._place
        self._file.seek(self._place)
        content = self._file.read(left if size < 0 else min(size, left))
        self._place += len(content)
        return content

    def close(self) -> None:
        pass
