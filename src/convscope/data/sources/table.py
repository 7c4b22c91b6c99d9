"""Tables as text: the separator is found out, and the first row may hold names or not."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from convscope.data.sources.place import FoundFile, Place
from convscope.data.sources.readable import decode_text

_SEPARATORS = (",", "\t", ";", " ")
_NUMBER = re.compile(r"\s*[-+]?\d*\.?\d+([eE][-+]?\d+)?\s*")
MAX_LINE_BYTES = 2**24
"""Of one row; longer ones are no table."""

csv.field_size_limit(MAX_LINE_BYTES)  # all pixels of an image may stand in one field


@dataclass(frozen=True)
class Head:
    """What the first rows of a table tell.

    Attributes:
        separator: What stands between two columns.
        names: Names of the columns; None if the first row holds values.
        first: The first row of values; empty if there is none.
    """

    separator: str
    names: tuple[str, ...] | None
    first: tuple[str, ...]

    @property
    def num_columns(self) -> int:
        """Columns of the first row."""
        return len(self.names or self.first)


def read_head(place: Place, file: FoundFile) -> Head | None:
    """Returns what the first rows of a table tell, None if it is none."""
    try:
        with place.open(file.path) as stream:
            lines = [stream.readline(MAX_LINE_BYTES) for _ in range(2)]
    except (OSError, EOFError):
        return None
    if not lines[0].strip() or b"\0" in lines[0][:1000].replace(b"\xff\xfe", b""):
        return None
    texts = [decode_text(line).rstrip("\r\n") for line in lines]
    separator = max(_SEPARATORS, key=texts[0].count)
    if not texts[0].count(separator):
        return None
    rows = [_split(text, separator) for text in texts]
    is_named = not any(_NUMBER.fullmatch(value) for value in rows[0]) or (
        # "label,1x1,1x2" or "label,0,1,2": names may be numbers, but not all of them.
        not all(_NUMBER.fullmatch(value) for value in rows[0])
        and all(_NUMBER.fullmatch(value) for value in rows[1] if value)
    )
    names = tuple(value.strip() for value in rows[0]) if is_named else None
    return Head(
        separator, names, tuple(rows[1] if is_named else rows[0]) if texts[is_named] else ()
    )


@contextmanager
def values_of(place: Place, file: FoundFile, head: Head) -> Iterator[IO[bytes]]:
    """Yields a stream that stands at the first row of values.

    Args:
        place: Where the table lies.
        file: The table; a gzipped one is unpacked.
        head: What `read_head` returned for it.

    Yields:
        Bytes, from the first row that holds no names; closed on leaving.
    """
    with place.open(file.path) as stream:
        if head.names is not None:
            stream.readline(MAX_LINE_BYTES)
        yield stream


def rows_of_text(place: Place, file: FoundFile, head: Head) -> list[list[str]]:
    """Returns all rows of values; lines without a separator are left out.

    Args:
        place: Where the table lies.
        file: The table; a gzipped one is unpacked.
        head: What `read_head` returned for it.

    Returns:
        One list of values per row, without blanks around them; the row of names is left out.

    Raises:
        OSError: The table is larger than any list of images.
    """
    content = place.read(file.path)
    if file.name.lower().endswith(".gz"):
        with place.open(file.path) as stream:
            content = stream.read()
    reader = csv.reader(io.StringIO(decode_text(content), newline=""), delimiter=head.separator)
    rows = [[value.strip() for value in row] for row in reader if len(row) > 1]
    return rows[1:] if head.names is not None else rows


def _split(text: str, separator: str) -> list[str]:
    return next(csv.reader([text], delimiter=separator), [])
