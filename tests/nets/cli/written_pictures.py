"""Pictures of bars in class folders, for commands to be tried on."""

from pathlib import Path

import numpy as np
from PIL import Image


def write_pictures(folder: Path, per_class: int = 12, names: tuple[str, ...] = ("flat", "tall")):
    """Writes pictures of 12×12 with a level or an upright bar, one subfolder per class."""
    random = np.random.default_rng(0)
    for label, name in enumerate(names):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(per_class):
            pixels = random.integers(0, 50, (20, 20), np.uint8)
            place = random.integers(4, 16)
            if label == 0:
                pixels[place, 2:18] = 255
            else:
                pixels[2:18, place] = 255
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return folder
