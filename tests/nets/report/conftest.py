"""Two tiny finished runs, trained once, and a context to ask rules with."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope import architecture as arch
from convscope.insight.report.context import Context
from convscope.insight.report.effort import QUICK
from convscope.insight.report.subject import open_subject
from convscope.insight.report.words import Words
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run

HOSTILE = "<b>tall"
"""A class name that would be bold if it were not escaped."""


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def bars(number: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns pictures 13×11 with an upright (0), a level (1) or a slanted (2) bar, and noise."""
    random = np.random.default_rng(seed)
    labels = np.arange(number) % 3
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


def train(folder: Path, data: Path, net: arch.Architecture, name: str, epochs: int = 3) -> Path:
    """Trains a run and returns its folder."""
    path = folder / f"{name}.json"
    path.write_text(arch.net_to_text(net), encoding="utf-8")
    settings = TrainSettings(
        data=str(data), net=str(path), recipe="classic", epochs=epochs, batch_size=16
    )
    start_run(prepare(settings), name=name, root=folder / "runs")
    return folder / "runs" / name


@pytest.fixture(scope="session")
def bars_run(tmp_path_factory):
    """A run with mistakes, and with 10 test images that are copies of training images."""
    folder = tmp_path_factory.mktemp("bars")
    x_train, y_train = bars(120, 0)
    x_test, y_test = bars(40, 1)
    x_test[:10], y_test[:10] = x_train[:10], y_train[:10]
    data = folder / "bars.npz"
    np.savez(data, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    net = arch.Architecture(
        arch.Input((13, 11, 1)),
        (
            arch.Conv2D(5, (3, 3), activation="relu"),
            arch.MaxPooling2D(),
            arch.Conv2D(4, (2, 2), activation="relu"),
            arch.Flatten(),
            arch.Dense(3, "softmax"),
        ),
    )
    return train(folder, data, net, "bars")


@pytest.fixture(scope="session")
def plain_run(tmp_path_factory):
    """A run on files, one class with a hostile name, by a net without any convolution."""
    folder = tmp_path_factory.mktemp("plain")
    images, labels = bars(54, 2)
    names = ("level", HOSTILE, "slanted")
    for index, (image, label) in enumerate(zip(images, labels, strict=True)):
        place = folder / "pictures" / names[label]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image[..., 0]).save(place / f"{index}.png")
    net = arch.Architecture(
        arch.Input((13, 11, 1)), (arch.Flatten(), arch.Dense(3, activation="softmax"))
    )
    return train(folder, folder / "pictures", net, "plain")


@pytest.fixture(scope="session")
def context(bars_run):
    return Context(open_subject(bars_run, bars_run.parent), Words("en"), QUICK)
