"""A static site on loopback and a real Chromium for the tests of the page."""

from collections.abc import Iterator

import pytest
from chromium import launch
from playwright.sync_api import Browser, Page
from static_site import Site, serve


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
