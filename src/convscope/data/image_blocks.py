"""Large arrays of images in blocks that memory has room for."""

from collections.abc import Iterator
from math import prod

BLOCK_BYTES = 2**20
"""Size of a block: large enough for a disk, small beside any allowance of memory.

Every worker that decodes holds one.
"""


def blocks_of(num_images: int, image_shape: tuple[int, ...]) -> Iterator[slice]:
    """Yields consecutive slices that together hold all images, at least one image in each.

    Args:
        num_images: Images in all.
        image_shape: (height, width, channels) of uint8 images.

    Example:
        >>> [(block.start, block.stop) for block in blocks_of(5, (512, 512, 2))]
        [(0, 2), (2, 4), (4, 5)]
    """
    step = max(1, BLOCK_BYTES // max(1, prod(image_shape)))
    for start in range(0, num_images, step):
        yield slice(start, min(start + step, num_images))
