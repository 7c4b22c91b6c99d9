"""A tiny net in a package of its own stands in for a backbone; photographs of two kinds."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from convscope import architecture as arch
from convscope.backbones import KnownBackbone
from convscope.backbones.families.borrowed_net import BorrowedNet, TensorReader

SIDE = 20


def build_eyes(where: str, tensors: dict[str, np.ndarray], side: int) -> BorrowedNet:
    """Returns two convolutions, with a normalization between them, and their means."""
    reader = TensorReader(where, tensors)
    layers = (
        arch.Conv2D(6, 3, activation="relu", name="early"),
        arch.BatchNormalization(name="norm"),
        arch.Conv2D(11, 3, strides=2, activation="relu", name="late"),
        arch.GlobalAveragePooling2D(name="features"),
    )
    weights = {
        "early.kernel": reader.take("a", 3, 3, 3, 6),
        "early.bias": np.zeros(6, np.float32),
        "norm.gamma": np.ones(6, np.float32),
        "norm.beta": np.zeros(6, np.float32),
        "norm.moving_mean": np.full(6, 0.1, np.float32),
        "norm.moving_variance": np.full(6, 0.5, np.float32),
        "late.kernel": reader.take("b", 3, 3, 6, 11),
        "late.bias": np.zeros(11, np.float32),
    }
    return BorrowedNet(arch.Architecture(arch.Input((side, side, 3)), layers), weights)


@dataclass
class StandIn:
    """The stand-in and what it was made of."""

    known: KnownBackbone
    file: Path
    photos: Path


def write_photos(folder: Path, number: int = 20) -> Path:
    """Writes photographs of two kinds: reddish ones and bluish ones, as noisy as can be."""
    random = np.random.default_rng(0)
    for place, kind in enumerate(("rose", "sky")):
        (folder / kind).mkdir(parents=True)
        for index in range(number):
            pixels = random.integers(0, 170, (24, 28, 3))
            pixels[..., 2 * place] += 60
            Image.fromarray(pixels.astype(np.uint8)).save(folder / kind / f"{index}.png")
    return folder
