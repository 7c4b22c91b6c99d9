"""The five tasks of `docs/first-time-tasks.md`, walked by mouse and keyboard, in two languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Locator, Page, expect
from sums import ROWS, assert_shown, check_grids, check_line, check_products, number

from convscope.model_file import read_model
from convscope.shipped import shipped_model
from convscope.telling import explain

SAY = """async ([language, key, values]) => {
  const { textsIn } = await import("/web/core/texts.js");
  return textsIn(language)(key, values);
}"""

RECEIVED = """async (url) => {
  const { strokesFromText } = await import("/web/core/stroke_text.js");
  const { placeStrokes } = await import("/web/core/placement.js");
  const text = new URLSearchParams(new URL(url).hash.slice(1)).get("drawing");
  return [...placeStrokes(strokesFromText(text), "mnist").image.pixels];
}"""

SEVEN = [(0.48, 0.2), (0.55, 0.2), (0.45, 0.8)]
"""A 7 whose bar is so short that the net takes it for a 1; the pad's side is 1."""


@dataclass
class Walk:
    """One person at the page: with mouse or keyboard, in one language."""

    page: Page
    language: str
    has_mouse: bool

    def say(self, key: str, **values: Any) -> str:
        """Returns what the page says, for what a person reads and looks for."""
        return self.page.evaluate(SAY, [self.language, key, values])

    def read(self, key: str, text: str) -> dict[str, str] | None:
        """Returns the values that a text of the page was filled with; None for another text."""
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(self.say(key)))
        found = re.fullmatch(pattern, text)
        return found and found.groupdict()

    def press(self, control: Locator) -> None:
        """Presses a control, which the keyboard has to reach first."""
        if self.has_mouse:
            control.click()
            return
        self.reach(control)
        self.page.keyboard.press("Enter")

    def reach(self, control: Locator) -> None:
        """Moves the focus there by Tab, from wherever it is, at most once around."""
        for _ in range(250):
            if control.evaluate("(one) => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {control}")

    def ask(self, question: str) -> None:
        """Presses one of the first questions."""
        self.press(self.page.get_by_role("button", name=self.say(f"question.{question}")))
        self.page.locator(".neuron h3").wait_for()

    def section(self, title: str) -> Locator:
        """Returns the section of that name, which must be open and in view."""
        section = self.page.locator("details.closer[open]")
        expect(section.locator("> summary")).to_have_text(self.say(title))
        expect(section.locator("> summary")).to_be_in_viewport()
        return section

    def draw_seven(self) -> None:
        """Draws a 7 that becomes a 1."""
        box = self.page.locator("canvas.pad").bounding_box()
        assert box is not None
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place, steps=12)
        self.page.mouse.up()
        assert verdict(self.page) == "1"

    def image(self) -> np.ndarray:
        """Returns what the net received, float32 (28, 28, 1), 0–1."""
        received = self.page.evaluate(RECEIVED, self.page.url)
        return np.array(received, np.float32).reshape(28, 28, 1) / 255


HANDS = {"mouse-en": (True, "en"), "keyboard-en": (False, "en"), "keyboard-ja": (False, "ja")}


@pytest.fixture(params=HANDS.values(), ids=HANDS)
def walk(request: pytest.FixtureRequest, browser: Browser, mnist_url: str) -> Iterator[Walk]:
    """The page of `mnist` as it opens, with nothing drawn."""
    has_mouse, language = request.param
    context = browser.new_context(
        locale=language, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_page(page, mnist_url)
    yield Walk(page, language, has_mouse)
    context.close()
    assert not problems


def test_find_the_sum_behind_a_pixel(walk: Walk):
    page = walk.page
    draw(page, "3_round", step=4)
    assert verdict(page) == "3"
    walk.ask("sum")
    heading = page.locator(".neuron h3")
    expect(heading).to_be_in_viewport()
    panel = page.locator(".neuron")
    for _ in range(2):
        check_grids(panel)
        total, with_bias, after = page.locator(".equation dd").all_inner_texts()
        assert page.locator(".grid-sum strong").inner_text() == total
        assert with_bias.startswith(f"{total} + ")
        assert check_line(with_bias)
        assert check_line(after)
        value = after.rpartition(" = ")[2]
        assert value in page.locator(".is-choosable").get_attribute("aria-label")
        row, column, channel = map(int, re.findall(r"\d+", heading.inner_text())[-3:])
        if walk.language == "ja":
            assert f"{row} 行 {column} 列" in heading.inner_text()
        neuron = explain(read_model(shipped_model("mnist")), walk.image()).neuron(
            "conv2d", row, column, channel
        )
        assert_shown(neuron.activation, value)
        before = heading.inner_text()
        if walk.has_mouse:
            page.locator(".is-choosable").click(position={"x": 40, "y": 30})
        else:
            walk.reach(page.locator(".is-choosable"))
            page.keyboard.press("ArrowDown")
        expect(heading).not_to_have_text(before)


def test_say_what_a_filter_looks_for(walk: Walk):
    page = walk.page
    draw(page, "3_round", step=4)
    verdict(page)
    walk.ask("filter")
    section = walk.section("filter.title")
    words = section.locator(".filter-words > p").first.inner_text()
    told = walk.read("filter.like", words)
    assert told
    channel = int(re.findall(r"\d+", page.locator(".neuron h3").inner_text())[-1])
    model = read_model(shipped_model("mnist"))
    kernel = model.weights["conv2d.kernel"][:, :, 0, channel]
    if told["pattern"] == walk.say("pattern.top"):
        down = np.repeat([[1.0], [0], [-1]], 3, axis=1)
        cosine = (kernel * down).sum() / np.linalg.norm(kernel) / np.linalg.norm(down)
        assert float(told["likeness"]) == pytest.approx(cosine, abs=0.006)
    assert float(told["likeness"]) >= 0.7
    values = explain(model, walk.image()).layer("conv2d").activation[:, :, channel]
    places = section.locator(".filter-place")
    shown = []
    for text in places.all_inner_texts():
        read = walk.read("neuron.pixel", text.strip())
        assert read
        shown.append((int(read["row"]), int(read["column"])))
        assert_shown(float(values[shown[-1]]), read["value"])
    assert shown[0] == np.unravel_index(np.argmax(values), values.shape)
    chosen = places.nth(1)
    value = re.split("[ ：]", chosen.inner_text().strip())[-1]
    walk.press(chosen)
    row, column = shown[1]
    position = walk.say("position.map", row=row, column=column, channel=channel)
    expect(page.locator(".neuron h3")).to_contain_text(position)
    assert page.locator(".equation dd").last.inner_text().endswith(f" = {value}")


def test_why_did_this_7_become_a_1(walk: Walk):
    page = walk.page
    walk.draw_seven()
    walk.ask("why")
    section = walk.section("compare.title")
    choice = section.get_by_label(walk.say("rival.label"), exact=True)
    choice.select_option("7")
    explanation = explain(read_model(shipped_model("mnist")), walk.image())
    one, seven = (explanation.neuron("dense", unit).pre_activation for unit in (1, 7))
    first = section.locator(".comparison > p").first.inner_text()
    shown = re.findall(r"−?\d+\.\d+", first)
    assert_shown(float(one), shown[0])
    assert_shown(float(seven), shown[1])
    assert_shown(number(shown[0]) - number(shown[1]), shown[2])
    *rows, (_, rest, _), (_, total, _) = section.locator("tbody").evaluate(ROWS)
    products = []
    for _, value, weight, product, _ in rows:
        assert check_line(f"{value} {weight} {product}")
        products.append(number(product.removeprefix("= ")))
    assert [abs(product) for product in products] == sorted(map(abs, products), reverse=True)
    assert_shown(sum(products) + number(rest.removeprefix("= ")), total.removeprefix("= "))
    lines = section.locator(".equation dd").all_inner_texts()
    assert lines[0] == total.removeprefix("= ")
    assert lines[1].startswith(f"{lines[0]} + ")
    assert all(check_line(line) for line in lines[1:])
    assert lines[1].rpartition(" = ")[2] == lines[2].rpartition(" = ")[2] == shown[2]
    jump = section.locator("tbody .jump").first
    place, value = jump.inner_text(), rows[0][1]
    assert place in section.locator(".comparison > p").nth(1).inner_text()
    walk.press(jump)
    expect(page.locator(".neuron h3")).to_have_text(place)
    expect(page.locator(".neuron h3")).to_be_focused()
    assert_shown(number(value), page.locator(".equation dd").last.inner_text())


CHANGED = """async (canvas) => {
  const { PALETTES } = await import("/web/draw/palettes.js");
  const { level } = PALETTES.light;
  const { width, height } = canvas;
  const pixels = new Uint32Array(
    canvas.getContext("2d").getImageData(0, 0, width, height).data.buffer);
  return Array.from({ length: 784 }, (_, place) => {
    const y = Math.floor((Math.floor(place / 28) + 0.5) * height / 28);
    const x = Math.floor((place % 28 + 0.5) * width / 28);
    return level.indexOf(pixels[y * width + x]);
  });
}"""


def test_what_would_change_the_verdict(walk: Walk):
    page = walk.page
    walk.draw_seven()
    walk.ask("change")
    section = walk.section("change.title")
    section.get_by_label(walk.say("rival.label"), exact=True).select_option("7")
    supposed = section.locator(".supposed")
    expect(supposed).to_contain_text(re.compile("[“「]1[”」]"))
    check_products(section.locator(".pixel-terms .terms"))
    before = page.evaluate("document.querySelector('.verdict-line').textContent")
    best = section.locator(".helpful").inner_text()
    read = walk.read("change.ink", best) or walk.read("change.clear", best)
    assert read
    _check_best_pixel(walk, int(read["row"]), int(read["column"]), number(read["gain"]))
    walk.press(section.get_by_role("button", name=walk.say("change.one")))
    expect(section.locator("figcaption").first).to_contain_text("1")
    walk.press(section.get_by_role("button", name=walk.say("change.all")))
    expect(section.locator(".change")).to_have_class(re.compile("is-changed"))
    changed = np.array(section.locator(".pixel-choice").evaluate(CHANGED), np.float32)
    image = changed.reshape(28, 28, 1) / 255
    different = int((np.abs(image - walk.image()) > 1e-3).sum())
    told = re.findall(r"\d+\.\d+|\d+", supposed.inner_text())
    assert int(told[0]) == different
    assert told[1] == "7"
    probabilities = explain(read_model(shipped_model("mnist")), image).probabilities
    assert int(np.argmax(probabilities)) == 7
    assert float(told[2]) == pytest.approx(100 * probabilities[7], abs=0.06)
    assert page.evaluate("document.querySelector('.verdict-line').textContent") == before
    walk.press(section.get_by_role("button", name=walk.say("change.reset")))
    expect(section.locator(".change")).not_to_have_class(re.compile("is-changed"))
    _change_one_by_hand(walk, section)


def _check_best_pixel(walk: Walk, row: int, column: int, gain: float) -> None:
    """Compares the pixel that is named with the gradients that Python's inspector computes."""
    image = walk.image()[:, :, 0]
    explanation = explain(read_model(shipped_model("mnist")), walk.image())
    seven, one = (
        explanation.gradients("logit", class_index=index).inputs.reshape(28, 28) for index in (7, 1)
    )
    gradient = seven - one
    gains = gradient * ((gradient > 0) - image)
    assert gains[row, column] == pytest.approx(gains.max(), rel=1e-4)
    assert gain == pytest.approx(gains.max(), rel=1e-3)


def _change_one_by_hand(walk: Walk, section: Locator) -> None:
    """Inks a pixel in a blank corner, by mouse or keyboard, and takes it back."""
    picture = section.locator(".pixel-choice")
    caption = section.locator("figcaption").first
    if walk.has_mouse:
        picture.click(position={"x": 5, "y": 5})
    else:
        walk.reach(picture)
        for key in ["ArrowUp"] * 27 + ["ArrowLeft"] * 27 + [" "]:
            walk.page.keyboard.press(key)
    expect(caption).to_have_text(walk.say("change.picture", number=1))
    label = picture.get_attribute("aria-label") or ""
    pixel = {"row": 0, "column": 0, "value": 1, "gradient": ""}
    assert walk.say("change.pixel", **pixel).split("1")[0] in label
    walk.press(section.get_by_role("button", name=walk.say("change.undo")))
    expect(caption).to_have_text(walk.say("change.picture", number=0))


def test_what_does_pooling_throw_away(walk: Walk):
    page = walk.page
    draw(page, "3_round", step=4)
    verdict(page)
    walk.ask("lost")
    section = walk.section("pooling.title")
    counts = section.locator(".pooling-counts").inner_text()
    size, kept, thrown, zeros = map(int, re.findall(r"\d+", counts)[:4])
    assert (size, kept, thrown) == (26 * 26, 13 * 13, 26 * 26 - 13 * 13)
    channel = int(re.findall(r"\d+", page.locator(".neuron h3").inner_text())[-1])
    explanation = explain(read_model(shipped_model("mnist")), walk.image())
    values = explanation.layer("conv2d").activation[:, :, channel]
    windows = values.reshape(13, 2, 13, 2).transpose(0, 2, 1, 3).reshape(169, 4)
    empty = int((windows.max(axis=1) == 0).sum())
    assert zeros == int((values == 0).sum()) - empty
    expect(section).to_contain_text(walk.say("pooling.place", number=4))
    pictures = section.locator("canvas")
    read = "(canvas) => canvas.toDataURL()"
    whole, stays, pooled = (pictures.nth(index).evaluate(read) for index in range(3))
    assert len({whole, stays, pooled}) == 3
    turn = section.get_by_label(walk.say("pooling.turn"))
    if walk.has_mouse:
        turn.check()
    else:
        walk.reach(turn)
        page.keyboard.press(" ")
    expect(section.locator(".pooling-same")).to_have_text(walk.say("pooling.same", difference=0))
    assert pictures.nth(0).evaluate(read) != whole
    assert pictures.nth(2).evaluate(read) == pooled
