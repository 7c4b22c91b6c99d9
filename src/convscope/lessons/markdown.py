"""Texts of lessons as Markdown, for programs that show nothing else."""

import re

from convscope.lessons.lesson import Text

_SPECIAL = re.compile(r"([\\`*_\[\]<>$#|~])")
_BEGINNING = re.compile(r"^( *)(?:([-+])|(\d+)([.)]))(?= )", re.M)
"""What would make a line a point of a list."""


def to_markdown(text: Text) -> str:
    r"""Returns a text as Markdown that shows the same, with formulas switched off.

    Example:
        >>> from convscope.lessons.lesson import Piece
        >>> to_markdown((Piece("plain", "2 * 3 is "), Piece("strong", "6")))
        '2 \\* 3 is **6**'
    """
    written = {
        "plain": _escaped,
        "strong": lambda text: f"**{_escaped(text)}**",
        "em": lambda text: f"*{_escaped(text)}*",
        "code": lambda text: f"`{text}`",
    }
    return "".join(written[piece.style](piece.text) for piece in text)


def _escaped(text: str) -> str:
    marked = _SPECIAL.sub(r"\\\1", text)
    return _BEGINNING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", marked)
