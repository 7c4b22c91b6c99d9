"""Pictures instead of drawings: chosen, photographed, dropped, pasted, or a test image."""

from base64 import b64encode
from pathlib import Path

import pytest
from drawing import draw, photograph_of, verdict
from playwright.sync_api import Page, expect

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
    return photograph_of("4_open")


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


def test_drawing_on_a_picture_begins_anew_and_undo_brings_the_picture_back(
    drawing: Page, photograph: bytes
):
    draw(drawing, "3_round", step=6)
    assert verdict(drawing) == "3"
    drawing.evaluate(GIVE, ["drop", b64encode(photograph).decode()])
    back = drawing.get_by_role("button", name="Back to drawing")
    back.wait_for()
    assert verdict(drawing) == "4"
    draw(drawing, "1_bar", step=6)
    assert verdict(drawing) == "1"  # and not a 1 across the 3 that lay under the picture
    expect(back).to_be_hidden()
    num_strokes = drawing.url.count(".")
    drawing.get_by_role("button", name="Undo").click()
    back.wait_for()
    assert verdict(drawing) == "4"
    drawing.get_by_role("button", name="Undo").click()
    assert verdict(drawing) == "3"
    expect(back).to_be_hidden()
    drawing.get_by_role("button", name="Redo").click()
    drawing.get_by_role("button", name="Redo").click()
    assert verdict(drawing) == "1"
    assert drawing.url.count(".") == num_strokes


def test_undo_while_a_picture_shows_keeps_the_drawing_under_it(drawing: Page, photograph: bytes):
    draw(drawing, "3_round", step=6)
    verdict(drawing)
    drawing.evaluate(GIVE, ["drop", b64encode(photograph).decode()])
    assert verdict(drawing) == "4"
    drawing.get_by_role("button", name="Undo").click()
    assert verdict(drawing) == "3"


def test_a_test_image_is_undone_like_a_picture(drawing: Page):
    draw(drawing, "3_round", step=6)
    verdict(drawing)
    drawing.locator("summary").click()
    drawing.get_by_role("button", name="Test image 2, a “1”").click()
    expect(drawing.locator(".picture-panel")).to_contain_text("Its right class is “1”")
    drawing.get_by_role("button", name="Undo").click()
    assert verdict(drawing) == "3"


def test_a_dropped_picture_is_there_again_after_reloading(drawing: Page, photograph: bytes):
    draw(drawing, "1_bar", step=9)
    drawing.evaluate(GIVE, ["drop", b64encode(photograph).decode()])
    drawing.get_by_role("button", name="Back to drawing").wait_for()
    assert verdict(drawing) == "4"
    bars = drawing.locator(".bars").inner_text()
    drawing.wait_for_function("sessionStorage.length > 0")
    drawing.reload()
    assert verdict(drawing) == "4"
    assert drawing.locator(".bars").inner_text() == bars
    drawing.get_by_role("button", name="Back to drawing").click()
    assert verdict(drawing) == "1"
    assert drawing.evaluate("sessionStorage.length") == 0
    address = drawing.url
    drawing.evaluate(GIVE, ["drop", b64encode(photograph).decode()])
    drawing.get_by_role("button", name="Back to drawing").wait_for()
    assert verdict(drawing) == "4"
    drawing.goto("about:blank")
    drawing.goto(address)  # A link shows what it says, not what lay there before.
    assert verdict(drawing) == "1"
