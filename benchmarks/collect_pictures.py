"""3,000 pictures dropped at once on a phone-sized tab of Collect: what the page holds meanwhile.

Run: `python benchmarks/collect_pictures.py [--count 3000]`

Pictures of 200×200, all of them different, are dropped from a folder onto a tab of 390×844. Before,
while and after they are sent the script reads, once garbage is collected, the heap of JavaScript
and the nodes of the document, and the memory that is the page's process's own, decoded pictures
included. Times are the clock's, and the processor time of the page and of the server.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from convscope import __version__
from convscope.runs.record import describe_processor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page" / "studio"))
from chromium import launch
from playwright.sync_api import Browser, Page, expect
from serving import serving
from test_collect import drop, memory

SIDE = 200

SENT = """() => {
  const bar = document.querySelector("progress");
  return bar.hidden ? Infinity : bar.value;
}"""


def pictures(folder: Path, count: int) -> list[Path]:
    """Writes pictures that compress as photographs do: soft colours with some noise."""
    random = np.random.default_rng(0)
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for path in paths:
        coarse = random.integers(0, 256, (8, 8, 3), np.uint8)
        soft = np.asarray(Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC))
        noisy = soft + random.normal(0, 6, soft.shape)
        Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(path, quality=90)
    return paths


def page_process(browser: Browser) -> int:
    """Returns the process that holds the page: the busiest of those that do."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max((p for p in found if p["type"] == "renderer"), key=lambda p: p["cpuTime"])["id"]


def own_mb(process: int) -> float:
    """Returns the memory that is a process's own, in MB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    private = (line.split() for line in lines if line.startswith("Private_"))
    return sum(int(words[1]) for words in private) / 1000


def processor_s(process: int) -> float:
    """Returns the processor time that a process has had, in s."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def read(name: str, page: Page, process: int) -> None:
    """Prints a row."""
    held = memory(page)
    decoded = page.locator(".tiles img[src]").count()
    print(
        f"| {name} | {held.heap_bytes / 1e6:.1f} | {held.nodes:.0f} | "
        f"{page.locator('.tiles img').count()} | {decoded} | {own_mb(process):.0f} |",
        flush=True,
    )


def main() -> None:
    """Measures, and prints a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=3000)
    count = parser.parse_args().count
    print(
        f"{describe_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, ", end=""
    )
    print(f"Python {platform.python_version()}; convscope {__version__}", end="")
    with tempfile.TemporaryDirectory() as place, launch() as browser:
        print(f"; Chromium {browser.version}")
        given = Path(place) / "given"
        given.mkdir()
        paths = pictures(given, count)
        print(
            f"{count} pictures of {SIDE}×{SIDE}, {sum(p.stat().st_size for p in paths):,} bytes\n"
        )
        os.chdir(place)
        with serving("studio") as (server, address):
            _measure(browser, server.pid, address, paths)


def _measure(browser: Browser, server: int, address: str, paths: list[Path]) -> None:
    context: Any = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    page = context.new_page()
    page.goto(f"{address}#screen=collect")
    page.get_by_label("New collection").fill("many")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("button", name="×: 0")).to_be_visible()
    drop(page, paths[:100])
    expect(page.get_by_text("100 images added.")).to_be_visible(timeout=600_000)
    process = page_process(browser)
    print("| when | JavaScript, MB | nodes | thumbnails | on screen | the page's own, MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    read("100 sent before", page, process)
    started, before = time.perf_counter(), (processor_s(process), processor_s(server))
    drop(page, paths)
    for share in (1, 2, 3):
        while page.evaluate(SENT) < share * len(paths) // 4:
            page.wait_for_timeout(100)
        read(f"{25 * share} % sent", page, process)
    expect(page.get_by_text(f"{len(paths):,} images added.")).to_be_visible(timeout=1_800_000)
    took = time.perf_counter() - started
    spent = (processor_s(process) - before[0], processor_s(server) - before[1])
    expect(page.get_by_role("button", name=f"×: {len(paths) + 100:,}")).to_be_visible()
    read("all sent", page, process)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(500)
    read("scrolled to the thumbnails", page, process)
    each = 1000 / len(paths)
    print(
        f"\nSent in {took:.1f} s ({took * each:.1f} ms an image); processor: page {spent[0]:.1f} s "
        f"({spent[0] * each:.1f} ms), server {spent[1]:.1f} s ({spent[1] * each:.1f} ms)"
    )


if __name__ == "__main__":
    main()
