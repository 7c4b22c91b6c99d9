"""Rows of small pictures in a report, on a phone: their captions can be read."""

from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser
from static_site import ROOT

[STYLE] = (ROOT / "src" / "convscope" / "insight").rglob("templates/style.css")

LINES = ("✗ slanted_bar_from_top_left · 43 %", "label 8 · 0 %", "picture_wi…ame_16.png")


def test_words_without_spaces_stay_whole_in_tables(browser: Browser):
    """Japanese would break between any two letters, down to one letter a line."""
    cells = [SimpleNamespace(text=text, tone="", anchor="") for text in ("コントラスト", "89.7 %")]
    head = ("変化", "軽い", "正解率", "低下（ポイント）", "強い", "正解率", "低下（ポイント）")
    block = SimpleNamespace(
        is_matrix=False, head=head, rows=[cells + 5 * cells[1:]], caption="表。", basis="40 枚"
    )
    templates = Environment(loader=FileSystemLoader(STYLE.parent), autoescape=True)
    table = templates.get_template("blocks/table.html").render(block=block)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_content(f'<html lang="ja"><style>{STYLE.read_text()}</style><main>{table}</main>')
    heights = page.locator("tbody th, thead th").evaluate_all(
        "(heads) => heads.map((head) => head.getClientRects()[0].height)"
    )
    assert max(heights) < 60  # at most two lines
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


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
