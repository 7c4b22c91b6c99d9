"""A small set of images that a net learns in a second, and a folder for its runs."""

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))


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


@pytest.fixture
def bars_file(tmp_path: Path) -> Path:
    path = tmp_path / "bars.npz"
    x_train, y_train = bars(150, 0)
    x_test, y_test = bars(40, 1)
    np.savez(path, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return path


@pytest.fixture
def small_net(tmp_path: Path) -> Path:
    """A net with everything that has a state: dropout, batch normalization, two kernels."""
    from convscope import architecture as arch

    net = arch.Architecture(
        arch.Input((13, 11, 1)),
        (
            arch.Conv2D(5, (3, 3), activation="relu"),
            arch.MaxPooling2D(),
            arch.BatchNormalization(momentum=0.8),
            arch.Flatten(),
            arch.Dropout(0.3),
            arch.Dense(3, "softmax"),
        ),
    )
    path = tmp_path / "small.json"
    path.write_text(arch.net_to_text(net), encoding="utf-8")
    return path
