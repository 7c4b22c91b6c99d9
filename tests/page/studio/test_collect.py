"""The screen Collect: drawn, sent, photographed, taken back, trained in the page and judged."""

import math
import random
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from serving import serving
from studio_page import Studio, read

from convscope.data import load_data
from convscope.data.images import probe_image

MANY = 500
"""Images that are dropped at once."""

CAMERA = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  const paper = canvas.getContext("2d");
  setInterval(() => {
    paper.fillStyle = `hsl(${performance.now() % 360} 90% 50%)`;
    paper.fillRect(0, 0, 1280, 720);
  }, 30);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
}"""
"""Gives the page a camera that looks at changing colours: Chromium without a window has none."""


@pytest.fixture(scope="module")
def empty_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio that was started in an empty folder; each test begins its own collection."""
    folder = tmp_path_factory.mktemp("collecting")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
        patch.setenv("CONVSCOPE_DATA", str(folder / "data"))
        patch.chdir(folder)
        with serving("studio", "--port", "0") as (_, address):
            yield Studio(address, folder)


@pytest.fixture
def signs(empty_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the collection of a test will lie."""
    monkeypatch.chdir(empty_studio.folder)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(empty_studio.folder / "cache"))
    collected = empty_studio.folder / "collected"
    count = len(list(collected.glob("signs-*")))
    return collected / f"signs-{count}"


@pytest.fixture
def reader(browser: Browser, empty_studio: Studio, signs: Path) -> Iterator[Page]:
    """A page with a collection that has just been begun."""
    for page in read(browser, empty_studio):
        page.get_by_role("link", name="Collect").click()
        page.get_by_label("New collection").fill(signs.name.replace("-", " "))
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_role("button", name="○: 0")).to_be_visible()
        yield page


def png(seed: int, side: int = 200) -> bytes:
    file = BytesIO()
    color = (seed % 256, seed // 256, 90)
    Image.new("RGB", (side, side), color).save(file, "PNG")
    return file.getvalue()


def drawing(chance: random.Random, is_circle: bool) -> list[list[tuple[float, float]]]:
    """Strokes in shares of the paper's sides, no two drawings alike."""
    x, y, size = (chance.uniform(a, b) for a, b in ((0.4, 0.6), (0.4, 0.6), (0.18, 0.34)))
    if is_circle:
        flat, start = chance.uniform(0.8, 1.2), chance.uniform(0, 6)
        angles = [start + 2 * math.pi * i / 12 for i in range(13)]
        return [[(x + size * math.cos(a), y + size * flat * math.sin(a)) for a in angles]]
    ends = [
        (x + right * size + chance.uniform(-0.05, 0.05), y + down * size)
        for right, down in ((-1, -1), (1, 1), (1, -1), (-1, 1))
    ]
    return [ends[:2], ends[2:]]


def draw(page: Page, strokes: list[list[tuple[float, float]]]) -> None:
    box = page.locator(".collect-pad").bounding_box()
    assert box
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=1)
        page.mouse.up()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files of `MANY` pictures of 200×200, all of them different."""
    folder = tmp_path_factory.mktemp("pictures")
    paths = [folder / f"{number}.png" for number in range(MANY)]
    for number, path in enumerate(paths):
        path.write_bytes(png(number))
    return paths


def drop(page: Page, files: list[Path]) -> None:
    """Drops files onto the screen as somebody does who drags them from a folder."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        told = {"type": kind, "x": 100, "y": 300, "data": data}
        session.send("Input.dispatchDragEvent", told)
    session.detach()


class Memory(NamedTuple):
    """What a page holds once all garbage is gone: bytes of JavaScript, nodes of its document."""

    heap_bytes: float
    nodes: float


def memory(page: Page) -> Memory:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    found = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return Memory(found["JSHeapUsedSize"], found["Nodes"])


def test_circles_and_crosses_are_drawn_learned_and_judged(reader: Page, signs: Path) -> None:
    chance = random.Random(4)
    expect(reader.locator(".collect-missing")).to_contain_text("needs 4 of each class")
    for name in "○×":
        reader.get_by_role("button", name=f"{name}: 0").click()
        for count in range(1, 11):
            draw(reader, drawing(chance, name == "○"))
            reader.get_by_role("button", name=f"Add to {name}").click()
            expect(
                reader.get_by_role("button", name=f"{name}: {count}", exact=True)
            ).to_be_visible()
    expect(reader.locator(".collect-missing li")).to_have_count(0)
    data = load_data(f"collected/{signs.name}", progress=False)
    assert list(data.class_names) == ["×", "○"]
    assert sum(len(split) for split in data.splits.values()) == 20
    reader.get_by_role("button", name="Train in this page").click()
    expect(reader.get_by_text("Trained on 20 images")).to_be_visible()
    right = 0
    verdict = reader.locator(".collect-verdict")
    for number in range(20):
        name = "○×"[number % 2]
        reader.get_by_role("button", name="Clear").click()
        expect(verdict).to_be_empty()
        for stroke in drawing(chance, name == "○"):
            draw(reader, [stroke])
        expect(verdict).to_contain_text("looks like")
        reader.wait_for_timeout(100)  # the verdict on the first stroke gives way to the last one's
        right += name in verdict.inner_text()
    assert right >= 19
    reader.get_by_role("link", name="Train on these").click()
    expect(reader.get_by_role("combobox", name="Data", exact=True)).to_have_value(
        f"collected/{signs.name}"
    )


def test_keys_draw_too(reader: Page, signs: Path) -> None:
    keep = reader.get_by_role("button", name="Add to ×")
    expect(keep).to_be_disabled()
    reader.locator(".collect-pad").focus()
    for key in ["Space", *["Shift+ArrowRight"] * 3, "Space"]:
        reader.keyboard.press(key)
    keep.click()
    expect(reader.get_by_role("button", name="×: 1")).to_be_visible()
    image = Image.open(signs / "×/0001.png").convert("L")
    assert image.size == (112, 112)
    assert image.getpixel((0, 0)) == 255
    assert image.getpixel((70, 56)) == 0


def test_classes_are_added_renamed_and_removed(reader: Page, signs: Path) -> None:
    name = reader.get_by_label("Name of the class")
    name.fill("りんご")
    name.press("Enter")
    expect(reader.get_by_role("button", name="りんご: 0")).to_have_attribute("aria-pressed", "true")
    name.fill("a/b")
    reader.get_by_role("button", name="Rename").click()
    expect(reader.get_by_role("button", name="a-b: 0")).to_be_visible()
    assert (signs / "a-b").is_dir()
    assert f"collection={signs.name}" in reader.url
    assert "class=a-b" in reader.url
    reader.reload()
    expect(reader.get_by_role("button", name="a-b: 0")).to_have_attribute("aria-pressed", "true")
    reader.get_by_role("button", name="Remove class a-b").click()
    expect(reader.get_by_role("button", name="a-b: 0")).to_have_count(0)
    assert not (signs / "a-b").exists()


def test_files_are_kept_chosen_deleted_and_brought_back(reader: Page, signs: Path) -> None:
    files = [{"name": f"{i}.png", "mimeType": "image/png", "buffer": png(i)} for i in range(3)]
    bad = {"name": "bad.png", "mimeType": "image/png", "buffer": b"no image"}
    reader.get_by_label("Images for ×").set_input_files([*files, bad])
    expect(reader.get_by_role("button", name="×: 3")).to_be_visible()
    expect(reader.get_by_text("1 was not taken.")).to_be_visible()
    expect(reader.locator("main")).to_contain_text("cannot be read")
    folder = signs / "×"
    assert sorted(path.read_bytes() for path in folder.iterdir()) == sorted(map(png, range(3)))
    reader.get_by_role("button", name="Take the last one back").click()
    expect(reader.get_by_role("button", name="×: 2")).to_be_visible()
    assert not (folder / "0003.png").exists()
    reader.get_by_label("×/0001.png").check()
    reader.get_by_role("button", name="Delete the chosen ones").click()
    expect(reader.get_by_role("button", name="×: 1")).to_be_visible()
    reader.get_by_role("button", name="Undo deleting").click()
    expect(reader.get_by_role("button", name="×: 2")).to_be_visible()
    reader.get_by_role("button", name="Undo deleting").click()
    expect(reader.get_by_role("button", name="×: 3")).to_be_visible()
    expect(reader.get_by_role("button", name="Undo deleting")).to_be_disabled()


def test_many_images_leave_the_page_small(reader: Page, signs: Path, pictures: list[Path]) -> None:
    reader.set_viewport_size({"width": 390, "height": 844})
    drop(reader, pictures[:100])
    expect(reader.get_by_text("100 images added.")).to_be_visible()
    expect(reader.locator(".tiles img")).to_have_count(60)
    before = memory(reader)
    drop(reader, pictures)
    expect(reader.get_by_text(f"{MANY} images added.")).to_be_visible(timeout=600_000)
    expect(reader.get_by_role("button", name=f"×: {MANY + 100}", exact=True)).to_be_visible()
    after = memory(reader)
    assert after.heap_bytes - before.heap_bytes < 4e6  # names and handles of the files
    assert after.nodes <= before.nodes + 100
    assert reader.locator("img").count() == 60
    reader.evaluate("scrollTo(0, 0)")
    expect(reader.locator(".tiles img[src]")).to_have_count(0)
    reader.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(reader.locator(".tiles img[src]").first).to_be_visible()
    kept = {path.read_bytes() for path in (signs / "×").iterdir()}
    assert kept == {path.read_bytes() for path in pictures}
    expect(reader.get_by_text(f"1–60 of {MANY + 100}")).to_be_visible()
    reader.get_by_role("button", name="Older").click()
    expect(reader.get_by_text(f"61–120 of {MANY + 100}")).to_be_visible()
    expect(reader.get_by_label(f"×/{MANY + 100 - 60:04d}.png")).to_be_visible()
    assert reader.locator("img").count() == 60


def test_sending_is_stopped_and_gone_on_with(
    reader: Page, signs: Path, pictures: list[Path]
) -> None:
    some = pictures[:300]
    drop(reader, some)
    reader.get_by_role("button", name="Stop sending").click()
    expect(reader.get_by_text("Stopped:")).to_be_visible()
    count = len(list((signs / "×").glob("*.png")))
    assert 0 < count < len(some)
    expect(reader.get_by_role("button", name=f"×: {count}", exact=True)).to_be_visible()
    reader.get_by_role("link", name="Results", exact=True).click()
    reader.get_by_role("link", name="Collect", exact=True).click()
    reader.get_by_role("button", name=f"Send the other {len(some) - count}").click()
    expect(reader.get_by_text(f"{len(some)} images added.")).to_be_visible()
    kept = sorted(path.read_bytes() for path in (signs / "×").iterdir())
    assert kept == sorted(path.read_bytes() for path in some)


def test_a_burst_lasts_as_long_as_the_button_is_held(reader: Page, signs: Path) -> None:
    reader.evaluate(CAMERA)
    reader.get_by_role("button", name="Use the camera").click()
    shutter = reader.get_by_role("button", name="Take photographs: hold for a burst")
    expect(shutter).to_be_visible()
    reader.wait_for_function("document.querySelector('video').videoWidth > 0")
    folder = signs / "×"
    shutter.hover()
    reader.mouse.down()
    expect(reader.get_by_role("button", name=re.compile(r"^×: [3-9]"))).to_be_visible()
    reader.mouse.up()
    expect(reader.get_by_text(re.compile("images? added."))).to_be_visible()
    count = len(list(folder.iterdir()))
    reader.wait_for_timeout(600)
    assert len(list(folder.iterdir())) == count
    sizes = {(p.width, p.height) for p in (probe_image(f.read_bytes()) for f in folder.iterdir())}
    assert sizes == {(640, 360)}
    assert {path.suffix for path in folder.iterdir()} == {".jpg"}
    reader.get_by_role("button", name="Camera off").click()
    expect(shutter).to_be_hidden()


def test_without_a_camera_the_page_says_so(reader: Page) -> None:
    reader.get_by_role("button", name="Use the camera").click()
    expect(reader.get_by_text("The camera cannot be used")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_fits_a_phone_and_can_be_read_aloud(
    reader: Page, empty_studio: Studio, signs: Path, language: str
) -> None:
    files = [{"name": f"{i}.png", "mimeType": "image/png", "buffer": png(i)} for i in range(5)]
    reader.get_by_label("Images for ×").set_input_files(files)
    expect(reader.get_by_role("button", name="×: 5")).to_be_visible()
    reader.set_viewport_size({"width": 390, "height": 844})
    told = f"screen=collect&collection={signs.name}&language={language}"
    reader.goto(f"{empty_studio.address}#{told}")
    reader.reload()
    reader.locator(".tiles img").first.wait_for()
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text = reader.locator("main").inner_text()
    assert not any(wrong in text for wrong in ("{", "undefined", "NaN", "null"))
    found = Axe().run(reader).response["violations"]
    grave = [v for v in found if v["impact"] in {"serious", "critical"}]
    assert not grave, [(v["id"], [node["html"] for node in v["nodes"][:3]]) for v in grave]
