"""A line of the tables: how data lie, and what has to come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CATS_DOGS = ("cats", "dogs")
THREE = ("0", "1", "2")
BOTH = {"train": 6, "test": 6}


@dataclass(frozen=True)
class Layout:
    """A way in which data lie.

    Attributes:
        build: Writes them below a folder, returns what the user would type.
        classes: The class names that are expected.
        counts: Images by split; of a set without test images as `{"test": all}`.
        notes: Parts of the notes.
    """

    build: Callable[[Path], Path]
    classes: tuple[str, ...]
    counts: dict[str, int]
    notes: tuple[str, ...] = ()
