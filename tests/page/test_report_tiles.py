"""Rows of small pictures in a report, on a phone: their captions can be read."""

from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser
from static_site import ROOT

[STYLE] = (ROOT / "src" / "convscope" / "insight").rglob("templates/style.css")

LINES = ("✗ slanted_bar_from_top_left · 43 %", "label 8 · 0 %", "picture_wi…ame_16.png")


def test_captions_do_not_break_letter_by_letter(browser: Browser):
    tile = SimpleNamespace(source="data:,", alt="", lines=LINES, width=33, is_wrong=True)
    row = SimpleNamespace(anchor="", label=("level → slanted_bar", "3×"), tiles=[tile] * 8)
    block = SimpleNamespace(heads=(), rows=[row], caption="Caption.", basis="40 images")
    templates = Environment(loader=FileSystemLoader(STYLE.parent), autoescape=True)
    rows = templates.get_template("blocks/tile_rows.html").render(block=block)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_content(f"<style>{STYLE.read_text()}</style><main>{rows}</main>")
    heights = page.locator(".tile span").evaluate_all(
        "(spans) => spans.map((span) => span.getBoundingClientRect().height)"
    )
    line = min(heights)
    assert line < 20
    assert max(heights) <= 4 * line + 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()
