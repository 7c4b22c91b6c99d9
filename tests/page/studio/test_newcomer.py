"""A first walk: what `make start` leaves, a drawing, a neuron, a change, a mistake, a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from drawing import draw, verdict
from playwright.sync_api import Browser, Page, expect
from serving import serving
from studio_page import Studio, read

from forked_commands import convscope

EPOCHS = 12
"""Fewer than `make start` takes, so that mistakes are left to look at."""

TRAINING_MS = 120_000


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """A studio where nothing was done but the command of `make start`, with fewer epochs."""
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    words = ("train", "digits", "--epochs", str(EPOCHS), "--batch-size", "32")
    ended = convscope(*words, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    with serving("studio", "--port", "0") as (_, address):
        yield Studio(address, tmp_path)


@pytest.fixture
def newcomer(browser: Browser, started: Studio) -> Iterator[Page]:
    """Somebody who opens it for the first time."""
    yield from read(browser, started)


def test_a_newcomer_goes_from_a_drawing_to_a_page_of_the_own_net(
    newcomer: Page, started: Studio
) -> None:
    page = newcomer
    (first,) = [path.name for path in (started.folder / "runs").iterdir() if path.name[0] != "."]

    page.get_by_role("link", name="Inspect").click()
    page.locator("canvas.pad").wait_for()
    draw(page, "5_one_stroke")
    assert verdict(page) == "5"
    page.get_by_role("button", name="Which sum is behind a pixel?").click()
    expect(page.locator(".neuron-panel .panel-head").first).to_contain_text("row")

    page.get_by_role("link", name="Results").click()
    page.get_by_role("button", name=first, exact=True).click()
    page.get_by_role("link", name="Train again with a change").click()
    filters = page.locator('.block[data-kind="Conv2D"]').first.get_by_label("filters")
    count = int(filters.input_value())
    filters.fill(str(count + 4))
    filters.press("Enter")
    expect(page.locator(".totals")).to_be_visible()
    page.get_by_label("Your bet").fill("95")
    page.get_by_role("button", name="Start training").click()
    live = page.locator(".live-view")
    expect(live).to_contain_text("Ended: finished.", timeout=TRAINING_MS)
    expect(live).to_contain_text("You bet on 95.0 %")
    second = live.locator("h2").inner_text()
    assert second != first

    live.get_by_role("button", name="All results").click()
    page.get_by_role("button", name="Most confused").click()
    title = page.locator(".judged h2")
    expect(title).to_contain_text("taken for")
    page.locator(".judged .tiles a").first.click()
    expect(page.locator(".verdict-panel")).to_contain_text("%")
    shown = page.locator(".inspect-bar select").first
    expect(shown).to_have_value(second)

    page.go_back()
    expect(title).to_contain_text("taken for")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Page that works offline").click()
    assert saved.value.suggested_filename == f"{second}.html"
    offline = page.context.new_page()
    offline.goto(saved.value.path().rename(started.folder / "own.html").as_uri())
    draw(offline, "1_bar")
    expect(offline.locator(".verdict-class")).to_be_visible()
    offline.close()
