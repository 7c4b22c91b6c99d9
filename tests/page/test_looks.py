"""The page at every size: nothing cut, nothing squeezed, and legible from afar."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Page, expect

CUT = """() => {
  const page = document.documentElement;
  const cut = page.scrollWidth > page.clientWidth ? ["the page"] : [];
  for (const part of document.querySelectorAll(".neuron *, .verdict-panel *, .images-panel *")) {
    if (part.matches(".for-screen-readers, .bar-percent, canvas")) continue;
    const { left, right } = part.getBoundingClientRect();
    const scrolls = part.closest(".grid, .terms, .layers");
    if (!scrolls && (left < -1 || right > page.clientWidth + 1)) cut.push(part.outerHTML);
  }
  return cut;
}"""

LINES = """(parts) => parts.map((part) => {
  const range = document.createRange();
  range.selectNodeContents(part);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 8))).size;
})"""


@contextmanager
def _page(
    browser: Browser, url: str, width: int, height: int = 900, **options: Any
) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    page = context.new_page()
    open_page(page, url)
    yield page
    context.close()


def _open_neuron(page: Page, layer: int = 2) -> None:
    draw(page, "3_round", step=6)
    verdict(page)
    page.locator(".layer canvas").nth(layer).click(position={"x": 12, "y": 40})
    page.locator(".equation").first.wait_for()


SIZES = {"390": (390, 1), "700": (700, 1), "912": (912, 1), "1024": (1024, 1), "zoomed": (720, 2)}


@pytest.mark.parametrize(("width", "density"), SIZES.values(), ids=SIZES)
def test_a_neurons_sum_is_neither_cut_nor_squeezed(
    browser: Browser, mnist_url: str, width: int, density: int
):
    with _page(browser, mnist_url, width, device_scale_factor=density) as page:
        _open_neuron(page)
        assert page.evaluate(CUT) == []
        if width >= 700:
            lines = page.locator(".equation dd, .equation dt").evaluate_all(LINES)
            assert set(lines) == {1}
        page.get_by_label("Backwards: its gradient").check()
        page.locator(".gradient").wait_for()
        assert page.evaluate(CUT) == []


def test_all_bars_are_measured_against_one_length(browser: Browser, photographs_url: str):
    with _page(browser, photographs_url, 1280) as page:
        page.locator("summary").click()
        page.locator(".example").first.click()
        verdict(page)
        tracks = page.locator(".bar-track").evaluate_all(
            "(tracks) => tracks.map((track) => "
            "[track, track.firstChild].map((part) => part.getBoundingClientRect()))"
        )
        assert (
            len({(round(track["left"], 2), round(track["width"], 2)) for track, _ in tracks}) == 1
        )
        widths = [100 * fill["width"] / track["width"] for track, fill in tracks]
        for text, width in zip(page.locator(".bar-percent").all_inner_texts(), widths, strict=True):
            *bound, number, _ = text.split()
            assert width == pytest.approx(float(number), abs=0.1 if bound else 0.06)


def test_bars_claim_certainty_as_little_as_the_verdict(browser: Browser, digits_url: str):
    with _page(browser, digits_url, 390) as page:
        draw(page, "4_open", step=4)
        assert verdict(page) == "4"
        shares = page.locator(".bar-percent").all_inner_texts()
        assert not {"100.0\u00a0%", "0.0\u00a0%"} & set(shares)
        words = page.locator(".verdict-line").inner_text()
        assert page.locator(".is-best .bar-percent").inner_text() in words
        assert page.evaluate(CUT) == []


def test_on_a_projector_letters_and_maps_grow(browser: Browser, mnist_url: str):
    seen = {}
    for width, height in ((1440, 900), (1920, 1080), (2560, 1440)):
        with _page(browser, mnist_url, width, height) as page:
            letter, cell = page.evaluate(
                """() => {
                  const { width, height } = document.querySelector(".layer canvas")
                    .getBoundingClientRect();
                  const { fontSize } = getComputedStyle(document.querySelector(".layer .note"));
                  return [parseFloat(fontSize), (width * height / 32) ** 0.5];
                }"""
            )
            seen[width] = letter, cell
            row = page.locator(".layers").evaluate("(row) => [row.scrollWidth, row.clientWidth]")
            assert row[0] <= row[1], "every layer is seen without scrolling sideways"
    assert seen[1920][0] > 1.2 * seen[1440][0]
    assert seen[1920][1] > 1.2 * seen[1440][1]
    assert seen[2560][0] > 1.5 * seen[1440][0]


def test_a_net_for_photographs_asks_for_a_picture(browser: Browser, photographs_url: str):
    with _page(browser, photographs_url, 1024) as page:
        hint = page.locator(".pad-hint")
        expect(hint).to_contain_text("Drop a picture")
        expect(hint).to_contain_text("choose, photograph or paste one")
        expect(page.locator(".verdict-panel")).to_contain_text("No picture yet")
        assert "draw" not in hint.inner_text().lower()
        page.get_by_label("Language").select_option("ja")
        expect(hint).to_contain_text("ここに画像をドロップ")


def test_signs_have_a_legend_and_can_be_seen_without_colours(
    browser: Browser, photographs_url: str
):
    with _page(browser, photographs_url, 1024) as page:
        expect(page.locator(".legend")).to_contain_text("− negative")
        expect(page.locator(".legend")).to_contain_text("positive +")
        page.locator("summary").click()
        page.locator(".example").first.click()
        verdict(page)
        maps = page.locator(".layer canvas").first
        is_grey = """(canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let coloured = 0;
          for (let i = 0; i < data.length; i += 4) coloured += data[i] !== data[i + 2] ? 1 : 0;
          return coloured < data.length / 16;
        }"""
        assert not maps.evaluate(is_grey)
        page.get_by_label("Signs without colours").check()
        assert maps.evaluate(is_grey)
        assert "plain=true" in page.url


def test_arrow_keys_are_named_only_where_there_are_any(browser: Browser, mnist_url: str):
    for options, is_named in (({}, True), ({"is_mobile": True, "has_touch": True}, False)):
        with _page(browser, mnist_url, 800, **options) as page:
            _open_neuron(page)
            hint = page.locator(".keyboard-hint")
            assert hint.is_visible() is is_named


def test_a_kind_of_layer_is_told_in_a_sentence(browser: Browser, mnist_url: str):
    with _page(browser, mnist_url, 1024) as page:
        first = page.locator(".layer").first
        expect(first).to_contain_text("Looks for patterns with small filters.")
        _open_neuron(page, 1)
        expect(page.locator(".neuron")).to_contain_text("Keeps the largest value of each window.")
        page.get_by_label("Language").select_option("ja")
        expect(first).to_contain_text("小さなフィルターで模様を探します。")


def test_the_only_input_map_is_not_one_of_many(browser: Browser, mnist_url: str):
    with _page(browser, mnist_url, 1024) as page:
        _open_neuron(page, 0)
        expect(page.locator(".neuron")).to_contain_text("The only input map")
        expect(page.get_by_role("button", name="Next input map")).to_have_count(0)


def test_the_heat_map_fades_out(browser: Browser, digits_url: str):
    with _page(browser, digits_url, 1024) as page:
        draw(page, "3_round", 0.5, 0.4, 0.4, step=4)
        verdict(page)
        read = """(canvas) => {
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          return [width, Array.from({ length: width * height }, (_, i) => data[4 * i + 3])];
        }"""
        pad = page.locator("canvas.pad")
        width, before = pad.evaluate(read)
        page.get_by_label("Show where the evidence lies").check()
        expect(page.locator(".pad-panel")).to_contain_text("Warm")
        page.wait_for_timeout(100)
        _, after = pad.evaluate(read)
        steps = []
        for i in range(1, len(after)):
            if i % width == 0 or before[i] or before[i - 1]:
                continue
            steps.append(abs(after[i] - after[i - 1]))
        assert max(steps) < 30, "no edge"
        assert max(after[i] for i in range(len(after)) if not before[i]) > 60
