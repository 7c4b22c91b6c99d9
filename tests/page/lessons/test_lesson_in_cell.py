"""Parts of a lesson in a notebook's cell: they work, in a frame that is as high as they are."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from convscope import lesson


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 1400})
    requests: list[str] = []
    problems: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []
    assert [url for url in requests if url.startswith(("http", "ws"))] == []


def show(page: Page, *arguments: str) -> FrameLocator:
    page.set_content(lesson(*arguments)._repr_html_())
    return page.frame_locator("iframe")


def test_a_figure_can_be_touched_and_is_seen_whole(blank: Page):
    frame = show(blank, "artificial-neuron", "neuron")
    threshold = frame.get_by_label("Threshold", exact=True).first
    threshold.fill("6")
    expect(frame.locator(".answer")).to_contain_text("0")
    whole = blank.locator("iframe")
    inside = frame.locator(".lesson-in-cell").bounding_box()
    assert inside
    blank.wait_for_timeout(300)
    around = whole.bounding_box()
    assert around
    assert inside["height"] <= around["height"] <= inside["height"] + 60


def test_a_bet_is_answered_and_a_puzzle_can_be_tried(blank: Page):
    frame = show(blank, "artificial-neuron", "parameters-of-a-neuron", "ja")
    frame.locator('input[value="right"]').check()
    frame.get_by_role("button").first.click()
    expect(frame.locator(".bet")).to_contain_text("しきい値")
    frame = show(blank, "artificial-neuron", "weighted-sum")
    frame.get_by_role("textbox").fill("100000")
    frame.get_by_role("button", name="Check").click()
    expect(frame.get_by_role("status")).to_contain_text("Not yet.")


def test_a_whole_lesson_goes_on_behind_its_bets(blank: Page):
    frame = show(blank, "artificial-neuron")
    expect(frame.locator(".lesson-title")).to_have_text("An artificial neuron")
    expect(frame.locator(".lesson-figure")).to_have_count(0)
    frame.locator('.bet input[value="right"]').check()
    frame.get_by_role("button", name="That is my bet").click()
    expect(frame.locator(".lesson-figure")).to_have_count(1)
