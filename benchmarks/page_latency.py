"""Milliseconds from a pointer event to the bars and maps it changes, on the drawing page.

A mouse draws digits in Chromium. The clock starts when the page has been told of a movement and
its own listeners have returned; it stops when the bars and every layer's maps have been drawn
anew, in the page's own order: placement, the net in its worker, the verdict, the maps. "On screen"
adds the frame that the browser then makes of it. What the browser does before it hands out an
event is not counted.

    python benchmarks/page_latency.py [model ...]
"""

import os
import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np

from convscope.interchange.page_settings import PageSettings
from convscope.runs.record import describe_processor
from convscope.shipped import SHIPPED_MODELS, shipped_model

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from drawing import DIGITS, clear, draw, open_page, serve_drawing, verdict

WINDOW = {"width": 1440, "height": 900}

WATCH = """() => {
  window.updates = [];
  let event = null, bars = 0, maps = 0;
  addEventListener("pointermove", ({ buttons }) => {
    if (buttons) event = { told: performance.now() };
  });
  const finish = () => {
    if (!event || bars < event.told || maps < event.told) return;
    const one = event;
    event = null;
    one.updated = Math.max(bars, maps);
    updates.push(one);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { one.shown = performance.now(); };
      port2.postMessage(null);
    });
  };
  new MutationObserver(() => { bars = performance.now(); finish(); }).observe(
    document.querySelector(".bars"), { attributes: true, childList: true, subtree: true },
  );
  const layers = new Set(document.querySelectorAll(".layer canvas"));
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    putImageData.apply(this, given);
    if (!layers.has(this.canvas)) return;
    maps = performance.now();
    queueMicrotask(finish); // Runs once all layers are drawn: they are drawn in one go.
  };
}"""


def main() -> None:
    """Prints median and 95th percentile for every model asked for."""
    names = sys.argv[1:] or [*SHIPPED_MODELS]
    with launch() as browser:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        print(f"Chromium {browser.version}, {describe_processor()}, {os.cpu_count()} cores")
        print(f"{platform.system()} {platform.release()}, load before {load:.1f}")
        print(f"{'':14}{'movements':>10}{'bars and maps':>25}{'on screen':>25}")
        print(f"{'':14}{'':>10}{'median ms':>15}{'p95 ms':>10}{'median ms':>15}{'p95 ms':>10}")
        for name in names:
            with serve_drawing(shipped_model(name), PageSettings(name)) as url:
                page = browser.new_page(
                    viewport={"width": WINDOW["width"], "height": WINDOW["height"]}
                )
                open_page(page, url)
                updates = _draw_digits(page)
                page.close()
            row = f"{name:14}{len(updates):>10}"
            for end in ("updated", "shown"):
                times = [update[end] - update["told"] for update in updates if end in update]
                median, p95 = np.percentile(times, [50, 95])
                row += f"{median:15.1f}{p95:10.1f}"
            print(row)


def _draw_digits(page: Any) -> list[dict[str, float]]:
    """Draws every digit twice and returns the updates of the second time."""
    for _ in range(2):
        page.reload()
        page.locator("canvas.pad").wait_for()
        page.evaluate(WATCH)
        for name in DIGITS:
            draw(page, name, step=3)
            verdict(page)
            clear(page)
    return page.evaluate("updates")


if __name__ == "__main__":
    main()
