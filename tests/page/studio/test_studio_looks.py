"""Every screen of the studio on a phone and a desktop, in both languages and themes, read aloud."""

import re
import zipfile
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from studio_page import Studio

GRAVE = {"serious", "critical"}

SCREENS = {
    "runs": ("", ".runs tbody tr"),
    "run": ("run=A", ".confusion"),
    "comparison": ("beside=%5B%22short%22%2C%22A%22%5D", ".changes .answer"),
    "inspect": ("screen=inspect&inspected=%5B%22A%22%2C%22test%22%2C3%5D", ".verdict-class"),
    "two nets": (
        "screen=inspect&inspected=%5B%22short%22%2C%22test%22%2C3%5D"
        "&versus=%5B%22A%22%2C%22test%22%2C3%5D",
        ".net-place + .net-place .verdict-class",
    ),
    "train": ("screen=train&source=bars.npz&net=mnist", ".block"),
    "data": ("screen=data&source=bars.npz", ".tiles li"),
    "fitted": ("screen=data&source=bars.npz&view=fitted", ".fitted li"),
    "labels": ("screen=data&source=bars.npz&view=suspects&like=A", ".tiles li"),
    "map": ("screen=data&source=bars.npz&view=map", ".image-map"),
    "live": ("screen=train&source=bars.npz&net=mnist&watch=A", ".verdict-grid li"),
    "collect": ("screen=collect&collection=signs", ".tiles li"),
    "no collection": ("screen=collect", ".collect-screen form"),
    "check": ("screen=data&source=bars.npz&view=check", ".set-view > :last-child > :not(.note)"),
}

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "locale": "ja"}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light", "locale": "en"}


@pytest.mark.parametrize("machine", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_fits_and_can_be_read_aloud(
    browser: Browser, shared_studio: Studio, screen: str, machine: dict
) -> None:
    hash_, wanted = SCREENS[screen]
    context = browser.new_context(**machine)
    page = context.new_page()
    page.goto(f"{shared_studio.address}#{hash_}")
    page.locator(wanted).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    language = machine["locale"]
    assert page.locator("html").get_attribute("lang") == language
    text = page.locator("main").inner_text()
    assert not re.search(r"\{\w+\}|undefined|NaN|null", text)
    assert bool(re.search("[ぁ-ん]", text)) == (language == "ja")
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in GRAVE]
    assert not found, [(v["id"], [node["html"] for node in v["nodes"][:3]]) for v in found]
    context.close()


def test_the_address_brings_everything_back(visitor: Page, shared_studio: Studio) -> None:
    visitor.get_by_role("button", name="Test", exact=True).click()
    expect(visitor.locator("th[aria-sort]")).to_have_text("Test ▾")
    visitor.get_by_role("button", name="A", exact=True).click()
    visitor.get_by_role("button", name="Most confused").click()
    visitor.get_by_label("Order").select_option("uncertain")
    expect(visitor.locator(".judged h2")).to_contain_text("taken for")
    title = visitor.locator(".judged h2").inner_text()
    visitor.reload()
    expect(visitor.locator(".judged h2")).to_have_text(title)
    expect(visitor.get_by_label("Order")).to_have_value("uncertain")
    visitor.go_back()
    expect(visitor.locator(".judged h2")).to_have_text("Test images")
    visitor.go_back()
    expect(visitor.locator("th[aria-sort]")).to_have_text("Test ▾")


def test_a_run_is_named_found_deleted_and_brought_back(
    visitor: Page, shared_studio: Studio
) -> None:
    visitor.goto(f"{shared_studio.address}#run=short")  # which has a title at a second attempt
    title = visitor.get_by_label("Title")
    title.fill("One epoch only")
    title.press("Enter")
    visitor.get_by_label("Group").fill("first tries")
    visitor.get_by_label("Group").press("Tab")
    visitor.get_by_role("button", name="Back to all runs").click()
    filter_ = visitor.get_by_label("Only runs with")
    filter_.fill("one first")
    expect(visitor.locator(".runs tbody tr")).to_have_count(1)
    expect(visitor.locator(".runs tbody tr")).to_contain_text("One epoch only")
    visitor.get_by_label("Choose short to compare").check()
    visitor.get_by_role("button", name="Delete 1").click()
    expect(visitor.get_by_role("status").first).to_contain_text("short lies in the bin.")
    assert not (shared_studio.folder / "runs/short").exists()
    visitor.get_by_role("button", name="Undo").click()
    expect(visitor.locator(".runs tbody tr")).to_have_count(1)
    assert (shared_studio.folder / "runs/short/model.safetensors").is_file()


def test_what_the_server_refuses_is_said_in_japanese(visitor: Page, shared_studio: Studio) -> None:
    visitor.goto(f"{shared_studio.address}#language=ja&run=nothing")
    visitor.reload()
    expect(visitor.get_by_role("alert")).to_contain_text("「nothing」はありません。")


def test_an_archive_is_sent_read_and_looked_at(visitor: Page, shared_studio: Studio) -> None:
    visitor.goto(f"{shared_studio.address}#screen=data")
    field = visitor.get_by_label("Or send an archive of images")
    bad = {"name": "bad.zip", "mimeType": "application/zip", "buffer": b"no archive"}
    field.set_input_files(bad)
    expect(visitor.get_by_role("alert")).to_be_visible()
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path in (shared_studio.folder / "collected/signs").glob("?/*.png"):
            archive.write(path, f"{path.parent.name}/{path.name}")
    good = {"name": "more signs.zip", "mimeType": "application/zip", "buffer": file.getvalue()}
    visitor.get_by_label("Or send an archive of images").set_input_files(good)
    chosen = visitor.get_by_role("combobox", name="Data set")
    expect(chosen).to_have_value("uploaded/more-signs.zip")
    expect(visitor.locator(".tiles img").first).to_be_visible()
    assert "source=uploaded%2Fmore-signs.zip" in visitor.url
