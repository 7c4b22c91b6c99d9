"""The folder that a studio works in, and the runs of it that are open."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from convscope.runs.folder import RunFolder, open_run

if TYPE_CHECKING:
    from convscope.data import DataSet, Split
    from convscope.runs.preparation import Prepared

MOST_OPEN = 3
"""Runs, and data sets, whose images stay open."""


Key = TypeVar("Key", bound=Hashable)
Opened = TypeVar("Opened")


@dataclass
class Workspace:
    """What a studio shows.

    Attributes:
        folder: The folder in which it was started.
        runs: The folder of all runs.
        data: Folder or file of images that it was given, as it was typed; empty for none.
    """

    folder: Path
    runs: Path
    data: str = ""
    _open_runs: "OrderedDict[tuple[str, float], Prepared]" = field(default_factory=OrderedDict)
    _open_data: "OrderedDict[tuple[str, str, tuple[int, ...]], DataSet]" = field(
        default_factory=OrderedDict
    )
    _lock: Lock = field(default_factory=Lock)

    def run(self, name: str) -> RunFolder:
        """Returns a run by its name.

        Raises:
            UnknownNameError: There is no such run; the nearest name is suggested.
        """
        # A name is one step below the folder of runs: an address leads nowhere else.
        return open_run(Path(name).name or "none", self.runs)

    def prepared(self, folder: RunFolder) -> "Prepared":
        """Returns a run's images, split as they were in training.

        Raises:
            ConvscopeError: They are missing or have changed.
        """
        from convscope.runs.reopening import prepare_again

        key = (folder.name, folder.record.stat().st_ctime)
        return self._kept(self._open_runs, key, lambda: prepare_again(folder))

    def data_set(self, source: str) -> "DataSet":
        """Returns a data set with the labels that people have put right so far.

        Args:
            source: Its name or path.

        Raises:
            UnknownNameError: Neither a name nor a path.
            ConvscopeError: It cannot be used.
        """
        from convscope.data import corrections_path, load_data, read_corrections

        corrections = read_corrections(corrections_path(source))
        key = (source, corrections.digest, _changes_of(Path(source)))
        return self._kept(
            self._open_data,
            key,
            lambda: load_data(source, corrections=corrections, progress=False, download=False),
        )

    def _kept(
        self, kept: "OrderedDict[Key, Opened]", key: Key, opened: Callable[[], Opened]
    ) -> Opened:
        with self._lock:
            if key not in kept:
                kept[key] = opened()
                while len(kept) > MOST_OPEN:
                    kept.popitem(last=False)
            kept.move_to_end(key)
            return kept[key]

    def split(self, folder: RunFolder, name: str) -> "Split":
        """Returns the images of a run's `train`, `validation` or `test`.

        Raises:
            UnknownNameError: The run has no such images.
        """
        from convscope.errors import UnknownNameError

        prepared = self.prepared(folder)
        known = {"train": prepared.train, "validation": prepared.validation}
        if prepared.data.test is not None:
            known["test"] = prepared.data.test
        if name not in known:
            raise UnknownNameError("split", name, known)
        return known[name]


def _changes_of(source: Path) -> tuple[int, ...]:
    """Returns when a folder, and those in it, last gained or lost a file: people collect there."""
    if not source.is_dir():
        return ()
    return tuple(path.stat().st_mtime_ns for path in [source, *sorted(source.iterdir())])
