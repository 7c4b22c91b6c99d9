"""What a net in the page learns from: drawings, photographs, labels of one's own, digits."""

import re

from drawing import draw, open_page, photograph_of, verdict
from playwright.sync_api import Page, expect
from training_page import FIT, choose, class_counts, draw_cross, press, until_ready


def test_a_drawing_becomes_an_example(training: Page) -> None:
    assert class_counts(training) == ["○: 30", "×: 30"]
    add = training.get_by_role("button", name="Add as “×”")
    expect(add).to_be_disabled()
    draw_cross(training)
    add.click()
    expect(training.locator(".class-count").nth(1)).to_have_text("×: 31")
    expect(training.locator(".settings-panel")).to_contain_text("41 drawings to learn from")
    expect(training.locator(".pad-hint")).to_be_visible()
    spoken = training.locator(".adding-panel [role=status]")
    expect(spoken).to_have_text("Added. “×” has 31 examples.")
    press(training, "Start")
    expect(training.locator(".status")).to_contain_text(FIT)
    expect(training.locator(".judgement")).to_contain_text("41 of 41")
    press(training, "Remove the last one")
    expect(training.locator(".class-count").nth(1)).to_have_text("×: 30")
    expect(spoken).to_have_text("Removed. “×” has 30 examples.")
    until_ready(training)


def test_a_photograph_becomes_an_example(training: Page) -> None:
    picture = {"name": "x.png", "mimeType": "image/png", "buffer": photograph_of("0_round")}
    training.locator("input[type=file]").set_input_files(picture)
    verdict(training)
    press(training, "Add as “○”")
    expect(training.locator(".class-count").first).to_have_text("○: 31")
    expect(training.locator(".pad-hint")).to_be_visible()


def test_labels_of_ones_own_need_drawings_and_claim_no_more_than_chance_allows(
    training: Page,
) -> None:
    choose(training, "Examples", "Your own drawings")
    expect(training.locator(".status")).to_contain_text("at least two examples of each class")
    expect(training.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    name = training.get_by_label("Name of class 1")
    name.fill("one")
    name.press("Enter")
    expect(training.locator(".bar-name").first).to_have_text("one")
    for label in ("one", "B"):
        for index in range(4):
            scale = 0.8 + 0.1 * index
            training.evaluate("scrollTo(0, 0)")  # the buttons below have moved the pad away
            if label == "one":
                draw(training, "1_bar", scale)
            else:
                draw_cross(training, scale / 3)
            press(training, f"Add as “{label}”")
            expect(training.locator(".pad-hint")).to_be_visible()
    assert class_counts(training) == ["one: 4", "B: 4"]
    expect(training.locator(".settings-panel")).to_contain_text("6 drawings to learn from, 2 held")
    press(training, "Start")
    expect(training.locator(".status")).to_contain_text(FIT)
    words = training.locator(".judgement")
    expect(words).to_contain_text("Learned from: 6 of 6 right.")
    expect(words).to_contain_text("That may still be guessing.")
    found = re.findall(
        r"Held out: (\d) of 2 right.*between (\d+).% and (\d+).%", words.inner_text()
    )
    assert {"2": ("15", "100"), "1": ("1", "99"), "0": ("0", "85")}[found[0][0]] == found[0][1:]
    draw(training, "1_bar")
    assert verdict(training) == "one"
    press(training, "One class more")
    expect(training.get_by_role("button", name="Add as “C”")).to_be_visible()
    press(training, "One class fewer")
    expect(training.get_by_role("button", name="Add as “C”")).to_have_count(0)


def test_digits_of_the_page_are_learned(page: Page, mnist_url: str) -> None:
    open_page(
        page, f"{mnist_url}#screen=train&trainData=digits&trainOptimizer=adam&trainRate=0.003"
    )
    until_ready(page)
    expect(page.locator(".settings-panel")).to_contain_text("1,438 digits to learn from, 359 held")
    assert len(class_counts(page)) == 10
    expect(page.locator(".adding-panel .tools")).to_be_hidden()
    press(page, "Start")
    held = page.locator(".judgement p", has_text=re.compile(r"Held out: 3\d\d of 359"))
    expect(held).to_be_visible(timeout=60_000)
    press(page, "Pause")
    draw(page, "0_round")
    assert verdict(page) == "0"
