"""The glossary as a reader uses it: words of lessons lead to it, and it leads to lessons."""

from axe_playwright_python.sync_playwright import Axe
from lesson_page import open_lesson, take_bets
from playwright.sync_api import Page, expect

from convscope.lessons import lesson_named, load_lessons


def test_words_lead_to_their_meaning_and_back(reader: Page, address: str) -> None:
    open_lesson(reader, address, "what-filters-detect")
    word = reader.locator(".lesson > p .term-link", has_text="filter").first
    expect(word).to_have_attribute("title", lesson_named("one-channel").terms["filter"])
    word.click()
    expect(reader).to_have_title("Glossary · convscope")
    entry = reader.locator(".glossary dt.is-meant")
    expect(entry).to_contain_text("filter")
    expect(entry).to_be_focused()
    expect(entry).to_be_in_viewport()
    reader.get_by_label("Language").select_option("ja")
    expect(entry).to_have_text("フィルター filter")
    reader.get_by_role("link", name="1 チャンネルの畳み込み").click()
    expect(reader.locator(".lesson-title")).to_have_text("1 チャンネルの畳み込み")
    reader.go_back()
    expect(entry).to_be_in_viewport()
    reader.go_back()
    expect(reader.locator(".lesson-title")).to_be_visible()
    reader.get_by_label("Language").select_option("en")
    take_bets(reader, lesson_named("what-filters-detect"))
    reader.locator(".terms").get_by_role("link", name="feature").click()
    expect(entry).to_contain_text("feature")


def test_the_glossary_has_every_word_in_both_languages(reader: Page, disk: str) -> None:
    for language, other in (("en", "ja"), ("ja", "en")):
        lessons, others = load_lessons(language), load_lessons(other)
        reader.goto("about:blank")
        reader.goto(f"{disk}#language={language}&screen=glossary")
        for lesson, counterpart in zip(lessons, others, strict=True):
            section = reader.locator(".glossary section").nth(lesson.number - 1)
            expect(section.get_by_role("link")).to_have_text(lesson.title)
            pairs = zip(lesson.terms, counterpart.terms, strict=True)
            shown = [word if word == also else f"{word} {also}" for word, also in pairs]
            expect(section.locator("dt")).to_have_text(shown)
            expect(section.locator("dd")).to_have_text(list(lesson.terms.values()))
        for width in (390, 1280):
            reader.set_viewport_size({"width": width, "height": 800})
            assert Axe().run(reader).response["violations"] == []
            assert reader.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
