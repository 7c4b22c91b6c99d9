"""The exported page: one file, opened from a folder, with no network."""

from pathlib import Path

import numpy as np
import pytest
from drawing import DIGITS, clear, draw, open_page, verdict
from playwright.sync_api import Browser, Page, expect

from convscope.cli import main
from convscope.interchange.page import page_html
from convscope.interchange.page_settings import MAX_EXAMPLES, PageSettings
from convscope.shipped import SHIPPED_MODELS, shipped_model

LARGEST_BYTES = 1_000_000


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `convscope export mnist --to page page.html` writes, without test images."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "nothing"))
    with pytest.raises(SystemExit) as ended:
        main(["export", "mnist", "--to", "page", "page.html"])
    assert ended.value.code == 0
    return tmp_path / "page.html"


@pytest.mark.parametrize("name", SHIPPED_MODELS)
def test_the_page_of_a_shipped_model_is_small_even_with_test_images(name: str):
    images = np.zeros((MAX_EXAMPLES, 28, 28, 1), np.uint8)
    settings = PageSettings(name, "", images, np.zeros(MAX_EXAMPLES, np.int64))
    assert len(page_html(shipped_model(name).read_bytes(), settings).encode()) < LARGEST_BYTES


def test_it_draws_judges_and_explains_without_any_request(exported: Path, browser: Browser):
    assert exported.stat().st_size < LARGEST_BYTES
    context = browser.new_context(offline=True)
    page = context.new_page()
    requests: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_page(page, exported.as_uri())
    for name in ("0_round", "4_open", "7_plain", "9_hooked"):
        draw(page, name, 0.4, 0.5, 0.5, step=5)
        assert verdict(page) == str(DIGITS[name]["label"])
        clear(page)
    draw(page, "3_round", step=5)
    verdict(page)
    assert len(page.workers) == 1, "the page's own script computes in a worker, too"
    _open_neuron(page)
    evidence = page.get_by_label("Show where the evidence lies")
    evidence.press("Space")  # the page scrolls to the opened neuron: a click might miss
    expect(evidence).to_be_checked()
    expect(page.locator(".pad-panel")).to_contain_text("Warm: what speaks for “3”")
    shown = page.locator(".bars").inner_text()
    page.reload()
    assert verdict(page) == "3"
    assert page.locator(".bars").inner_text() == shown
    context.close()
    assert problems == []
    elsewhere = [url for url in requests if not url.startswith(("blob:", "data:"))]
    assert {url.partition("#")[0] for url in elsewhere} == {exported.as_uri()}


def _open_neuron(page: Page) -> None:
    page.locator(".layer canvas").first.click(position={"x": 12, "y": 40})
    expect(page.locator(".neuron h3")).to_contain_text("conv2d: row ")
    expect(page.locator(".equation")).to_contain_text("max(0, ")
