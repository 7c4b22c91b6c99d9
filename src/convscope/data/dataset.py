"""A data set in memory: named splits of images with labels, and class names."""

from dataclasses import dataclass
from typing import Any

from convscope.arrays import Images, Labels, Shape3

WHOLE = "There are no test images of their own: all images are taken together."
"""What is noted where nothing was set aside as test because nobody asked for it."""


@dataclass(frozen=True)
class Unreadable:
    """An image that was left out.

    Attributes:
        path: Where it lies, relative to the data's folder.
        reason: Why it cannot be read.
    """

    path: str
    reason: str


@dataclass(frozen=True)
class Split:
    """Images with their labels.

    Attributes:
        images: uint8 (number, height, width, channels), 0–255; memory-mapped if they are larger
            than the memory allowed; those in shards are then read in a stream.
        labels: int64 (number,), indices into the class names.
        files: The path of each image below the data's folder; None where there are no files.
            Those of images that are streamed are read one by one, when they are asked for.
    """

    images: Images
    labels: Labels
    files: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self.labels)


def names_at(names: tuple[str, ...], indices: Labels) -> tuple[str, ...]:
    """Returns the names at some indices, int64 (chosen,); names in shards are not read for it."""
    at: Any = getattr(names, "at", None)
    if at is not None:
        return at(indices)
    chosen: list[int] = indices.tolist()
    return tuple(names[index] for index in chosen)


@dataclass(frozen=True)
class DataSet:
    """Everything that is known about a set of labelled images.

    Attributes:
        name: Name of the data set, or of the folder or file.
        class_names: One name per class, in the order of the labels.
        splits: `train`, `test`, perhaps `validation`.
        source: What the user asked for.
        content_hash: SHA-256 over all arrays and names; the same images give the same hash.
        fit: How pictures were brought to one size, or None if they had it.
        unreadable: Images that were left out.
        notes: Decisions that were taken on the way, in words.
    """

    name: str
    class_names: tuple[str, ...]
    splits: dict[str, Split]
    source: str
    content_hash: str
    fit: str | None = None
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether there are no test images of their own, and none were set aside."""
        return WHOLE in self.notes

    @property
    def train(self) -> Split:
        """Images to fit."""
        return self.splits["train"]

    @property
    def test(self) -> Split | None:
        """Images to look at once, at the end."""
        return self.splits.get("test")

    @property
    def validation(self) -> Split | None:
        """Images to choose by, where the data brings its own."""
        return self.splits.get("validation")

    @property
    def image_shape(self) -> Shape3:
        """(height, width, channels) of every image."""
        height, width, channels = next(iter(self.splits.values())).images.shape[1:]
        return height, width, channels

    @property
    def num_classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    def describe(self) -> str:
        """Returns the data set in one line.

        Example:
            `mnist: 60,000 train + 10,000 test images, 28×28 grey, 10 classes`
        """
        sizes = " + ".join(f"{len(split):,} {name}" for name, split in self.splits.items())
        height, width, channels = self.image_shape
        color = {1: "grey", 3: "colour"}.get(channels, f"{channels} channels")
        return f"{self.name}: {sizes} images, {height}×{width} {color}, {self.num_classes} classes"
