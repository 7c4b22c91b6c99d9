"""Opens a page as a newcomer does, in Chromium, and notes everything that went wrong."""

import re
import sys
from pathlib import Path

from walk.documents import ROOT
from walk.outcome import PageSeen

sys.path.insert(0, str(ROOT / "tests" / "page"))
from chromium import launch
from drawing import draw, verdict
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PageError

DRAWN = "7_plain"

_BROKEN = """() => {
  const pictures = [...document.images].filter((i) => !(i.complete && i.naturalWidth));
  const links = [...document.querySelectorAll('a[href^="#"]')]
    .map((a) => decodeURIComponent(a.getAttribute("href").slice(1)))
    .filter((name) => name && !/[=&]/.test(name) && !document.getElementById(name));
  return [...pictures.map((i) => `picture ${i.alt}`), ...links.map((name) => `#${name}`)];
}"""
"""Finds pictures that do not show, and links within the page that lead nowhere."""


def look_at(target: Path | str) -> PageSeen:
    """Starts Chromium and opens a file or an address in it; see `visit`."""
    with launch() as browser:
        return visit(browser, target)


def visit(browser: Browser, target: Path | str) -> PageSeen:
    """Opens a file (without a network) or an address, and draws a 7 where there is a pad."""
    address = target.resolve().as_uri() if isinstance(target, Path) else target
    context = browser.new_context(offline=isinstance(target, Path))
    page = context.new_page()
    page.set_default_timeout(60_000)
    problems: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    said = None
    try:
        page.goto(address, wait_until="load")
        if page.locator("script").count():  # reports and neurons hold none
            page.locator(
                "canvas.pad, .lessons-screen, .studio-screen > :last-child > *"
            ).first.wait_for()
            said = _draw(page) if page.locator("canvas.pad").count() else None
    except PageError as error:
        problems.append(str(error).splitlines()[0])
    text = f"{page.title()}\n{page.locator('body').inner_text()}"
    broken = page.evaluate(_BROKEN)
    context.close()
    foreign = [url for url in requests if not _is_own(url, address)]
    size = target.stat().st_size if isinstance(target, Path) else 0
    return PageSeen(text, tuple(problems), tuple(foreign), tuple(broken), said, size)


def _is_own(url: str, address: str) -> bool:
    if url.startswith(("data:", "blob:")):
        return True
    if address.startswith("file:"):
        return url.partition("#")[0] == address
    host = re.match(r"https?://[^/]+/", address)
    return host is not None and url.startswith(host[0])


def _draw(page: Page) -> str:
    """Draws a 7 with the mouse, reads the verdict, and empties the pad again."""
    page.locator("canvas.pad").wait_for()
    draw(page, DRAWN, step=4)
    said = verdict(page)
    page.keyboard.press("c")  # clears, in every language
    page.locator(".verdict-panel.is-blank").wait_for()
    draw(page, DRAWN, step=4)
    if verdict(page) != said:
        raise PageError("the same drawing is judged otherwise the second time")
    return said
