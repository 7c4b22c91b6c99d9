"""A studio served on runs that were trained for its tests, with wrong labels planted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from studio_page import Studio, begin_collection, make_trained, read, served


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `bars.npz`, of whose labels some are wrong, and two runs on it."""
    folder = tmp_path_factory.mktemp("studio")
    make_trained(folder)
    return folder


@pytest.fixture(scope="module")
def shared_studio(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio on a copy of these, for all tests of a module: starting one takes seconds."""
    folder = tmp_path_factory.mktemp("shared") / "studio"
    with served(trained, folder) as studio:
        begin_collection(studio.folder)
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
