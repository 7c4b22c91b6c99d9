"""Takes the README's pictures: `python tools/readme_pictures.py [RUN]`.

Two are of an exported page in a browser: a drawing with one neuron opened, and the training screen
after a training. With a run's folder the third is its report. Needs what the browser tests need.
"""

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
WINDOW: ViewportSize = {"width": 1440, "height": 900}

sys.path.insert(0, str(ROOT / "tests" / "page"))

from chromium import launch  # noqa: E402
from drawing import draw, verdict  # noqa: E402


def take_drawing(page: Page, address: str) -> None:
    """Draws a 3 and opens a neuron of the second convolution."""
    page.goto(address)
    page.locator("canvas.pad").wait_for()
    draw(page, "3_round", step=4)
    assert verdict(page) == "3"
    page.locator(".layer canvas").nth(2).click(position={"x": 58, "y": 34})
    page.locator(".neuron h3").wait_for()
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": WINDOW["width"], "height": 1960})
    page.evaluate("scrollTo(0, 0)")
    keep(page.screenshot(), "draw.png")


def take_training(page: Page, address: str) -> None:
    """Trains the small net for circles and crosses, and draws at it."""
    page.goto(f"{address}#screen=train")
    page.get_by_role("button", name="Start").click()
    page.get_by_text("is judged right").first.wait_for()
    draw(page, "0_round", step=4)
    verdict(page)
    keep(page.screenshot(), "train.png")


def take_report(page: Page, run: Path) -> None:
    """Opens the report of a run: the verdict, and what it was trained on."""
    page.set_viewport_size({"width": 900, "height": 1100})
    page.goto((run / "report.html").resolve().as_uri())
    page.locator("svg").first.wait_for()
    keep(page.screenshot(), "report.png")


def keep(picture: bytes, name: str) -> None:
    """Writes a PNG of 256 colours, which show no difference and take a third of the bytes."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(PICTURES / name, optimize=True)


def main() -> None:
    """Takes them all, or without a run those of the page."""
    with TemporaryDirectory() as folder, launch() as browser:
        path = Path(folder) / "page.html"
        export_page(shipped_model("mnist"), path, PageSettings("mnist", "en"))
        for take in (take_drawing, take_training):
            page = browser.new_page(viewport=WINDOW, color_scheme="light", reduced_motion="reduce")
            take(page, path.as_uri())
        for run in sys.argv[1:]:
            take_report(browser.new_page(color_scheme="light"), Path(run))


if __name__ == "__main__":
    main()
