"""The notebook's module outside of a notebook: what a cell does with what Python sends."""

from base64 import b64encode
from collections.abc import Iterator

import pytest
from drawing import draw, pad, verdict
from playwright.sync_api import Browser, Page, expect
from static_site import Site

from convscope.interchange.html_pages import page_styles
from convscope.interchange.page import worker_text
from convscope.shipped import shipped_model

CELL = """async (values) => {
  const { default: widget } = await import("/src/convscope/web/widget.js");
  const listeners = {};
  window.shared = {
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; },
    save_changes() {},
    on: (event, listener) => { (listeners[event] ??= []).push(listener); },
    off: (event, listener) => {
      listeners[event] = (listeners[event] ?? []).filter((other) => other !== listener);
    },
  };
  window.send = (name, value) => {
    values[name] = value;
    for (const listener of listeners[`change:${name}`] ?? []) listener();
  };
  window.typed = [];
  document.addEventListener("keydown", ({ key }) => typed.push(key));
  const el = document.body.appendChild(document.createElement("div"));
  el.style.width = "56rem";
  window.close = widget.render({ model: window.shared, el });
}"""


@pytest.fixture(scope="module")
def mnist() -> str:
    return b64encode(shipped_model("mnist").read_bytes()).decode()


@pytest.fixture
def blank(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.url)
    yield page
    context.close()


def _render(page: Page, model: str) -> None:
    values = {
        "_styles": page_styles(),
        "_worker": worker_text(),
        "_model": model,
        "_strokes": "[]",
        "_verdict": "null",
        "name": "net",
        "language": "",
    }
    page.evaluate(CELL, values)


def test_an_unreadable_model_does_not_end_the_cell(blank: Page, mnist: str):
    _render(blank, mnist)
    draw(blank, "1_bar", step=9)
    assert verdict(blank) == "1"
    blank.evaluate("send('_model', 'AAAA')")
    expect(blank.get_by_role("alert")).to_contain_text("not a whole safetensors file")
    blank.get_by_role("button", name="Clear").click()
    draw(blank, "3_round", step=6)
    assert verdict(blank) == "3"  # the model before it still judges
    blank.evaluate("(model) => send('_model', model)", mnist)
    blank.evaluate("send('name', 'second')")
    expect(blank.get_by_role("alert")).to_be_hidden()
    expect(blank.locator(".head")).to_contain_text("second")
    assert verdict(blank) == "3"
    blank.evaluate("send('name', 'third')")  # with no model after it
    expect(blank.locator(".head")).to_contain_text("third")
    blank.evaluate("send('language', 'ja')")
    expect(blank.locator(".head")).to_contain_text("third · 7 層")


def test_a_cell_that_begins_with_an_unreadable_model_shows_the_next(blank: Page, mnist: str):
    _render(blank, "AAAA")
    expect(blank.get_by_role("alert")).to_contain_text("not a whole safetensors file")
    blank.evaluate("(model) => send('_model', model)", mnist)
    pad(blank).wait_for()
    draw(blank, "1_bar", step=9)
    assert verdict(blank) == "1"
    blank.evaluate("close()")


def test_keys_stay_in_the_cell(blank: Page, mnist: str):
    _render(blank, mnist)
    pad(blank).wait_for()
    for place in ("canvas.pad", "select", ".layer canvas"):
        blank.locator(place).first.focus()
        for key in ("d", "d", "Escape", "ArrowDown", "x"):
            blank.keyboard.press(key)
    assert blank.evaluate("typed") == []
    assert blank.evaluate("document.querySelector('[data-lm-suppress-shortcuts=true]') !== null")


def test_a_cell_is_shown_to_a_room_and_hears_only_its_own_keys(blank: Page, mnist: str):
    _render(blank, mnist)
    draw(blank, "1_bar", step=9)
    verdict(blank)
    title = blank.locator(".projector-bar .slide-head")
    blank.evaluate("document.activeElement.blur()")
    blank.keyboard.press("p")
    blank.keyboard.press("PageDown")
    expect(title).to_be_hidden()
    assert blank.evaluate("typed") == ["p", "PageDown"], "these belong to the notebook"
    usual = "document.documentElement.style.fontSize"
    pad(blank).focus()
    blank.keyboard.press("p")
    expect(title).to_contain_text("Every layer")
    assert blank.evaluate(usual) != ""
    blank.keyboard.press("PageDown")
    expect(title).to_contain_text("1 / 7")
    width = blank.locator(".convscope").evaluate("(screen) => screen.clientWidth / innerWidth")
    assert width == 1, "the whole window, however narrow the cell is"
    blank.keyboard.press("Escape")
    expect(title).to_be_hidden()
    assert blank.evaluate(usual) == ""
    assert blank.evaluate("document.fullscreenElement") is None
    assert blank.evaluate("typed") == ["p", "PageDown"]
    blank.keyboard.press("p")
    expect(title).to_be_visible()
    blank.evaluate("close()")
    assert blank.evaluate(usual) == "", "a cell that is closed leaves the notebook as it was"
