"""A studio being served, and a browser that reads it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page
from serving import serving

from bars import bars
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run
from convscope.studio import collected

PLANTED = 12
"""Training images whose label is made wrong."""

REFUSED = "status of 400"
"""What Chromium says where the server refuses something, which the page shows in clear words."""


@dataclass(frozen=True)
class Studio:
    """A studio that is being served.

    Attributes:
        address: Where.
        folder: The folder that it was started in, with `bars.npz` and `runs/`.
    """

    address: str
    folder: Path


def plant_wrong_labels(folder: Path) -> None:
    """Puts `bars.npz` into a folder, of whose labels some are wrong, and `truth.npz`: which."""
    x_train, y_train = bars(300, 0)
    x_test, y_test = bars(80, 1)
    wrong = np.random.default_rng(2).permutation(270)[:PLANTED]  # none that validation gets
    labels = y_train.copy()
    labels[wrong] = (labels[wrong] + 1) % 3
    np.savez(folder / "bars.npz", x_train=x_train, y_train=labels, x_test=x_test, y_test=y_test)
    np.savez(folder / "truth.npz", labels=y_train, wrong=wrong)


def make_trained(folder: Path) -> None:
    """Puts `bars.npz` into a folder, of whose labels some are wrong, and two runs on it."""
    plant_wrong_labels(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
        patch.chdir(folder)
        for name, epochs in (("short", 1), ("A", 4)):
            settings = TrainSettings(data="bars.npz", net="mnist", epochs=epochs)
            start_run(prepare(settings), name=name)


def begin_collection(folder: Path) -> None:
    """Begins the collection `signs` in a folder, with five images of each of its classes."""
    collection = collected.begin_collection(folder, "signs", ["○", "×"])
    for number in range(5):
        for name in "○×":
            picture = Image.new("L", (112, 112), 255)
            paper, size = ImageDraw.Draw(picture), 20 + 6 * number
            box = (56 - size, 56 - size, 56 + size, 56 + size)
            if name == "○":
                paper.ellipse(box, outline=0, width=7)
            else:
                paper.line(box, fill=0, width=7)
                paper.line((box[0], box[3], box[2], box[1]), fill=0, width=7)
            file = BytesIO()
            picture.save(file, "PNG")
            collection.add(name, file.getvalue())


@contextmanager
def copied(trained: Path, folder: Path) -> Iterator[Path]:
    """Works in a copy of a folder of data and runs."""
    shutil.copytree(trained, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
        patch.setenv("CONVSCOPE_DATA", str(folder / "data"))
        patch.chdir(folder)
        yield folder


@contextmanager
def served(trained: Path, folder: Path) -> Iterator[Studio]:
    with copied(trained, folder), serving("studio", "bars.npz") as (_, address):
        yield Studio(address, folder)


def read(browser: Browser, studio: Studio) -> Iterator[Page]:
    """Opens a studio; a test fails where it reports an error or asks anybody else."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda m: problems.append(m.text) if m.type == "error" and REFUSED not in m.text else None,
    )
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
    # Chromium drops an address that is typed at the moment at which the page marks its first one.
    page.locator("main *").first.wait_for(state="attached")
    yield page
    context.close()
    assert not problems
