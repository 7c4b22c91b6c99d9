"""The page without a mouse, and for readers with other eyes."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from drawing import draw, open_page, pad, verdict
from playwright.sync_api import Browser, Page, expect

from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model

QUESTIONS = (
    "Which sum is behind a pixel?",
    "What does a filter look for?",
    "What does pooling throw away?",
    "Why this verdict and not another?",
    "What would change the verdict?",
)

GRAVE = {"serious", "critical"}

FOCUSED = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const name = document.activeElement.getAttribute("aria-label");
  const text = document.activeElement.textContent;
  return [name ?? text, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
}"""


def _walk(page: Page, key: str = "Tab", most: int = 40) -> list[tuple[str, bool]]:
    """Presses a key until the focus is back at the beginning; returns names and outlines."""
    seen: list[tuple[str, bool]] = []
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            break
        name, is_outlined = page.evaluate(FOCUSED)
        seen.append((name, is_outlined))
    return seen


def test_the_tab_key_reaches_everything_in_order_and_shows_where_it_is(page: Page, mnist_url: str):
    open_page(page, mnist_url)
    draw(page, "3_round", step=4)
    verdict(page)
    page.reload()  # the mouse has moved where the focus begins
    assert verdict(page) == "3"
    seen = _walk(page)
    names = [name for name, _ in seen]
    assert names == [
        *("Draw", "Train"),  # screens
        "Language",
        "Drawing pad",
        "Clear",
        "",  # the brush, which its label names
        "",  # the heat map
        "Choose or photograph…",
        "Projector",
        *QUESTIONS,
        "",  # filters
        "",  # signs without colours
        *[f"Feature maps of {name}" for name in ("conv2d", "max_pooling2d")],
        *[f"Feature maps of {name}" for name in ("conv2d_1", "max_pooling2d_1")],
        *[f"Values of {name}" for name in ("flatten", "dropout", "dense")],
    ]
    assert all(is_outlined for _, is_outlined in seen)


def test_a_digit_can_be_drawn_with_the_keyboard_alone(drawing: Page):
    for _ in range(30):
        if pad(drawing).evaluate("(canvas) => canvas === document.activeElement"):
            break
        drawing.keyboard.press("Tab")
    for key in ["Shift+ArrowUp"] * 3 + [" "] + ["Shift+ArrowDown"] * 6 + [" "]:
        drawing.keyboard.press(key)
    assert verdict(drawing) == "1"
    drawing.keyboard.press("u")
    drawing.locator(".verdict-panel[aria-busy=false].is-blank").wait_for()
    drawing.keyboard.press("r")
    assert verdict(drawing) == "1"
    drawing.keyboard.press("c")
    drawing.locator(".verdict-panel[aria-busy=false].is-blank").wait_for()
    drawing.keyboard.press("Control+z")
    assert verdict(drawing) == "1"


def test_a_layer_and_a_neuron_are_chosen_with_the_keyboard_alone(page: Page, mnist_url: str):
    open_page(page, mnist_url)
    draw(page, "3_round", step=4)
    verdict(page)
    maps = page.get_by_role("slider", name="Feature maps of conv2d", exact=True)
    maps.focus()
    page.keyboard.press("ArrowDown")
    expect(maps).to_have_attribute("aria-valuenow", "2")
    page.keyboard.press("Enter")
    heading = page.locator(".neuron h3")
    expect(heading).to_have_text(re.compile(r"conv2d: row \d+, column \d+, map 1"))
    before = heading.inner_text()
    page.locator(".is-choosable").focus()
    row = int(re.findall(r"row (\d+)", before)[0])
    page.keyboard.press("ArrowUp" if row > 12 else "ArrowDown")
    expect(heading).not_to_have_text(before)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["drawing page", "offline page"])
def test_nothing_grave_is_wrong_for_assistive_technology(
    browser: Browser, digits_url: str, tmp_path: Path, kind: str, scheme: Any
):
    address = digits_url
    if kind == "offline page":
        export_page(shipped_model("mnist"), tmp_path / "page.html", PageSettings("mnist", "ja"))
        address = (tmp_path / "page.html").as_uri()
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    open_page(page, address)
    _find_no_faults(page)
    draw(page, "3_round", step=4)
    verdict(page)
    page.locator(".layer canvas").first.click(position={"x": 12, "y": 40})
    page.locator(".neuron h3").wait_for()
    page.locator("[data-walk=next]").click()
    for details in page.locator(".picture-panel summary").all():
        details.click()
    page.locator("button.idea").first.click()
    _find_no_faults(page)
    context.close()


CLOSER = {"filter": 0, "slide": 0, "copy": 1, "lost": 1, "maps": -1, "compare": -1, "change": -1}
"""What is looked at more closely, and the layer where it is opened."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_is_wrong_where_a_neuron_is_looked_at_closely(
    browser: Browser, mnist_url: str, scheme: Any
):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    open_page(page, mnist_url)
    draw(page, "3_round", step=4)
    verdict(page)
    for name, layer in CLOSER.items():
        page.locator(".layer canvas").nth(layer).click(position={"x": 10, "y": 40})
        section = page.locator(f".closer-{name}")
        section.locator("summary").first.click()
        expect(section).to_have_attribute("open", "")
        if name == "maps":
            section.locator(".contribution summary").first.click()
            section.locator(".contribution table").wait_for()
        _find_no_faults(page)
    context.close()


def _find_no_faults(page: Page) -> None:
    """Fails on what axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    grave = [
        (fault["id"], [node["html"] for node in fault["nodes"]])
        for fault in found
        if fault["impact"] in GRAVE
    ]
    assert not grave
