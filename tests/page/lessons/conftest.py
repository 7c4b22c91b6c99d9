"""The lessons as people open them, and one reader's window for all tests of a process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from serving import serving

from convscope.cli import main

SIZE: ViewportSize = {"width": 1280, "height": 720}


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """What `convscope lessons` serves."""
    with serving("lessons") as (_, address):
        yield address


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `convscope lessons --site` writes."""
    folder = tmp_path_factory.mktemp("lessons") / "our lessons"
    with pytest.raises(SystemExit) as ended:
        main(["lessons", "--site", str(folder)])
    assert ended.value.code == 0
    assert (folder / "index.html").stat().st_size < 1_000_000
    return folder


@pytest.fixture(scope="session")
def disk(folder: Path) -> str:
    """The address of the site, opened from a disk."""
    return (folder / "index.html").as_uri()


@pytest.fixture(params=["served", "disk"])
def address(request: pytest.FixtureRequest) -> str:
    """The lessons both ways."""
    return request.getfixturevalue(request.param)


@dataclass
class Window:
    """A window of a browser, with what its page complained about and asked for."""

    page: Page
    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Window]:
    """One window: a new one for each test would cost more than most tests do in it."""
    context = browser.new_context(locale="en-GB", viewport=SIZE)
    window = Window(context.new_page())
    window.page.on("pageerror", lambda error: window.problems.append(str(error)))
    window.page.on("console", lambda message: window.problems.append(message.text))
    window.page.on("request", lambda request: window.asked.append(request.url))
    yield window
    context.close()


@pytest.fixture
def reader(window: Window) -> Iterator[Page]:
    """A new reader; a test fails when the page reports an error or asks for anything foreign."""
    page = window.page
    window.problems.clear()
    window.asked.clear()
    yield page
    own = page.url.partition("#")[0]
    asked = list(window.asked)
    if own.startswith(("http:", "file:")):
        page.evaluate("{ localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.context.clear_permissions()
    page.emulate_media(media="null", color_scheme="null")
    page.set_viewport_size(SIZE)
    assert window.problems == []
    if own.startswith("file:"):
        assert set(asked) == {own}, "a page from a disk asks for nothing"
    else:
        assert all(url.startswith(own) for url in asked)
