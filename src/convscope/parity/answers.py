"""What another program says of images: a table of probabilities, or of classes with one each."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import isfinite, nan
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, clear_errors, in_short

NAME_COLUMNS = ("image", "file", "filename", "file_name", "path", "name")
CLASS_COLUMNS = ("class_name", "class", "label", "prediction", "predicted")
PROBABILITY_COLUMNS = ("probability", "confidence", "score", "prob", "p")

MOST_BYTES = 2**28
"""Of a file of answers."""

_EXPECTED = (
    "Expected a column with file names, and one with probabilities for each class, or a class and "
    "its probability."
)
_FIX = "The first line names the columns; convscope predict MODEL IMAGES --csv writes such a file."


@dataclass(frozen=True)
class Answers:
    """What another program said.

    Attributes:
        names: Of the images, as its file has them.
        values: float64 (number, classes); NaN where it said nothing.
        chosen: int64 (number,), the class that each row names; None where it has all
            probabilities.
        is_by_order: Whether its columns bear other names than the classes, so that their order
            counted.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    chosen: NDArray[np.int64] | None = None
    is_by_order: bool = False

    def of(self, rows: Sequence[int]) -> "Answers":
        """Returns the answers in some rows, in their order.

        Args:
            rows: Indices, from 0.
        """
        chosen = None if self.chosen is None else self.chosen[list(rows)]
        names = tuple(self.names[row] for row in rows)
        return Answers(names, self.values[list(rows)], chosen, self.is_by_order)


def read_answers(path: str | Path, class_names: Sequence[str]) -> Answers:
    """Reads the file of another program.

    Args:
        path: CSV in UTF-8, the first line with names of columns.
        class_names: Of the model, in the order of its outputs.

    Raises:
        ConvscopeError: No such file, or it holds something else.
    """
    if not Path(path).is_file():
        raise ConvscopeError(f"{path}: there is no such file.", _EXPECTED, _FIX)
    if Path(path).stat().st_size > MOST_BYTES:
        raise ConvscopeError(f"{path} has more than {MOST_BYTES:,} bytes.", _EXPECTED, _FIX)
    with clear_errors(str(path), _EXPECTED, _FIX):
        rows = [row for row in csv.reader(StringIO(_text(path))) if any(row)]
    if len(rows) < 2:
        raise ConvscopeError(f"{path} holds {len(rows)} lines.", _EXPECTED, _FIX)
    header = [cell.strip() for cell in rows[0]]
    name_column = _column(header, NAME_COLUMNS)
    name_column = 0 if name_column is None else name_column
    rest = [column for column in range(len(header)) if column != name_column]
    names = tuple(row[name_column].strip() if len(row) > name_column else "" for row in rows[1:])
    key = _key_for(class_names)
    by_name = {key(header[column]): column for column in reversed(rest)}
    class_column, number = _column(header, CLASS_COLUMNS), _column(header, PROBABILITY_COLUMNS)
    if all(key(name) in by_name for name in class_names):
        columns = [by_name[key(name)] for name in class_names]
        found = Answers(names, _numbers(str(path), rows, columns))
    elif class_column is not None and number is not None:
        found = _of_classes(str(path), rows, (class_column, number), class_names, names)
    elif len(rest) == len(class_names):
        found = Answers(names, _numbers(str(path), rows, rest), is_by_order=True)
    else:
        raise ConvscopeError(
            f"{path} has the columns {in_short(', '.join(header))}.",
            f"{_EXPECTED} The model's classes: {in_short(', '.join(class_names))}.",
            _FIX,
        )
    told = np.flatnonzero(~np.isnan(found.values).all(axis=1)).tolist()
    if not told:
        raise ConvscopeError(f"{path} holds no probability.", _EXPECTED, _FIX)
    return found.of(told)


def matched(names: Sequence[str], answers: Answers) -> list[tuple[int, int]]:
    """Returns which image each row of answers is about, as (image, row), in the rows' order.

    A name counts as it stands, else by its last part, else without its ending, where that is one
    image's alone.

    Args:
        names: Of the images.
        answers: The other program's.
    """
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    tables = [_unique(names, key) for key in (str, _last_part, _stem)]
    for row, name in enumerate(answers.names):
        keys = (name, _last_part(name), _stem(name))
        images = (table.get(key) for table, key in zip(tables, keys, strict=True))
        image = next((index for index in images if index is not None), None)
        if image is not None and image not in taken:
            found.append((image, row))
            taken.add(image)
    return found


def _unique(names: Sequence[str], key: Callable[[str], str]) -> Mapping[str, int]:
    """Returns the index of each key that only one name has."""
    keys = [key(name) for name in names]
    counts = Counter(keys)
    return {each: index for index, each in enumerate(keys) if counts[each] == 1}


def _last_part(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _stem(name: str) -> str:
    return PurePosixPath(_last_part(name)).stem


def _text(path: str | Path) -> str:
    return Path(path).read_text("utf-8-sig")


def _plain(name: str) -> str:
    return name.strip().removeprefix("'")


def _folded(name: str) -> str:
    return _plain(name).casefold()


def _key_for(class_names: Sequence[str]) -> Callable[[str], str]:
    """Large and small letters are the same, unless classes are told apart by them."""
    is_enough = len({_folded(name) for name in class_names}) == len(class_names)
    return _folded if is_enough else _plain


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    plain = [_folded(cell) for cell in header]
    return next((plain.index(name) for name in names if name in plain), None)


def _numbers(
    path: str, rows: Sequence[Sequence[str]], columns: Sequence[int]
) -> NDArray[np.float64]:
    """Returns float64 (rows, columns) of all rows but the first; rows without any are NaN."""
    table = [[_number(path, line, row, c) for c in columns] for line, row in _lines(rows)]
    return np.array(table, np.float64).reshape(len(rows) - 1, len(columns))


def _lines(rows: Sequence[Sequence[str]]) -> list[tuple[int, Sequence[str]]]:
    return list(enumerate(rows[1:], 2))


def _number(path: str, line: int, row: Sequence[str], column: int) -> float:
    text = row[column].strip() if column < len(row) else ""
    if not text:
        return nan
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise ConvscopeError(
            f'{path}, line {line}: "{in_short(text)}".', "Expected a number.", _FIX
        )
    return number


def _of_classes(
    path: str,
    rows: Sequence[Sequence[str]],
    columns: tuple[int, int],
    class_names: Sequence[str],
    names: tuple[str, ...],
) -> Answers:
    key = _key_for(class_names)
    index_of = {key(name): index for index, name in enumerate(class_names)}
    values = np.full((len(names), len(class_names)), nan)
    chosen = np.zeros(len(names), np.int64)
    for number, (line, row) in enumerate(_lines(rows)):
        said = row[columns[0]].strip() if len(row) > columns[0] else ""
        if not said:
            continue
        if key(said) not in index_of:
            raise ConvscopeError(
                f'{path}, line {line}: the class "{in_short(said)}".',
                f"Expected one of the model's: {in_short(', '.join(class_names))}.",
                "Write the classes as the model does.",
            )
        chosen[number] = index_of[key(said)]
        values[number, chosen[number]] = _number(path, line, row, columns[1])
    return Answers(names, values, chosen)
