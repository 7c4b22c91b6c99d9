"""The array that decoded images are written into, by one process or by several at once."""

from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TypeAlias

import numpy as np

from convscope.arrays import Images
from convscope.data.image_blocks import blocks_of


@dataclass(frozen=True)
class FileRows:
    """Images in a file.

    A worker gets this description and writes pixels where they belong, so that none travel
    between processes. They are written rather than mapped: so they count as memory of nobody, and
    a full disk is an error instead of the end of the process.

    Attributes:
        path: The file.
        offset_bytes: Where the first image begins.
        image_shape: (height, width, channels).
    """

    path: Path
    offset_bytes: int
    image_shape: tuple[int, ...]

    def write(self, first: int, images: Images) -> None:
        """Puts images where those from the one at `first` on belong."""
        with self.path.open("r+b") as file:
            file.seek(self.offset_bytes + first * prod(self.image_shape))
            file.write(np.ascontiguousarray(images).data)

    def read(self, first: int, number: int) -> Images:
        """Returns `number` images from the one at `first` on."""
        images = np.empty((number, *self.image_shape), np.uint8)
        with self.path.open("rb") as file:
            file.seek(self.offset_bytes + first * prod(self.image_shape))
            file.readinto(images.data)
        return images


@dataclass(frozen=True)
class MemoryRows:
    """Images in the memory of this process.

    Attributes:
        images: uint8 (number, height, width, channels).
    """

    images: Images

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(height, width, channels)."""
        return self.images.shape[1:]

    def write(self, first: int, images: Images) -> None:
        """Puts images where those from the one at `first` on belong."""
        self.images[first : first + len(images)] = images

    def read(self, first: int, number: int) -> Images:
        """Returns `number` images from the one at `first` on."""
        return self.images[first : first + number]


Rows: TypeAlias = FileRows | MemoryRows
"""Where decoded images go."""


def rows_of(images: Images) -> Rows:
    """Returns how to write into an array: through its file if it is mapped to one."""
    if isinstance(images, np.memmap) and images.filename is not None:
        return FileRows(Path(images.filename), images.offset, images.shape[1:])
    return MemoryRows(images)


def close_gaps(rows: Rows, kept: list[int]) -> None:
    """Moves the images at the indices `kept`, which rise, to the front without a gap."""
    indices = np.array(kept, np.int64)
    for block in blocks_of(kept[-1] + 1 if kept else 0, rows.image_shape):
        first, stop = np.searchsorted(indices, (block.start, block.stop))
        if stop == block.stop:
            continue  # they lie there already
        images = rows.read(block.start, block.stop - block.start)
        rows.write(int(first), images[indices[first:stop] - block.start])
