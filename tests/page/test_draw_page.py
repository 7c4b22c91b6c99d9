"""The drawing page as `convscope draw` serves it, in a real browser, drawn at with a real mouse."""

import json
import re

import numpy as np
import pytest
from drawing import DIGITS, clear, draw, open_page, pad, verdict
from playwright.sync_api import Browser, Page, expect

from convscope.drawing import place_strokes, strokes_from_json
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import predict
from convscope.engine.network import build_network
from convscope.model_file import read_model
from convscope.shipped import shipped_model

PLACES = {"large": (1.3, 0, 0), "small, top left": (0.35, 0, 0), "small, below": (0.35, 0.6, 0.6)}
"""Scale, left and top in shares of the pad."""

WAYS = [("large", "2"), ("large", "14"), ("small, top left", "2"), ("small, below", "14")]
"""Place and width of the brush."""

STROKES = """async (text) => {
  const { strokesFromText } = await import("/web/core/stroke_text.js");
  return strokesFromText(text).map((stroke) => stroke.map(([x, y], index) => [x, y, index]));
}"""


def test_the_page_is_opened_with_a_handful_of_files(page: Page, mnist_url: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, mnist_url)
    scripts = [url for url in asked if url.endswith(".js")]
    assert {url.removeprefix(mnist_url) for url in scripts} == {
        "web/browser_check.js",
        "web/page.js",
        "web/net/worker.js",
    }
    assert len(asked) < 20


@pytest.mark.parametrize(("place", "brush"), WAYS)
def test_every_digit_is_recognised_however_it_is_drawn(drawing: Page, place: str, brush: str):
    drawing.get_by_role("slider", name="Brush").fill(brush)
    for label in range(10):
        styles = [name for name, digit in DIGITS.items() if digit["label"] == label]
        name = styles[WAYS.index((place, brush)) % len(styles)]
        draw(drawing, name, *PLACES[place], step=5)
        assert verdict(drawing) == str(label), f"{name}, {place}, brush {brush}"
        clear(drawing)


def test_the_width_of_the_brush_does_not_change_the_verdict(drawing: Page):
    draw(drawing, "5_two_strokes")
    verdict(drawing)
    seen = set()
    for width in ("1", "14"):
        drawing.get_by_role("slider", name="Brush").fill(width)
        verdict(drawing)
        seen.add(drawing.locator(".bars").inner_text())
    assert len(seen) == 1


@pytest.mark.parametrize("name", ["scribble", "circle_cross"])
def test_what_is_no_digit_is_said_to_be_none(drawing: Page, name: str):
    draw(drawing, name, step=4)
    assert verdict(drawing) == "?"
    words = drawing.locator(".verdict-words").inner_text()
    assert "Unlike anything I was trained on" in words
    assert re.search(r"If I have to choose: \d, \d+\.\d\s%", words)


def test_blank_paper_gets_no_verdict(drawing: Page):
    panel = drawing.locator(".verdict-panel")
    expect(panel).to_contain_text("Nothing drawn yet")
    expect(drawing.locator(".verdict-class")).to_be_hidden()
    expect(pad(drawing).locator("..")).to_contain_text("one of 0 1 2 3 4 5 6 7 8 9")
    assert set(drawing.locator(".bar-percent").all_inner_texts()) == {"–"}


def test_the_page_says_what_the_engine_says_about_the_same_strokes(drawing: Page):
    draw(drawing, "9_hooked", step=3)
    verdict(drawing)
    link = re.search(r"drawing=([\w.-]+)", drawing.url)
    assert link
    strokes = strokes_from_json(json.dumps(drawing.evaluate(STROKES, link[1])))
    model = read_model(shipped_model("drawn-digits"))
    placed = place_strokes(strokes, model.placement)
    assert placed is not None
    inputs = placed.image.astype(np.float32)[None, :, :, None] / 255

    network = build_network(model.architecture, model.weights)
    expected = predict(network, Examples(inputs, np.zeros(1, np.int64)))[0]
    for text, share in zip(
        drawing.locator(".bar-percent").all_inner_texts(), 100 * expected, strict=True
    ):
        relation, number = re.fullmatch(r"([<>]?)\s*([\d.]+)\s*%", text).groups()
        if relation:  # rounding would say 0 or 100
            assert share < float(number) if relation == "<" else share > float(number)
        else:
            assert float(number) == pytest.approx(share, abs=0.06)


def test_undo_redo_and_clear_by_button_and_by_key(drawing: Page):
    draw(drawing, "7_bar")  # two strokes
    bars = drawing.locator(".bars")
    verdict(drawing)
    whole = bars.inner_text()
    drawing.get_by_role("button", name="Undo").click()
    verdict(drawing)
    assert bars.inner_text() != whole
    pad(drawing).focus()
    drawing.keyboard.press("r")
    verdict(drawing)
    assert bars.inner_text() == whole
    drawing.keyboard.press("c")
    drawing.locator(".verdict-panel[aria-busy=false].is-blank").wait_for()
    drawing.keyboard.press("Control+z")
    verdict(drawing)
    assert bars.inner_text() == whole, "clearing can be undone"


def test_filters_and_the_heat_map_are_shown_on_demand(drawing: Page):
    draw(drawing, "3_round")
    verdict(drawing)
    pixels = "(canvas) => canvas.toDataURL()"
    maps = drawing.locator(".layer canvas").first
    before = maps.evaluate(pixels)
    drawing.get_by_label("Filters").check()
    assert maps.evaluate(pixels) != before
    ink = pad(drawing).evaluate(pixels)
    drawing.get_by_label("Show where the evidence lies").check()
    expect(drawing.locator(".pad-panel")).to_contain_text("Warm: what speaks for “3”")
    assert pad(drawing).evaluate(pixels) != ink
    assert "heat=true" in drawing.url
    assert "filters=true" in drawing.url


def test_the_page_does_not_scroll_under_a_drawing_finger(browser: Browser, digits_url: str):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    open_page(page, digits_url)
    fingers = context.new_cdp_session(page)

    def swipe(top: float) -> None:
        places = [{"x": 180, "y": top - 15 * step} for step in range(12)]
        for kind, place in zip(["touchStart", *["touchMove"] * 11], places, strict=True):
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    box = pad(page).bounding_box()
    assert box
    swipe(box["y"] + box["height"] - 40)
    assert verdict(page) == "1"
    assert page.evaluate("scrollY") == 0
    swipe(box["y"] + box["height"] + 180)  # below the pad the same finger scrolls
    page.wait_for_function("scrollY > 0")
    context.close()
