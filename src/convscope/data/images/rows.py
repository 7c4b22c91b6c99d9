"""The array that decoded images are written into, by one process or by several at once."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from convscope.arrays import Images
from convscope.data.blocks import blocks_of


@dataclass(frozen=True)
class FileRows:
    """Images in a file, mapped part by part.

    A worker gets this description and writes pixels where they belong, so that none travel
    between processes; a part that is not used any more does not count as memory of anyone.

    Attributes:
        path: The file.
        offset_bytes: Where the first image begins.
        image_shape: (height, width, channels).
    """

    path: str
    offset_bytes: int
    image_shape: tuple[int, ...]

    def part(self, first: int, number: int) -> Images:
        """Returns `number` images from the one at `first` on, to be changed in place."""
        offset = self.offset_bytes + first * int(np.prod(self.image_shape))
        part = np.memmap(self.path, np.uint8, "r+", offset, (number, *self.image_shape))
        return part.view(np.ndarray)  # a plain array is quicker to take single images from


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

    def part(self, first: int, number: int) -> Images:
        """Returns `number` images from the one at `first` on, to be changed in place."""
        return self.images[first : first + number]


Rows: TypeAlias = FileRows | MemoryRows
"""Where decoded images go."""


def rows_of(images: Images) -> Rows:
    """Returns how to write into an array: through its file if it is mapped to one."""
    if isinstance(images, np.memmap) and images.filename is not None:
        return FileRows(str(images.filename), images.offset, images.shape[1:])
    return MemoryRows(images)


def close_gaps(rows: Rows, kept: list[int]) -> None:
    """Moves the images at the indices `kept`, which rise, to the front without a gap."""
    for block in blocks_of(len(kept), rows.image_shape):
        indices = np.array(kept[block])
        if indices[-1] == block.stop - 1:
            continue  # they lie there already
        first = int(indices[0])
        moved = rows.part(first, int(indices[-1]) - first + 1)[indices - first]
        rows.part(block.start, len(indices))[:] = moved
