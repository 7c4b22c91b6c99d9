"""Frames per second and memory of the drawing page while somebody draws for minutes.

A mouse draws digits over and over in Chromium, one movement after the other, and clears the pad
after each, while a map is looked at and its sources are drawn. The script counts what the page
paints between two frames of the screen, and how long all frames of the page's own thread take: a
large net is not computed for each of them. JavaScript's heap is read after garbage has been
collected, once in the first seconds and at even distances until the end: a page that keeps what it
does not need grows. The first readings are left out of the growth: the page is still filling its
caches.

    python benchmarks/page_frames.py [model ...] [--minutes 2] [--size 1440 900] [--unfolded]
"""

import argparse
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from convscope.interchange.page_settings import PageSettings
from convscope.model_file import read_model
from convscope.runs.record import describe_processor
from convscope.shipped import SHIPPED_MODELS, shipped_model

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from drawing import DIGITS, clear, draw, open_page, serve_drawing, verdict
from playwright.sync_api import CDPSession, Page

NUM_READINGS = 12

NUM_EXAMPLES = 3
"""Test images that a net for photographs goes through instead of drawings."""

WATCH = """() => {
  window.frames = { times: [], all: [], painted: 0, updates: 0 };
  let before = 0;
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    putImageData.apply(this, given);
    if (this.canvas.closest?.(".layer")) frames.painted++;
  };
  let last = 0;
  const frame = (now) => {
    if (before) frames.all.push(now - before);
    before = now;
    if (frames.painted) {
      if (last) frames.times.push(now - last);
      frames.updates++;
      last = now;
    } else last = 0; // Nothing changes: no frame is asked of the page.
    frames.painted = 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""


def main() -> None:
    """Prints a row for every model asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("models", nargs="*", default=[*SHIPPED_MODELS], metavar="MODEL")
    parser.add_argument("--unfolded", action="store_true", help="show all layers of a long net")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--size", nargs=2, type=int, default=(1440, 900))
    chosen = parser.parse_args()
    with launch() as browser:
        print(f"Chromium {browser.version}, {describe_processor()}, {os.cpu_count()} cores")
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        print(f"{platform.system()} {platform.release()}, load before {load:.1f}")
        for name in chosen.models:
            path = shipped_model(name) if name in SHIPPED_MODELS else Path(name)
            width, height = chosen.size
            page = browser.new_page(viewport={"width": width, "height": height})
            with serve_drawing(path, PageSettings(path.stem, "", *_examples(path))) as url:
                open_page(page, url)
                if chosen.unfolded:
                    page.get_by_role("button", name="Show all layers").click()
                _report(path.stem, page, chosen.minutes)
            page.close()


def _report(name: str, page: Page, minutes: float) -> None:
    session = page.context.new_cdp_session(page)
    page.evaluate(WATCH)
    takes_pictures = page.locator(".example").count() > 0
    _look(page, takes_pictures)
    heap: list[float] = []
    started = time.monotonic()
    seconds = 60 * minutes
    while (spent := time.monotonic() - started) < seconds:
        if spent >= len(heap) * seconds / NUM_READINGS:
            heap.append(_heap_mb(session))
        if takes_pictures:
            _choose_examples(page)
        else:
            _draw_one(page, len(heap))
    heap.append(_heap_mb(session))
    gaps = np.array(page.evaluate("frames.times"))
    updates = page.evaluate("frames.updates")
    settled = heap[len(heap) // 4 :]
    slope = float(np.polyfit(np.linspace(0, 1, len(settled)), settled, 1)[0])
    print(f"{name}: {updates} repaints of the layers in {spent:.0f} s")
    if len(gaps):
        median, p95 = np.percentile(gaps, [50, 95])
        print(
            f"  while it changes: {1000 / median:.0f} frames per second (median; "
            f"{median:.1f} ms, 95th percentile {p95:.1f} ms)"
        )
    median, p95, most = np.percentile(page.evaluate("frames.all"), [50, 95, 100])
    print(f"  all frames: {median:.1f} ms (median), {p95:.1f} ms (95th percentile), {most:.0f} ms")
    print(f"  heap in MB: {' '.join(f'{size:.1f}' for size in heap)}")
    print(f"  growth after the first quarter: {slope:+.2f} MB")


def _look(page: Page, takes_pictures: bool) -> None:
    """Opens a map, so that the magnifier, its lines and a neuron's numbers change as well."""
    if takes_pictures:
        page.locator("summary").first.click()
        page.locator(".example").first.click()
    else:
        draw(page, next(iter(DIGITS)), step=6)
    verdict(page)
    page.locator(".layer canvas:visible").nth(1).click(position={"x": 12, "y": 40})


def _draw_one(page: Page, number: int) -> None:
    names = [*DIGITS]
    draw(page, names[number % len(names)], step=2)
    verdict(page)
    clear(page)


def _choose_examples(page: Page) -> None:
    for example in page.locator(".example").all():
        example.click()
        verdict(page)


def _heap_mb(session: CDPSession) -> float:
    """Returns what JavaScript holds on to on the page's own thread."""
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Runtime.getHeapUsage")
    return metrics["usedSize"] / 2**20


def _examples(path: Path) -> tuple[Any, Any]:
    """Returns test images of noise for a net for photographs, nothing for others."""
    model = read_model(path)
    if model.placement != "none":
        return None, None
    shape = (NUM_EXAMPLES, *model.architecture.input.shape)
    images = np.random.default_rng(3).integers(0, 256, shape, dtype=np.uint8)
    return images, np.zeros(NUM_EXAMPLES, int)


if __name__ == "__main__":
    main()
