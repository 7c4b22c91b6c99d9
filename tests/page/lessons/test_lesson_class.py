"""Handing in and counting: from a pupil's click to the teacher's table, hostile files and all."""

import json
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from lesson_page import choose, open_lesson, play
from playwright.sync_api import Browser, Page, expect

from convscope.lessons import RIGHT, Bet, Lesson, Puzzle, lesson_named
from convscope.lessons.beliefs import BELIEFS, BLOCKS

LESSON = lesson_named("tensors")


def bets_of(lesson: Lesson) -> list[Bet]:
    return [part for part in lesson.parts if isinstance(part, Bet)]


def hand_in(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Hand in").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_what_pupils_do_arrives_in_the_teacher_s_table(
    reader: Page, browser: Browser, address: str, tmp_path: Path
) -> None:
    first, *others = bets_of(LESSON)
    wrong = next(choice for choice in first.choices if choice.belief != RIGHT)
    puzzle = next(part for part in LESSON.parts if isinstance(part, Puzzle))
    open_lesson(reader, address, LESSON.name)
    choose(reader, first, wrong.belief)
    for bet in others:
        choose(reader, bet, RIGHT)
    title = reader.locator(".puzzle h3").first.inner_text()
    play(reader, puzzle.name, title)
    reader.get_by_role("link", name="All lessons").click()
    one = hand_in(reader, tmp_path)
    told = json.loads(one.read_text())
    assert told["bets"][f"{LESSON.name}/{first.name}"] == wrong.belief
    assert told["puzzles"] == {f"{LESSON.name}/{puzzle.name}": 2}
    assert set(told) == {"format", "reader", "bets", "puzzles"}
    assert hand_in(reader, tmp_path).name == one.name

    context = browser.new_context(locale="en-GB")
    other = context.new_page()
    open_lesson(other, address, LESSON.name)
    choose(other, first, RIGHT)
    other.get_by_role("link", name="All lessons").click()
    two = hand_in(other, tmp_path)
    context.close()
    assert two.name != one.name

    bad = tmp_path / "photo.json"
    bad.write_bytes(b"\xff\xd8\xff\xe0 no text at all")
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(told | {"puzzles": {"<img src=x onerror=alert(1)>": "many"}}))
    reader.get_by_role("link", name="Class").click()
    field = reader.locator(".drop-zone input")
    field.set_input_files([bad, one, changed, two])
    expect(reader.get_by_role("status")).to_have_text("2 pupils counted")
    notes = reader.locator(".notes li")
    expect(notes).to_have_count(2)
    expect(notes.nth(0)).to_contain_text("photo.json: The file is no JSON")
    expect(notes.nth(1)).to_contain_text("changed.json: The file has been changed: <img src=x")
    expect(field).to_be_focused()
    block = BELIEFS[wrong.belief].block
    assert block
    summary = reader.locator("table").first.locator("tbody tr")
    expect(summary).to_have_count(len(BLOCKS) + 1)
    expect(summary.nth(block - 1)).to_have_text(f"{block} · {BLOCKS[block].replace('`', '')}21")
    own = reader.get_by_role("table", name=f"{block} · ")
    row = own.locator("tr").filter(has_text="".join(p.text for p in wrong.text)).first
    expect(row.locator("td").last).to_have_text("1 of 2")
    solved = reader.get_by_role("table", name="Puzzles").locator("tr", has_text=title)
    expect(solved.locator("td")).to_have_text(["1", "2"])
    # The same pupil once more counts once, and is said to be the same.
    field.set_input_files([one])
    expect(reader.get_by_role("status")).to_have_text("2 pupils counted")
    expect(notes).to_contain_text([f"Of the same browser as {one.name}"])
    reader.get_by_label("Language").select_option("ja")
    expect(reader.get_by_role("status")).to_have_text("2 人分を数えました")
    expect(row.locator("td").last).to_have_text("2 人中 1 人")
    for width in (390, 1280):
        reader.set_viewport_size({"width": width, "height": 800})
        assert Axe().run(reader).response["violations"] == []
        assert reader.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_files_may_be_dropped(reader: Page, disk: str) -> None:
    reader.goto(f"{disk}#screen=class&language=en")
    text = json.dumps(
        {"format": "convscope-lessons-1", "reader": "0" * 16, "bets": {}, "puzzles": {}}
    )
    files = reader.evaluate_handle(
        """(text) => {
          const files = new DataTransfer();
          files.items.add(new File([text], "a.json"));
          files.items.add(new File(["{"], "b.json"));
          return files;
        }""",
        text,
    )
    reader.dispatch_event(".class-screen", "drop", {"dataTransfer": files})
    expect(reader.get_by_role("status")).to_have_text("1 pupil counted")
    expect(reader.locator(".notes li")).to_contain_text(["b.json: The file is no JSON"])
