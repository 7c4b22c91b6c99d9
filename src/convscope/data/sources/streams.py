"""Reading a stream of bytes that may claim, or unpack to, more than anybody wants."""

import gzip
import io
from typing import IO

MAX_RATIO = 200
"""Unpacked to packed bytes; even drawings and labels stay far below."""

MIN_BOMB_BYTES = 2**28
"""What unpacks to less than this does no harm, whatever its ratio."""

MAX_FILE_BYTES = 2**28
"""Of one file that is read whole: an image, a row of a table."""


_PART_BYTES = 2**24


class BombError(OSError):
    """A file unpacks to far more than its size lets expect."""

    def __init__(self, packed_bytes: int) -> None:
        super().__init__(
            f"it unpacks to more than {MAX_RATIO} times its {packed_bytes:,} bytes: that is no data"
        )


class BoundedReader(io.RawIOBase):
    """A stream that ends in an error where it unpacks beyond all measure.

    Args:
        stream: What is read.
        packed_bytes: How many bytes lie on the disk for it.
        beneath: What the stream reads from and does not close itself.
    """

    def __init__(
        self, stream: IO[bytes], packed_bytes: int, beneath: IO[bytes] | None = None
    ) -> None:
        self._stream = stream
        self._beneath = beneath
        self._packed_bytes = packed_bytes
        self._num_read = 0

    def readable(self) -> bool:
        """Returns True."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fills a buffer as far as the stream goes."""
        content = self._stream.read(len(buffer))
        self._num_read += len(content)
        if self._num_read > max(MIN_BOMB_BYTES, MAX_RATIO * self._packed_bytes):
            raise BombError(self._packed_bytes)
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Closes the stream as well."""
        if not self.closed:
            self._stream.close()
            if self._beneath is not None:
                self._beneath.close()
        super().close()


def unpacked(stream: IO[bytes], packed_bytes: int) -> IO[bytes]:
    """Returns what a stream holds, unpacked if it is gzipped, and bounded.

    Args:
        stream: Its beginning must be ahead.
        packed_bytes: How many bytes lie on the disk for it.
    """
    buffered = io.BufferedReader(BoundedReader(stream, packed_bytes), 2**16)
    try:
        is_packed = buffered.peek(2)[:2] == b"\x1f\x8b"
    except BaseException:
        buffered.close()
        raise
    if not is_packed:
        return buffered
    inner = gzip.GzipFile(fileobj=buffered)
    return io.BufferedReader(BoundedReader(inner, packed_bytes, buffered), 2**16)  # type: ignore[arg-type]


def read_at_most(stream: IO[bytes], num_bytes: int) -> bytes:
    """Returns so many bytes, or what there is; never asks for memory that nothing will fill."""
    parts: list[bytes] = []
    while num_bytes > 0 and (part := stream.read(min(num_bytes, _PART_BYTES))):
        parts.append(part)
        num_bytes -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def read_exactly(stream: IO[bytes], num_bytes: int) -> bytes:
    """Returns so many bytes.

    Raises:
        EOFError: The stream ends before.
    """
    content = read_at_most(stream, num_bytes)
    if len(content) != num_bytes:
        raise EOFError("the end of the file is missing")
    return content
