"""What a net gets of pictures, beside the pictures: sizes and ways are tried in the page."""

from pathlib import Path
from urllib.parse import quote

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect
from studio_page import Studio


def test_sizes_and_ways_are_tried_and_stand_in_the_address(
    visitor: Page, shared_studio: Studio, tmp_path: Path
):
    for number in range(24):
        path = tmp_path / "photos" / "ab"[number % 2] / f"{number:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 256, (30, 50, 3), np.uint8)
        Image.fromarray(pixels).save(path)
    visitor.goto(f"{shared_studio.address}#screen=data&source={quote(str(path.parents[1]))}")
    visitor.get_by_role("button", name="What the net gets").click()
    pairs = visitor.locator(".fitted li")
    expect(visitor.get_by_label("Rows")).to_have_value("30")
    expect(pairs).to_have_count(12)
    for side, value, said in (("Rows", "16", "16x"), ("Columns", "12", "12 --fit")):
        visitor.get_by_label(side).fill(value)
        visitor.get_by_label(side).press("Enter")
        expect(visitor.get_by_text(said)).to_be_visible()
    visitor.get_by_label("Brought to it by").select_option("crop")
    expect(visitor.get_by_text("--size 16x12 --fit crop")).to_be_visible()
    size = "image => image.decode().then(() => [image.naturalHeight, image.naturalWidth])"
    shown = pairs.first.locator("img")
    assert shown.first.evaluate(size) == [30, 50]
    assert shown.last.evaluate(size) == [16, 12]
    for part in ("height=16", "width=12", "fit=crop", "view=fitted"):
        assert part in visitor.url
    visitor.reload()
    assert shown.last.evaluate(size) == [16, 12]
    visitor.get_by_label("Class").select_option("b")
    expect(pairs.first.locator(".tile-text")).to_have_text("b")


def test_arrays_have_their_size(visitor: Page, shared_studio: Studio):
    visitor.goto(f"{shared_studio.address}#screen=data&source=bars.npz&view=fitted&height=40")
    expect(visitor.get_by_text("This set holds arrays of one size")).to_be_visible()
    expect(visitor.get_by_label("Rows")).to_have_count(0)
    size = "image => image.decode().then(() => [image.naturalHeight, image.naturalWidth])"
    shown = visitor.locator(".fitted li").first.locator("img")
    expect(shown).to_have_count(2)
    for picture in shown.all():
        assert picture.evaluate(size) == [13, 11]
