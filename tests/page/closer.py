"""A neuron opened on the page, and the sections that look at it more closely."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Locator, Page, expect


@contextmanager
def opened_neuron(
    browser: Browser, url: str, layer: str, position: list[int], **options: Any
) -> Iterator[Page]:
    """Opens a page with a 3 on it and a neuron opened."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_page(page, url)
    draw(page, "3_round", step=6)
    assert verdict(page) == "3"
    neuron = f"&layer={layer}&neuron={position}".replace(" ", "")
    page.evaluate("(hash) => { location.hash += hash; }", neuron)
    page.locator(".neuron h3").wait_for()
    yield page
    context.close()
    assert not problems


def look_closer(page: Page, name: str) -> Locator:
    """Opens a section by its summary."""
    section = page.locator(f".closer-{name}")
    section.locator("> summary").click()
    expect(section).to_have_attribute("open", "")
    return section
