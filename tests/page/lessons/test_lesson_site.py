"""The site of all lessons on a web host: it works while it arrives, and later without network."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from lesson_page import choose, take_bets
from playwright.sync_api import Browser, Page, expect

from convscope.cli import main
from convscope.lessons import RIGHT, Bet, lesson_named, load_lessons


def written(folder: Path, language: str) -> Path:
    with pytest.raises(SystemExit) as ended:
        main(["lessons", "--site", str(folder), "--language", language])
    assert ended.value.code == 0
    return folder


class _Host(SimpleHTTPRequestHandler):
    """A web host; it sends a page up to a mark, and the rest when it is allowed to."""

    def __init__(self, *args, mark: bytes, goes_on: Event, **options) -> None:
        self.mark, self.goes_on = mark, goes_on
        super().__init__(*args, **options)

    def copyfile(self, source, outputfile) -> None:
        page = source.read()
        begin = page.index(self.mark) + len(self.mark) if self.mark in page else len(page)
        outputfile.write(page[:begin])
        assert self.goes_on.wait(60)
        outputfile.write(page[begin:])

    def log_message(self, *args) -> None:
        """Keeps the tests' output to what fails."""


@contextmanager
def hosted(
    folder: Path, *, mark: bytes = b"", goes_on: Event | None = None, port: int = 0
) -> Iterator[str]:
    if goes_on is None:
        goes_on = Event()
        goes_on.set()
    handler = partial(_Host, directory=str(folder), mark=mark, goes_on=goes_on)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        goes_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new reader; a test fails when the page reports an error."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    yield page
    context.close()
    assert problems == []


def test_the_first_lesson_is_played_while_the_others_arrive(page: Page, folder: Path) -> None:
    goes_on = Event()
    mark = b'id="convscope-late-1">{"script":'
    with hosted(folder, mark=mark, goes_on=goes_on) as address:
        page.goto(address, wait_until="commit")
        expect(page.locator(".all li")).to_have_count(26)
        expect(page.locator(".all li").nth(25)).to_contain_text("0 of 3 puzzles solved")
        page.get_by_role("searchbox").fill("output rules")
        expect(page.get_by_role("status")).to_have_text("0 found")
        page.goto(f"{address}#lesson=straight-line", wait_until="commit")
        bet = next(part for part in lesson_named("1").parts if isinstance(part, Bet))
        choose(page, bet, RIGHT)
        slope = page.locator(".lesson-figure").first.get_by_label("Slope")
        slope.focus()
        page.keyboard.press("ArrowUp")
        assert "lineSlope" in page.url
        page.get_by_role("link", name="All lessons").click()
        title = lesson_named("artificial-neuron").title
        page.get_by_role("link", name=title).click()
        expect(page.locator("main")).to_contain_text(f"Loading “{title}” …")
        assert page.evaluate("document.readyState") == "loading"
        goes_on.set()
        expect(page.locator(".lesson-title")).to_have_text(title)
        take_bets(page, lesson_named("artificial-neuron"))
        expect(page.locator(".puzzle")).to_have_count(3)
        page.get_by_role("link", name="All lessons").click()
        page.get_by_role("searchbox").fill("output rules")
        expect(page.locator(".found li")).to_contain_text(["Three output rules"])


def test_what_is_needed_first_is_small_and_comes_first(folder: Path) -> None:
    text = (folder / "index.html").read_bytes()
    assert len(text) < 1_000_000
    policy = re.search(rb'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith(b"default-src 'none'; script-src 'sha256-")
    assert b"connect-src" not in policy[1]
    assert policy[1].count(b"'sha256-") == text.count(b'id="convscope-late-') + 4
    ends = [found.end() for found in re.finditer(b"</script>", text)]
    second = text.index(b'id="convscope-late-1"')
    first_lesson = max(end for end in ends if end < second)
    # 1.6 Mbit/s bring 200,000 bytes in a second, of the two that the first figure may take.
    assert first_lesson < 200_000


def test_after_a_visit_the_lessons_open_without_network(
    page: Page, folder: Path, tmp_path: Path
) -> None:
    with hosted(folder) as address:
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready.then(() => {})")
        page.goto(address)
        expect(page.locator(".all li")).to_have_count(26)
    port = int(address.rstrip("/").rpartition(":")[2])
    for _ in range(2):
        page.goto("about:blank")
        page.goto(f"{address}index.html#lesson=looking-inside")
        expect(page.locator(".lesson-title")).to_have_text(lesson_named("looking-inside").title)
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".all li").first).to_contain_text(load_lessons("en")[0].title)
    # Another version of the site takes the place of the first, and the first is kept no longer.
    [before] = page.evaluate("caches.keys()")
    with hosted(written(tmp_path, "ja"), port=port):
        page.goto("about:blank")
        page.goto(address)
        kept = [before]
        for _ in range(200):
            kept = page.evaluate("caches.keys()")
            if len(kept) == 1 and kept != [before]:
                break
            page.wait_for_timeout(100)
        assert len(kept) == 1
        assert kept != [before]
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".all li").first).to_contain_text(load_lessons("ja")[0].title)


def test_a_page_from_a_disk_keeps_nothing(page: Page, folder: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = (folder / "index.html").as_uri()
    page.goto(f"{address}#lesson=looking-inside")
    expect(page.locator(".lesson-title")).to_be_visible()
    assert {url.partition("#")[0] for url in asked} == {address}
