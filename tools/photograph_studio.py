"""Takes pictures of every screen of the studio and of a class, to be looked at.

    python tools/photograph_studio.py FOLDER [--screens train data] [--sizes 390] [--schemes dark] …

Two nets are trained on small pictures of bars, some of which have a wrong label; a collection is
filled with drawings. Every picture shows a whole page; what is cut off is named beside it.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from convscope.interchange.page_settings import LANGUAGES

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page" / "studio"))
from chromium import launch
from playwright.sync_api import Browser, Page
from studio_page import begin_collection, make_trained, served
from test_studio_looks import SCREENS

SIZES = {390: 844, 820: 1180, 1440: 900, 1920: 1080}
"""Windows by their width: phone, tablet, desktop, projector."""

SCHEMES = ("light", "dark")

CUT = """() => [...document.querySelectorAll("main button, main a, main h2, main h3, main label")]
  .filter((one) => one.offsetParent && (one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).overflow !== "visible" || one.getBoundingClientRect().right
    > innerWidth + 1 && !one.closest(".wide-table")))
  .map((one) => one.textContent.slice(0, 40))"""


def main() -> None:
    """Parses the command line and takes the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--screens", nargs="*", default=[*SCREENS], choices=SCREENS)
    parser.add_argument("--sizes", nargs="*", type=int, default=[*SIZES], choices=SIZES)
    parser.add_argument("--schemes", nargs="*", default=SCHEMES, choices=SCHEMES)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES, choices=LANGUAGES)
    chosen = parser.parse_args()
    folder = chosen.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, launch() as browser:
        trained = Path(place) / "trained"
        trained.mkdir()
        make_trained(trained)
        with served(trained, Path(place) / "studio") as studio:
            begin_collection(studio.folder)
            kinds = product(chosen.sizes, chosen.schemes, chosen.languages)
            for size, scheme, language in kinds:
                with _window(browser, size, scheme) as page:
                    for screen in chosen.screens:
                        name = f"{screen.replace(' ', '-')}-{size}-{scheme}-{language}.png"
                        cut = _photograph(page, studio.address, screen, language, folder / name)
                        print(folder / name, cut or "", flush=True)


@contextmanager
def _window(browser: Browser, size: int, scheme: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": size, "height": SIZES[size]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def _photograph(page: Page, address: str, screen: str, language: str, path: Path) -> list[str]:
    """Takes a picture, and returns what of the page is cut off."""
    hash_, wanted = SCREENS[screen]
    page.goto("about:blank")
    page.goto(f"{address}#language={language}&{hash_}")
    page.locator(wanted).first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=True)
    return page.evaluate(CUT)


if __name__ == "__main__":
    main()
