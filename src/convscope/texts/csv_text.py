"""Tables as CSV that a spreadsheet shows and never runs, and that we read back as they were."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from convscope.errors import ConvscopeError, clear_errors

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""Beginnings that a spreadsheet takes for a formula.

Source: OWASP, "CSV Injection". A text that begins with apostrophes before one of them counts too,
so that taking one away again is unambiguous.
"""

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"\\(?:\\|x[0-9a-f]{2}|u[0-9a-f]{4})")

MAX_CELL = 1 << 20
"""Characters of the longest cell that is read."""


def plain_cell(value: Any) -> Any:
    r"""Returns a cell that is shown as it is; numbers stay numbers.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, and control
    characters are written as `\x1b`.

    Example:
        >>> plain_cell("=1+1"), plain_cell(-0.5), plain_cell("a\x1bb")
        ("'=1+1", -0.5, 'a\\x1bb')
    """
    if not isinstance(value, str):
        return value
    if _HIDDEN.search(value) or _LOOKS_ESCAPED.search(value):
        value = _HIDDEN.sub(_escape, value.replace("\\", "\\\\"))
    return f"'{value}" if _FORMULA.match(value) else value


def to_csv(rows: Iterable[Sequence[Any]]) -> str:
    """Returns rows as CSV text; `from_csv` is its inverse for texts."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def from_csv(content: bytes, where: str, fix: str) -> list[list[str]]:
    """Returns the rows of a CSV file as the texts that they were before `to_csv`.

    Args:
        content: The file, UTF-8.
        where: Its path, for errors.
        fix: What to do where it cannot be read.

    Raises:
        ConvscopeError: It is no table.
    """
    with clear_errors(where, "Expected a table that convscope wrote.", fix):
        before = csv.field_size_limit(MAX_CELL)
        try:
            rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        finally:
            csv.field_size_limit(before)
    if not rows:
        raise ConvscopeError(f"{where} is empty.", "Expected a table that convscope wrote.", fix)
    return [[_as_it_was(cell) for cell in row] for row in rows]


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _as_it_was(cell: str) -> str:
    if cell.startswith("'") and _FORMULA.match(cell):
        cell = cell[1:]
    return _LOOKS_ESCAPED.sub(_unescape, cell) if "\\" in cell else cell


def _unescape(match: re.Match[str]) -> str:
    return "\\" if match[0] == "\\\\" else chr(int(match[0][2:], 16))
