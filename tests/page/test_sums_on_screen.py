"""The arithmetic on the screen checks out when a reader types what is shown."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Locator, Page, expect
from sums import NUMBER, ROWS, assert_shown, check_grids, check_line, check_products, number

from convscope.model_file import read_model
from convscope.shipped import shipped_model
from convscope.telling import explain


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
    check_grids(panel)
    lines = panel.locator(".equation dd").all_inner_texts()
    assert sum(map(check_line, lines)) >= 1
    assert lines[1].startswith(f"{lines[0]} + ")
    for _ in range(3):
        panel.get_by_role("button", name="Next term").click()
        assert check_line(panel.locator(".walker .line").inner_text())
        running = panel.locator(".walker strong").inner_text()
        assert check_line(running) or re.fullmatch(NUMBER, running)
        check_grids(panel)


OTHERS = [
    ("drawn-digits", "batch_normalization", (6, 6, 3), 5),
    ("drawn-digits", "activation", (6, 6, 3), 1),
    ("mnist", "flatten", (841,), 1),
]


@pytest.mark.parametrize(("name", "layer", "position", "count"), OTHERS)
def test_every_line_of_other_kinds_checks_out(
    opened: dict[str, Page], name: str, layer: str, position: tuple[int, ...], count: int
):
    panel = _open(opened[name], layer, *position)
    lines = panel.locator(".equation dd").all_inner_texts()
    assert sum(map(check_line, lines)) == count


def test_flatten_says_which_cell_of_which_map_it_takes(opened: dict[str, Page]):
    panel = _open(opened["mnist"], "flatten", 841)
    lines = panel.locator(".equation dd").all_inner_texts()
    assert lines[0].startswith("max_pooling2d_1: row 2, column 3, map 9 = ")
    assert lines[1] == "(2 × 5 + 3) × 64 + 9 = 841"
    assert lines[0].endswith(f" = {lines[2]}")


def test_softmax_shows_the_exponentials_and_their_sum(opened: dict[str, Page]):
    panel = _open(opened["mnist"], "dense", 8)
    check_products(panel.locator(".terms").first)
    shown = panel.locator(".softmax tbody").evaluate(ROWS)
    *classes, (*_, total, all_shares) = shown
    assert [cells[0] for cells in classes] == [str(label) for label in range(10)]
    exponentials, shares = [], []
    for _, subtraction, difference, power, division in classes:
        assert check_line(f"{subtraction} {difference}")
        assert check_line(power)
        assert check_line(division)
        distance = difference.removeprefix("= ")
        assert power.startswith((f"e^{distance} = ", f"e^({distance}) = "))
        exponential, _, rest = division.partition(" ÷ ")
        assert power.endswith(f" = {exponential}")
        assert rest.startswith(f"{total.removeprefix('= ')} = ")
        exponentials.append(number(exponential))
        shares.append(number(rest.partition(" = ")[2]))
    assert_shown(sum(exponentials), total.removeprefix("= "))
    assert_shown(sum(shares), all_shares.removeprefix("= "))
    assert sum(shares) == pytest.approx(1, abs=5e-4)


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
        check_products(table)
    for cells in panel.locator(".shares tbody").evaluate(ROWS):
        if len(cells) == 4 and cells[1]:
            assert check_line(f"{cells[1]} {cells[2]}")
    for line in panel.locator(".equation dd").all_inner_texts():
        assert check_line(line) or re.fullmatch(NUMBER, line) or line.startswith("probability")

    received = page.evaluate(RECEIVED, page.url)
    model = read_model(shipped_model("mnist"))
    image = np.array(received, np.float32).reshape(28, 28, 1) / 255
    gradient = explain(model, image).neuron(layer, *position).backward("loss", label=8)
    own = gradient.to_json()["pre_activation_gradient"]
    shown = re.search(rf"{NUMBER} times as much", meaning.inner_text())
    assert shown
    assert number(shown[1]) == pytest.approx(own, rel=2e-3, abs=1e-7)


RECEIVED = """async (url) => {
  const { strokesFromText } = await import("/web/core/stroke_text.js");
  const { placeStrokes } = await import("/web/core/placement.js");
  const text = new URLSearchParams(new URL(url).hash.slice(1)).get("drawing");
  return [...placeStrokes(strokesFromText(text), "mnist").image.pixels];
}"""
