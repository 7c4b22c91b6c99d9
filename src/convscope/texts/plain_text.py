"""Characters that command a terminal or a page instead of being read, made visible."""

import codecs
import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Controls but tab and line feed, marks that turn the direction of writing, halves of characters.

XML allows few of them, so that a page or picture without them is a valid one.
"""

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""Control characters and the pictures that Unicode has of them."""

_ASCII_TWINS = {"–": "-", "—": "-", "−": "-", "×": "x", "…": "...", "·": "-", "→": "->", "“": '"'}
_ASCII_TWINS |= {"”": '"', "„": '"', "’": "'", "‘": "'", "≤": "<=", "≥": ">=", "\u00a0": " "}
"""Our own typographic marks in ASCII; other characters become a question mark."""

ENCODING_ERRORS = "convscope"
"""Name of the way in which a stream replaces what its encoding does not know."""


def visible(text: str) -> str:
    r"""Returns a text whose control characters are pictures of themselves.

    Lines and tabs stay; what turns the direction of writing becomes a replacement character.

    Example:
        >>> visible("a\x1b[31mb\n")
        'a␛[31mb\n'
    """
    return _UNSEEN.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    return chr(_PICTURES.get(ord(match[0]), 0xFFFD))


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unknown = error.object[error.start : error.end]
    return "".join(_ASCII_TWINS.get(letter, "?") for letter in unknown), error.end


codecs.register_error(ENCODING_ERRORS, _replace)
