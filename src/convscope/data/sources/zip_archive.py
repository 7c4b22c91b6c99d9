"""Zip archives, read in place: nothing is ever extracted to the disk."""

import os
import stat
import zipfile
import zlib
from pathlib import Path
from struct import unpack_from
from threading import Lock
from typing import IO

from convscope.data.sources.readable import decode_text, readable_name
from convscope.data.sources.streams import MAX_FILE_BYTES, MAX_RATIO, BombError, unpacked
from convscope.errors import ConvscopeError, in_short, what_it_says

MAX_ENTRIES = 5_000_000
MAX_TOTAL_BYTES = 500 * 2**30
MIN_BOMB_BYTES = 2**30
"""Archives that unpack to less than this do no harm, whatever their ratio."""

_KNOWN_COMPRESSION = {
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
    zipfile.ZIP_BZIP2,
    zipfile.ZIP_LZMA,
}
_MIN_SUSPECT_BYTES = 2**24
"""Of an entry that is read whole; smaller ones do no harm, whatever their ratio."""

_MAX_QUICK_BYTES = 2**24
"""Larger entries are left to `zipfile`, which reads them in parts."""

# Source: APPNOTE.TXT, .ZIP File Format Specification, 4.3.7 and 4.4.4
_HEADER_MARK = b"PK\x03\x04"
_HEADER_BYTES = 30
_IS_ENCRYPTED = 0x1
_IS_UTF8 = 0x800


class ZipArchive:
    """A zip archive whose directory has been checked.

    One handle serves every thread, one at a time, while a handle per thread would parse the
    directory again (0.2 s for 60,000 entries).

    Args:
        source: The path as the user typed it.

    Attributes:
        entries: What each name in the archive stands for; folders end in "/".

    Raises:
        ConvscopeError: The file is no zip archive, is encrypted, or is built to do harm.
    """

    def __init__(self, source: str | Path) -> None:
        self.source = str(source)
        self._lock = Lock()
        try:
            self._zip = zipfile.ZipFile(Path(source).expanduser())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ConvscopeError(
                f"{self.source} cannot be read as a zip archive: {error}.",
                "Expected a complete .zip file.",
                "Copy or download it again, or give the unpacked folder.",
            ) from error
        try:
            self._size_bytes = Path(source).expanduser().stat().st_size
            self.entries = {_readable_name(e): e for e in self._zip.infolist()}
            self._refuse_harm()
        except BaseException:
            self._zip.close()
            raise

    def read(self, name: str) -> bytes:
        """Returns the bytes of one entry, checked against the archive's checksum.

        Raises:
            OSError: The entry is damaged.
        """
        entry = self.entries[name]
        packed = min(entry.compress_size, self._size_bytes)
        if entry.file_size > max(_MIN_SUSPECT_BYTES, MAX_RATIO * packed):
            raise BombError(packed)
        if entry.file_size > MAX_FILE_BYTES:
            raise OSError(f"larger than {MAX_FILE_BYTES:,} bytes")
        try:
            with self._lock:
                content = self._read_quickly(entry)
                return self._zip.read(entry) if content is None else content
        except Exception as error:  # each way of packing has its own kinds of damage
            raise OSError(f"damaged in the zip archive ({what_it_says(error)})") from error

    def open(self, name: str) -> IO[bytes]:
        """Returns a stream over one entry, unpacked if it is gzipped, and bounded."""
        entry = self.entries[name]
        packed = min(entry.compress_size, self._size_bytes)
        return unpacked(self._zip.open(entry), packed)

    def _read_quickly(self, entry: zipfile.ZipInfo) -> bytes | None:
        """Returns what `zipfile` does, in half the time, or None if that one has to do it."""
        is_packed = entry.compress_type == zipfile.ZIP_DEFLATED
        is_small = max(entry.file_size, entry.compress_size) <= _MAX_QUICK_BYTES
        file = self._zip.fp
        if (
            file is None
            or not is_small
            or not (is_packed or entry.compress_type == zipfile.ZIP_STORED)
        ):
            return None
        file.seek(entry.header_offset)
        header = file.read(_HEADER_BYTES)
        if len(header) < _HEADER_BYTES or not header.startswith(_HEADER_MARK):
            return None
        file.seek(sum(unpack_from("<HH", header, 26)), os.SEEK_CUR)  # name and extra field
        content = file.read(entry.compress_size)
        if is_packed:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, entry.file_size + 1)
        is_whole = len(content) == entry.file_size and zlib.crc32(content) == entry.CRC
        return content if is_whole else None

    def _refuse_harm(self) -> None:
        if len(self.entries) > MAX_ENTRIES:
            raise self._refusal(f"holds {len(self.entries):,} entries", f"at most {MAX_ENTRIES:,}")
        for name, entry in self.entries.items():
            if leads_outside(name):
                raise self._refusal(
                    f'has an entry that leads outside it: "{in_short(name)}"', "inner paths"
                )
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise self._refusal(
                    f'has a symbolic link: "{in_short(name)}"', "plain files and folders"
                )
        files = [(n, e) for n, e in self.entries.items() if not n.endswith("/")]
        for name, entry in files:
            if entry.flag_bits & _IS_ENCRYPTED:
                raise ConvscopeError(
                    f'{self.source} is encrypted: "{in_short(name)}" needs a password.',
                    "Expected a zip archive without a password.",
                    "Unpack it with its password and give the folder.",
                )
            if entry.compress_type not in _KNOWN_COMPRESSION:
                raise ConvscopeError(
                    f"{self.source} uses compression method {entry.compress_type} for "
                    f'"{in_short(name)}".',
                    "Expected stored, deflate, bzip2 or lzma.",
                    "Unpack it and give the folder.",
                )
        unpacked = sum(e.file_size for _, e in files)
        packed = max(1, min(sum(e.compress_size for _, e in files), self._size_bytes))
        if unpacked > MAX_TOTAL_BYTES or (
            unpacked > MIN_BOMB_BYTES and unpacked > MAX_RATIO * packed
        ):
            raise self._refusal(
                f"would unpack {packed:,} bytes to {unpacked:,}",
                f"at most {MAX_RATIO} times its size and {MAX_TOTAL_BYTES:,} bytes",
            )

    def _refusal(self, received: str, expected: str) -> ConvscopeError:
        return ConvscopeError(
            f"{self.source} {received}.",
            f"Expected {expected}.",
            "Do not trust this archive; if it is your own, give the unpacked folder instead.",
        )


def leads_outside(name: str) -> bool:
    """Whether an entry's name points out of the folder that the archive would become."""
    has_drive = name[1:2] == ":"
    return name.startswith("/") or has_drive or (".." in name and ".." in name.split("/"))


def _readable_name(entry: zipfile.ZipInfo) -> str:
    """Returns an entry's name with "/" and in the letters that its maker saw.

    Archives made on a Mac hold UTF-8, on Japanese Windows code page 932, and neither says so;
    `zipfile` then reads them as code page 437.
    """
    name = entry.filename
    if not entry.flag_bits & _IS_UTF8 and not name.isascii():
        name = decode_text(name.encode("cp437"))
    return readable_name(name.replace("\\", "/"))
