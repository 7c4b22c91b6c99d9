"""A lesson's page by hand: opening it, betting, and playing its puzzles with what it shows."""

import re

from axe_playwright_python.sync_playwright import Axe
from lesson_answers import ANSWERS
from playwright.sync_api import Locator, Page, expect
from question_numbers import QUESTION_NUMBERS

from convscope.lessons import RIGHT, Bet, Lesson, Piece, lesson_named


def open_lesson(page: Page, address: str, name: str, **state: str) -> None:
    """Opens a lesson, whose figures begin with a state."""
    page.goto("about:blank")  # an address that differs behind # alone would not be opened anew
    rest = "".join(f"&{key}={value}" for key, value in state.items())
    page.goto(f"{address}#lesson={name}{rest}")
    page.locator(".lesson").wait_for()


def open_to_the_end(page: Page, address: str, name: str, **state: str) -> None:
    """Opens a lesson and makes its bets, so that all of it is shown."""
    open_lesson(page, address, name, **state)
    take_bets(page, lesson_named(name))


def words(text: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in text)


def bet_of(page: Page, bet: Bet) -> Locator:
    return page.locator(".bet").filter(has_text=words(bet.question))


def choose(page: Page, bet: Bet, belief: str) -> Locator:
    """Makes a bet, by hand."""
    shown = bet_of(page, bet)
    shown.locator(f'input[value="{belief}"]').check()
    shown.get_by_role("button", name="That is my bet").click()
    return shown


def take_bets(page: Page, lesson: Lesson, choice: int | None = None) -> None:
    """Makes all bets of a lesson at once: right, or by the choice with an index."""
    bets = [part for part in lesson.parts if isinstance(part, Bet)]
    page.evaluate(
        """(bets) => {
          for (const [name, belief] of bets) {
            const radio = document.querySelector(`input[name="bet-${name}"][value="${belief}"]`);
            radio.click();
            radio.closest(".bet").querySelector("button.primary").click();
          }
        }""",
        [[bet.name, RIGHT if choice is None else bet.choices[choice].belief] for bet in bets],
    )


def answer_of(shown: Locator, puzzle: str) -> float:
    """Returns the right answer, from what a reader sees."""

    def number(text: str) -> float:
        plain = text.replace("−", "-").replace(",", "")
        return float(plain) if "." in plain else int(plain)

    question, texts = shown.evaluate(
        """(section) => [
          section.querySelector(".question").innerText,
          [...section.querySelectorAll("table")].map((table) =>
            [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText))),
        ]"""
    )
    names = QUESTION_NUMBERS[puzzle]
    if "dense layer" in question:
        names = ("units", "size", "size")
    seen = [number(text) for text in re.findall(r"−?[\d,]*\d(?:\.\d+)?", question)]
    tables = [[[number(text) for text in row] for row in table] for table in texts]
    return ANSWERS[puzzle](dict(zip(names, seen, strict=False)), tables)


def play(page: Page, puzzle: str, title: str) -> float:
    """Answers wrong, then right, takes another task, and solves that one as well: returns how."""
    shown = page.get_by_role("region", name=title)
    field, said = shown.get_by_role("textbox"), shown.get_by_role("status")
    right = answer_of(shown, puzzle)
    field.fill("no idea")
    field.press("Enter")
    expect(said).to_contain_text("Type a number")
    field.fill(str(right + 1000))
    field.press("Enter")
    expect(said).to_contain_text("Not yet.")
    expect(shown.locator(".note")).to_have_text("")
    field.fill(str(right).replace("-", "−"))
    shown.get_by_role("button", name="Check").click()
    expect(said).to_contain_text("Right:")
    expect(shown.locator(".note")).to_have_text("1 solved")
    field.press("Enter")
    expect(shown.locator(".note")).to_have_text("1 solved")
    shown.get_by_role("button", name="Another one").click()
    expect(said).to_have_text("")
    expect(field).to_be_focused()
    solution = answer_of(shown, puzzle)
    field.fill(str(solution))
    field.press("Enter")
    expect(shown.locator(".note")).to_have_text("2 solved")
    return solution


def violations(page: Page) -> list[str]:
    """Returns what a reader with other eyes or hands would stumble over, each with its place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    run = "axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)"
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in page.evaluate(run)]
