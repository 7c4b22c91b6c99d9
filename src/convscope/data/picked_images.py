"""Some of a set's images, wherever they lie: in memory, mapped to a file, or in shards."""

import tempfile
import zlib
from collections.abc import Iterable
from math import prod
from typing import cast

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images, Labels
from convscope.data.block_checks import CheckedBlocks
from convscope.data.image_blocks import blocks_of
from convscope.data.mapped_images import MappedImages, Residency
from convscope.data.roots import decoded_root
from convscope.data.streamed_images import StreamedImages
from convscope.errors import ConvscopeError


def pick_images(images: Images, indices: Labels) -> Images:
    """Returns the images at some indices; those of a mapped array go to a file of their own.

    The file has no name and is gone with the array. Those in shards stay there.

    Args:
        images: uint8 (number, height, width, channels).
        indices: int64 (picked,).

    Raises:
        ConvscopeError: The disk is full.
    """
    if isinstance(images, StreamedImages):
        return cast(Images, images.picked(indices))
    if not isinstance(images, MappedImages) or not len(indices):
        return images[indices]
    folder = decoded_root()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        checks: list[int] = []
        blocks = list(blocks_of(len(indices), images.shape[1:]))
        with tempfile.TemporaryFile(dir=folder) as file:
            for block in blocks:
                content = images[indices[block]].data
                checks.append(zlib.crc32(content))
                file.write(content)
            file.flush()
            shape = (len(indices), *images.shape[1:])
            picked = np.memmap(file, np.uint8, "r", 0, shape).view(MappedImages)
    except OSError as error:
        raise ConvscopeError(
            f"{folder}: the images to train on could not be set apart: {error.strerror}.",
            "Images larger than the memory allowed need room on the disk a second time.",
            "Free some space, or name another folder in $CONVSCOPE_CACHE.",
        ) from error
    assert images.residency is not None
    picked.residency = Residency(picked._mmap, images.residency.max_bytes)
    picked.checked = CheckedBlocks(picked, checks, blocks[0].stop, _say_damaged)
    return picked


def rows_in_file(
    blocks: Iterable[NDArray[np.float32]], shape: tuple[int, ...], max_resident_bytes: int
) -> NDArray[np.float32]:
    """Returns rows of numbers in a file without a name, a bounded part of them in memory.

    Args:
        blocks: float32 (some, …), one after the other all rows.
        shape: (number, columns), or of more axes.
        max_resident_bytes: How much of them may be in this process' memory at a time.

    Raises:
        ConvscopeError: The disk is full.
    """
    folder = decoded_root()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            for block in blocks:
                file.write(np.ascontiguousarray(block, np.float32).data)
            file.flush()
            rows = np.memmap(file, np.float32, "r", 0, shape).view(MappedImages)
    except OSError as error:
        raise ConvscopeError(
            f"{folder}: rows of {prod(shape[1:])} numbers could not be kept: {error.strerror}.",
            f"Expected room for {4 * prod(shape):,} bytes.",
            "Free some space, or name another folder in $CONVSCOPE_CACHE.",
        ) from error
    rows.residency = Residency(rows._mmap, max_resident_bytes)
    return rows


def _say_damaged() -> None:
    raise ConvscopeError(
        f"The images set apart in {decoded_root()} have changed since they were written.",
        "Expected every block as it was.",
        "Check the disk; then give the same command again.",
    )
