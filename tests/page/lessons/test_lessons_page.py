"""The lessons' page around the lessons: languages, links, large letters, paper, every reader."""

import re
from itertools import cycle

import pytest
from lesson_page import answer_of, open_to_the_end, take_bets, violations
from playwright.sync_api import Page, expect

from convscope.lessons import Cell, lesson_named, load_lessons


def test_a_lesson_goes_on_in_the_other_language(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "artificial-neuron")
    reader.locator(".neuron-figure").get_by_label("Threshold").fill("2")
    tables = reader.locator(".puzzle-tables").all_inner_texts()
    numbers = [re.findall(r"−?\d+", text) for text in tables]
    reader.get_by_label("Language").select_option("ja")
    expect(reader.locator(".lesson-title")).to_have_text("人工ニューロン")
    expect(reader.locator(".neuron-figure .answer")).to_have_text("出力：1")
    expect(reader.locator(".neuron-figure").get_by_label("しきい値")).to_have_value("2")
    expect(reader.locator(".bet")).to_contain_text("そのとおりです。")
    tables = reader.locator(".puzzle-tables").all_inner_texts()
    assert [re.findall(r"−?\d+", text) for text in tables] == numbers
    field = reader.locator(".puzzle input").first
    shown = reader.locator(".puzzle").first
    right = str(int(answer_of(shown, "weighted-sum")))
    field.fill(right.translate(str.maketrans("-0123456789", "－０１２３４５６７８９")))
    field.press("Enter")
    expect(shown.get_by_role("status")).to_contain_text("正解です。")


def test_links_lead_to_lessons_and_back(reader: Page, address: str) -> None:
    reader.goto(address)
    reader.get_by_role("link", name="Convolution with one channel").click()
    expect(reader.locator(".lesson-title")).to_have_text("Convolution with one channel")
    reader.go_back()
    reader.get_by_role("link", name="An artificial neuron").click()
    here = lesson_named("artificial-neuron")
    take_bets(reader, here)
    lessons = load_lessons("en")
    following = lessons[lessons.index(here) + 1].title
    reader.get_by_role("link", name=following).click()
    expect(reader.locator(".lesson-title")).to_have_text(following)
    assert reader.evaluate("document.activeElement.tagName") == "MAIN"


def test_a_room_reads_large_letters_and_paper_no_buttons(reader: Page, address: str) -> None:
    reader.set_viewport_size({"width": 1600, "height": 900})
    open_to_the_end(reader, address, "pooling")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    small = reader.evaluate(size)
    switch = reader.get_by_role("button", name="Large letters")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert reader.evaluate(size) > 1.2 * small
    reader.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert reader.evaluate(size) > 1.2 * small
    reader.get_by_role("link", name="Glossary").click()
    expect(reader.locator(".glossary")).to_be_visible()
    assert reader.evaluate(size) == small
    reader.go_back()
    switch.click()
    assert reader.evaluate(size) == small
    reader.emulate_media(media="print")
    for what in (switch, reader.get_by_role("link", name="All lessons"), reader.locator("nav")):
        expect(what).to_be_hidden()
    expect(reader.locator(".puzzle .question").first).to_be_visible()
    expect(reader.locator(".lesson-figure").first).to_be_visible()


def test_a_program_can_be_copied(reader: Page, served: str) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_to_the_end(reader, served, "artificial-neuron")
    cell = reader.get_by_role("region", name="Python program")
    cell.get_by_role("button", name="Copy").click()
    expect(cell.get_by_role("status")).to_contain_text("Copied.")
    copied = reader.evaluate("navigator.clipboard.readText()")
    parts = lesson_named("artificial-neuron").parts
    assert copied == next(part.code for part in parts if isinstance(part, Cell))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_lessons_can_be_read_by_everybody(reader: Page, disk: str, language: str) -> None:
    """Each lesson in one of the four looks, all looks in turn, and in both widths."""
    looks = cycle([(390, "light"), (1280, "dark"), (1280, "light"), (390, "dark")])
    for lesson, (width, scheme) in zip((None, *load_lessons(language)), looks, strict=False):
        reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        reader.set_viewport_size({"width": width, "height": 800})
        reader.goto(f"{disk}#language={language}&lesson={lesson.name if lesson else ''}")
        if lesson:
            expect(reader.locator(".lesson-title")).to_have_text(lesson.title)
            take_bets(reader, lesson, choice=0)
        else:
            reader.locator(".all").wait_for()
        assert violations(reader) == []
        for each in (width, 1670 - width):
            reader.set_viewport_size({"width": each, "height": 800})
            assert reader.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
