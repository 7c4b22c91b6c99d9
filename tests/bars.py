"""Small pictures that a net learns in a second: bars that stand, lie or slant."""

from pathlib import Path

import numpy as np


def bars(number: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns pictures with an upright (0), a level (1) or a slanted (2) bar, with noise."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 3, number)
    images = random.integers(0, 60, (number, 13, 11, 1)).astype(np.uint8)
    for image, label in zip(images, labels, strict=True):
        place = random.integers(3, 8)
        if label == 0:
            image[2:11, place] = 230
        elif label == 1:
            image[place, 2:9] = 230
        else:
            image[np.arange(2, 10), np.arange(2, 10)] = 230
    return images, labels


def write_bars(path: Path, num_train: int = 150, num_test: int = 40) -> Path:
    """Writes training and test pictures into an .npz file."""
    x_train, y_train = bars(num_train, 0)
    x_test, y_test = bars(num_test, 1)
    np.savez(path, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return path
