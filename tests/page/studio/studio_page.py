"""A studio being served, and a browser that reads it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from serving import serving

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


@contextmanager
def served(trained: Path, folder: Path) -> Iterator[Studio]:
    shutil.copytree(trained, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
        patch.setenv("CONVSCOPE_DATA", str(folder / "data"))
        patch.chdir(folder)
        with serving("studio", "bars.npz") as (_, address):
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
    yield page
    context.close()
    assert not problems
