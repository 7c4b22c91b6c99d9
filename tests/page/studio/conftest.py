"""A studio served on runs that were trained for its tests, with wrong labels planted."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from serving import serving

from bars import bars
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run

PLANTED = 12
"""Training images whose label is made wrong."""


@dataclass(frozen=True)
class Studio:
    """A studio that is being served.

    Attributes:
        address: Where.
        folder: The folder that it was started in, with `bars.npz` and `runs/`.
    """

    address: str
    folder: Path


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


@pytest.fixture
def studio(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """The studio on a copy of these, which tests may change."""
    folder = tmp_path / "studio"
    shutil.copytree(trained, folder)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(folder)
    with serving("studio", "bars.npz") as (_, address):
        yield Studio(address, folder)


@pytest.fixture
def reader(browser: Browser, studio: Studio) -> Iterator[Page]:
    """The studio's page; a test fails where it reports an error or asks anybody else."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    host = studio.address.split("/")[2]
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("data:", "blob:")) or request.url.split("/")[2] == host
            else problems.append(f"asked {request.url}")
        ),
    )
    page.goto(studio.address)
    yield page
    context.close()
    assert not problems
