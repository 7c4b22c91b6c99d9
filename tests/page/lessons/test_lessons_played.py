"""Lessons as a reader plays them, served and from a disk: bets and puzzles, right and wrong."""

import re

import pytest
from lesson_answers import ANSWERS
from lesson_page import bet_of, choose, open_lesson, open_to_the_end, play, words
from playwright.sync_api import Page, expect

from convscope.lessons import RIGHT, Bet, Choice, Lesson, Puzzle, load_lessons


def bets_of(lesson: Lesson) -> list[Bet]:
    return [part for part in lesson.parts if isinstance(part, Bet)]


def wrong_choices(bet: Bet) -> list[Choice]:
    return [choice for choice in bet.choices if choice.belief != RIGHT]


MOST_WRONG = max(
    len(wrong_choices(bet)) for lesson in load_lessons("en") for bet in bets_of(lesson)
)
"""The most wrong choices of a bet."""


def play_in_japanese(page: Page, solutions: list[float]) -> None:
    """Answers the tasks that are shown in Japanese as well, wrong and right, and goes back."""
    page.get_by_label("Language").select_option("ja")
    for shown, solution in zip(page.locator(".puzzle").all(), solutions, strict=True):
        for given, told in ((solution + 1000, "まだ違います。"), (solution, "正解です。")):
            shown.get_by_role("textbox").fill(str(given))
            shown.get_by_role("textbox").press("Enter")
            expect(shown.get_by_role("status")).to_contain_text(told)
    page.get_by_label("言語").select_option("en")


@pytest.mark.parametrize("name", [lesson.name for lesson in load_lessons("en")])
def test_a_lesson_is_played_to_its_end(reader: Page, address: str, name: str) -> None:
    lesson = next(each for each in load_lessons("en") if each.name == name)
    open_lesson(reader, address, name)
    for part in lesson.parts:
        if isinstance(part, Bet):
            expect(reader.locator(".puzzle")).to_have_count(0)
            expect(reader.locator(".waiting")).to_be_visible()
            shown = bet_of(reader, part)
            shown.get_by_role("button").click()
            expect(shown.get_by_role("status")).to_have_text("Choose an answer first.")
            choose(reader, part, RIGHT)
            expect(shown.get_by_role("status")).to_contain_text("You were right.")
            expect(shown.get_by_role("button")).to_have_count(0)
    expect(reader.locator(".waiting")).to_have_count(0)
    titles = reader.locator(".puzzle h3").all_inner_texts()
    puzzles = [part.name for part in lesson.parts if isinstance(part, Puzzle)]
    solutions = [play(reader, *each) for each in zip(puzzles, titles, strict=True)]
    if address.startswith("file:"):
        play_in_japanese(reader, solutions)
    reader.get_by_role("link", name="All lessons").click()
    point = reader.locator(".all li").filter(has_text=lesson.title)
    solved = f"{len(puzzles)} of {len(puzzles)} puzzles solved"
    expect(point).to_contain_text(solved)
    told = reader.locator(".progress")
    so_far = f"{len(puzzles)} of {len(ANSWERS)} kinds of puzzles solved so far. Go on with:"
    expect(told).to_contain_text(so_far)
    following = load_lessons("en")[1 if lesson.number == 1 else 0]
    expect(told.get_by_role("link")).to_have_text(following.title)
    reader.reload()
    expect(point).to_contain_text(solved)


@pytest.mark.parametrize("turn", range(MOST_WRONG))
def test_every_wrong_bet_is_taken_up(reader: Page, disk: str, turn: int) -> None:
    """A reader goes through all lessons and makes every bet by its next wrong choice."""
    chosen = [
        (lesson, bet, wrong_choices(bet)[turn % len(wrong_choices(bet))])
        for lesson in load_lessons("en")
        for bet in bets_of(lesson)
    ]
    reader.goto(disk)
    for lesson, bet, choice in chosen:
        reader.goto(f"{disk}#lesson={lesson.name}")
        expect(reader.locator(".lesson-title")).to_have_text(lesson.title)
        shown = choose(reader, bet, choice.belief)
        expect(shown.get_by_role("status")).to_have_text(f"Not so. {words(choice.answer)}")
    reader.reload()
    for lesson, bet, choice in chosen:
        reader.goto(f"{disk}#lesson={lesson.name}")
        shown = bet_of(reader, bet)
        expect(shown.locator(f'input[value="{choice.belief}"]')).to_be_checked()
        expect(shown.locator("input:enabled")).to_have_count(0)


def test_a_hint_follows_from_the_wrong_answer(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "one-channel")
    shown = reader.get_by_role("region", name="The size of the map")
    window, _, size, _ = re.findall(r"\d+", shown.locator(".question").inner_text())
    for given, hint in (
        (int(size), "stay inside"),
        (int(size) - int(window), "One place is missing"),
    ):
        shown.get_by_role("textbox").fill(str(given))
        shown.get_by_role("textbox").press("Enter")
        expect(shown.get_by_role("status")).to_contain_text(hint)
