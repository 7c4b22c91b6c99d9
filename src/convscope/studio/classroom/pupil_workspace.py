"""What is one pupil's: drawings, collections, labels put right, runs; and what they may use."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convscope.architecture.catalogue import CATALOGUE
from convscope.errors import ConvscopeError, in_short
from convscope.runs.queue import Entry
from convscope.studio.classroom import limits
from convscope.studio.classroom.refused import Refused
from convscope.studio.collected import Collection, list_collections
from convscope.studio.training_answers import BOUNDS, NETS
from convscope.studio.workspace import LABELS_ENDING, Workspace

if TYPE_CHECKING:
    from convscope.architecture import Architecture
    from convscope.data import Corrections

RUNS, LABELS = "runs", "labels"

OFFERED = {
    *("data", "net", "recipe", "augment", "optimizer", "schedule", "class_weight", "size", "fit"),
    *BOUNDS,
}
"""Settings that a pupil may give."""


@dataclass(kw_only=True)
class PupilWorkspace(Workspace):
    """A pupil's part of a room.

    Attributes:
        room: The folder of the room.
        shared: The teacher's, whose data pupils may look at and train on.
        is_locked: Whether the teacher lets nobody train now.
    """

    room: Path
    shared: Workspace
    is_locked: Callable[[], bool]

    @property
    def queue(self) -> Path:
        """The room's: all pupils wait in one, and take turns."""
        return self.room

    @property
    def place(self) -> str | None:
        """The pupil's runs, from the room's folder."""
        return self.runs.relative_to(self.room).as_posix()

    @property
    def most_side(self) -> int:
        """Rows or columns that images may be brought to for a training."""
        return limits.MOST_SIDE

    def source_of(self, collection: Collection) -> str:
        """Returns a collection's path from the folder that the server was started in."""
        return _from_here(collection.path)

    def own_sets(self) -> list[dict[str, str]]:
        """Returns what the teacher shares, then the pupil's own collections."""
        own = [
            {"source": self.source_of(each), "title": each.source}
            for each in list_collections(self.folder)
        ]
        return [*self.shared.own_sets(), *own]

    def expect_source(self, source: str) -> None:
        """Checks that data are shared with the class, or the pupil's own.

        Raises:
            Refused: They are neither, or not here.
        """
        from convscope.data import available

        own = {each["source"] for each in self.own_sets()}
        if source not in own | {each.name for each in available() if each.is_present}:
            raise Refused(
                f"{in_short(source)} is not among the data of this room.",
                "Expected data that the teacher shares, or a collection of your own.",
                "Choose one of the list.",
            )

    def expect_upload(self) -> None:
        """Refuses archives of pupils: one of them could hold what a whole class may keep.

        Raises:
            Refused: Always.
        """
        raise Refused(
            "Pupils send no archives.",
            "Expected images one by one, in Collect.",
            "Add them there, or ask the teacher to share the archive.",
        )

    def expect_training(self, changes: Mapping[str, Any]) -> None:
        """Checks that the room is open for trainings, and that it is not too much.

        Raises:
            ConvscopeError: It is not.
        """
        if self.is_locked():
            raise Refused(
                "The teacher lets nobody begin a training now.",
                "Expected that trainings are open.",
                "Nothing is lost: start it when the teacher opens them again.",
            )
        under_way = [entry for entry in self.entries() if _is_under_way(entry)]
        if len(under_way) >= limits.MOST_TRAININGS:
            raise Refused(
                f"{len(under_way)} of your trainings wait or run.",
                f"Expected less than {limits.MOST_TRAININGS}, so that all others get their turn.",
                "Wait for one, or take one out of the queue.",
                429,
            )
        limits.expect_room_for(self.folder, 0)
        for name, value in changes.items():
            low, high = BOUNDS.get(name, (value, value))
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if name not in OFFERED or (name in BOUNDS and not (is_number and low <= value <= high)):
                bounds = f"{low:g} to {high:g}" if name in BOUNDS else ", ".join(sorted(OFFERED))
                raise ConvscopeError(
                    f"The setting {in_short(name)} is {in_short(value)}.",
                    f"Expected {bounds}.",
                    "Give another value.",
                )

    def expect_collection(self) -> None:
        """Checks that a pupil has few collections.

        Raises:
            Refused: They have many.
        """
        count = len(list_collections(self.folder))
        if count >= limits.MOST_COLLECTIONS:
            raise Refused(
                f"You have {count} collections.",
                f"Expected less than {limits.MOST_COLLECTIONS} for each pupil.",
                "Go on with one of them.",
                429,
            )

    def expect_net(self, architecture: "Architecture") -> None:
        """Checks that a net is small enough for a class.

        Raises:
            ConvscopeError: It is not.
        """
        weights, cost = architecture.num_parameters, architecture.multiply_adds
        if weights > limits.MOST_PARAMETERS or cost > limits.MOST_MULTIPLY_ADDS:
            raise ConvscopeError(
                f"The net has {weights:,} weights and {cost:,} multiply-adds for an image.",
                f"Expected at most {limits.MOST_PARAMETERS:,} and {limits.MOST_MULTIPLY_ADDS:,} in "
                "a room that shares one machine.",
                "Take a smaller net: fewer filters or units.",
            )

    def expect_net_name(self, name: str) -> None:
        """Checks that a net is named in the catalogue, or was put together by this pupil.

        Raises:
            Refused: It is another file.
        """
        is_own = Path(name).parent == self.runs / NETS and Path(name).is_file()
        if name != "auto" and name not in CATALOGUE and not is_own:
            raise Refused(
                f"{in_short(name)} is no net of this room.",
                f"Expected auto or one of {', '.join(CATALOGUE)}.",
                "Choose one of the list.",
            )

    def labels_path(self, source: str) -> Path:
        """Returns where the pupil's own decisions about a data set lie, never beside shared data.

        Raises:
            Refused: The data are not the pupil's to use.
        """
        self.expect_source(source)
        if any(source == self.source_of(each) for each in list_collections(self.folder)):
            return super().labels_path(source)
        name = sha256(source.encode()).hexdigest()[:16]
        return self.folder / LABELS / f"{name}.labels.csv"

    def label_tables(self) -> Iterable[Path]:
        """Yields the tables of the pupil's own collections and decisions about shared data."""
        for each in list_collections(self.folder):
            yield Workspace.labels_path(self, self.source_of(each))
        yield from (self.folder / LABELS).glob(f"*{LABELS_ENDING}")

    def own_labels(self, source: str) -> str | None:
        """Returns the pupil's table for shared data, from the room's folder."""
        path = self.labels_path(source)
        is_beside = path == Workspace.labels_path(self, source)
        return None if is_beside else path.relative_to(self.room).as_posix()

    def corrections(self, source: str) -> "Corrections":
        """Returns what the teacher decided about shared data, and then the pupil."""
        from convscope.data import read_corrections

        own = self.labels_path(source)
        beside = Workspace.labels_path(self, source)
        if own == beside:
            return read_corrections(own)
        return read_corrections(beside).followed_by(read_corrections(own))


def _is_under_way(entry: Entry) -> bool:
    return entry.state in ("waiting", "running")


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
