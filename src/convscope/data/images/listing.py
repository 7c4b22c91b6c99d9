"""Images with class and split, before any is opened; where they lie is their reader's business."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from convscope.data.images.formats import ENDINGS_FOR_PEOPLE
from convscope.errors import ConvscopeError

FITTED_SPLITS = ("train", "all")
"""Splits that a net is fitted on: every class has to be in one of them."""

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class ImageFile:
    """An image file with its class; nothing of its content is known yet.

    Attributes:
        path: Relative to the source, with "/"; as shown to people and stored.
        class_name: Name of its class.
        split: `train`, `test`, `validation`, or `all` when the source has no splits.
        size_bytes: Size of the file.
        mtime_ns: Time of its last change in nanoseconds; in a zip archive its checksum.
    """

    path: str
    class_name: str
    split: str
    size_bytes: int
    mtime_ns: int


class Reader(Protocol):
    """What has the bytes of images."""

    def read(self, path: str) -> bytes:
        """Returns the bytes of one image; an `OSError` says why there are none."""
        ...


@dataclass(frozen=True)
class Listing:
    """The images of a source, sorted by split and class, then in natural order.

    Attributes:
        source: What the user typed.
        files: The images.
        class_names: Sorted; a label is an index into them.
        reader: What has their bytes.
        homes: Where the training images of each class lie, for error texts.
        notes: What was decided and left out, in words.
    """

    source: str
    files: tuple[ImageFile, ...]
    class_names: tuple[str, ...]
    reader: Reader = field(repr=False, compare=False)
    homes: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits that have images, in the order that people name them."""
        present = {file.split for file in self.files}
        return tuple(s for s in ("all", "train", "validation", "test") if s in present)

    @property
    def has_splits(self) -> bool:
        """Whether the source keeps its splits apart."""
        return self.splits != ("all",)

    @property
    def has_test(self) -> bool:
        """Whether the source brings test images."""
        return "test" in self.splits

    def fingerprint(self) -> str:
        """Returns a digest that changes when names, sizes or times of the files do."""
        digest = hashlib.sha256()
        for file in self.files:
            line = f"{file.path}\0{file.class_name}\0{file.size_bytes}\0{file.mtime_ns}\n"
            digest.update(line.encode())
        return digest.hexdigest()

    def read_bytes(self, file: ImageFile) -> bytes:
        """Returns a file's content; safe to call from several threads.

        Raises:
            OSError: The file is gone, not readable, or damaged in the archive.
        """
        return self.reader.read(file.path)

    def content_digest(self) -> str:
        """Returns SHA-256, hexadecimal, of all paths, classes and bytes."""
        digest = hashlib.sha256()
        for file in self.files:
            try:
                content = hashlib.sha256(self.read_bytes(file)).digest()
            except OSError:
                content = b"unreadable"
            digest.update(f"{file.path}\0{file.class_name}\0{file.split}\0".encode() + content)
        return digest.hexdigest()


def natural_key(path: str) -> list[str | int]:
    """Returns a sorting key that takes runs of digits as numbers.

    Example:
        >>> sorted(["10.png", "9.png"], key=natural_key)
        ['9.png', '10.png']
    """
    # Text and digits take turns, beginning with text, so equal places hold equal types.
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(path[:1000])]


def find_problems(listing: Listing) -> Iterator[ConvscopeError]:
    """Yields why a net cannot be trained on these images, if there is a reason."""
    names = listing.class_names
    source, homes = listing.source, listing.homes
    counts = Counter((file.split in FITTED_SPLITS, file.class_name) for file in listing.files)
    if listing.files and not any(is_fitted for is_fitted, _ in counts):
        yield ConvscopeError(
            f"{source} has no training images, only {' and '.join(listing.splits)}.",
            "Expected images to train on, in train/ or in one folder per class.",
            "Give the folder around it, or measure a model on it: convscope evaluate MODEL "
            f"{source}",
        )
        return
    if len(names) == 1:
        beside = f' beside "{homes[names[0]]}"' if homes.get(names[0]) else ""
        yield ConvscopeError(
            f'{source} has only one class, "{names[0]}".',
            "Expected at least 2 classes: a net learns to tell one from another.",
            f"Add images of something else{beside}.",
        )
    fitted = sorted({name for is_fitted, name in counts if is_fitted} | set(homes))
    for name in names:
        if name not in homes and not counts[True, name]:
            other = next(
                file.path.rpartition("/")[0] for file in listing.files if file.class_name == name
            )
            yield ConvscopeError(
                f'{source}: class "{name}" is in "{other}" but not in the training images.',
                f"Expected the classes of the training images: {_list(fitted)}.",
                f'Add images to train on, rename "{other}", or move it elsewhere.',
            )
        elif counts[True, name] < 2:
            yield too_few_images(listing, name, counts[True, name])


def too_few_images(
    listing: Listing, class_name: str, number: int, reason: str = ""
) -> ConvscopeError:
    """Returns the error for a class with none or one readable image.

    Args:
        listing: Where the class is.
        class_name: Its name.
        number: Readable images, 0 or 1.
        reason: Why one of the others could not be read, with its path; empty if there are none.
    """
    had = "no readable image" if number == 0 else "only 1 readable image"
    home = listing.homes.get(class_name, class_name)
    return ConvscopeError(
        f'{listing.source}: class "{class_name}" has {had}{": " if reason else ""}{reason}.',
        f"Each class needs at least 2 images ({ENDINGS_FOR_PEOPLE}).",
        f'Add images to "{home}", or move it elsewhere.',
    )


def _list(names: list[str], most: int = 12) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
