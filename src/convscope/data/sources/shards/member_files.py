"""Shards that are open: bytes at a place, safe from several threads, few files at a time."""

import os
import tarfile
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock

from convscope.data.sources.readable import readable_name
from convscope.data.sources.shards.members import BLOCK_BYTES

MOST_OPEN = 128
"""Shards that are open at a time: twice the lanes of an epoch."""


class MemberFiles:
    """Reads members of tar files.

    Args:
        paths: The shards.
        names: What they are called.
    """

    def __init__(self, paths: list[Path], names: list[str]) -> None:
        self.paths, self.names = paths, names
        self._open: OrderedDict[int, _Handle] = OrderedDict()
        self._lock = Lock()
        self.opened: set[int] = set()

    def read(self, shard: int, place: int, size: int) -> bytes:
        """Returns the bytes of a member.

        Args:
            shard: Which file.
            place: Where the member begins, in blocks of 512 bytes.
            size: Its bytes.

        Raises:
            OSError: The file is gone, or shorter than it was.
        """
        with self._lock:
            handle = self._handle(shard)
        content = handle.read(place * BLOCK_BYTES, size)
        if len(content) < size:
            raise OSError("the shard is shorter than it was")
        return content

    def name(self, shard: int, place: int) -> str:
        """Returns the name of shard and member, as the header before its first byte has it."""
        try:
            header = self.read(shard, place - 1, BLOCK_BYTES)
            own = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape").name
        except (OSError, tarfile.TarError):
            own = f"at {place * BLOCK_BYTES:,}"
        return f"{self.names[shard]}/{readable_name(own.removeprefix('./'))}"

    def _handle(self, shard: int) -> "_Handle":
        if shard in self._open:
            self._open.move_to_end(shard)
            return self._open[shard]
        while len(self._open) >= MOST_OPEN:
            self._open.popitem(last=False)
        self._open[shard] = _Handle(self.paths[shard])
        self.opened.add(shard)
        return self._open[shard]


class _Handle:
    """An open file, closed when the last thread has read from it."""

    def __init__(self, path: Path) -> None:
        self._number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._lock = Lock()

    def __del__(self) -> None:
        if hasattr(self, "_number"):
            with suppress(OSError):
                os.close(self._number)

    def read(self, begin: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._number, size, begin)
        with self._lock:  # Windows
            os.lseek(self._number, begin, os.SEEK_SET)
            return os.read(self._number, size)
