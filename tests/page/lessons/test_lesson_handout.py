"""Worksheets: every bet and puzzle, answers apart, the same tasks for the same seed."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from convscope.cli import main
from convscope.lessons import RIGHT, Bet, Puzzle, load_lessons


def show(page: Page, path: Path, name: str, *options: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["lessons", name, "--handout", str(path), *options])
    assert ended.value.code == 0
    page.goto(path.as_uri())
    page.locator(".handout").wait_for()


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport={"width": 1000, "height": 1400})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_lesson_has_a_worksheet_with_its_answers_apart(
    page: Page, tmp_path: Path, language: str
):
    for lesson in load_lessons(language):
        show(page, tmp_path / f"{lesson.name}.html", lesson.name, "--language", language)
        sheet, answers = page.locator(".sheet").all()
        bets = [part for part in lesson.parts if isinstance(part, Bet)]
        puzzles = [part for part in lesson.parts if isinstance(part, Puzzle)]
        assert sheet.locator(".choice").count() == sum(len(bet.choices) for bet in bets)
        assert sheet.locator(".task").count() == len(bets) + 3 * len(puzzles)
        for bet in bets:
            right = next(c for c in bet.choices if c.belief == RIGHT)
            words = "".join(piece.text for piece in right.answer).split("\n")[0]
            assert words in answers.inner_text().replace("\n", " ")
            assert words not in sheet.inner_text().replace("\n", " ")
        assert lesson.idea in answers.inner_text()
        assert lesson.idea not in sheet.inner_text()  # it would give bets away
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_seed_decides_the_tasks(page: Page, tmp_path: Path):
    texts = []
    for number, seed in enumerate(("4", "4", "5")):
        path = tmp_path / f"{number}.html"
        show(page, path, "artificial-neuron", "--seed", seed)
        texts.append(page.locator(".handout").inner_text())
    assert texts[0] == texts[1] != texts[2]


def test_it_prints_on_paper_without_its_button(page: Page, tmp_path: Path):
    show(page, tmp_path / "a.html", "one-channel")
    violations = Axe().run(page).response["violations"]
    assert [v for v in violations if v["impact"] in ("serious", "critical")] == []
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Print").is_visible()
    before = page.locator(".answers").evaluate("node => getComputedStyle(node).breakBefore")
    assert before == "page"


def test_a_worksheet_needs_a_lesson(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    with pytest.raises(SystemExit) as ended:
        main(["lessons", "--handout", str(tmp_path / "a.html")])
    assert ended.value.code == 2
    assert "Name it" in capsys.readouterr().err
