"""From the drawing page to the lessons and back, where both are served, and nowhere else."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from serving import serving

from convscope.cli import main
from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model


@pytest.mark.parametrize("command", ["draw", "lessons"])
def test_each_page_leads_to_the_other_in_the_same_language(browser: Browser, command: str) -> None:
    page = browser.new_page(locale="en-GB")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    pad, lessons = page.locator("canvas.pad"), page.locator(".all li")
    first, second = (pad, lessons) if command == "draw" else (lessons, pad)
    there, back = ("レッスン", "描く") if command == "draw" else ("描く", "レッスン")
    with serving(command) as (_, address):
        page.goto(address)
        first.first.wait_for()
        page.get_by_label("Language").select_option("ja")
        page.get_by_role("banner").get_by_role("link", name=there, exact=True).click()
        second.first.wait_for()
        expect(page.locator("html")).to_have_attribute("lang", "ja")
        page.get_by_role("banner").get_by_role("link", name=back, exact=True).click()
        first.first.wait_for()
    page.close()
    assert problems == []


def test_a_single_file_leads_nowhere_else(browser: Browser, tmp_path: Path) -> None:
    export_page(shipped_model("mnist"), tmp_path / "page.html", PageSettings("mnist", "en"))
    with pytest.raises(SystemExit):
        main(["lessons", "--site", str(tmp_path), "--language", "en"])
    page = browser.new_page()
    for name, links in (
        ("page.html", ["Draw", "Train"]),
        ("index.html", ["Lessons", "Glossary", "Class"]),
    ):
        page.goto((tmp_path / name).as_uri())
        expect(page.get_by_role("banner").get_by_role("link")).to_have_text(links)
    page.close()
