"""The screen in front of a room: large, layer by layer, led by presenters' keys."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Page, expect

FROM_THE_BACK = 1080 / 48
"""The smallest letters that are read at the back: the screen's height has 48 of them."""

LETTERS = """() => {
  const sizes = [];
  const walker = document.createTreeWalker(document.querySelector(".convscope"), 4);
  for (let text; (text = walker.nextNode());) {
    const part = text.parentElement;
    const box = part.getBoundingClientRect();
    const isSeen = part.checkVisibility() && box.top < innerHeight && box.width > 2;
    if (!isSeen || !text.data.trim()) continue;
    sizes.push([parseFloat(getComputedStyle(part).fontSize), text.data]);
  }
  return sizes;
}"""


@pytest.fixture
def room(browser: Browser) -> Iterator[Page]:
    """A window on a projector."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert not problems


def _layers(page: Page) -> list[Any]:
    shown = "(layers) => layers.map((layer) => layer.ariaLabel)"
    return page.locator(".layer:visible").evaluate_all(shown)


def _title(page: Page) -> Any:
    return page.locator(".projector-bar .slide-head")


def test_a_clicker_leads_through_the_layers(room: Page, mnist_url: str):
    open_page(room, mnist_url)
    draw(room, "3_round", step=6)
    verdict(room)
    room.keyboard.press("p")
    expect(_title(room)).to_have_text(re.compile("Every layer"))
    assert len(_layers(room)) == 7
    room.keyboard.press("PageDown")
    expect(_title(room)).to_have_text(re.compile(r"conv2d\s+1 / 7"))
    expect(room.locator(".slide-sentence")).to_have_text("Looks for patterns with small filters.")
    assert _layers(room) == ["conv2d"]
    room.keyboard.press("ArrowRight")
    expect(_title(room)).to_contain_text("2 / 7")
    assert _layers(room) == ["conv2d", "max_pooling2d"]
    assert "projector=true" in room.url
    assert "slide=2" in room.url
    for _ in range(9):
        room.keyboard.press("PageDown")
    expect(_title(room)).to_contain_text("7 / 7")
    expect(room.get_by_role("button", name="Next layer (Page Down)")).to_be_disabled()
    room.keyboard.press("PageUp")
    room.keyboard.press("ArrowLeft")
    expect(_title(room)).to_contain_text("5 / 7")
    room.get_by_role("button", name="Layer before (Page Up)").click()
    expect(_title(room)).to_contain_text("4 / 7")
    assert verdict(room) == "3", "the drawing stays"


@pytest.mark.parametrize("key", ["Escape", "p", "button"])
def test_it_is_left_by_escape_by_the_key_and_by_a_button(room: Page, mnist_url: str, key: str):
    open_page(room, f"{mnist_url}#projector=true&slide=3")
    expect(_title(room)).to_contain_text("conv2d_1")
    usual = "getComputedStyle(document.documentElement).fontSize"
    assert float(room.evaluate(usual)[:-2]) > 26
    if key == "button":
        room.get_by_role("button", name="Leave").click()
    else:
        room.keyboard.press(key)
    expect(_title(room)).to_be_hidden()
    assert float(room.evaluate(usual)[:-2]) == pytest.approx(20, abs=0.1)
    assert "projector" not in room.url
    assert len(_layers(room)) == 7
    expect(room.get_by_role("button", name="Projector")).to_be_focused()


@pytest.mark.parametrize("slide", [0, 3])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_read_from_the_back_of_a_room(room: Page, digits_url: str, language: str, slide: int):
    open_page(room, f"{digits_url}#projector=true&slide={slide}&language={language}")
    draw(room, "3_round", step=6)
    verdict(room)
    if slide:
        room.locator(".layer canvas:visible").last.hover(position={"x": 40, "y": 40})
    small = [(size, text) for size, text in room.evaluate(LETTERS) if size < FROM_THE_BACK]
    assert not small
    page = "[document.documentElement.scrollWidth, innerWidth]"
    width, room_width = room.evaluate(page)
    assert width <= room_width
    for part in (".pad", ".verdict-class", ".projector-foot", ".layer:visible >> nth=-1"):
        box = room.locator(part).bounding_box()
        assert box
        assert box["y"] + box["height"] <= 1080, part
    if slide:
        side = room.locator(".layer canvas:visible").first.bounding_box()
        assert side
        assert (side["width"] * side["height"] / 32) ** 0.5 > 80


def test_the_keys_are_written_where_they_work(room: Page, mnist_url: str):
    open_page(room, f"{mnist_url}#projector=true&language=ja")
    foot = room.locator(".projector-foot")
    expect(foot).to_contain_text("次の層")
    expect(foot).to_contain_text("Page Down")
    expect(foot).to_contain_text("Esc")
    expect(foot).to_be_in_viewport()
    expect(room.locator(".projector-bar")).to_be_focused()


def test_keys_that_belong_to_something_else_stay_there(room: Page, mnist_url: str):
    open_page(room, mnist_url)
    room.get_by_label("Language").focus()
    room.keyboard.press("p")
    room.keyboard.press("Control+p")
    expect(_title(room)).to_be_hidden()
    open_page(room, f"{mnist_url}#projector=true&slide=2")
    room.reload()
    bar = room.locator(".projector-bar")
    expect(bar).to_be_focused()
    sheet = room.locator(".layer canvas:visible").last
    sheet.focus()
    before = sheet.get_attribute("aria-valuenow")
    room.keyboard.press("ArrowRight")
    expect(_title(room)).to_contain_text("2 / 7")
    assert sheet.get_attribute("aria-valuenow") != before
    draw(room, "3_round", step=6)
    verdict(room)
    sheet.focus()
    room.keyboard.press("Enter")
    forwards = room.get_by_label("Forwards: its value")
    expect(forwards).to_be_visible()  # what is hidden takes no focus
    forwards.focus()
    room.keyboard.press("ArrowRight")
    expect(room.get_by_label("Backwards: its gradient")).to_be_checked()
    expect(_title(room)).to_contain_text("2 / 7")
    room.keyboard.press("Escape")
    expect(_title(room)).to_be_hidden()
    room.keyboard.press("p")
    expect(bar).to_be_focused()
    sheet.focus()
    expect(room.locator(".lens-full:visible")).to_have_count(1)
    room.keyboard.press("Escape")  # puts the magnifier away
    expect(room.locator(".lens-full:visible")).to_have_count(0)
    expect(_title(room)).to_be_visible()
    room.keyboard.press("Escape")
    expect(_title(room)).to_be_hidden()


def test_lines_and_magnifier_work_in_front_of_a_room(room: Page, mnist_url: str):
    open_page(room, f"{mnist_url}#projector=true&slide=3")
    draw(room, "3_round", step=6)
    verdict(room)
    room.locator(".layer canvas:visible").last.hover(position={"x": 100, "y": 60})
    expect(room.locator(".source-lines path")).to_have_count(32)
    expect(room.locator(".lens:visible")).to_contain_text("conv2d_1, map")
    expect(room.locator(".verdict-class")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_is_wrong_for_assistive_technology(
    browser: Browser, mnist_url: str, scheme: Any
):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    for hash in ("", "projector=true&slide=3"):
        open_page(page, f"{mnist_url}#{hash}")
        page.reload()
        draw(page, "3_round", step=6)
        verdict(page)
        page.locator(".layer canvas:visible").last.focus()
        page.locator(".lens:not(.is-empty):visible").wait_for()
        found = Axe().run(page).response["violations"]
        grave = [fault for fault in found if fault["impact"] in {"serious", "critical"}]
        assert not grave
        assert page.evaluate("document.getAnimations().length") == 0
    context.close()
