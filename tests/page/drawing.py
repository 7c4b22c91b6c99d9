"""Real mouse paths on the drawing page."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import uvicorn
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from static_site import ROOT

from convscope.drawing import render, strokes_from_json
from convscope.interchange.page_settings import PageSettings
from convscope.server.application import create_application
from convscope.server.drawing_page import DrawingPage
from convscope.server.listening import open_port

DRAWN: dict[str, dict[str, Any]] = {
    drawing["name"]: drawing
    for drawing in json.loads((ROOT / "tests" / "data" / "drawn_strokes.json").read_text())
}
"""Drawings by name: `label` (None for what is no digit) and `strokes`."""

COUNT_PAINTED = """() => {
  window.painted = new Map();
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    putImageData.apply(this, given);
    const name = this.canvas.closest(".layer")?.ariaLabel;
    if (name) painted.set(name, (painted.get(name) ?? 0) + 1);
  };
}"""
"""Counts in `painted` how often each layer is painted from here on."""

DIGITS = {name: drawing for name, drawing in DRAWN.items() if drawing["label"] is not None}


@contextmanager
def serve_drawing(model: Path, settings: PageSettings) -> Iterator[str]:
    """Serves the drawing page as `convscope draw` does; yields its address."""
    listener = open_port()
    port = listener.getsockname()[1]
    application = create_application(DrawingPage(model.read_bytes(), settings).routes, port)
    config = uvicorn.Config(application, log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def open_page(page: Page, url: str) -> None:
    """Opens the page and waits until the net is there."""
    page.goto(url)
    page.locator("canvas.pad").wait_for()


def draw(
    page: Page, name: str, scale: float = 1.2, left: float = 0.05, top: float = 0.05, step: int = 2
) -> None:
    """Draws with the mouse, `step` points at a time; the pad's side is 1."""
    box = page.locator("canvas.pad").bounding_box()
    assert box is not None
    for stroke in DRAWN[name]["strokes"]:
        points = [*stroke[::step], stroke[-1]]
        for index, (x, y, _) in enumerate(points):
            page.mouse.move(
                box["x"] + (x * scale + left) * box["width"],
                box["y"] + (y * scale + top) * box["height"],
            )
            if index == 0:
                page.mouse.down()
        page.mouse.up()


def clear(page: Page) -> None:
    """Empties the pad and waits until the verdict is gone."""
    page.get_by_role("button", name="Clear").click()
    page.locator(".verdict-panel[aria-busy=false].is-blank").wait_for()


def verdict(page: Page) -> str:
    """Returns the class shown, once the drawing as it is has been judged."""
    page.locator(".verdict-panel[aria-busy=false]:not(.is-blank)").wait_for()
    shown = page.locator(".verdict-class")
    expect(shown).not_to_be_empty()
    return shown.inner_text()


def photograph_of(name: str) -> bytes:
    """Returns a PNG of a drawing in grey ink on grey paper."""
    ink = render(strokes_from_json(json.dumps(DRAWN[name]["strokes"])), 200, 9)
    file = BytesIO()
    Image.fromarray(230 - (ink * 0.8).astype(np.uint8)).save(file, "png")
    return file.getvalue()


def photograph_of_several(*names: str) -> bytes:
    """Returns a PNG of drawings beside each other, in grey ink on grey paper."""
    inks = [render(strokes_from_json(json.dumps(DRAWN[name]["strokes"])), 200, 9) for name in names]
    ink = np.pad(np.hstack(inks), 30)
    file = BytesIO()
    Image.fromarray(230 - (ink * 0.8).astype(np.uint8)).save(file, "png")
    return file.getvalue()


def pad(page: Page) -> Locator:
    """Returns the pad."""
    return page.locator("canvas.pad")
