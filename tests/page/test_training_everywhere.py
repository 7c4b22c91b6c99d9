"""The training screen by keyboard, read aloud, on every size of screen, offline."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawing import open_page, pad, verdict
from playwright.sync_api import Browser, Page, expect
from test_accessibility import _find_no_faults
from test_looks import CUT
from training_page import FIT, choose, draw_cross, press, until_ready

from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model


def test_the_whole_screen_is_worked_with_the_keyboard(training: Page) -> None:
    names = []
    until_ready(training)  # what is switched off meanwhile cannot keep the focus
    training.get_by_role("button", name="Start", exact=True).focus()
    while not training.evaluate("document.activeElement === document.body"):
        names.append(
            training.evaluate(
                """() => {
                  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
                  const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
                  const label = document.activeElement.labels?.[0]?.textContent;
                  const name = document.activeElement.getAttribute("aria-label");
                  const told = name ?? label ?? document.activeElement.textContent;
                  return seen ? told : `unseen: ${told}`;
                }"""
            )
        )
        training.keyboard.press("Tab")
    for index, name in enumerate(
        ("Start", "One step", "Begin anew", "Examples", "Net", "Optimizer", "Learning rate")
    ):
        assert names[index].startswith(name)
    assert "Drawing pad" in names
    assert [name for name in names if name.startswith("unseen")] == []
    training.get_by_role("button", name="Start", exact=True).focus()
    training.keyboard.press("Enter")
    expect(training.locator(".status")).to_contain_text(FIT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_is_wrong_for_assistive_technology(
    browser: Browser, mnist_url: str, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    open_page(page, f"{mnist_url}#screen=train&trainData=own")
    expect(page.locator(".status")).to_contain_text("at least two")
    _find_no_faults(page)
    choose(page, "Examples", "○ and ×")
    until_ready(page)
    press(page, "Start")
    expect(page.locator(".status")).to_contain_text(FIT)
    draw_cross(page)
    verdict(page)
    _find_no_faults(page)
    context.close()


@pytest.mark.parametrize(("width", "density"), [(390, 1), (720, 2), (1024, 1), (1440, 1)])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_cut_at_any_size(
    browser: Browser, mnist_url: str, width: int, density: int, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, device_scale_factor=density
    )
    page = context.new_page()
    open_page(page, f"{mnist_url}#screen=train&language={language}")
    page.locator(".primary:enabled").click()
    page.locator(".judgement p").first.wait_for()
    cut = CUT.replace(".neuron *,", ".training-screen > :not(.trained-layers) *,")
    assert page.evaluate(cut) == []
    context.close()


@pytest.fixture
def offline(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The offline page, without a network; no request may be made."""
    export_page(shipped_model("mnist"), tmp_path / "page.html", PageSettings("mnist"))
    context = browser.new_context(offline=True)
    page = context.new_page()
    requests: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((tmp_path / "page.html").as_uri())
    yield page
    context.close()
    assert problems == []
    address = (tmp_path / "page.html").as_uri()
    elsewhere = [url for url in requests if not url.startswith(("blob:", "data:"))]
    assert {url.partition("#")[0] for url in elsewhere} == {address}


def test_the_offline_page_trains_in_a_worker_without_any_request(offline: Page) -> None:
    pad(offline).wait_for()
    offline.get_by_role("link", name="Train").click()
    until_ready(offline)
    assert len(offline.workers) == 2
    choose(offline, "Examples", "Handwritten digits")
    expect(offline.locator(".settings-panel")).to_contain_text("1,438 digits")
    choose(offline, "Examples", "○ and ×")
    until_ready(offline)
    press(offline, "Start")
    expect(offline.locator(".status")).to_contain_text(FIT)
    draw_cross(offline)
    assert verdict(offline) == "×"


def test_where_no_worker_starts_the_main_thread_trains(page: Page, mnist_url: str) -> None:
    page.add_init_script("window.Worker = class { constructor() { throw new Error('no'); } };")
    open_page(page, f"{mnist_url}#screen=train")
    until_ready(page)
    press(page, "Start")
    expect(page.locator(".status")).to_contain_text(FIT)
