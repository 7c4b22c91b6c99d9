"""A static site on loopback and a real Chromium for the tests of the page."""

from collections.abc import Iterator

import numpy as np
import pytest
from chromium import launch
from drawing import open_page, serve_drawing
from playwright.sync_api import Browser, Page
from static_site import Site, serve

from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A static site; see `static_site`."""
    with serve(tmp_path_factory.mktemp("files")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; see `chromium`."""
    with launch() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A blank page of the site; a test fails when the page reports an error."""
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.goto(site.url)
    yield page
    context.close()
    assert not problems


@pytest.fixture(scope="session")
def digits_url() -> Iterator[str]:
    """The page of `drawn-digits`, with three test images of classes 4, 1 and 7."""
    images = np.random.default_rng(3).integers(0, 256, (3, 28, 28, 1), dtype=np.uint8)
    settings = PageSettings("drawn-digits", "", images, np.array([4, 1, 7]))
    with serve_drawing(shipped_model("drawn-digits"), settings) as address:
        yield address


@pytest.fixture(scope="session")
def mnist_url() -> Iterator[str]:
    """The page of `mnist`, whose convolutions have a bias and an activation of their own."""
    with serve_drawing(shipped_model("mnist"), PageSettings("mnist")) as address:
        yield address


@pytest.fixture
def drawing(page: Page, digits_url: str) -> Page:
    """The page of `drawn-digits`, opened."""
    open_page(page, digits_url)
    return page
