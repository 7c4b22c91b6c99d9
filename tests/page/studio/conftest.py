"""A studio served on runs that were trained for its tests, with wrong labels planted."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from studio_page import PLANTED, Studio, read, served

from bars import bars
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `bars.npz`, of whose labels some are wrong, and two runs on it."""
    folder = tmp_path_factory.mktemp("studio")
    x_train, y_train = bars(300, 0)
    x_test, y_test = bars(80, 1)
    wrong = np.random.default_rng(2).permutation(270)[:PLANTED]  # none that validation gets
    labels = y_train.copy()
    labels[wrong] = (labels[wrong] + 1) % 3
    np.savez(folder / "bars.npz", x_train=x_train, y_train=labels, x_test=x_test, y_test=y_test)
    np.savez(folder / "truth.npz", labels=y_train, wrong=wrong)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
        patch.chdir(folder)
        for name, epochs in (("short", 1), ("A", 4)):
            settings = TrainSettings(data="bars.npz", net="mnist", epochs=epochs)
            start_run(prepare(settings), name=name)
    return folder


@pytest.fixture(scope="module")
def shared_studio(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio on a copy of these, for all tests of a module: starting one takes seconds."""
    folder = tmp_path_factory.mktemp("shared") / "studio"
    with served(trained, folder) as studio:
        yield studio


@pytest.fixture
def studio(trained: Path, tmp_path: Path) -> Iterator[Studio]:
    """A studio on a copy of these for one test, which may change everything."""
    with served(trained, tmp_path / "studio") as studio:
        yield studio


@pytest.fixture
def reader(browser: Browser, studio: Studio) -> Iterator[Page]:
    """The page of `studio`."""
    yield from read(browser, studio)


@pytest.fixture
def visitor(browser: Browser, shared_studio: Studio) -> Iterator[Page]:
    """The page of `shared_studio`."""
    yield from read(browser, shared_studio)
