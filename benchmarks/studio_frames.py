"""Frames of the studio's page: while a run is live, with 10,000 steps, and with 500 runs.

Run: `python benchmarks/studio_frames.py [--seconds 20]`

Each time Chromium shows the page for some seconds and counts the time from one frame of the page's
own thread to the next. A live run is a training on small pictures beside it, watched from its
first step on; the table of 500 runs is scrolled and filtered, and one of its runs changes each
second.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from convscope import __version__
from convscope.runs.record import describe_processor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page" / "studio"))
from chromium import launch
from playwright.sync_api import Page
from serving import serving
from studio_page import copied, make_trained
from test_much_at_once import RUNS, STEPS, add_runs

WATCH = """() => {
  window.frames_ = [];
  cancelAnimationFrame(window.next_);
  let last = performance.now();
  const frame = (now) => {
    frames_.push(now - last);
    last = now;
    window.next_ = requestAnimationFrame(frame);
  };
  window.next_ = requestAnimationFrame(frame);
}"""


def report(name: str, page: Page, seconds: float, act: Callable[[int], None]) -> None:
    """Prints the frames of some seconds, while something is done again and again."""
    page.evaluate(WATCH)
    started, number = time.monotonic(), 0
    while time.monotonic() - started < seconds:
        act(number)
        number += 1
    frames = np.array(page.evaluate("frames_"))[1:]
    median, p95, most = np.percentile(frames, [50, 95, 100])
    print(f"| {name} | {len(frames)} | {median:.1f} | {p95:.1f} | {most:.0f} |", flush=True)


def main() -> None:
    """Measures, and prints a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    seconds = parser.parse_args().seconds
    print(
        f"{describe_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, ", end=""
    )
    print(f"Python {platform.python_version()}; convscope {__version__}", end="")
    with tempfile.TemporaryDirectory() as place, launch() as browser:
        print(f"; Chromium {browser.version}\n")
        trained = Path(place) / "trained"
        trained.mkdir()
        make_trained(trained)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en")
        print("| page | frames | median, ms | 95th percentile, ms | longest, ms |")
        print("| --- | ---: | ---: | ---: | ---: |")
        with (
            copied(trained, Path(place) / "studio") as folder,
            serving("studio", "bars.npz") as (_, address),
        ):
            page.goto(f"{address}#screen=train&source=bars.npz&net=mnist")
            page.locator(".block").first.wait_for()
            page.get_by_label("Epochs").fill("1000")
            page.get_by_role("button", name="Start training").click()
            page.locator(".verdict-grid li").first.wait_for(timeout=60_000)
            report("a live run", page, seconds, lambda _: page.wait_for_timeout(200))
            page.get_by_role("button", name="Stop", exact=True).click()
            page.get_by_role("button", name="Go on").wait_for(timeout=60_000)
            add_runs(folder)
            page.goto(f"{address}#screen=train&source=bars.npz&watch=many-000")
            page.locator(".live-view path.is-training").first.wait_for()
            report(f"{STEPS:,} steps", page, seconds, lambda _: page.wait_for_timeout(200))
            page.goto(f"{address}#screen=results")
            page.locator(".runs tbody tr").nth(RUNS - 1).wait_for()
            report(f"{RUNS} runs", page, seconds, lambda n: _use_table(page, folder, n))


def _use_table(page: Page, folder: Path, number: int) -> None:
    page.mouse.wheel(0, 400 if number % 20 < 10 else -400)
    page.wait_for_timeout(100)
    if number % 10 == 0:
        record = folder / "runs/many-300/run.json"
        told = json.loads(record.read_text())
        told["total_seconds"] = number
        record.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
