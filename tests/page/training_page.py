"""The training screen, worked by hand."""

import re

from drawing import pad
from playwright.sync_api import Locator, Page, expect

FIT = "Every example it learns from is judged right"


PIXELS = "(canvas) => canvas.toDataURL()"


def until_ready(page: Page) -> None:
    expect(page.locator(".status")).to_contain_text("Ready.")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def take_steps(page: Page, count: int = 1) -> str:
    """Takes steps; returns what is said of the last one."""
    slider, text = page.get_by_label("Look at step"), page.locator(".step-text")
    for _ in range(count):
        before = int(slider.get_attribute("max") or 0) if slider.is_visible() else 0
        press(page, "One step")
        expect(text).to_contain_text(f"Step {before + 1},")
    return text.inner_text()


def until_step(page: Page, number: int) -> None:
    page.wait_for_function(
        "(number) => document.querySelector('.look-at input').max > number",
        arg=number,
        timeout=60_000,
    )


def loss_in(text: str) -> float:
    return float(re.findall(r"loss ([\d.e−]+)", text)[0].replace("−", "-"))


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=option)


def draw_cross(page: Page, reach: float = 0.3) -> None:
    """Draws ×; the pad's side is 1."""
    box = pad(page).bounding_box()
    assert box is not None
    for side in (-1, 1):
        for step in range(7):
            at = reach * (step / 3 - 1)
            page.mouse.move(
                box["x"] + (0.5 + at) * box["width"], box["y"] + (0.5 + side * at) * box["height"]
            )
            if step == 0:
                page.mouse.down()
        page.mouse.up()


def class_counts(page: Page) -> list[str]:
    return page.locator(".class-count").all_inner_texts()


def selects(page: Page) -> list[Locator]:
    return page.locator(".settings-panel select").all()
