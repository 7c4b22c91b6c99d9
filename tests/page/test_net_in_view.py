"""The whole net in view: one screen, folded groups, the magnifier, and lines to sources."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Literal

import numpy as np
import pytest
from drawing import COUNT_PAINTED, draw, open_page, serve_drawing, verdict
from long_nets import chain_of_40, circle_cross, photo_net, write
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model

OpenPage = Callable[..., Page]

OUTSIDE = """() => {
  const outside = [];
  for (const part of document.querySelectorAll(".layer, .layer canvas, .layer .scale")) {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    if (!isInside) outside.push(part.closest(".layer").ariaLabel);
  }
  return outside;
}"""


@pytest.fixture
def window(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a window of its own."""
    contexts = []

    def open_window(url: str, width: int = 1440, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        open_page(page, url)
        context.on("close", lambda _: problems and pytest.fail(str(problems)))
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def chain_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = write(chain_of_40(), tmp_path_factory.mktemp("chain"))
    with serve_drawing(path, PageSettings("chain")) as url:
        yield url


@pytest.fixture(scope="module")
def photo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = write(photo_net(), tmp_path_factory.mktemp("photo"))
    images = np.random.default_rng(3).integers(0, 256, (1, 100, 100, 3), dtype=np.uint8)
    with serve_drawing(path, PageSettings("photo", "", images, np.zeros(1, int))) as url:
        yield url


def _drawn(page: Page) -> Page:
    draw(page, "3_round", step=6)
    verdict(page)
    return page


def _until(page: Page, claim: str) -> None:
    """Waits for a claim; the page's policy lets no text be evaluated from inside of it."""
    for _ in range(100):
        if page.evaluate(claim):
            return
        page.wait_for_timeout(50)
    pytest.fail(claim)


def _lens(page: Page) -> Locator:
    return page.locator(".lens:visible")


def _expect_empty_lens(page: Page) -> None:
    expect(page.locator(".lens-empty:visible")).to_have_count(1)
    expect(page.locator(".lens-full:visible")).to_have_count(0)


def _sheet(page: Page, layer: str) -> Locator:
    return page.locator(f".layer[aria-label={layer}] canvas")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["mnist", "drawn-digits", "circle-cross"])
def test_every_layer_of_a_small_net_is_on_one_screen(
    window: OpenPage, tmp_path, name: str, language: str
):
    is_shipped = name != "circle-cross"
    path = shipped_model(name) if is_shipped else write(circle_cross(), tmp_path)
    with serve_drawing(path, PageSettings(name, language)) as url:
        page = _drawn(window(url))
        assert page.evaluate("scrollY") == 0
        assert page.evaluate(OUTSIDE) == []
        sheets = page.locator(".layer canvas")
        assert sheets.count() == {"mnist": 7, "drawn-digits": 14, "circle-cross": 3}[name]
        for sheet in sheets.all():
            shades = sheet.evaluate(
                """(canvas) => new Set(new Uint32Array(canvas.getContext("2d")
                  .getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""
            )
            assert shades > 1, "something is painted"


def test_a_chain_of_forty_layers_is_folded_on_one_screen(window: OpenPage, chain_url: str):
    page = _drawn(window(chain_url))
    assert page.locator(".layer:visible").count() == 7
    for layer in page.locator(".layer:visible").all():
        box = layer.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 900
    hidden = [int(text.split()[0]) for text in page.locator(".fold-button").all_inner_texts()]
    assert sum(hidden) + 7 == 42


def test_a_group_is_unfolded_by_mouse_and_by_keyboard(window: OpenPage, chain_url: str):
    page = _drawn(window(chain_url))
    fold = page.locator(".fold-button").nth(1)
    expect(fold).to_have_text("7 layers hidden")
    expect(fold).to_have_accessible_name("Show the 7 hidden layers, conv2d_8 to conv2d_14")
    expect(_sheet(page, "conv2d_9")).to_be_hidden()
    fold.click()
    expect(_sheet(page, "conv2d_9")).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert "unfolded=%5B8%5D" in page.url
    page.keyboard.press("Enter")
    expect(_sheet(page, "conv2d_9")).to_be_hidden()
    page.keyboard.press("Space")
    page.reload()
    expect(_sheet(page, "conv2d_9")).to_be_visible()
    page.get_by_role("button", name="Fold all").click()
    expect(_sheet(page, "conv2d_9")).to_be_hidden()
    page.get_by_role("button", name="Show all layers").click()
    assert page.locator(".layer:visible").count() == 42
    # Where the page scrolls anyway, maps can be looked at.
    _until(page, "document.querySelector('.layer[aria-label=conv2d] canvas').clientHeight > 60")


def test_a_group_is_unfolded_by_a_finger(window: OpenPage, photo_url: str):
    page = window(f"{photo_url}#example=0&language=ja", 390, 844, has_touch=True, is_mobile=True)
    fold = page.locator(".fold-button").first
    expect(fold).to_have_text("ほか 4 層")
    fold.tap()
    expect(_sheet(page, "conv2d")).to_be_visible()


def test_an_opened_neuron_unfolds_its_group(window: OpenPage, chain_url: str):
    page = _drawn(window(chain_url))
    _sheet(page, "conv2d_15").click(position={"x": 12, "y": 40})
    expect(page.locator(".neuron h3")).to_contain_text("conv2d_15")
    page.get_by_role("button", name="Next layer").click()
    expect(_sheet(page, "conv2d_16")).to_be_visible()
    assert page.evaluate("document.querySelectorAll('.layer:not([hidden])').length") == 14


def test_only_what_is_seen_is_painted(window: OpenPage, chain_url: str, mnist_url: str):
    page = window(chain_url)
    page.evaluate(COUNT_PAINTED)
    _drawn(page)
    names = set(page.evaluate("[...painted.keys()]"))
    ends = {f"conv2d_{number}" for number in (7, 15, 23, 31, 39)}
    ends |= {"global_average_pooling2d", "dense"}
    assert names == ends
    page.locator(".fold-button").first.click()
    _until(page, "painted.has('conv2d_3')")
    phone = window(mnist_url, 390, 844)
    phone.evaluate(COUNT_PAINTED)
    _drawn(phone)
    assert phone.evaluate("painted.size") == 0, "the layers are below the window"
    phone.locator(".layers").scroll_into_view_if_needed()
    _until(phone, "painted.has('conv2d')")
    assert not phone.evaluate("painted.has('dense')"), "scrolled out to the right"


def test_what_is_under_the_pointer_is_magnified_with_its_value(window: OpenPage, mnist_url: str):
    page = _drawn(window(mnist_url))
    _expect_empty_lens(page)
    _sheet(page, "conv2d_1").hover(position={"x": 12, "y": 40})
    expect(_lens(page)).to_contain_text("conv2d_1, map 1")
    large = _lens(page).locator(".lens-picture canvas")
    small = _sheet(page, "conv2d_1").bounding_box()
    box = large.bounding_box()
    assert box
    assert small
    assert box["width"] > 5 * 26
    page.mouse.move(5, 5)
    _expect_empty_lens(page)
    # Once a map is opened the pointer can go into the magnifier.
    _sheet(page, "conv2d_1").click(position={"x": 12, "y": 40})
    page.locator(".neuron h3").wait_for()
    box = large.bounding_box()  # the page may have got a scroll bar
    assert box
    large.hover(position={"x": box["width"] * 4.5 / 11, "y": box["height"] * 6.5 / 11})
    value = _lens(page).locator(".lens-value")
    expect(value).to_have_text(re.compile(r"row 6, column 4: "))
    shown = value.inner_text().split(": ")[1]
    large.click(position={"x": box["width"] * 4.5 / 11, "y": box["height"] * 6.5 / 11})
    expect(page.locator(".neuron h3")).to_have_text(re.compile("conv2d_1: row 6, column 4, map 1"))
    result = page.locator(".equation dd").last.inner_text()
    assert float(result.split("= ")[-1].replace("−", "-")) == pytest.approx(
        float(shown.replace("−", "-")), rel=1e-3
    )


def test_the_keyboard_magnifies_and_reads_every_cell(window: OpenPage, digits_url: str):
    page = _drawn(window(digits_url))
    sheet = _sheet(page, "conv2d_1")
    sheet.focus()
    page.keyboard.press("ArrowDown")
    expect(_lens(page)).to_contain_text("conv2d_1, map 1")
    expect(sheet).to_have_attribute("aria-valuetext", re.compile("feature map 1 of 64"))
    page.keyboard.press("Shift+ArrowRight")
    first = _lens(page).locator(".lens-value").inner_text()
    page.keyboard.press("Shift+ArrowDown")
    value = _lens(page).locator(".lens-value")
    expect(value).not_to_have_text(first)
    expect(sheet).to_have_attribute("aria-valuetext", value.inner_text())
    row, column = (int(re.findall(rf"{axis} (\d+)", value.inner_text())[0]) for axis in AXES)
    page.keyboard.press("Escape")
    _expect_empty_lens(page)
    page.keyboard.press("Shift+ArrowUp")
    expect(value).to_contain_text(f"row {row - 1}, column {column}")
    page.keyboard.press("Enter")
    expect(page.locator(".neuron h3")).to_contain_text(f"row {row - 1}, column {column}, map 1")


AXES = ("row", "column")


def test_a_finger_magnifies_and_puts_away(window: OpenPage, mnist_url: str):
    page = _drawn(window(mnist_url, 390, 844, has_touch=True, is_mobile=True))
    assert page.locator(".lens:visible").count() == 0
    _sheet(page, "conv2d").tap(position={"x": 12, "y": 40})
    expect(_lens(page)).to_contain_text("conv2d, map 1")
    page.get_by_role("button", name="Put the magnifier away").tap()
    expect(page.locator(".lens:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 720, 1024, 1440])
def test_the_magnifier_covers_nothing(window: OpenPage, mnist_url: str, width: int):
    page = _drawn(window(mnist_url, width))
    _sheet(page, "conv2d_1").focus()
    expect(_lens(page)).to_contain_text("conv2d_1")
    covered = page.evaluate(
        """() => {
          const lens = [...document.querySelectorAll(".lens")].find((lens) => lens.clientWidth);
          const own = lens.getBoundingClientRect();
          const parts = ".pad, .verdict-panel, .images-panel, .picture-panel, .layers, .neuron";
          return [...document.querySelectorAll(parts)].filter((part) => {
            const box = part.getBoundingClientRect();
            return box.left < own.right && own.left < box.right &&
              box.top < own.bottom && own.top < box.bottom;
          }).map((part) => part.className);
        }"""
    )
    assert covered == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_signs_are_told_without_colour(window: OpenPage, digits_url: str):
    page = _drawn(window(digits_url))
    page.context.new_cdp_session(page).send(
        "Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"}
    )
    sheet = _sheet(page, "conv2d_1")
    sheet.focus()
    ends = _lens(page).locator(".ends span").all_inner_texts()
    assert re.fullmatch(r"−[\d.]+", ends[0])
    assert ends[1] == "0"
    assert ends[2] == ends[0].replace("−", "+")
    largest = float(ends[2])
    canvas = _lens(page).locator(".lens-picture canvas")
    picture = Image.open(BytesIO(canvas.screenshot()))
    grey = np.asarray(picture.convert("L"), float)
    side = grey.shape[0] / 11
    box = canvas.bounding_box()
    assert box
    sheet.click(position={"x": 8, "y": 8})
    signs = {True: 0, False: 0}
    for row, column in np.ndindex(11, 11):
        canvas.hover(position={"x": (column + 0.5) * side, "y": (row + 0.5) * side})
        text = _lens(page).locator(".lens-value").inner_text().split(": ")[1]
        value = float(text.replace("−", "-"))
        if abs(value) < 0.06 * largest:
            continue
        top, left = round(row * side) + 3, round(column * side) + 3
        cell = grey[top : top + round(side) - 6, left : left + round(side) - 6]
        has_sign = np.ptp(cell) > 40
        assert has_sign == (value < 0), (row, column, value)
        signs[has_sign] += 1
    assert min(signs.values()) >= 3


@pytest.mark.parametrize("eyes", ["protanopia", "deuteranopia", "tritanopia"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signs_are_told_by_eyes_that_lack_a_colour(
    window: OpenPage, digits_url: str, eyes: str, scheme: Literal["light", "dark"]
):
    page = _drawn(window(digits_url))
    page.emulate_media(color_scheme=scheme)
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": eyes})
    bar = Image.open(BytesIO(page.locator(".legend:visible canvas").screenshot())).convert("RGB")
    width, height = bar.size
    lab = _lab(np.asarray(bar)[height // 4])
    negative, half_negative, zero, half_positive, positive = (
        lab[round(share * (width - 1))] for share in (0.02, 0.25, 0.5, 0.75, 0.98)
    )
    apart = [(negative, positive, 40), (half_negative, half_positive, 15)]
    apart += [(negative, zero, 25), (positive, zero, 25)]
    for one, other, least in apart:
        assert np.linalg.norm(one - other) >= least, (one, other)


def _lab(colours: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of sRGB colours, uint8 (number, 3); 2.3 is a difference that people just see."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = linear @ np.transpose(to_xyz) / (0.9505, 1, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def test_lines_lead_to_what_a_map_is_made_of(window: OpenPage, mnist_url: str):
    page = _drawn(window(mnist_url))
    lines = page.locator(".source-lines path")
    made = _lens(page).locator(".lens-made")
    expect(lines).to_have_count(0)
    _sheet(page, "max_pooling2d").hover(position={"x": 12, "y": 40})
    expect(lines).to_have_count(1)
    expect(made).to_have_text(re.compile("conv2d: map 1$"))
    _sheet(page, "conv2d").hover(position={"x": 12, "y": 40})
    expect(lines).to_have_count(1)
    expect(made).to_have_text("Made of the input: map 0")
    _sheet(page, "dense").hover(position={"x": 8, "y": 8})
    expect(lines).to_have_count(16)
    _sheet(page, "conv2d_1").focus()
    expect(lines).to_have_count(32)
    drawn = lines.evaluate_all(
        """(lines) => lines.map((line) => [
          Number(line.dataset.place), parseFloat(line.getAttribute("stroke-width")),
          line.classList.contains("is-negative"), getComputedStyle(line).strokeDasharray,
        ])"""
    )
    place, _, is_negative, _ = max(drawn, key=lambda line: line[1])
    named, adds = re.findall(r"map (\d+) ([+−][\d.]+)", made.inner_text())[0]
    assert (place, is_negative) == (int(named), adds[0] == "−")
    for _, _, takes_away, dashes in drawn:
        assert (dashes == "none") is not takes_away
    assert {takes_away for _, _, takes_away, _ in drawn} == {True, False}
    # Enter opens the same neuron, whose strongest input map is the same.
    page.keyboard.press("Enter")
    expect(page.locator(".neuron")).to_contain_text(f"Input map {place} of 32")
    total = re.search(r"Sum of this map’s products\s+(−?[\d.]+)", page.inner_text(".neuron"))
    assert total
    shown, exact = (float(text.replace("−", "-")) for text in (adds, total[1]))
    assert shown == pytest.approx(exact, rel=0.06)
    page.keyboard.press("Escape")
    expect(lines).to_have_count(0)


def test_lines_end_at_their_maps_and_never_take_the_pointer(window: OpenPage, mnist_url: str):
    page = _drawn(window(mnist_url))
    page.mouse.move(5, 5)
    _sheet(page, "max_pooling2d").focus()
    path = page.locator(".source-lines path")
    expect(path).to_have_count(1)
    seen = path.evaluate(
        """(path) => {
          const { x, y } = path.ownerSVGElement.getBoundingClientRect();
          const at = (share) => {
            const point = path.getPointAtLength(share * path.getTotalLength());
            return [point.x + x, point.y + y];
          };
          const boxes = [...document.querySelectorAll(".layer canvas")].slice(0, 2)
            .map((canvas) => canvas.getBoundingClientRect());
          const inside = ([x, y], box) => x >= box.left - 1 && x <= box.right + 1 &&
            y >= box.top && y <= box.bottom;
          const middle = document.elementFromPoint(...at(0.5));
          return [inside(at(0), boxes[0]), inside(at(1), boxes[1]),
            Boolean(middle.closest("svg")), path.ownerSVGElement.ariaHidden];
        }"""
    )
    assert seen == [True, True, False, "true"]
