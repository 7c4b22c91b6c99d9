"""The folder that a studio works in, and what may be done there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convscope.errors import UnknownNameError
from convscope.runs.folder import RunFolder, list_runs
from convscope.runs.queue import Entry, read_queue
from convscope.studio.collected import Collection, list_collections
from convscope.studio.opened import Opened

if TYPE_CHECKING:
    from convscope.architecture import Architecture
    from convscope.data import Corrections, DataSet, Split
    from convscope.runs.preparation import Prepared


UPLOADED = "uploaded"
"""Folder of archives that were sent to the page."""

MOST_SIDE = 1024
"""Rows or columns that images can be brought to."""

LABELS_ENDING = ".labels.csv"
"""Of tables of labels that were put right, beside their data."""


@dataclass
class Workspace:
    """What a studio shows.

    Whoever owns it may do everything; a pupil's, of a classroom, overrides what is asked before.

    Attributes:
        folder: The folder in which it was started.
        runs: The folder of all runs.
        data: Folder or file of images that it was given, as it was typed; empty for none.
        opened: What stays open between two questions.
    """

    folder: Path
    runs: Path
    data: str = ""
    opened: Opened = field(default_factory=Opened)

    @property
    def queue(self) -> Path:
        """The folder whose queue its trainings wait in."""
        return self.runs

    @property
    def place(self) -> str | None:
        """Its folder of runs from that of the queue; None where they are one."""
        return None

    @property
    def most_side(self) -> int:
        """Rows or columns that images may be brought to for a training."""
        return MOST_SIDE

    def entries(self) -> list[Entry]:
        """Returns its own trainings that wait, run, or have ended, the newest last."""
        return [entry for entry in read_queue(self.queue) if entry.runs == self.place]

    def source_of(self, collection: Collection) -> str:
        """Returns what a training is given for a collection, from the folder of the start."""
        return collection.source

    def own_sets(self) -> list[dict[str, str]]:
        """Returns `source` and `title` of what it was given, collected, and sent as archives."""
        own = [self.data] if self.data else []
        collected = (self.source_of(each) for each in list_collections(self.folder))
        sent = (f"{UPLOADED}/{path.name}" for path in self._uploaded())
        sources = [*own, *(each for each in (*collected, *sent) if each != self.data)]
        return [{"source": source, "title": source} for source in sources]

    def _uploaded(self) -> list[Path]:
        return sorted((self.folder / UPLOADED).glob("*.zip"))

    def run(self, name: str) -> RunFolder:
        """Returns a run by its name.

        Raises:
            UnknownNameError: There is no such run; the nearest name is suggested.
        """
        # A name is one step below the folder of runs: an address leads nowhere else.
        folder = RunFolder(self.runs / (Path(name).name or "none"))
        if not folder.name.startswith(".") and folder.record.is_file():
            return folder
        known = [each.name for each in list_runs(self.runs)]
        raise UnknownNameError("run", name, known or ["none yet"], "Train one first.")

    def expect_source(self, source: str) -> None:
        """Checks that these data may be looked at and trained on.

        Raises:
            ConvscopeError: They may not.
        """

    def expect_training(self, changes: Mapping[str, Any]) -> None:
        """Checks that a training may be asked for now.

        Args:
            changes: The settings that were asked for.

        Raises:
            ConvscopeError: It may not.
        """

    def expect_collection(self) -> None:
        """Checks that another collection may be begun.

        Raises:
            ConvscopeError: It may not.
        """

    def expect_upload(self) -> None:
        """Checks that an archive of images may be sent here.

        Raises:
            ConvscopeError: It may not.
        """

    def expect_net(self, architecture: "Architecture") -> None:
        """Checks that a net may be trained here.

        Raises:
            ConvscopeError: It may not.
        """

    def expect_net_name(self, name: str) -> None:
        """Checks that a net may be looked at and trained by its name.

        Raises:
            ConvscopeError: It may not.
        """

    def labels_path(self, source: str) -> Path:
        """Returns where labels are kept that are put right here."""
        from convscope.data import corrections_path

        return corrections_path(source)

    def label_tables(self) -> Iterable[Path]:
        """Yields where labels lie that were put right here, such as are there or may come."""
        from convscope.data import corrections_path
        from convscope.data.roots import data_root

        yield from (corrections_path(each["source"]) for each in self.own_sets())
        for folder in (self.folder, data_root()):
            yield from folder.glob(f"*{LABELS_ENDING}")

    def own_labels(self, source: str) -> str | None:
        """Returns the table of labels, from the folder of the queue, that does not lie beside data.

        None where all that counts lies beside them.
        """
        return None

    def corrections(self, source: str) -> "Corrections":
        """Returns all decisions about a data set that count here."""
        from convscope.data import read_corrections

        return read_corrections(self.labels_path(source))

    def prepared(self, folder: RunFolder) -> "Prepared":
        """Returns a run's images, split as they were in training.

        Raises:
            ConvscopeError: They are missing or have changed.
        """
        from convscope.runs.reopening import prepare_again

        key = ("run", str(folder.path), folder.record.stat().st_ctime)
        return self.opened.get(key, lambda: prepare_again(folder))

    def data_set(self, source: str) -> "DataSet":
        """Returns a data set with the labels that people have put right so far.

        Args:
            source: Its name or path.

        Raises:
            UnknownNameError: Neither a name nor a path.
            ConvscopeError: It cannot be used.
        """
        from convscope.data import load_data

        self.expect_source(source)
        corrections = self.corrections(source)
        key = ("data", source, corrections.digest, _changes_of(Path(source)))
        return self.opened.get(
            key,
            lambda: load_data(source, corrections=corrections, progress=False, download=False),
        )

    def image_files(self, source: str) -> dict[str, Callable[[], bytes]]:
        """Returns what reads each image file of a source, by its path below it.

        Args:
            source: Its name or path.

        Returns:
            Nothing where the source holds no image files.

        Raises:
            UnknownNameError: Neither a name nor a path.
        """
        from convscope.data.images.listing import Listing
        from convscope.data.loading import find_or_explain

        self.expect_source(source)

        def listed() -> dict[str, Callable[[], bytes]]:
            found = find_or_explain(source).load()
            if not isinstance(found, Listing):
                return {}
            return {file.path: partial(found.read_bytes, file) for file in found.files}

        return self.opened.get(("files", source, _changes_of(Path(source))), listed)

    def data_set_at(self, source: str, size: tuple[int, int], fit: str) -> "DataSet":
        """Returns a data set with its pictures in colour and brought to a size; it is not kept.

        Args:
            source: Its name or path.
            size: (height, width).
            fit: How: `pad`, `crop` or `stretch`.

        Raises:
            ConvscopeError: It cannot be used, or has no image files of another size.
        """
        from convscope.data import load_data

        corrections = self.corrections(source)
        return load_data(
            source,
            size=size,
            fit=fit,
            color="rgb",
            corrections=corrections,
            progress=False,
            download=False,
        )

    def split(self, folder: RunFolder, name: str) -> "Split":
        """Returns the images of a run's `train`, `validation` or `test`.

        Raises:
            UnknownNameError: The run has no such images.
        """
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
