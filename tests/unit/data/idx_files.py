"""Small IDX files, as MNIST's publishers write them."""

import gzip
import struct
from pathlib import Path

import numpy as np


def idx_bytes(array: np.ndarray) -> bytes:
    magic = 0x0800 | array.ndim
    return struct.pack(f">{array.ndim + 1}I", magic, *array.shape) + array.tobytes()


def write_idx(folder: Path, number: int = 20, compress: bool = True, test: bool = True) -> Path:
    """Writes `number` training and half as many test images of 5×3 with labels 0–3."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    for split, count in (("train", number), ("t10k", number // 2)):
        if split == "t10k" and not test:
            continue
        images = random.integers(0, 256, (count, 5, 3), np.uint8)
        labels = np.arange(count, dtype=np.uint8) % 4
        for name, array in (("images-idx3", images), ("labels-idx1", labels)):
            content = idx_bytes(array)
            path = folder / f"{split}-{name}-ubyte"
            if compress:
                path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
            else:
                path.write_bytes(content)
    return folder
