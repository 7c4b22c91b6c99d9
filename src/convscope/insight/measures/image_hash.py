"""Short descriptions of images by which equal and similar ones are found fast."""

from hashlib import blake2b

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from convscope.arrays import Images

HASH_BITS = 64
BLOCK = 2000


def content_hashes(images: Images) -> list[bytes]:
    """Returns 16 bytes per image; equal pixels give equal bytes."""
    return [blake2b(np.ascontiguousarray(image).data, digest_size=16).digest() for image in images]


def thumbnails(images: Images, side: int) -> NDArray[np.float32]:
    """Returns images averaged over at most `side` × `side` cells, 0–1.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
        side: Largest number of rows and columns; smaller images keep theirs.

    Returns:
        float32 (number, rows, columns, channels).
    """
    cells = (min(side, images.shape[1]), min(side, images.shape[2]))
    parts = []
    for start in range(0, len(images), BLOCK):
        block = torch.from_numpy(images[start : start + BLOCK].astype(np.float32) / 255)
        small = functional.adaptive_avg_pool2d(block.permute(0, 3, 1, 2), cells)
        parts.append(small.permute(0, 2, 3, 1).numpy())
    return np.concatenate(parts)


def difference_hashes(images: Images) -> NDArray[np.float32]:
    """Returns dHash as signs: +1 where the right one of two neighbouring cells is lighter, else −1.

    Two images' product is 64 − 2 × (number of bits in which they differ).

    Args:
        images: uint8 (number, height, width, channels), 0–255.

    Returns:
        float32 (number, 64).

    Source: Krawetz, "Kind of Like That", 2013.
    """
    parts = []
    for start in range(0, len(images), BLOCK):
        block = torch.from_numpy(images[start : start + BLOCK].astype(np.float32))
        grey = block.mean(3)[:, None]
        cells = functional.adaptive_avg_pool2d(grey, (8, 9))[:, 0]
        signs = torch.where(cells[:, :, 1:] > cells[:, :, :-1], 1.0, -1.0)
        parts.append(signs.reshape(-1, HASH_BITS).numpy())
    return np.concatenate(parts)
