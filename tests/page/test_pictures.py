"""Pictures instead of drawings: chosen, photographed, dropped, pasted, or a test image."""

from base64 import b64encode
from pathlib import Path

import pytest
from drawing import draw, pad, photograph_of, photograph_of_several, verdict
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
    drawing.get_by_role("button", name="Back to drawing").wait_for()
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


def shown_colours(page: Page, left: float, right: float) -> set[str]:
    """Returns the colours of a part of the pad, given by shares of its width, as RGB in hex."""
    return set(
        page.evaluate(
            """([left, right]) => {
              const pad = document.querySelector("canvas.pad");
              const { width, height } = pad;
              const { data } = pad.getContext("2d").getImageData(
                Math.round(left * width), 0, Math.round((right - left) * width), height);
              const colours = [];
              for (let i = 0; i < data.length; i += 4) {
                colours.push([data[i], data[i + 1], data[i + 2]].map(
                  (value) => value.toString(16).padStart(2, "0")).join(""));
              }
              return [...new Set(colours)];
            }""",
            [left, right],
        )
    )


def test_every_character_of_a_photograph_is_marked_judged_and_looked_into(drawing: Page):
    taken = b64encode(photograph_of_several("4_open", "3_round", "7_bar")).decode()
    drawing.evaluate(GIVE, ["drop", taken])
    panel = drawing.locator(".picture-panel")
    expect(panel).to_contain_text("3 characters were found. Choose the one to look into:")
    expect(panel).not_to_contain_text("Not sure")
    choices = drawing.locator("[data-characters] button")
    expect(choices).to_have_count(3)
    for index, label in enumerate("437"):
        expect(choices.nth(index)).to_contain_text(f"{index + 1}: {label} (")
        choices.nth(index).click()
        expect(choices.nth(index)).to_have_attribute("aria-pressed", "true")
        assert verdict(drawing) == label
    for third in range(3):  # a frame around each, in a colour that the grey photograph has not
        colours = shown_colours(drawing, third / 3, (third + 1) / 3)
        assert any(c[:2] != c[2:4] or c[2:4] != c[4:] for c in colours), third
    drawing.get_by_role("button", name="Back to drawing").click()
    drawing.locator(".verdict-panel[aria-busy=false].is-blank").wait_for()
    expect(choices).to_have_count(0)
    assert pad(drawing).is_visible()


def test_a_character_that_may_be_another_is_said_to_be_so(drawing: Page):
    drawing.evaluate(GIVE, ["drop", b64encode(photograph_of("scribble")).decode()])
    verdict(drawing)
    expect(drawing.locator(".picture-panel")).to_contain_text("Not sure which character it is.")
    drawing.evaluate(GIVE, ["drop", b64encode(photograph_of("3_round")).decode()])
    expect(drawing.locator(".picture-panel")).not_to_contain_text("Not sure")
