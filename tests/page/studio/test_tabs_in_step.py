"""Two tabs of one studio, and a studio whose server goes away and comes back."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import end, serving
from studio_page import Studio, copied

AWAY_S = float(os.environ.get("CONVSCOPE_TEST_AWAY_S", "2"))
"""How long the server is away, in s."""

AWAY = "This page goes on by itself when it is back"

SCREENS = ("results", "data", "collect")


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), (200, 90, 10)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder with data and two runs, in which studios are started."""
    with copied(trained, tmp_path / "studio") as folder:
        yield folder


@contextmanager
def opened(browser: Browser) -> Iterator[BrowserContext]:
    """One browser, whose tabs share everything; a fault of any page's scripts fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en")
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context
    context.close()
    assert not faults


def tab(context: BrowserContext, studio: Studio, place: str) -> Page:
    page = context.new_page()
    page.goto(f"{studio.address}#{place}")
    page.locator("main").wait_for()
    return page


def test_tabs_are_in_step(browser: Browser, studio: Studio) -> None:
    with opened(browser) as context:
        runs, data, collecting = (tab(context, studio, f"screen={n}") for n in SCREENS)
        other = tab(context, studio, "screen=results&run=A")
        other.get_by_label("Title").wait_for(timeout=120_000)  # its server loads torch first
        other.get_by_label("Title").fill("the better one")
        other.get_by_label("Title").press("Tab")
        expect(runs.get_by_role("button", name="the better one")).to_be_visible()
        data.goto(f"{studio.address}#screen=data&source=bars.npz")
        expect(data.get_by_text("Labels are as they were found.")).to_be_visible()
        images = tab(context, studio, "screen=data&source=bars.npz&split=test")
        images.locator(".labelled input[type=checkbox]").first.check()
        images.get_by_role("button", name="Leave out").click()
        expect(data.get_by_text("1 image is put right")).to_be_visible()
        collecting.get_by_label("New collection").fill("signs")
        collecting.get_by_role("button", name="Begin").click()
        expect(collecting.get_by_role("button", name="○: 0")).to_be_visible()
        second = tab(context, studio, "screen=collect&collection=signs")
        second.get_by_label("Name of the class").fill("△")
        second.get_by_role("button", name="Add class").click()
        expect(collecting.get_by_role("button", name="△: 0")).to_be_visible()


def test_what_is_chosen_stays_chosen_when_another_tab_changes_labels(
    browser: Browser, studio: Studio
) -> None:
    with opened(browser) as context:
        one, other = (tab(context, studio, "screen=data&source=bars.npz") for _ in range(2))
        boxes = one.locator(".labelled input[type=checkbox]")
        boxes.nth(3).check()
        other.locator(".labelled input[type=checkbox]").first.check()
        other.get_by_role("button", name="Leave out").click()
        expect(one.get_by_text("have changed elsewhere")).to_be_visible()
        expect(boxes.nth(3)).to_be_checked()
        one.get_by_role("button", name="Show them").click()
        expect(one.get_by_text("have changed elsewhere")).to_have_count(0)
        expect(one.locator(".labelled input:checked")).to_have_count(0)


def test_nothing_is_lost_while_the_server_is_away(browser: Browser, folder: Path) -> None:
    with opened(browser) as context:
        with serving("studio", "bars.npz") as (server, address):
            studio = Studio(address, folder)
            drawing = tab(context, studio, "screen=collect")
            drawing.get_by_label("New collection").fill("signs")
            drawing.get_by_role("button", name="Begin").click()
            keep = drawing.get_by_role("button", name="Add to ×")
            expect(keep).to_be_visible()
            drawing.locator(".collect-pad").focus()
            for key in ["Space", *["Shift+ArrowRight"] * 3, "Space"]:
                drawing.keyboard.press(key)
            form = tab(context, studio, "screen=train&source=bars.npz&net=mnist")
            form.locator(".block").first.wait_for()
            form.get_by_label("Epochs").fill("3")
            form.get_by_label("Your bet").fill("77")
            table = tab(context, studio, "screen=results")
            expect(table.get_by_role("button", name="A", exact=True)).to_be_visible()
            pages = [drawing, form, table]
            said = end(server)
            assert "Ended" in said
        for page in pages:
            expect(page.get_by_text(AWAY).first).to_be_visible()
        keep.click()
        expect(drawing.get_by_role("alert").first).to_be_visible()
        files = [
            {"name": f"{i}.png", "mimeType": "image/png", "buffer": picture()} for i in range(9)
        ]
        drawing.get_by_label("Images for ×").set_input_files(files)
        expect(drawing.get_by_text("9 images wait here")).to_be_visible()
        table.get_by_role("link", name="Train", exact=True).click()
        expect(table.get_by_role("alert").first).to_be_visible()
        time.sleep(AWAY_S)
        with serving("studio", "bars.npz") as (_, again):
            assert again == address
            for page in pages:
                expect(page.get_by_text(AWAY)).to_have_count(0)
            expect(drawing.get_by_role("button", name="×: 9")).to_be_visible()
            keep.click()
            expect(drawing.get_by_role("button", name="×: 10")).to_be_visible()
            expect(drawing.get_by_role("alert")).to_have_count(0)
            expect(form.get_by_label("Epochs")).to_have_value("3")
            expect(form.get_by_label("Your bet")).to_have_value("77")
            form.get_by_role("button", name="Start training").click()
            form.locator(".live-view").wait_for()
            expect(table.get_by_role("button", name="Start training")).to_be_visible()
            expect(form.locator(".live-view")).to_contain_text("Ended: finished.", timeout=120_000)
    (run,) = (folder / "runs").glob("bars-1")
    record = json.loads((run / "run.json").read_text())
    assert record["settings"]["epochs"] == 3


def test_a_training_that_is_watched_is_told_on_after_the_server_was_away(
    browser: Browser, folder: Path
) -> None:
    with opened(browser) as context:
        with serving("studio", "bars.npz") as (server, address):
            watched = tab(
                context, Studio(address, folder), "screen=train&source=bars.npz&net=mnist"
            )
            watched.locator(".block").first.wait_for()
            watched.get_by_label("Epochs").fill("40")
            watched.get_by_role("button", name="Start training").click()
            live = watched.locator(".live-view")
            expect(live).to_contain_text("images per second", timeout=120_000)
            end(server)
        expect(watched.get_by_text(AWAY)).to_be_visible()
        time.sleep(AWAY_S)
        with serving("studio", "bars.npz"):
            expect(live).to_contain_text("Ended: finished.", timeout=120_000)
            expect(watched.get_by_text(AWAY)).to_have_count(0)
            path = live.locator("path.is-validation").first.get_attribute("d") or ""
            assert len(path.replace("L", "M").split("M")) - 1 == 40
