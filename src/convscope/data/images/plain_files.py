"""Plain JPEG and PNG files straight to Pillow's decoders.

Pillow reads whatever a file may hold beside its pixels, in Python: for small pictures that takes
longer than decoding them, and meanwhile the other threads wait. What is not plain or not whole is
left to Pillow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from struct import error as StructError
from struct import unpack_from
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 2**20
"""Larger files spend their time in the decoder, whoever opens them."""

# Source: ITU-T T.81, table B.1
_JPEG_SCAN = 0xFFDA
_JPEG_FRAMES = {0xFFC0, 0xFFC1, 0xFFC2}  # sequential, extended, progressive
_JPEG_PLAIN = {0xFFC4, 0xFFDB, 0xFFDD, 0xFFE0, 0xFFEE, 0xFFFE}
"""Tables, restarts, JFIF, how colours are stored, comment."""

_JPEG_MODES = {1: "L", 3: "RGB"}

# Source: PNG specification, third edition, 5.6 and 11.2.1
_PNG_PLAIN = {b"IHDR", b"IDAT", b"IEND", b"bKGD", b"cHRM", b"gAMA", b"pHYs", b"sBIT", b"sRGB"}
_PNG_MODES = {0: "L", 2: "RGB", 4: "LA", 6: "RGBA"}


@dataclass(frozen=True)
class PlainFile:
    """An image file of which nothing but the pixels matters.

    Attributes:
        format: `JPEG` or `PNG`.
        mode: Pillow's name for the kind of pixel.
        size: (width, height).
        data: What the decoder gets.
    """

    format: str
    mode: str
    size: tuple[int, int]
    data: bytes

    def load(self) -> "Image | None":
        """Returns the picture, or None if the file is damaged."""
        from PIL import Image

        decoder = ("jpeg", self.mode, "") if self.format == "JPEG" else ("zip", self.mode)
        try:
            return Image.frombytes(self.mode, self.size, self.data, *decoder)
        except Exception:  # damaged files raise nearly every kind
            return None


def read_plain(content: bytes) -> PlainFile | None:
    """Returns what an image file holds, or None if it is of another kind, damaged or large."""
    if len(content) > MAX_BYTES:
        return None
    try:
        for start, read in _READERS.items():
            if content.startswith(start):
                return read(content)
    except StructError:  # the end of the file is missing
        pass
    return None


def _read_jpeg(content: bytes) -> PlainFile | None:
    found = None
    position = 2
    while True:
        marker, length = unpack_from(">HH", content, position)
        if marker == _JPEG_SCAN:
            return found
        if marker in _JPEG_FRAMES:
            bits, height, width, layers = unpack_from(">BHHB", content, position + 4)
            if bits != 8 or layers not in _JPEG_MODES or not width or not height:
                return None
            found = PlainFile("JPEG", _JPEG_MODES[layers], (width, height), content)
        elif marker not in _JPEG_PLAIN:
            return None
        position += 2 + length


def _read_png(content: bytes) -> PlainFile | None:
    parts: list[bytes] = []
    position, kind = 8, b""
    while kind != b"IEND":
        length, kind = unpack_from(">I4s", content, position)
        end = position + 8 + length
        (checksum,) = unpack_from(">I", content, end)
        if kind not in _PNG_PLAIN or crc32(content[position + 4 : end]) != checksum:
            return None
        if kind == b"IDAT":
            parts.append(content[position + 8 : end])
        position = end + 4
    width, height, bits, color, _, _, is_interlaced = unpack_from(">II5B", content, 16)
    if bits != 8 or color not in _PNG_MODES or is_interlaced or not width or not height:
        return None
    return PlainFile("PNG", _PNG_MODES[color], (width, height), b"".join(parts))


_READERS: dict[bytes, Callable[[bytes], PlainFile | None]] = {
    b"\xff\xd8\xff": _read_jpeg,
    b"\x89PNG\r\n\x1a\n": _read_png,
}
"""What reads a file that starts so."""
