"""Listening without steering: a CSV file, plain functions."""

import csv
from pathlib import Path
from typing import Any, Protocol

from convscope.engine.training.callbacks.callback import Callback, Logs
from convscope.errors import ConvscopeError, UnknownNameError


class CSVLogger(Callback):
    """Writes a row per epoch to a CSV file, flushed at once.

    Args:
        filename: The file.
        separator: Between the columns.
        append: Whether rows are added to an existing file.
    """

    def __init__(self, filename: str | Path, separator: str = ",", append: bool = False) -> None:
        self.path, self.separator, self.append = Path(filename), separator, append
        self.columns: list[str] | None = None

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Opens the file, so that a name that cannot be written is refused before any epoch.

        Raises:
            ConvscopeError: The file cannot be written.
        """
        self.columns = None
        try:
            if self.append and self.path.is_file():
                with self.path.open(newline="", encoding="utf-8") as file:
                    self.columns = next(csv.reader(file, delimiter=self.separator), None)
            with self.path.open("a" if self.append else "w", encoding="utf-8"):
                pass
        except OSError as error:
            raise ConvscopeError(
                f"CSVLogger: {self.path} cannot be written ({error.strerror}).",
                "Expected a file in a folder that exists.",
                "Make the folder, or give another name.",
            ) from None

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Adds the epoch's row."""
        row = {"epoch": epoch, **(logs or {})}
        is_new = self.columns is None
        self.columns = self.columns or list(row)
        with self.path.open("w" if is_new else "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(
                file, self.columns, extrasaction="ignore", delimiter=self.separator
            )
            if is_new:
                writer.writeheader()
            writer.writerow(row)

    def state(self) -> dict[str, Any]:
        """Returns the columns, so that a resumed training adds rows to the same file."""
        return {"columns": self.columns}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up the columns."""
        self.columns = state["columns"]


class _Hook(Protocol):
    def __call__(self, *args: Any) -> None: ...


class LambdaCallback(Callback):
    """Calls plain functions at the hooks.

    Args:
        hooks: Functions by hook, such as `on_epoch_end=lambda epoch, logs: print(logs)`.

    Raises:
        UnknownNameError: A hook that does not exist.
    """

    HOOKS = tuple(
        name
        for name in vars(Callback)
        if name.startswith(("on_train_", "on_epoch_", "on_test_begin", "on_test_end"))
    )

    def __init__(self, **hooks: _Hook | None) -> None:
        for name, function in hooks.items():
            if name not in self.HOOKS:
                raise UnknownNameError("hook", name, self.HOOKS)
            if function is not None:
                setattr(self, name, function)
