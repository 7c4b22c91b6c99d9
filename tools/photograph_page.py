"""Takes pictures of the drawing page at many sizes, themes and languages, to be looked at.

    python tools/photograph_page.py FOLDER [MODEL ...] [--sizes 390 1440] [--schemes dark] …

Every picture shows the whole page with a drawing on it and a neuron opened, forwards or
backwards; for a net for photographs a test picture takes the drawing's place.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np

from convscope.interchange.page_settings import LANGUAGES, PageSettings
from convscope.model_file import read_model
from convscope.shipped import SHIPPED_MODELS

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from drawing import draw, open_page, serve_drawing, verdict
from playwright.sync_api import Browser, Page

HEIGHTS = {390: 844, 768: 1024, 912: 1368, 1024: 768, 1440: 900, 1920: 1080}
"""Windows by their width: phone, tablets, laptops, projector."""

ZOOMED = "1440 at 200 %"

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def main() -> None:
    """Parses the command line and takes the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("models", nargs="*", default=["mnist"], metavar="MODEL")
    parser.add_argument("--sizes", nargs="*", default=[*map(str, HEIGHTS), ZOOMED])
    parser.add_argument("--schemes", nargs="*", default=SCHEMES, choices=SCHEMES)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--layer", type=int, default=2, help="which layer's neuron is opened")
    parser.add_argument("--backward", action="store_true", help="open it with its gradient")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with launch() as browser:
        for name in chosen.models:
            path = SHIPPED_MODELS[name].path if name in SHIPPED_MODELS else Path(name)
            takes_pictures = read_model(path).placement == "none"
            with serve_drawing(path, PageSettings(path.stem, "", *_noise(path))) as url:
                for combination in product(chosen.sizes, chosen.schemes, chosen.languages):
                    picture = chosen.folder / f"{path.stem}-{'-'.join(combination)}.png"
                    for page in _opened(browser, url, *combination):
                        _prepare(page, takes_pictures, chosen.layer, chosen.backward)
                        page.screenshot(path=picture, full_page=True)
                        print(picture, _cut_off(page) or "", flush=True)


def _opened(browser: Browser, url: str, size: str, scheme: Scheme, language: str) -> Iterator[Page]:
    """Yields the page in a window of that size; a zoom is fewer units and more pixels for each."""
    zoom = 2 if size == ZOOMED else 1
    width = int(size.split()[0])
    context = browser.new_context(
        viewport={"width": width // zoom, "height": HEIGHTS[width] // zoom},
        device_scale_factor=zoom,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    open_page(page, f"{url}#language={language}")
    yield page
    context.close()


def _prepare(page: Page, takes_pictures: bool, layer: int, is_backward: bool) -> None:
    if takes_pictures:
        page.locator("summary").first.click()
        page.locator(".example").first.click()
    else:
        draw(page, "3_round", step=4)
    verdict(page)
    page.locator(".layer canvas").nth(layer).click(position={"x": 12, "y": 40})
    page.locator(".neuron h3").wait_for()
    if is_backward:
        page.locator("input[value=backward]").check()
        page.locator(".gradient").wait_for()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)


def _cut_off(page: Page) -> str:
    """Names what is wider than its place although it cannot be scrolled."""
    found = page.evaluate(
        """() => {
          const wide = document.documentElement;
          const names = wide.scrollWidth > wide.clientWidth ? ["the page"] : [];
          for (const part of document.querySelectorAll(".convscope *")) {
            const { overflowX } = getComputedStyle(part);
            const hides = overflowX === "hidden" && !part.matches(".for-screen-readers");
            if (hides && part.scrollWidth > part.clientWidth + 1) names.push(part.className);
          }
          return [...new Set(names)];
        }"""
    )
    return f"cut off: {', '.join(found)}" if found else ""


def _noise(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Returns three test images of the net's shape."""
    shape = read_model(path).architecture.input.shape
    images = np.random.default_rng(3).integers(0, 256, (3, *shape), dtype=np.uint8)
    return images, np.arange(3)


if __name__ == "__main__":
    main()
