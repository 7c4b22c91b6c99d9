"""Figures of lessons in which a net judges digits: their numbers are those of Python."""

import re

from lesson_page import open_to_the_end
from playwright.sync_api import Locator, Page, expect

COUNTING_MS = 60_000
"""A phone counts slowly, and so may a machine that tests."""


def open_figure(page: Page, address: str, lesson: str, figure: str, **state: str) -> Locator:
    open_to_the_end(page, address, lesson, **state)
    shown = page.locator(f".{figure}")
    shown.wait_for()
    return shown


def share_right(figure: Locator) -> int:
    """Returns the percentage of test digits that are right, once all are counted."""
    counted = figure.locator(".counted").first
    expect(counted).to_have_attribute("data-done", "yes", timeout=COUNTING_MS)
    found = re.search(r"359 test digits: \d+ right, (\d+) %", counted.inner_text())
    assert found
    return int(found[1])


SPOILT = (
    ({}, 92),
    ({"Dark ink": True}, 18),
    ({"Size": "50"}, 26),
    ({"Moved right": "4"}, 52),
    ({"Made thicker": "2"}, 57),
    ({"Dark ink": True, "Place it before": True}, 91),
    ({"Moved right": "4", "Place it before": True}, 90),
)
"""What is done to the test digits, and how many percent are then judged right."""


def test_a_spoilt_digit_is_judged_as_the_lesson_says(reader: Page, disk: str) -> None:
    figure = open_figure(reader, disk, "own-handwriting", "digit-figure")
    for changes, percent in SPOILT:
        figure.get_by_role("button", name="Undo all of this").click()
        for label, value in changes.items():
            control = figure.get_by_label(label)
            control.check() if value is True else control.fill(str(value))
        assert abs(share_right(figure) - percent) <= 1, changes


def test_a_digit_is_drawn_spoilt_and_placed(reader: Page, address: str) -> None:
    figure = open_figure(reader, address, "own-handwriting", "digit-figure")
    answer = figure.locator(".answer")
    expect(answer).to_contain_text("The net says 2")
    figure.get_by_label("Picture").select_option("own")
    expect(answer).to_have_text("Draw a digit into the left field.")
    pad = figure.get_by_role("application", name="Field to draw a digit in")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    x, y, side = box["x"], box["y"], box["width"]
    reader.mouse.move(x + 0.05 * side, y + 0.1 * side)
    reader.mouse.down()
    for share in (0.1, 0.95):
        reader.mouse.move(x + 0.1 * side, y + share * side, steps=8)
    reader.mouse.up()
    figure.get_by_label("Place it before").check()
    expect(answer).to_contain_text("The net says 1")
    figure.get_by_label("Dark ink").check()
    expect(answer).to_contain_text("The net says 1")
    figure.get_by_label("Moved right").focus()
    reader.keyboard.press("ArrowRight")
    expect(figure.locator(".slider", has_text="Moved right").locator("output")).to_have_text("1")
    assert "right=1" in reader.url
    assert "written=" in reader.url
    reader.reload()
    expect(figure.get_by_label("Dark ink")).to_be_checked()
    expect(answer).to_contain_text("The net says 1")
    figure.get_by_role("button", name="Clear").click()
    expect(answer).to_have_text("Draw a digit into the left field.")


def test_nonsense_in_the_address_leaves_a_figure_that_works(reader: Page, disk: str) -> None:
    state = {"picture": "99", "drawing": "!", "size": "1e9", "right": "-900", "thicker": "77"}
    figure = open_figure(reader, disk, "own-handwriting", "digit-figure", **state)
    expect(figure.locator(".answer")).to_have_text("Draw a digit into the left field.")
    figure.get_by_role("button", name="Undo all of this").click()
    assert abs(share_right(figure) - 92) <= 1


def test_covering_shows_what_an_answer_rests_on(reader: Page, address: str) -> None:
    figure = open_figure(reader, address, "looking-inside", "digit-figure")
    answer, evidence = figure.locator(".answer"), figure.locator(".evidence")
    digit, net = figure.get_by_role("combobox").all()
    expect(answer).to_contain_text("The net says 7")
    expect(evidence).to_contain_text("covering rows 1 to 5 and columns 1 to 5 takes 11.")
    figure.get_by_role("button", name="Cover the strongest").click()
    expect(answer).to_contain_text("The net says 2")
    expect(evidence).to_contain_text("With rows 1 to 5 and columns 1 to 5 covered")
    figure.get_by_role("application").focus()
    for _ in range(4):
        reader.keyboard.press("ArrowRight")
    expect(evidence).to_contain_text("columns 5 to 9 covered")
    reader.reload()
    expect(evidence).to_contain_text("columns 5 to 9 covered")
    figure.get_by_role("button", name="Take the cover away").click()
    expect(answer).to_contain_text("The net says 7")
    figure.get_by_label("Dot in the corner").uncheck()
    expect(answer).to_contain_text("The net says 2")
    net.select_option("plain")
    expect(answer).to_contain_text("The net says 7")
    expect(evidence).not_to_contain_text("rows 1 to 5")
    digit.select_option("0")
    figure.get_by_label("Dot in the corner").check()
    expect(answer).to_contain_text("The net says 0")
    net.select_option("marked")
    expect(answer).to_contain_text("The net says 7")
    maps = figure.locator(".maps")
    expect(maps.first).to_have_attribute("aria-label", re.compile(r"8 maps; \d of them"))
    picture = figure.get_by_role("application")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    reader.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    expect(evidence).to_contain_text("With rows 13 to 17 and columns 13 to 17 covered")


def test_two_nets_judge_a_moved_digit(reader: Page, address: str) -> None:
    figure = open_figure(reader, address, "shift-turn-scale", "digit-figure")
    figure.get_by_label("Moved right").focus()
    for _ in range(4):
        reader.keyboard.press("ArrowRight")
    done = figure.locator('.counted[data-done="yes"]')
    expect(done).to_have_count(2, timeout=COUNTING_MS)
    shares = [int(found) for found in re.findall(r"right, (\d+) %", figure.inner_text())]
    assert abs(shares[0] - 52) <= 1
    assert abs(shares[1] - 77) <= 1
    expect(figure.locator(".answer")).to_have_text([re.compile("The net says")] * 2)
    reader.reload()
    expect(figure.locator(".slider", has_text="Moved right").locator("output")).to_have_text("4")
    figure.get_by_role("button", name="Undo all of this").click()
    expect(done).to_have_count(2, timeout=COUNTING_MS)
    expect(done.first).to_contain_text("92 %")


def test_a_turned_digit_is_judged_as_the_lesson_says(reader: Page, disk: str) -> None:
    figure = open_figure(reader, disk, "shift-turn-scale", "digit-figure", turn="15")
    assert abs(share_right(figure) - 84) <= 1
    figure.get_by_label("Turned left").fill("45")
    assert abs(share_right(figure) - 45) <= 1


def test_a_test_of_pictures_leaks_and_a_test_of_things_does_not(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "own-photographs")
    figure = reader.locator(".lesson-figure")
    answer, counts = figure.locator(".answer"), figure.locator(".counted")

    def percent_after(unit: str) -> int:
        figure.get_by_role("combobox").select_option(unit)
        told = r"359 test pictures;" if unit == "photos" else r"360 test pictures; 0 of these"
        expect(counts).to_contain_text(re.compile(told))
        found = re.search(r"(\d+) %", answer.inner_text())
        assert found
        return int(found[1])

    assert percent_after("photos") > 90
    assert abs(percent_after("things") - 50) < 15
    expect(figure.locator(".pair").first).to_contain_text("another thing")
    before = answer.inner_text()
    figure.get_by_role("button", name="Toss and draw anew").click()
    expect(answer).not_to_have_text(before)
    assert "toss=2" in reader.url
    figure.get_by_label("Pictures of each thing").press("Home")
    expect(counts).to_contain_text("287 training pictures, 72 test pictures")
    reader.reload()
    expect(counts).to_contain_text("287 training pictures, 72 test pictures")


def test_two_nets_read_the_same_strokes(reader: Page, address: str) -> None:
    figure = open_figure(reader, address, "old-hiragana", "digit-figure")
    answer = figure.locator(".answer")
    expect(answer).to_have_text("The net for hiragana says つ, > 99 %.")
    select = figure.get_by_role("combobox")
    select.select_option("き")
    expect(answer).to_contain_text("says き, 97 %")
    expect(figure).to_contain_text("The net for digits says 8, > 99 %.")
    select.select_option("は")
    expect(answer).to_contain_text("says ま, 6")
    expect(figure.locator(".means canvas")).to_have_count(10)
    select.select_option("own")
    expect(answer).to_have_text("Draw one of the ten characters into the left field.")
    pad = figure.get_by_role("application", name="Field to draw a character in")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    points = [(0.1, 0.35), (0.55, 0.2), (0.85, 0.45), (0.65, 0.75), (0.3, 0.85)]
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    reader.mouse.move(*at[0])
    reader.mouse.down()
    for place in at[1:]:
        reader.mouse.move(*place, steps=4)
    reader.mouse.up()
    expect(answer).to_contain_text("says つ")
    reader.reload()
    expect(answer).to_contain_text("says つ")
    figure.get_by_role("button", name="Clear").click()
    expect(answer).to_have_text("Draw one of the ten characters into the left field.")


def write_with_keys(page: Page, pad: Locator) -> None:
    """Draws a stroke from top to bottom through the middle, by keyboard alone."""
    pad.focus()
    for key in ["Shift+ArrowUp"] * 3 + [" "] + ["Shift+ArrowDown"] * 6 + [" "]:
        page.keyboard.press(key)


def test_a_digit_is_drawn_with_the_keyboard(reader: Page, address: str) -> None:
    figure = open_figure(reader, address, "own-handwriting", "digit-figure", picture="own")
    answer = figure.locator(".answer")
    pad = figure.get_by_role("application", name="Field to draw a digit in")
    expect(figure.locator(".pen-help")).to_be_hidden()
    write_with_keys(reader, pad)
    expect(figure.locator(".pen-help")).to_contain_text("arrows move the pen")
    expect(figure.locator(".pen-point")).to_be_visible()
    expect(figure).to_contain_text("Pen up.")
    expect(answer).to_contain_text("The net says 1")
    reader.keyboard.press("u")
    expect(answer).to_have_text("Draw a digit into the left field.")
    reader.keyboard.press("Tab")
    expect(figure.locator(".pen-point")).to_be_hidden()
    figure.get_by_label("Picture").select_option("2")
    picture = figure.get_by_role("img", name="A 2 of somebody else")
    picture.focus()
    reader.keyboard.press(" ")
    expect(figure.locator(".pen-point")).to_be_hidden()


def test_a_character_is_drawn_with_the_keyboard(reader: Page, address: str) -> None:
    figure = open_figure(reader, address, "old-hiragana", "digit-figure", character="own")
    answer = figure.locator(".answer")
    write_with_keys(reader, figure.get_by_role("application", name="Field to draw a character in"))
    expect(answer).to_contain_text("The net for hiragana says")
    reader.keyboard.press("c")
    expect(answer).to_have_text("Draw one of the ten characters into the left field.")
