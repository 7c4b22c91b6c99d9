"""A table of 500 runs and a training of 10,000 steps: the page makes no more than it has to.

What is counted is work, not time: elements that are made, points of curves, bytes that are sent.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import serving
from studio_page import Studio, copied, read

from convscope.runs.folder import RunFolder
from convscope.runs.live.event_file import EventFile

RUNS, STEPS = 500, 10_000

COUNT_MADE = """() => {
  const make = document.createElement.bind(document);
  window.made = 0;
  document.createElement = (...given) => (window.made++, make(...given));
}"""


OLD_ROWS = (
    "() => [...document.querySelectorAll('.runs tbody tr')].filter((row) => row.isOld).length"
)


@pytest.fixture(scope="module")
def full(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with 500 runs, one of which has told 10,000 steps and has not ended."""
    with copied(trained, tmp_path_factory.mktemp("full") / "studio") as folder:
        add_runs(folder)
        with serving("studio", "bars.npz") as (_, address):
            yield Studio(address, folder)


def add_runs(folder: Path) -> None:
    """Adds runs to the two of a folder until there are 500; one has told 10,000 steps."""
    runs = folder / "runs"
    record = json.loads((runs / "A/run.json").read_text())
    for number in range(RUNS - 2):
        path = runs / f"many-{number:03d}"
        path.mkdir()
        record["created"] = f"2026-01-01T00:{number // 60:02d}:{number % 60:02d}"
        (path / "run.json").write_text(json.dumps(record))
    shutil.copy(runs / "A/history.csv", runs / "many-000/history.csv")
    tell_steps(runs / "many-000")


def tell_steps(path: Path) -> None:
    """Writes what a training of 10,000 steps has told, as it tells it."""
    file = EventFile(RunFolder(path))
    names = ["a", "b", "c"]
    begin = {"kind": "begin", "epochs": 100, "steps_per_epoch": STEPS // 100, "steps_done": 0}
    file.append({**begin, "epochs_done": 0, "class_names": names, "grid": None})
    for step in range(1, STEPS + 1):
        file.append(step_event(step))


def step_event(step: int) -> dict:
    told = {"kind": "step", "step": step, "epoch": step / (STEPS // 100), "loss": 1 / step}
    speed = {"learning_rate": 0.001, "images_per_second": 1000.0, "seconds_left": 60.0}
    return {**told, "accuracy": 1 - 1 / step, **speed}


@pytest.fixture
def reader(browser: Browser, full: Studio) -> Iterator[Page]:
    yield from read(browser, full)


def made(page: Page) -> int:
    """Elements that were made since this was asked last."""
    return page.evaluate("() => { const count = made; window.made = 0; return count; }")


def test_500_runs_are_shown_once_and_only_what_changes_is_made_anew(
    reader: Page, full: Studio
) -> None:
    rows = reader.locator(".runs tbody tr")
    expect(rows).to_have_count(RUNS)
    reader.evaluate(COUNT_MADE)
    reader.evaluate("document.querySelector('.runs tbody tr').isOld = true")
    failed = rows.filter(has_text="failed").count()
    record = full.folder / f"runs/many-{300 + failed}/run.json"
    told = json.loads(record.read_text())
    told["status"] = "failed"
    record.write_text(json.dumps(told))
    expect(rows.filter(has_text="failed")).to_have_count(failed + 1)
    assert 0 < made(reader) <= 30
    assert reader.evaluate("document.querySelector('.runs tbody tr').isOld")
    reader.get_by_label("Only runs with").press_sequentially("many-30")
    expect(rows).to_have_count(10)
    reader.get_by_label("Only runs with").fill("")
    expect(rows).to_have_count(RUNS)
    assert made(reader) == 0
    reader.locator('[data-column="name"]').click()
    expect(reader.locator("th[aria-sort]")).to_contain_text("▴")
    assert made(reader) <= 30
    assert reader.evaluate(OLD_ROWS) == 1


def test_10_000_steps_are_a_short_path_and_few_bytes(reader: Page, full: Studio) -> None:
    received: list[int] = []
    reader.on("websocket", lambda s: s.on("framereceived", lambda f: received.append(len(f))))
    reader.goto(f"{full.address}#screen=train&source=bars.npz&net=mnist&watch=many-000")
    live = reader.locator(".live-view")
    expect(live).to_contain_text("Epoch 100 of 100")
    path = live.locator("path.is-training").first.get_attribute("d") or ""
    assert 100 < path.count("L") <= 400
    assert sum(received) < 1_000_000
    reader.evaluate(COUNT_MADE)
    received.clear()
    file = EventFile(RunFolder(full.folder / "runs/many-000"))
    for step in range(STEPS + 1, STEPS + 11):
        file.append(step_event(step) | {"images_per_second": step})
    expect(live).to_contain_text("10,010 images per second")
    assert made(reader) == 0
    assert sum(received) < 10_000
