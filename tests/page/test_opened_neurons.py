"""Neurons on the drawing page: opened, walked through, added up."""

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Page, expect


@pytest.fixture
def drawn(page: Page, mnist_url: str) -> Page:
    """The page of `mnist` with a 3 on it."""
    open_page(page, mnist_url)
    draw(page, "3_round", step=4)
    assert verdict(page) == "3"
    return page


def test_a_neuron_is_opened_by_mouse_and_its_terms_add_up(drawn: Page):
    drawn.locator(".layer canvas").nth(2).click(position={"x": 12, "y": 40})
    heading = drawn.locator(".neuron h3")
    expect(heading).to_contain_text("conv2d_1: row ")
    numbers = drawn.locator(".equation dd").all_inner_texts()
    total, with_bias, after = numbers
    left, _, right = with_bias.partition(" = ")
    first, _, bias = left.partition(" + ")
    assert first == total
    value = _number(first) + _number(bias.strip("()"))
    assert value == pytest.approx(_number(right), abs=2e-3)
    assert after == f"max(0, {right}) = {right}"
    drawn.get_by_role("button", name="Next term").click()
    expect(drawn.locator(".calculation [aria-current=step]")).to_have_count(3)
    line = drawn.locator(".walker .line").inner_text()
    factor, _, rest = line.partition(" × ")
    weight, _, product = rest.partition(" = ")
    weight = _number(weight.strip("()"))
    assert _number(factor) * weight == pytest.approx(_number(product), rel=2e-3, abs=1e-5)
    drawn.get_by_role("button", name="Next layer").click()
    expect(heading).to_contain_text("max_pooling2d_1: row ")


def test_the_output_layer_shows_its_largest_products(drawn: Page):
    drawn.locator(".layer canvas").last.click(position={"x": 10, "y": 3 * 26 + 10})
    expect(drawn.locator(".terms").first.locator("tbody tr")).to_have_count(14)
    expect(drawn.locator(".calculation")).to_contain_text("Softmax")
    drawn.get_by_role("button", name="Next term").click()
    expect(drawn.locator(".terms [aria-current=step]")).to_have_count(1)


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))
