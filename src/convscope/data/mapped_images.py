"""Images that stay on the disk: read by index, with a bounded part of them in memory."""

import mmap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from convscope.arrays import Images, Labels
from convscope.data.block_checks import CheckedBlocks, images_per_block

byte_bounds = getattr(np, "byte_bounds", None) or np.lib.array_utils.byte_bounds
"""Lowest and highest address of an array's bytes; NumPy 2 has moved it."""

READ_AROUND_BYTES = 2 * 64 * 1024
"""What the system may map on both sides of an image. Source: Linux, `fault_around_bytes`."""


class Residency:
    """Lets go of a file's pages when more of them than allowed may be in memory.

    The pages stay in the system's file cache for as long as nobody else needs the memory, so that
    reading them again costs little.

    Args:
        mapping: The mapped file, which is only read.
        max_bytes: How much of it may be in this process' memory.
    """

    def __init__(self, mapping: mmap.mmap, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._mapping = mapping
        self._base = np.frombuffer(mapping, np.uint8).ctypes.data
        self._touched_bytes = 0

    def touch(self, num_bytes: int) -> None:
        """Notes that `num_bytes` have been read or are about to be."""
        self._touched_bytes += num_bytes
        if self._touched_bytes > self.max_bytes:
            if hasattr(mmap, "MADV_DONTNEED"):  # not on Windows, which trims by itself
                self._mapping.madvise(mmap.MADV_DONTNEED)
            # A slice larger than allowed is a view to take further slices from.
            self._touched_bytes = num_bytes if num_bytes <= self.max_bytes else 0

    def announce(self, address: int, num_bytes: int) -> None:
        """Lets the system begin to read what is at an address, in the background."""
        if hasattr(mmap, "MADV_WILLNEED"):  # not on Windows
            begin = address - self._base
            excess = begin % mmap.PAGESIZE
            self._mapping.madvise(mmap.MADV_WILLNEED, begin - excess, num_bytes + excess)


class MappedImages(np.memmap):
    """A read-only array of images in a file; whoever reads by index keeps memory bounded.

    Slices of it are such arrays as well. Whatever reads all of it at once (a sum, a conversion)
    needs the memory for all of it.
    """

    residency: Residency | None = None
    checked: CheckedBlocks | None = None
    _mmap: Any  # that of np.memmap: the mapping, None for a copy

    def __array_finalize__(self, obj: Any) -> None:
        super().__array_finalize__(obj)
        self.residency = getattr(obj, "residency", None)
        self.checked = getattr(obj, "checked", None)

    def __array_wrap__(self, array: Any, context: Any = None, *return_scalar: bool) -> Any:
        # NumPy 1 neither gives nor takes the last one.
        return self.view(np.memmap).__array_wrap__(array, context, *return_scalar)

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        self._check(index, found)
        if self.residency is not None and isinstance(found, np.ndarray) and len(self):
            num_images = -(-found.nbytes * len(self) // self.nbytes)
            self.residency.touch(found.nbytes + num_images * READ_AROUND_BYTES)
        # What an array of indices picks has been copied into memory.
        is_copy = isinstance(found, MappedImages) and found._mmap is None
        return found.view(np.ndarray) if is_copy else found

    def check_all(self) -> None:
        """Compares all that this array holds with what was written, before it is read at once."""
        if self.checked is not None:
            self.checked.check_range(*byte_bounds(self))

    def _check(self, index: Any, found: Any) -> None:
        """Compares what an index has picked; a large slice is a view to pick from later."""
        checked, residency = self.checked, self.residency
        if checked is None or self._mmap is None or not self.size:
            return
        if isinstance(found, MappedImages) and found._mmap is not None:
            if residency is None or found.nbytes <= residency.max_bytes:
                num_bytes = checked.check_range(*byte_bounds(found)) if found.size else 0
            else:
                return
        else:
            first = index[0] if isinstance(index, tuple) else index
            if first is None or first is Ellipsis:
                num_bytes = checked.check_range(*byte_bounds(self))
            else:
                if isinstance(first, np.ndarray) and first.ndim > 1 and first.dtype == bool:
                    first = np.nonzero(first)[0]
                rows = np.atleast_1d(np.arange(len(self))[first]).ravel()
                lowest = byte_bounds(super().__getitem__(slice(0, 1)))[0]
                num_bytes = checked.check_at(lowest + rows * self.strides[0])
        if residency is not None and num_bytes:
            residency.touch(num_bytes)

    def announce(self, indices: Labels) -> None:
        """Lets the system begin to read images that are wanted next, without waiting for them.

        Args:
            indices: int64 (wanted,), from 0 to below the number of images.
        """
        if self.residency is None or not len(self):
            return
        first, num_bytes = self.ctypes.data, self.nbytes // len(self)
        for index in indices.tolist():
            self.residency.announce(first + index * num_bytes, num_bytes)


def map_images(
    path: Path,
    max_resident_bytes: int,
    checks: list[int] | None = None,
    on_damage: Callable[[], None] | None = None,
) -> MappedImages:
    """Returns the images of an `.npy` file without reading them.

    Args:
        path: A file with uint8 (number, height, width, channels).
        max_resident_bytes: How much of them may be in this process' memory at a time.
        checks: The checksum of every block, compared when it is first read; None for no checks.
        on_damage: Raises what is to be said of a damaged block.
    """
    images = np.load(path, mmap_mode="r", allow_pickle=False).view(MappedImages)
    images.residency = Residency(images._mmap, max_resident_bytes)
    if checks is not None and on_damage is not None:
        per_block = images_per_block(images.nbytes // max(1, len(images)))
        images.checked = CheckedBlocks(images, checks, per_block, on_damage)
    return images


def expect_undamaged(images: Images) -> Images:
    """Returns images that are about to be read all at once, after comparing every block."""
    if isinstance(images, MappedImages):
        images.check_all()
    return images
