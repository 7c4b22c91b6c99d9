"""`history.csv`: a row per epoch, on the disk as soon as the epoch ends."""

import csv
import io
import os
from typing import Any

from convscope.engine.training.callbacks import Callback, Logs
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder


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
                if is_new:
                    csv.writer(file).writerow(row)
                csv.writer(file).writerow(row.values())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ConvscopeError(
                f"{self.folder.history} could not be written: {error.strerror}.",
                "Expected room for one row.",
                f"Free some space, then: convscope train --resume {self.folder.path}",
            ) from error


def rewrite_history(folder: RunFolder, history: list[Logs]) -> None:
    """Makes `history.csv` hold exactly these epochs, as a resumed run needs."""
    if not history:
        folder.history.unlink(missing_ok=True)
        return
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["epoch", *history[0]])
    writer.writerows([number, *logs.values()] for number, logs in enumerate(history, 1))
    write_atomically(folder.history, text.getvalue().encode())


def read_history(folder: RunFolder) -> list[dict[str, Any]]:
    """Returns the rows of `history.csv`: `epoch` from 1 as an int, the rest as floats."""
    if not folder.history.is_file():
        return []
    with folder.history.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        {name: int(value) if name == "epoch" else float(value) for name, value in row.items()}
        for row in rows
        if all(value not in (None, "") for value in row.values())
    ]
