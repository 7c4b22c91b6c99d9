"""What a file is, told from its first bytes: an ending is only somebody's word for it."""

import re

HEAD_BYTES = 512
"""How much of a file is looked at."""

_TEXT_ENDINGS = """
    txt xml json jsonl yaml yml md rst log html htm py ipynb js css toml ini cfg sh bat c h
    cpp java r rb go rs tex bib lock license"""
_PLAIN_TEXT = frozenset(_TEXT_ENDINGS.split())
"""Endings of texts that hold no labels we read; there may be one per image, so none is opened."""

TABLES = frozenset({"csv", "tsv"})
"""Endings of tables."""

# Source: the formats' specifications; for HEIF and AVIF ISO/IEC 23008-12, brands.
_IMAGE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_NETPBM = re.compile(rb"P[1-6f]\s+[\d#]")
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_STARTS = {
    b"\x93NUMPY": "npy",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"PAR1": "parquet",
    b"\x89HDF\r\n\x1a\n": "hdf5",
    b"MATLAB 5.0": "mat",
    b"Rar!": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
}


def content_of(head: bytes) -> str:
    """Returns what a file is: `image`, `heic`, `avif`, `idx`, `npy`, `zip`, …, or `other`.

    Args:
        head: Its first bytes, at most `HEAD_BYTES`.

    Example:
        >>> content_of(b"P5 28 28 255"), content_of(bytes([0, 0, 8, 3])), content_of(b"a,b")
        ('image', 'idx', 'other')
    """
    if head.startswith(_IMAGE_STARTS) or _NETPBM.match(head):
        return "image"
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or (
        head[:2] == b"BM" and not any(head[6:10])
    ):
        return "image"
    if head[4:8] == b"ftyp":
        brands = {head[i : i + 4] for i in range(8, 64, 4)}
        return "avif" if brands & _AVIF_BRANDS else "heic" if brands & _HEIF_BRANDS else "other"
    if (
        head[:2] == b"\0\0"
        and head[2:3] in b"\x08\x09\x0b\x0c\x0d\x0e"
        and head[3:4] in b"\1\2\3\4"
    ):
        return "idx" if len(head) >= 4 else "other"
    if _PICKLE.match(head):
        return "pickle"
    return next((kind for start, kind in _STARTS.items() if head.startswith(start)), "other")


def is_plain_text(ending: str) -> bool:
    """Whether a file of this ending, in lower case, need not be opened to know that it is text."""
    return ending in _PLAIN_TEXT
