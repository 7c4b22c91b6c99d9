"""Milliseconds from the click on a link to the lessons' site until its first figure can be used.

The site lies on a web host on this machine; Chromium's own throttling makes the network slow
(1.6 Mbit/s down, 0.75 Mbit/s up, 150 ms for each answer to begin, which DevTools calls "Slow 4G")
and the processor four times slower. The click is on a link of another page. The clock stops in the
frame after the figure has answered a key: lesson 1, its bet made before, nothing in the cache.
Once more as a host sends it that compresses pages, and once from the service worker.

    python benchmarks/lesson_first_figure.py [rounds]
"""

import gzip
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from convscope.cli.lesson_settings import page_settings
from convscope.interchange.lesson_site import write_lesson_site
from convscope.runs.record import describe_processor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from playwright.sync_api import Browser, BrowserContext, Page

from convscope.lessons import RIGHT, Bet, lesson_named

SLOW_4G = {
    "offline": False,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
    "latency": 150,
}
PROCESSOR = 4

USE = """() => new Promise((resolve) => {
  const use = () => {
    const range = document.querySelector(".lesson-figure input");
    const said = document.querySelector(".lesson-figure .figure-place");
    if (!range || !said) return requestAnimationFrame(use);
    const before = said.textContent;
    range.stepUp();
    range.dispatchEvent(new Event("input", { bubbles: true }));
    const look = () => said.textContent === before
      ? requestAnimationFrame(look)
      : requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
    look();
  };
  use();
})"""


class _Host(BaseHTTPRequestHandler):
    """Sends the site's two files, and a page with a link to it."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folder: Path, compresses: bool, **options: Any) -> None:
        self.folder, self.compresses = folder, compresses
        super().__init__(*args, **options)

    def handle(self) -> None:
        with suppress(ConnectionError):  # a window may be closed while the site is on its way
            super().handle()

    def do_GET(self) -> None:
        name = self.path.lstrip("/") or "index.html"
        kind = "text/javascript" if name.endswith(".js") else "text/html; charset=utf-8"
        if name == "link.html":
            body = (
                b"<!doctype html><link rel=icon href=data:,><a href='/#lesson=straight-line'>go</a>"
            )
        else:
            body = (self.folder / name).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if self.compresses:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the output to what was measured."""


@contextmanager
def hosted(folder: Path, *, compresses: bool) -> Iterator[str]:
    """Serves the site on loopback."""
    handler = partial(_Host, folder=folder, compresses=compresses)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """Prints the median and all rounds, for each way of sending the page."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as place, launch() as browser:
        page = write_lesson_site(place, page_settings("en")).read_bytes()
        print(f"Chromium {browser.version}, {describe_processor()}")
        print(f"{len(page):,} bytes, {len(gzip.compress(page, 6)):,} where a host compresses")
        for compresses in (False, True):
            with hosted(Path(place), compresses=compresses) as address:
                told = "compressed" if compresses else "as it is"
                _print(told, [_measure(browser, address) for _ in range(rounds)])
                again = [_measure(browser, address, is_second=True) for _ in range(rounds)]
                _print(f"{told}, second visit", again)


def _print(told: str, times: list[float]) -> None:
    every = ", ".join(f"{time:.0f}" for time in times)
    print(f"{told:28}{median(times):6.0f} ms   ({every})")


def _measure(browser: Browser, address: str, *, is_second: bool = False) -> float:
    context = browser.new_context()
    bet = next(part for part in lesson_named("1").parts if isinstance(part, Bet))
    kept = f'{{"bets": {{"straight-line/{bet.name}": "{RIGHT}"}}}}'
    context.add_init_script(f"localStorage.setItem('convscope.lessons', '{kept}')")
    page = context.new_page()
    if is_second:
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    page.goto(f"{address}link.html")
    _slow_down(context, page)
    page.evaluate(
        "document.querySelector('a').addEventListener('click', () => "
        "sessionStorage.setItem('clicked', performance.timeOrigin + performance.now()))"
    )
    page.locator("a").click(no_wait_after=True)
    page.wait_for_url("**/#*", wait_until="commit")
    used = page.evaluate(USE)
    clicked = float(page.evaluate("sessionStorage.getItem('clicked')"))
    context.close()
    return used - clicked


def _slow_down(context: BrowserContext, page: Page) -> None:
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_4G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR})


if __name__ == "__main__":
    main()
