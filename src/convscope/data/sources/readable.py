"""Names and texts in the letters that their makers saw, whatever the encoding."""

import os
import unicodedata

ENCODINGS = ("utf-8", "cp932", "cp1252")
"""What people's systems write, the strictest first; the last one reads nearly everything."""


def decode_text(content: bytes) -> str:
    """Returns text whose encoding nobody states.

    Example:
        >>> decode_text("りんご".encode("cp932")), decode_text("café".encode("latin-1"))
        ('りんご', 'café')
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def readable_name(name: str) -> str:
    """Returns the name of a file as it can be shown and written as UTF-8.

    Python stands single surrogates in for bytes that are no UTF-8. Control characters, which
    could speak to a terminal, become "�".

    Example:
        >>> readable_name("café"), readable_name("a" + chr(27) + "[2J")
        ('café', 'a�[2J')
    """
    if name.isascii() and name.isprintable():
        return name
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        name = decode_text(os.fsencode(name))
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in name)
