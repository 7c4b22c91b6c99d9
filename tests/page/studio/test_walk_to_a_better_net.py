"""From a mistake to a better net: by mouse in twelve interactions, and with the keyboard alone."""

import csv
from math import comb
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
from by_keyboard import tab_to
from playwright.sync_api import Locator, Page, expect
from relabelled import expect_only_the_planted
from studio_page import PLANTED, Studio

MOST_INTERACTIONS = 12

TRAINING_MS = 120_000
"""Until a small training has come to its end, on a machine that does much else."""


def right(run: Path) -> dict[str, bool]:
    with (run / "predictions.csv").open(newline="") as file:
        return {
            row["image"]: row["true_class"] == row["class_name"] for row in csv.DictReader(file)
        }


def p_value(gained: int, lost: int) -> float:
    """McNemar's exact test, two-sided."""
    number = gained + lost
    tail = sum(comb(number, i) for i in range(min(gained, lost) + 1)) / 2**number
    return min(1.0, 2 * tail)


def expect_exact(page: Page, studio: Studio, after: str) -> None:
    """Expects that the comparison with run A says what `predictions.csv` of both says."""
    was, now = right(studio.folder / "runs/A"), right(studio.folder / "runs" / after)
    gained = sum(now[i] and not was[i] for i in now)
    lost = sum(was[i] and not now[i] for i in now)
    sentence = page.locator(".changes .answer")
    expect(sentence).to_contain_text(f"{after} corrects {gained} and breaks {lost} of 80")
    p = p_value(gained, lost)
    expect(sentence).to_contain_text("not chance" if p <= 0.05 else "chance alone")
    shown = "< 0.001" if p < 0.001 else f"= {p:.3f}" if p < 0.1 else f"= {p:.2f}"
    expect(sentence).to_contain_text(f"p {shown}")
    both = sum(not was[i] and not now[i] for i in now)
    for name, count in (("gained", gained), ("lost", lost), ("both_wrong", both)):
        expect(page.locator(f".{name} summary")).to_contain_text(f"({count})")
        expect(page.locator(f".{name} .tiles li")).to_have_count(min(count, 40))


def planted_among(page: Page, studio: Studio) -> int:
    """Counts the very images whose label was planted wrong among the first proposals."""
    wrong = set(np.load(studio.folder / "truth.npz")["wrong"].tolist())
    sources = page.locator(".tiles label > img").evaluate_all("(all) => all.map((one) => one.src)")
    shown = [int(parse_qs(urlsplit(source).query)["index"][0]) for source in sources]
    return len(wrong & set(shown[: 2 * PLANTED]))


class Hand:
    """Counts what a person does."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, target: Locator) -> None:
        """Moves the pointer there and presses."""
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box
        page = target.page
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y, steps=5)
        page.mouse.down()
        page.mouse.up()
        self.count += 1


def test_with_the_mouse_in_twelve_interactions(reader: Page, studio: Studio) -> None:
    hand = Hand()
    reader.goto(f"{studio.address}#run=A")
    hand.press(reader.get_by_role("button", name="Most confused"))
    expect(reader.locator(".judged h2")).to_contain_text("taken for")
    hand.press(reader.get_by_role("link", name="Which labels may be wrong?"))
    reader.locator(".tiles li").first.wait_for()
    assert planted_among(reader, studio) >= PLANTED * 2 // 3
    hand.press(reader.get_by_role("button", name="Choose the likely ones"))
    hand.press(reader.get_by_role("button", name="Take the proposed classes"))
    expect(reader.get_by_role("status").first).to_contain_text("decided")
    expect_only_the_planted(studio.folder)
    hand.press(reader.get_by_role("button", name="Train A again on these labels"))
    expect(reader.get_by_role("status").first).to_contain_text("A-again-1 waits in the queue.")
    hand.press(reader.get_by_role("link", name="Results"))
    finished = reader.locator("tr", has_text="A-again-1").filter(has_text="finished")
    finished.wait_for(timeout=TRAINING_MS)
    hand.press(reader.get_by_label("Choose A to compare"))
    hand.press(reader.get_by_label("Choose A-again-1 to compare"))
    hand.press(reader.get_by_role("button", name="Compare 2"))
    expect_exact(reader, studio, "A-again-1")
    settings = reader.locator(".differences").first.locator("tbody tr")
    expect(settings).to_have_count(1)
    expect(settings).to_have_attribute("data-setting", "labels")
    assert hand.count <= MOST_INTERACTIONS


def test_with_the_keyboard_alone(reader: Page, studio: Studio) -> None:
    keys = reader.keyboard
    reader.goto(f"{studio.address}#run=A")
    tab_to(reader, "Most confused")
    keys.press("Enter")
    expect(reader.locator(".judged h2")).to_contain_text("taken for")
    tab_to(reader, "Which labels may be wrong?", "link")
    keys.press("Enter")
    reader.locator(".tiles li").first.wait_for()
    tab_to(reader, "Choose the likely ones")
    keys.press("Enter")
    tab_to(reader, "Take the proposed classes")
    keys.press("Space")
    expect(reader.get_by_role("status").first).to_contain_text("decided")
    expect_only_the_planted(studio.folder)
    tab_to(reader, "Train A again on these labels")
    keys.press("Enter")
    expect(reader.get_by_role("status").first).to_contain_text("A-again-1 waits in the queue.")
    tab_to(reader, "Results", "link")
    keys.press("Enter")
    finished = reader.locator("tr", has_text="A-again-1").filter(has_text="finished")
    finished.wait_for(timeout=TRAINING_MS)
    for name in ("Choose A-again-1 to compare", "Choose A to compare"):
        tab_to(reader, name, "checkbox")
        keys.press("Space")
    tab_to(reader, "Compare 2")
    keys.press("Enter")
    expect_exact(reader, studio, "A-again-1")
