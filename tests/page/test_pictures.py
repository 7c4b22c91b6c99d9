"""Pictures instead of drawings: chosen, photographed, dropped, pasted, or a test image."""

import json
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from drawing import DRAWN, draw, verdict
from PIL import Image
from playwright.sync_api import Page, expect

from convscope.drawing import render, strokes_from_json

GIVE = """([kind, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "picture.png", { type: "image/png" }));
  const pad = document.querySelector("canvas.pad");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  pad.dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture
def photograph() -> bytes:
    """A PNG of a 4 in grey ink on grey paper."""
    ink = render(strokes_from_json(json.dumps(DRAWN["4_open"]["strokes"])), 200, 9)
    file = BytesIO()
    Image.fromarray(230 - (ink * 0.8).astype(np.uint8)).save(file, "png")
    return file.getvalue()


def test_a_photograph_of_ink_on_paper_is_judged(drawing: Page, photograph: bytes):
    choice = {"name": "four.png", "mimeType": "image/png", "buffer": photograph}
    chooser = drawing.locator("input[type=file]")
    assert chooser.get_attribute("accept") == "image/*"  # phones offer their camera
    chooser.set_input_files(choice)
    assert verdict(drawing) == "4"


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_can_be_pasted_and_dropped(drawing: Page, photograph: bytes, kind: str):
    draw(drawing, "1_bar", step=9)
    assert verdict(drawing) == "1"
    is_taken = drawing.evaluate(GIVE, [kind, b64encode(photograph).decode()])
    assert is_taken or kind == "paste"  # a drop that is not taken would leave the page
    drawing.get_by_role("button", name="Back to drawing").wait_for()
    assert verdict(drawing) == "4"
    drawing.get_by_role("button", name="Back to drawing").click()
    expect(drawing.locator(".verdict-class")).to_have_text("1")


def test_a_test_image_is_judged_and_left_again(drawing: Page):
    drawing.locator("summary").click()
    choice = drawing.get_by_role("button", name="Test image 2, a “1”")
    choice.click()
    expect(choice).to_have_attribute("aria-pressed", "true")
    drawing.locator(".verdict-panel[aria-busy=false]:not(.is-blank)").wait_for()
    expect(drawing.locator(".picture-panel")).to_contain_text("Its right class is “1”")
    drawing.get_by_role("button", name="Back to drawing").click()
    drawing.locator(".verdict-panel[aria-busy=false].is-blank").wait_for()


def test_a_file_that_is_no_picture_is_explained(drawing: Page, tmp_path: Path):
    (tmp_path / "notes.png").write_text("not a picture")
    drawing.locator("input[type=file]").set_input_files(tmp_path / "notes.png")
    alert = drawing.get_by_role("alert")
    expect(alert).to_contain_text("The file notes.png is not a picture")
    expect(alert).to_contain_text("Choose another picture, or draw instead.")
