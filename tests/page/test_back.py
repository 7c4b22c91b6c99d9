"""Back closes what was opened, and the page stays."""

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Page, expect


@pytest.fixture
def opened(page: Page, mnist_url: str) -> Page:
    """The page of `mnist`, reached from another page, with a 1 on it and a neuron opened."""
    page.emulate_media(reduced_motion="reduce")  # nothing scrolls under the mouse
    open_page(page, mnist_url)
    draw(page, "1_bar", step=6)
    assert verdict(page) == "1"
    page.locator(".layer canvas").first.click(position={"x": 12, "y": 40})
    page.locator(".neuron h3").wait_for()
    return page


def test_back_closes_the_neuron_and_forward_opens_it_again(opened: Page):
    place = opened.locator(".neuron h3").inner_text()
    opened.locator(".is-choosable").focus()
    opened.keyboard.press("ArrowUp")
    expect(opened.locator(".neuron h3")).not_to_have_text(place)
    last = opened.locator(".neuron h3").inner_text()
    opened.go_back()
    expect(opened.locator(".neuron")).to_be_hidden()
    assert verdict(opened) == "1"
    assert "layer=" not in opened.url
    opened.go_forward()
    expect(opened.locator(".neuron h3")).to_have_text(last)


def test_what_was_drawn_meanwhile_stays(opened: Page):
    opened.get_by_role("button", name="Clear").click()
    draw(opened, "3_round", step=6)
    assert verdict(opened) == "3"
    opened.go_back()
    expect(opened.locator(".neuron")).to_be_hidden()
    assert verdict(opened) == "3"
    opened.reload()
    assert verdict(opened) == "3"


def test_closing_goes_back_too_so_that_the_next_back_leaves(opened: Page, site):
    opened.get_by_role("button", name="Close").click()
    expect(opened.locator(".neuron")).to_be_hidden()
    opened.wait_for_function("!history.state.convscope.isOpened")
    assert verdict(opened) == "1"
    opened.go_back()
    opened.wait_for_url(f"{site.url}/")


def test_a_followed_link_can_be_gone_back_from(opened: Page):
    drawing = opened.url.partition("#")[2].partition("&")[0]
    opened.evaluate("() => { location.hash = 'brush=9'; }")
    opened.locator(".verdict-panel[aria-busy=false].is-blank").wait_for()
    assert opened.get_by_role("slider", name="Brush").input_value() == "9"
    opened.go_back()
    assert verdict(opened) == "1"
    assert drawing in opened.url
    expect(opened.locator(".neuron")).to_be_visible()
