"""Nets put together, trainings started, watched, stopped and gone on with, in the studio."""

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from studio_page import Studio, read, served

TRAINING_MS = 120_000


def blocks(page: Page) -> list[str]:
    """The kinds of the net's blocks, from the first on."""
    return page.locator(".block").evaluate_all("(all) => all.map((one) => one.dataset.kind)")


def block(page: Page, place: int) -> Locator:
    return page.locator(".block").nth(place)


def open_net(page: Page, studio: Studio, net: str = "mnist") -> None:
    page.goto(f"{studio.address}#screen=train&source=bars.npz&net={net}")
    page.locator(".block").first.wait_for()


MNIST = ["Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Flatten", "Dropout", "Dense"]


def test_blocks_are_added_moved_removed_and_changed(visitor: Page, shared_studio: Studio) -> None:
    open_net(visitor, shared_studio)
    assert blocks(visitor) == MNIST
    expect(visitor.locator(".totals")).to_contain_text("weights")
    block(visitor, 4).get_by_role("radio").check()
    visitor.get_by_label("Kind of block").select_option("Dense")
    visitor.get_by_role("button", name="Add it").click()
    expect(visitor.locator(".block")).to_have_count(8)
    assert blocks(visitor) == [*MNIST[:5], "Dense", *MNIST[5:]]
    units = block(visitor, 5).get_by_label("units")
    units.fill("7")
    units.press("Enter")
    expect(block(visitor, 5).locator(".block-facts")).to_contain_text("Puts out7")
    block(visitor, 6).get_by_role("button", name="Remove dropout").click()
    expect(visitor.locator(".block")).to_have_count(7)
    block(visitor, 5).get_by_role("button", name="down").click()
    expect(visitor.get_by_role("status").first).to_contain_text("is at place 7 now")
    assert "layers" in visitor.url
    visitor.reload()
    visitor.locator(".block").first.wait_for()
    assert blocks(visitor) == [*MNIST[:5], "Dense", "Dense"]


def test_a_block_that_does_not_fit_says_why_in_its_place(
    visitor: Page, shared_studio: Studio
) -> None:
    open_net(visitor, shared_studio)
    size = block(visitor, 2).get_by_label("kernel_size")
    size.fill("50")
    size.press("Enter")
    problem = visitor.locator(".block.is-impossible")
    expect(problem).to_contain_text("This does not fit")
    expect(problem).to_contain_text("50×50 window does not fit")
    expect(problem).to_have_attribute("data-kind", "Conv2D")
    expect(visitor.locator(".totals")).to_have_count(0)
    visitor.get_by_role("button", name="Start training").click()
    expect(visitor.get_by_role("alert").filter(has_text="50×50").first).to_be_visible()
    size = block(visitor, 2).get_by_label("kernel_size")
    size.fill("2")
    size.press("Enter")
    expect(visitor.locator(".totals")).to_be_visible()


def test_blocks_are_joined(visitor: Page, shared_studio: Studio) -> None:
    open_net(visitor, shared_studio)
    block(visitor, 0).get_by_role("radio").check()
    padding = block(visitor, 0).get_by_label("padding")
    padding.select_option("same")
    visitor.get_by_label("Kind of block").select_option("Conv2D")
    visitor.get_by_role("button", name="Add it").click()
    expect(visitor.locator(".block")).to_have_count(len(MNIST) + 1)  # the pooling has padding, too
    block(visitor, 1).get_by_label("padding").select_option("same")
    visitor.get_by_label("Kind of block").select_option("Add")
    visitor.get_by_role("button", name="Add it").click()
    expect(block(visitor, 2)).to_have_attribute("data-kind", "Add")
    inputs = block(visitor, 2).get_by_label("takes in")
    first = block(visitor, 0).locator(".block-head .note").inner_text()
    second = block(visitor, 1).locator(".block-head .note").inner_text()
    inputs.fill(f"{first}, {second}")
    inputs.press("Enter")
    expect(visitor.locator(".totals")).to_be_visible()
    expect(block(visitor, 2).locator(".block-facts")).to_contain_text("13 × 11 × 32")


def test_changes_build_on_one_another_before_the_server_has_answered(
    visitor: Page, shared_studio: Studio
) -> None:
    open_net(visitor, shared_studio)

    def late(route: Route) -> None:
        time.sleep(0.7)
        route.continue_()

    visitor.route("**/api/net", late)
    block(visitor, 0).get_by_label("padding").select_option("same")
    visitor.get_by_label("Kind of block").select_option("Dropout")
    visitor.get_by_role("button", name="Add it").click()
    expect(visitor.locator(".block")).to_have_count(len(MNIST) + 1)
    expect(block(visitor, len(MNIST))).to_have_attribute("data-kind", "Dropout")
    expect(block(visitor, 0).get_by_label("padding")).to_have_value("same")
    expect(visitor.get_by_label("Kind of block")).to_have_value("Dropout")
    visitor.unroute("**/api/net")


def test_a_block_is_dragged_to_another_place(visitor: Page, shared_studio: Studio) -> None:
    open_net(visitor, shared_studio)
    handle = block(visitor, 5).locator(".handle")
    handle.scroll_into_view_if_needed()
    start_, end = handle.bounding_box(), block(visitor, 1).bounding_box()
    assert start_
    assert end
    visitor.mouse.move(start_["x"] + 5, start_["y"] + 5)
    visitor.mouse.down()
    visitor.mouse.move(start_["x"] + 5, end["y"] + end["height"] / 2, steps=8)
    expect(block(visitor, 1)).to_have_class("block is-target")
    visitor.mouse.up()
    expect(visitor.get_by_role("status").first).to_contain_text("dropout is at place 2 now")
    expect(block(visitor, 1)).to_have_attribute("data-kind", "Dropout")
    assert blocks(visitor) == ["Conv2D", "Dropout", *MNIST[1:5], "Dense"]


@pytest.mark.parametrize(
    ("label", "value", "said"), [("Epochs", "0", "from 1 to"), ("Learning rate", "50", "to 10")]
)
def test_settings_have_bounds(
    visitor: Page, shared_studio: Studio, label: str, value: str, said: str
) -> None:
    open_net(visitor, shared_studio)
    visitor.get_by_label(label).fill(value)
    visitor.get_by_role("button", name="Start training").click()
    expect(visitor.locator(".training-form .problem")).to_contain_text(said)
    assert not (shared_studio.folder / "runs/.queue").exists()


EPOCHS = 400
"""Of a training that has to be there still when a hand has reached its button."""


def start(page: Page, studio: Studio, epochs: int, bet: str = "") -> str:
    """Starts a training of the net mnist on bars, and waits until it is watched; its run."""
    open_net(page, studio)
    page.get_by_label("Epochs").fill(str(epochs))
    page.get_by_label("Epochs").press("Tab")
    if bet:
        page.get_by_label("Your bet").fill(bet)
    page.get_by_role("button", name="Start training").click()
    page.locator(".live-view").wait_for(timeout=TRAINING_MS)
    return page.locator(".live-view h2").inner_text()


def test_a_training_is_watched_to_its_end(visitor: Page, shared_studio: Studio) -> None:
    run = start(visitor, shared_studio, epochs=5, bet="90")
    live = visitor.locator(".live-view")
    expect(live).to_contain_text("Ended: finished.", timeout=TRAINING_MS)
    expect(live).to_contain_text("You bet on 90.0 %; validation says")
    assert f"watch={run}" in visitor.url
    record = json.loads((shared_studio.folder / "runs" / run / "run.json").read_text())
    assert record["settings"]["epochs"] == 5
    assert record["settings"]["net"] == "mnist"
    expect(live.locator(".verdict-grid li")).not_to_have_count(0)
    for title in ("Filters of conv2d", "What conv2d makes", "Confusion so far"):
        expect(live.get_by_role("heading", name=title).first).to_be_visible()
    expect(live.locator("path.is-validation").first).to_have_attribute("d", pathlike())
    expect(live.locator("path.is-smooth").first).to_have_attribute("d", "")
    live.get_by_label("A smoothed line, too").check()
    expect(live.locator("path.is-smooth").first).to_have_attribute("d", pathlike())
    live.get_by_role("button", name="All results").click()
    expect(visitor.locator(".run-head h2")).to_have_text(run)


def pathlike() -> re.Pattern[str]:
    """What the path of a curve with points looks like."""
    return re.compile(r"^M[\d.]+ ")


def test_a_training_is_stopped_and_gone_on_with(visitor: Page, shared_studio: Studio) -> None:
    run = start(visitor, shared_studio, epochs=EPOCHS)
    live = visitor.locator(".live-view")
    expect(live).to_contain_text("images per second", timeout=TRAINING_MS)
    live.get_by_role("button", name="Stop").click()
    expect(live).to_contain_text("Ended: interrupted.", timeout=TRAINING_MS)
    done = history(shared_studio, run)
    live.get_by_role("button", name="Go on").click()
    expect(live).to_contain_text("Ended: finished.", timeout=TRAINING_MS)
    assert history(shared_studio, run) == EPOCHS > done


def history(studio: Studio, run: str) -> int:
    """Counts the epochs of a run."""
    path = studio.folder / "runs" / run / "history.csv"
    return len(path.read_text().splitlines()) - 1 if path.is_file() else 0


def test_a_run_is_trained_again_with_one_change(visitor: Page, shared_studio: Studio) -> None:
    visitor.goto(f"{shared_studio.address}#run=A")
    visitor.get_by_role("link", name="Train again with a change").click()
    expect(visitor.get_by_label("Epochs")).to_have_value("4")
    expect(visitor.locator('select[name="source"]')).to_have_value("bars.npz")
    expect(visitor.locator('select[name="net"]')).to_have_value("mnist")
    visitor.get_by_label("Epochs").fill("2")
    visitor.get_by_label("Epochs").press("Tab")
    visitor.get_by_role("button", name="Start training").click()
    live = visitor.locator(".live-view")
    expect(live).to_contain_text("Ended: finished.", timeout=TRAINING_MS)
    run = live.locator("h2").inner_text()
    visitor.goto(f"{shared_studio.address}#beside=%5B%22A%22%2C%22{run}%22%5D")
    rows = visitor.locator(".differences").first.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-setting", "epochs")


def test_a_waiting_training_is_taken_out(visitor: Page, shared_studio: Studio) -> None:
    start(visitor, shared_studio, epochs=1000)
    visitor.get_by_role("button", name="Start training").click()
    waiting = visitor.locator('.queue [data-state="waiting"]')
    waiting.get_by_role("button", name=re.compile(r"^Take bars-\d+ out$")).click()
    expect(waiting).to_have_count(0)
    visitor.get_by_role("button", name="Stop").click()
    expect(visitor.locator(".live-view")).to_contain_text("Ended", timeout=TRAINING_MS)


def processes_of(folder: Path) -> list[int]:
    """Processes of the queue of a studio."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"convscope.runs.queue.training" in words and str(folder / "runs").encode() in words:
            found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_killed_training_loses_nothing_and_the_queue_goes_on(
    visitor: Page, shared_studio: Studio
) -> None:
    run = start(visitor, shared_studio, epochs=1000)
    expect(visitor.locator(".live-view")).to_contain_text("images per", timeout=TRAINING_MS)
    visitor.get_by_role("button", name="Start training").click()
    visitor.locator('.queue [data-state="waiting"]').wait_for()
    (training,) = processes_of(shared_studio.folder)
    os.kill(training, signal.SIGKILL)
    killed = visitor.locator('.queue [data-state="interrupted"]', has_text=run).first
    killed.wait_for(timeout=TRAINING_MS)
    next_run = visitor.locator('.queue [data-state="running"]')
    next_run.wait_for(timeout=TRAINING_MS)
    visitor.locator(".live-view h2", has_not_text=run).wait_for(timeout=TRAINING_MS)
    visitor.get_by_role("button", name="Stop").click()
    expect(visitor.locator(".live-view")).to_contain_text("Ended", timeout=TRAINING_MS)
    killed.get_by_role("button", name="Result").click()
    expect(visitor.locator(".status")).to_have_text("killed")


def test_a_training_outlives_its_server(browser: Browser, trained: Path, tmp_path: Path) -> None:
    folder = tmp_path / "studio"
    with served(trained, folder) as studio:
        pages = read(browser, studio)
        start(next(pages), studio, epochs=20)
        with pytest.raises(StopIteration):
            next(pages)
    entries = folder / "runs/.queue/0001.json"
    deadline = time.monotonic() + TRAINING_MS / 1000
    while json.loads(entries.read_text())["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert history(Studio("", folder), "bars-1") == 20
