"""A stopped server, missing files, a silent worker, an older browser: honest errors, or none."""

import re
from collections.abc import Iterator

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def failing(browser: Browser) -> Iterator[Page]:
    """A page whose console may say what the browser could not load."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_stopped_server_is_told_of(failing: Page, mnist_url: str):
    failing.route("**/page.json", lambda route: route.abort("connectionrefused"))
    failing.goto(mnist_url)
    alert = failing.get_by_role("alert")
    expect(alert).to_contain_text("The page's server does not answer.")
    expect(alert).to_contain_text("Start it again in its terminal")
    expect(alert).not_to_contain_text("bug")


def test_a_server_that_stops_in_the_middle_is_told_of_in_japanese(browser: Browser, mnist_url: str):
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    page.route("**/model.safetensors", lambda route: route.abort("connectionreset"))
    page.goto(mnist_url)
    expect(page.get_by_role("alert")).to_contain_text("このページのサーバーが応答しません。")
    context.close()


ANSWERS = {
    "something else at this address": (404, "<h1>Not Found</h1>", "the server answered 404"),
    "a page in the place of JSON": (
        200,
        "<h1>Welcome</h1>",
        "is not what this page's server sends",
    ),
}


@pytest.mark.parametrize(("status", "body", "words"), ANSWERS.values(), ids=ANSWERS)
def test_another_servers_answer_is_told_of(
    failing: Page, mnist_url: str, status: int, body: str, words: str
):
    failing.route("**/page.json", lambda route: route.fulfill(status=status, body=body))
    failing.goto(mnist_url)
    alert = failing.get_by_role("alert")
    expect(alert).to_contain_text(words)
    expect(alert).not_to_contain_text("bug")


def test_a_page_whose_scripts_do_not_arrive_says_so(failing: Page, mnist_url: str):
    failing.route("**/web/page.js", lambda route: route.fulfill(status=404))
    failing.goto(mnist_url)
    expect(failing.locator("body")).to_contain_text("its program has stopped")
    opening = failing.locator("#opening")
    assert not opening.is_visible()  # no flash while it opens
    expect(opening).to_be_visible()


def test_a_worker_that_never_answers_is_replaced(failing: Page, mnist_url: str):
    silent = {"status": 200, "content_type": "text/javascript", "body": "// silent"}
    failing.route("**/web/net/worker.js", lambda route: route.fulfill(**silent))
    failing.clock.install()
    with failing.expect_request("**/web/net/worker.js"):
        failing.goto(mnist_url)
    pad = failing.locator("canvas.pad")
    for _ in range(100):  # the worker's time begins when it is given the model, which comes later
        failing.clock.fast_forward(31_000)
        if pad.is_visible():
            break
    pad.wait_for()
    draw(failing, "1_bar", step=9)
    failing.clock.run_for(2000)
    assert verdict(failing) == "1"


def test_an_older_browser_judges_and_explains(browser: Browser, mnist_url: str):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete Promise.withResolvers;")
    open_page(page, mnist_url)
    assert page.evaluate("Promise.withResolvers") is None
    draw(page, "1_bar", step=9)
    assert verdict(page) == "1"
    page.locator(".layer canvas").first.click(position={"x": 12, "y": 40})
    page.locator(".neuron h3").wait_for()
    context.close()


def test_the_nets_errors_are_told_in_the_readers_language(page: Page, mnist_url: str):
    open_page(page, f"{mnist_url}#language=ja")
    draw(page, "1_bar", step=9)
    verdict(page)
    page.goto(page.url + "&layer=conv3d&neuron=%5B0%2C0%2C0%5D")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("「conv3d」という層はありません。")
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", alert.inner_text())
