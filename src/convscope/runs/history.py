"""`history.csv`: a row per epoch, on the disk as soon as the epoch ends."""

import os
from math import nan
from typing import Any

from convscope.engine.training.callbacks import Callback, Logs
from convscope.errors import ConvscopeError, clear_errors
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder
from convscope.texts import from_csv, quoted, to_csv

_BEGIN = b"epoch,"


class HistoryWriter(Callback):
    """Appends a row to `history.csv` after each epoch and flushes it to the disk."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Adds the epoch's row; the column `epoch` counts from 1."""
        row = {"epoch": epoch + 1, **(logs or {})}
        is_new = not self.folder.history.is_file()
        try:
            with self.folder.history.open("a", newline="", encoding="utf-8") as file:
                file.write(to_csv([list(row)] if is_new else []) + to_csv([list(row.values())]))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ConvscopeError(
                f"{self.folder.history} could not be written: {error.strerror}.",
                "Expected room for one row.",
                f"Free some space, then: convscope train --resume {quoted(self.folder.path)}",
            ) from error


def rewrite_history(folder: RunFolder, history: list[Logs]) -> None:
    """Makes `history.csv` hold exactly these epochs, as a resumed run needs."""
    if not history:
        folder.history.unlink(missing_ok=True)
        return
    rows = [["epoch", *history[0]]]
    rows += [[number, *logs.values()] for number, logs in enumerate(history, 1)]
    write_atomically(folder.history, to_csv(rows).encode())


def read_history(folder: RunFolder) -> list[dict[str, Any]]:
    """Returns the rows of `history.csv`: `epoch` from 1 as an int, the rest as floats.

    A last row that was cut short is left out; so is all where not even the head was written.

    Raises:
        ConvscopeError: It is not what convscope wrote.
    """
    if not folder.history.is_file():
        return []
    content = folder.history.read_bytes()
    is_begun = content.startswith(_BEGIN) or _BEGIN.startswith(content)
    if is_begun and b"\n" not in content:  # the process ended while it wrote the head
        return []
    where, fix = str(folder.history), f"Train anew, or go on: train --resume {quoted(folder.path)}"
    with clear_errors(where, "Expected a row of numbers per epoch.", fix):
        header, *rows = from_csv(content, where, fix)
        if rows and (len(rows[-1]) < len(header) or "" in rows[-1]):
            rows.pop()
        found = [dict(zip(header, map(_number, row), strict=True)) for row in rows]
        numbers = [row["epoch"] for row in found]
        if numbers != list(range(1, len(found) + 1)) or "loss" not in header:
            raise ValueError("the epochs or the loss are missing")
    return [{**row, "epoch": int(row["epoch"])} for row in found]


def _number(text: str) -> float:
    return float(text) if text else nan
