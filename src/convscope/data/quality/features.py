"""What an image looks like in numbers that no label has shaped: edges by direction, and colours."""

import numpy as np

from convscope.arrays import Images, Numbers
from convscope.data.quality.thumbnails import SIDE, blocks_of, thumbnails, to_grey

DIRECTIONS = 8
"""Directions of edges that are told apart, of half a turn."""

_CELLS = 8
_BLOCK = 500


def appearance(images: Images) -> Numbers:
    """Returns edges by place and direction, and colours by place and as a whole.

    Args:
        images: uint8 (number, height, width, channels), 0–255.

    Returns:
        float32 (number, features); the edges have length 1, the colours half of it.

    Source: Dalal, Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005.
    """
    parts = []
    for start in range(0, len(images), _BLOCK):
        small = thumbnails(images[start : start + _BLOCK], SIDE)
        features = [_edges(to_grey(small))]
        if small.shape[3] == 3:
            features.append(0.5 * _colours(small))
        parts.append(np.concatenate(features, 1))
    return np.concatenate(parts)


def _edges(grey: Numbers) -> Numbers:
    """Returns how strong edges of each direction are in 8×8 cells, float32 (number, features)."""
    down, across = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(down, across)
    angle = np.arctan2(down, across) % np.pi * (DIRECTIONS / np.pi)
    low = np.floor(angle).astype(int) % DIRECTIONS
    share = angle - np.floor(angle)
    cells = np.zeros((len(grey), _CELLS, _CELLS, DIRECTIONS), np.float32)
    for direction in range(DIRECTIONS):
        weight = np.where(low == direction, 1 - share, 0)
        weight = weight + np.where((low + 1) % DIRECTIONS == direction, share, 0)
        cells[..., direction] = blocks_of((strength * weight).astype(np.float32), SIDE // _CELLS)
    blocks = np.concatenate(
        [cells[:, r : r + 7, c : c + 7] for r in (0, 1) for c in (0, 1)], 3
    )  # (number, 7, 7, 32)
    length = np.sqrt((blocks**2).sum(3, keepdims=True) + 1e-4)
    flat = np.sqrt(blocks / length).reshape(len(grey), -1)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)


def _colours(small: Numbers) -> Numbers:
    """Returns mean colours of 4×4 cells and how often each of 64 colours occurs."""
    places = blocks_of(small, SIDE // 4).reshape(len(small), -1)
    places = places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-6)
    level = np.minimum((small * 4).astype(int), 3)
    index = (level[..., 0] * 16 + level[..., 1] * 4 + level[..., 2]).reshape(len(small), -1)
    counts = np.stack([np.bincount(row, minlength=64) for row in index]).astype(np.float32)
    counts = np.sqrt(counts / counts.sum(1, keepdims=True))
    return np.concatenate((places, counts), 1).astype(np.float32) / np.float32(np.sqrt(2))
