"""The arithmetic on the screen checks out when a reader types what is shown."""

import math
import re
from collections.abc import Iterator

import numpy as np
import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Locator, Page, expect

from convscope.model_file import read_model
from convscope.shipped import shipped_model
from convscope.telling import explain

NUMBER = r"\(?(−?[\d.,]+(?:e−?\d+)?)\)?"

CALCULATIONS = {
    rf"{NUMBER} \+ {NUMBER}": lambda a, b: a + b,
    rf"{NUMBER} − {NUMBER}": lambda a, b: a - b,
    rf"{NUMBER} × {NUMBER}": lambda a, b: a * b,
    rf"{NUMBER} [/÷] {NUMBER}": lambda a, b: a / b,
    rf"√\({NUMBER} \+ {NUMBER}\)": lambda a, b: math.sqrt(a + b),
    rf"e\^\({NUMBER} − {NUMBER}\)": lambda a, b: math.exp(a - b),
    rf"max\(0, {NUMBER}\)": lambda a: max(0.0, a),
    rf"\({NUMBER} × {NUMBER} \+ {NUMBER}\) × {NUMBER} \+ {NUMBER}": (
        lambda a, b, c, d, e: (a * b + c) * d + e
    ),
}


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def _assert_shown(value: float, shown: str) -> None:
    """Fails unless the value, rounded to the digits that are shown, is what is shown."""
    mantissa, _, exponent = shown.replace(",", "").replace("−", "-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = 10.0 ** (int(exponent or 0) - decimals)
    assert abs(value - _number(shown)) <= unit * 0.500001, f"{value} is not {shown}"


def _check_line(text: str) -> bool:
    """Calculates a line such as `0.3887 + 0.099 = 0.4877`; tells whether it is one."""
    left, _, right = text.partition(" = ")
    for pattern, calculate in CALCULATIONS.items():
        found = re.fullmatch(pattern, left)
        if found and right:
            _assert_shown(calculate(*map(_number, found.groups())), right)
            return True
    return False


ROWS = """(body) => [...body.querySelectorAll("tr")].map((row) =>
  [...row.querySelectorAll("td")].map((cell) => cell.textContent))"""


def _check_grids(panel: Locator) -> None:
    grids = panel.locator(".window .grid").evaluate_all(f"(grids) => grids.map({ROWS})")
    patch, kernel, products = ([cell for row in grid for cell in row] for grid in grids)
    for a, b, product in zip(patch, kernel, products, strict=True):
        _assert_shown(_number(a) * _number(b), product)
    _assert_shown(sum(map(_number, products)), panel.locator(".grid-sum strong").inner_text())


def _check_products(table: Locator) -> None:
    """Checks rows of place, factor, × factor, = product, with the total in the last row."""
    column = []
    for cells in table.locator("tbody").evaluate(ROWS):
        column.append(cells[-1].removeprefix("= "))
        if len(cells) == 4:
            assert _check_line(f"{cells[1]} {cells[2]} {cells[3]}"), cells
    _assert_shown(sum(map(_number, column[:-1])), column[-1])


@pytest.fixture(scope="module")
def opened(browser: Browser, mnist_url: str, digits_url: str) -> Iterator[dict[str, Page]]:
    """The pages of both nets with a drawing on them."""
    context = browser.new_context()
    pages = {}
    for name, url in (("mnist", mnist_url), ("drawn-digits", digits_url)):
        page = context.new_page()
        open_page(page, url)
        draw(page, "3_round", step=4)
        assert verdict(page) == "3"
        pages[name] = page
    yield pages
    context.close()


def _open(page: Page, layer: str, *position: int, backward: bool = False) -> Locator:
    """Opens a neuron as a link does; returns its panel."""
    passing = "&pass=backward" if backward else ""
    drawing = re.search(r"drawing=[\w.-]+", page.url)
    assert drawing
    hash_ = f"{drawing[0]}&layer={layer}&neuron={list(position)}{passing}".replace(" ", "")
    page.evaluate("(hash) => { location.hash = hash; }", hash_)
    heading = page.locator(".neuron h3")
    words = "row {}, column {}, map {}" if len(position) == 3 else "value {}"
    expect(heading).to_have_text(f"{layer}: {words.format(*position)}")
    if backward:
        page.locator(".gradient").wait_for()
    else:
        expect(page.locator(".gradient")).to_have_count(0)
    return page.locator(".neuron")


NEURONS = [
    ("mnist", "conv2d", 18, 6, 1),
    ("mnist", "conv2d_1", 8, 1, 1),
    ("drawn-digits", "conv2d", 12, 12, 3),
    ("drawn-digits", "conv2d_1", 5, 6, 20),
]


@pytest.mark.parametrize("neuron", NEURONS, ids=lambda neuron: "-".join(map(str, neuron)))
def test_cells_multiply_and_add_up_to_what_is_shown(opened: dict[str, Page], neuron: tuple):
    name, *place = neuron
    panel = _open(opened[name], *place)
    _check_grids(panel)
    lines = panel.locator(".equation dd").all_inner_texts()
    assert sum(map(_check_line, lines)) >= 1
    assert lines[1].startswith(f"{lines[0]} + ")
    for _ in range(3):
        panel.get_by_role("button", name="Next term").click()
        assert _check_line(panel.locator(".walker .line").inner_text())
        running = panel.locator(".walker strong").inner_text()
        assert _check_line(running) or re.fullmatch(NUMBER, running)
        _check_grids(panel)


OTHERS = [
    ("drawn-digits", "batch_normalization", (6, 6, 3), 5),
    ("drawn-digits", "activation", (6, 6, 3), 1),
    ("mnist", "flatten", (841,), 1),
]


@pytest.mark.parametrize(("name", "layer", "position", "number"), OTHERS)
def test_every_line_of_other_kinds_checks_out(
    opened: dict[str, Page], name: str, layer: str, position: tuple[int, ...], number: int
):
    panel = _open(opened[name], layer, *position)
    lines = panel.locator(".equation dd").all_inner_texts()
    assert sum(map(_check_line, lines)) == number


def test_flatten_says_which_cell_of_which_map_it_takes(opened: dict[str, Page]):
    panel = _open(opened["mnist"], "flatten", 841)
    lines = panel.locator(".equation dd").all_inner_texts()
    assert lines[0].startswith("max_pooling2d_1: row 2, column 3, map 9 = ")
    assert lines[1] == "(2 × 5 + 3) × 64 + 9 = 841"
    assert lines[0].endswith(f" = {lines[2]}")


def test_softmax_shows_the_exponentials_and_their_sum(opened: dict[str, Page]):
    panel = _open(opened["mnist"], "dense", 8)
    _check_products(panel.locator(".terms").first)
    shown = panel.locator(".softmax tbody").evaluate(ROWS)
    *classes, (_, total) = shown
    assert [cells[0] for cells in classes] == [str(label) for label in range(10)]
    for _, _, power, value in classes:
        assert _check_line(f"{power} {value}")
    exponentials = [_number(cells[3].removeprefix("= ")) for cells in classes]
    _assert_shown(sum(exponentials), total.removeprefix("= "))
    assert _check_line(panel.locator(".equation dd").last.inner_text())


GRADIENTS = [("conv2d_1", (8, 1, 1)), ("max_pooling2d", (6, 6, 3)), ("dense", (5,))]


@pytest.mark.parametrize(("layer", "position"), GRADIENTS, ids=[layer for layer, _ in GRADIENTS])
def test_backwards_a_neuron_shows_the_terms_of_its_gradient(
    opened: dict[str, Page], layer: str, position: tuple[int, ...]
):
    page = opened["mnist"]
    panel = _open(page, layer, *position)
    panel.get_by_label("Backwards: its gradient").check()
    panel.get_by_label("of", exact=True).select_option("loss 8")
    meaning = page.locator(".gradient")
    expect(meaning).to_contain_text("the loss if “8” were right changes")
    assert "pass=backward" in page.url
    assert "aim=loss+8" in page.url
    for table in panel.locator(".terms:not(.shares)").all():
        _check_products(table)
    for cells in panel.locator(".shares tbody").evaluate(ROWS):
        if len(cells) == 4 and cells[1]:
            assert _check_line(f"{cells[1]} {cells[2]}")
    for line in panel.locator(".equation dd").all_inner_texts():
        assert _check_line(line) or re.fullmatch(NUMBER, line) or line.startswith("probability")

    received = page.evaluate(RECEIVED, page.url)
    model = read_model(shipped_model("mnist"))
    image = np.array(received, np.float32).reshape(28, 28, 1) / 255
    gradient = explain(model, image).neuron(layer, *position).backward("loss", label=8)
    own = gradient.to_json()["pre_activation_gradient"]
    shown = re.search(rf"{NUMBER} times as much", meaning.inner_text())
    assert shown
    assert _number(shown[1]) == pytest.approx(own, rel=2e-3, abs=1e-7)


RECEIVED = """async (url) => {
  const { strokesFromText } = await import("/web/core/stroke_text.js");
  const { placeStrokes } = await import("/web/core/placement.js");
  const text = new URLSearchParams(new URL(url).hash.slice(1)).get("drawing");
  return [...placeStrokes(strokesFromText(text), "mnist").image.pixels];
}"""
