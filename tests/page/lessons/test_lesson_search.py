"""The search field as a reader uses it, in both languages and with the keyboard alone."""

from axe_playwright_python.sync_playwright import Axe
from lesson_page import take_bets
from playwright.sync_api import Page, expect

from convscope.lessons import lesson_named


def test_lessons_words_headings_and_puzzles_are_found(reader: Page, address: str) -> None:
    reader.goto(address)
    field = reader.get_by_role("searchbox", name="Search lessons, words and puzzles")
    found, said = reader.locator(".found li"), reader.get_by_role("status")
    every = reader.locator(".all li")
    expect(every).to_have_count(26)
    field.fill("ｍａｘ　ｐｏｏｌ")
    expect(found.first).to_have_text("max pooling Word of lesson 11")
    expect(every.first).to_be_hidden()
    assert "find=" in reader.url
    reader.reload()
    expect(found.first).to_have_text("max pooling Word of lesson 11")
    assert Axe().run(reader).response["violations"] == []
    field.fill("zebra")
    expect(said).to_have_text("0 found")
    field.fill("shift")
    expect(said).to_contain_text("found")
    field.focus()
    reader.keyboard.press("ArrowDown")
    expect(found.first.get_by_role("link")).to_be_focused()
    reader.keyboard.press("ArrowDown")
    expect(found.nth(1).get_by_role("link")).to_be_focused()
    reader.keyboard.press("ArrowUp")
    reader.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    reader.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(every.first).to_be_visible()
    assert "find=" not in reader.url
    # A word leads to the glossary, Back to what was found.
    field.fill("receptive")
    found.first.get_by_role("link").click()
    expect(reader.locator(".glossary .is-meant")).to_contain_text("receptive field")
    reader.go_back()
    expect(field).to_have_value("receptive")
    expect(found.first).to_contain_text("Word of lesson 10")
    # A heading behind a bet leads to the bet, and to the heading once the bet is made.
    field.fill("three output rules")
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")
    expect(reader.locator(".waiting")).to_be_focused()
    take_bets(reader, lesson_named("artificial-neuron"))
    reader.go_back()
    found.first.get_by_role("link").click()
    heading = reader.get_by_role("heading", name="Three output rules")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    reader.reload()
    expect(heading).to_be_in_viewport()
    reader.get_by_role("link", name="All lessons").click()
    reader.get_by_label("Language").select_option("ja")
    for typed in ("じゅようや", "ﾌﾟｰﾘﾝｸﾞ", "ぷーりんぐ"):
        reader.get_by_role("searchbox").fill(typed)
        if typed == "じゅようや":
            expect(said).to_have_text("0 件見つかりました")
        else:
            expect(found.first).to_contain_text("プーリング")
    reader.get_by_role("searchbox").fill("黙る")
    expect(found).to_have_text(["黙るニューロン レッスン 4 のパズル"])
    assert Axe().run(reader).response["violations"] == []
    found.get_by_role("link").click()
    expect(reader.get_by_role("region", name="黙るニューロン")).to_be_in_viewport()
