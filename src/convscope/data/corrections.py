"""Labels that people have put right: a table beside the data, which itself stays as it is.

The table of `photos` is `photos.labels.csv` in the same folder. It has a row per decision: which
image, its class, its split, whether it is left out. Later rows count more than earlier ones, so
that taking a decision back is removing its rows. An image is named by its path below the data's
folder or, where it is no file, by the SHA-256 of its pixels: so it is found again wherever it lies.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from convscope.arrays import Images, Labels
from convscope.data.dataset import DataSet, Split, names_at
from convscope.data.named_sets import NAMED_SETS
from convscope.data.picked_images import pick_images
from convscope.data.roots import data_root, located
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.files import write_atomically
from convscope.texts import from_csv, to_csv

SPLITS = ("train", "validation", "test")

PIXELS = "sha256:"
"""What the name of an image begins with that is no file."""

FIX = "Mend the row, or remove the table: the images themselves have never been changed."


@dataclass(frozen=True)
class Correction:
    """What was decided about one image.

    Attributes:
        change: Number of the decision; all rows of one are taken back together.
        image: Its path below the data's folder, or `sha256:` and the hash of its pixels.
        label: The class it belongs to; empty for the one it had.
        split: Where it belongs, of `SPLITS`; empty for where it was.
        removed: `yes` where it is left out.
    """

    change: int
    image: str
    label: str = ""
    split: str = ""
    removed: str = ""


@dataclass(frozen=True)
class Corrections:
    """All decisions about a data set, the oldest first."""

    rows: tuple[Correction, ...] = ()

    @property
    def last_change(self) -> int:
        """Number of the newest decision; 0 without any."""
        return max((row.change for row in self.rows), default=0)

    @property
    def by_image(self) -> dict[str, Correction]:
        """What counts for each image in the end."""
        found: dict[str, Correction] = {}
        for row in self.rows:
            before = found.get(row.image, Correction(0, row.image))
            found[row.image] = replace(
                row, label=row.label or before.label, split=row.split or before.split
            )
        return found

    @property
    def digest(self) -> str:
        """Tells one set of decisions from another, whatever the order they were taken in."""
        whole = sorted(astuple(replace(row, change=0)) for row in self.by_image.values())
        return sha256(repr(whole).encode()).hexdigest()[:16]

    def with_rows(self, rows: Iterable[Correction]) -> "Corrections":
        """Returns these with one decision more, about any number of images."""
        number = self.last_change + 1
        return Corrections((*self.rows, *(replace(row, change=number) for row in rows)))

    def without_last(self) -> "Corrections":
        """Returns these without the newest decision."""
        last = self.last_change
        return Corrections(tuple(row for row in self.rows if row.change != last))

    def followed_by(self, others: "Corrections") -> "Corrections":
        """Returns these and then others, which count more, each decision under its own number."""
        last = self.last_change
        later = (replace(row, change=row.change + last) for row in others.rows)
        return Corrections((*self.rows, *later))

    def to_csv(self) -> str:
        """Returns the table as it is kept."""
        return to_csv([_COLUMNS, *map(astuple, self.rows)])


_COLUMNS = tuple(field.name for field in fields(Correction))

NO_CORRECTIONS = Corrections()


def corrections_path(source: str | Path) -> Path:
    """Returns where the table of some data lies: beside the folder or file.

    Args:
        source: What the user typed for the data.
    """
    if str(source) in NAMED_SETS:
        return data_root() / f"{source}.labels.csv"
    path = Path(located(source)).expanduser().absolute()
    return path.with_name(f"{path.name}.labels.csv")


def read_corrections(path: Path) -> Corrections:
    """Returns the decisions of a table; none where there is no table.

    Raises:
        ConvscopeError: It is not what convscope wrote.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return NO_CORRECTIONS
    except OSError as error:
        expected = "Expected the table of labels that were put right."
        raise ConvscopeError(f"{path}: {error.strerror}.", expected, FIX) from None
    return corrections_from_csv(content, str(path))


def corrections_from_csv(content: bytes, where: str) -> Corrections:
    """Returns the decisions of a table that `Corrections.to_csv` wrote.

    Args:
        content: The table, UTF-8.
        where: What it is, for errors.

    Raises:
        ConvscopeError: It is not what convscope wrote.
    """
    header, *rows = from_csv(content, where, FIX)
    if tuple(header) != _COLUMNS:
        raise ConvscopeError(
            f"{where}: its columns are {', '.join(header)[:80]}.",
            f"Expected {', '.join(_COLUMNS)}.",
            FIX,
        )
    return Corrections(
        tuple(_correction(row, f"{where}, row {n}") for n, row in enumerate(rows, 2))
    )


def write_corrections(path: Path, corrections: Corrections) -> None:
    """Keeps the decisions; a table without any is removed.

    Raises:
        ConvscopeError: The folder cannot be written.
    """
    if corrections.rows:
        write_atomically(path, corrections.to_csv().encode())
    else:
        path.unlink(missing_ok=True)


def image_names(split: Split) -> tuple[str, ...]:
    """Returns the name of every image of a split, as tables of corrections use it."""
    return split.files or tuple(map(pixels_name, split.images))


def pixels_name(image: Images) -> str:
    """Returns the name of an image that is no file.

    Args:
        image: uint8 (height, width, channels).
    """
    return PIXELS + sha256(image.tobytes()).hexdigest()


def corrected(data: DataSet, corrections: Corrections) -> DataSet:
    """Returns a data set as people have put it right.

    Its hash tells both: that of the images as they lie, `+`, and what was decided.

    Args:
        data: The images and labels as they lie.
        corrections: What was decided; names of images that are not there are noted.

    Raises:
        UnknownNameError: A class or split that does not exist.
        ConvscopeError: No image would be left to train on.
    """
    wanted = corrections.by_image
    if not wanted:
        return data
    for row in wanted.values():
        if row.label and row.label not in data.class_names:
            raise UnknownNameError("class in the corrections", row.label, data.class_names)
    seen: set[str] = set()
    places = [*_places(data, wanted, seen)]
    splits = {
        name: _joined([_part(data, split, rows) for split, rows in _by_origin(places, name)])
        for name in SPLITS
        if any(place.split == name for place in places)
    }
    if "train" not in splits and "train" in data.splits:
        raise ConvscopeError(
            f"{data.source}: the corrections leave no image to train on.",
            "Expected at least one.",
            "Take some of them back.",
        )
    return replace(
        data,
        splits={name: splits[name] for name in data.splits if name in splits}
        | {name: split for name, split in splits.items() if name not in data.splits},
        content_hash=f"{data.content_hash}+{corrections.digest}",
        notes=(*data.notes, *_notes(data, places, wanted.keys() - seen)),
    )


def images_hash(content_hash: str) -> str:
    """Returns the part of a data set's hash that no correction changes."""
    return content_hash.partition("+")[0]


@dataclass(frozen=True)
class _Place:
    """Where an image comes from, and where it goes."""

    origin: str
    index: int
    split: str
    label: int


def _places(data: DataSet, wanted: dict[str, Correction], seen: set[str]) -> Iterator[_Place]:
    """Yields where every image goes; `seen` gets the names of those that were decided about."""
    classes = {name: number for number, name in enumerate(data.class_names)}
    for origin, split in data.splits.items():
        for index, name in enumerate(image_names(split)):
            row = wanted.get(name)
            label = int(split.labels[index])
            if row is None:
                yield _Place(origin, index, origin, label)
                continue
            seen.add(name)
            if not row.removed:
                own = classes[row.label] if row.label else label
                # What is judged as a whole has no splits.
                goes_to = origin if data.is_whole else row.split or origin
                yield _Place(origin, index, goes_to, own)


def _by_origin(places: Sequence[_Place], name: str) -> Iterator[tuple[str, list[_Place]]]:
    for origin in SPLITS:
        rows = [place for place in places if place.origin == origin and place.split == name]
        if rows:
            yield origin, rows


def _part(data: DataSet, origin: str, rows: Sequence[_Place]) -> Split:
    split = data.splits[origin]
    indices = np.array([place.index for place in rows], np.int64)
    labels: Labels = np.array([place.label for place in rows], np.int64)
    files = None if split.files is None else names_at(split.files, indices)
    is_whole = len(indices) == len(split)  # in order: nothing was left out, nothing moved
    images = split.images if is_whole else pick_images(split.images, indices)
    return Split(images, labels, files)


def _joined(parts: Sequence[Split]) -> Split:
    if len(parts) == 1:
        return parts[0]
    files = [part.files for part in parts]
    return Split(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
        None if None in files else tuple(file for each in files for file in each or ()),
    )


def _notes(data: DataSet, places: Sequence[_Place], missing: set[str]) -> Iterator[str]:
    relabelled = sum(
        int(data.splits[place.origin].labels[place.index]) != place.label for place in places
    )
    moved = sum(place.origin != place.split for place in places)
    left_out = sum(map(len, data.splits.values())) - len(places)
    counts = ((relabelled, "relabelled"), (moved, "moved"), (left_out, "left out"))
    done = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    yield f"Corrected by hand: {done or 'nothing that differs'}."
    if missing:
        yield f"{len(missing):,} of the corrections name images that are not here."


def _correction(row: Sequence[str], where: str) -> Correction:
    try:
        change, image, label, split, removed = row
        number = int(change)
    except ValueError:
        number, image, label, split, removed = 0, "", "", "", ""
    if number < 1 or not image or split not in ("", *SPLITS) or removed not in ("", "yes"):
        raise ConvscopeError(
            f"{where}: {', '.join(row)[:120]}.",
            "Expected the number of the decision, an image, perhaps a class, a split, and yes.",
            FIX,
        )
    return Correction(number, image, label, split, removed)
