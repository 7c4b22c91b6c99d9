"""The figure of the lesson on three sets: coins, the best of them, and new pictures."""

import re

from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect


def percentages(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"([\d.]+)\s%", text)]


def test_the_best_of_many_coins_is_lucky_only_where_it_was_chosen(
    reader: Page, address: str
) -> None:
    open_to_the_end(reader, address, "three-sets", coinRound="199")
    figure = reader.locator(".coin-figure")
    answer, mean = figure.locator(".answer"), figure.locator(".where")
    figure.get_by_role("button", name="Flip again").press("Enter")
    expect(mean).to_contain_text("Mean over 200 rounds")
    chosen, again = percentages(mean.inner_text())
    assert abs(chosen - 63) < 1.5, "as the lesson says"
    assert abs(again - 50) < 2
    right = [int(n) for n in re.findall(r"judge[sd] (\d+)", answer.inner_text())]
    assert percentages(answer.inner_text()) == [100 * count / 50 for count in right]
    expect(figure.locator("circle.coin-dot")).to_have_count(19)
    figure.get_by_role("combobox").nth(1).select_option("1000")
    expect(mean).to_contain_text("Mean over 1 round:")
    assert percentages(mean.inner_text())[0] < 56
    reader.reload()
    expect(answer).to_contain_text("of 1,000 pictures right")


def test_nonsense_in_the_address_leaves_a_game(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "three-sets", coinNets="7", coinPictures='"x"', coinRound="-3")
    expect(reader.locator(".coin-figure .answer")).to_contain_text("The best of 20 nets")
    expect(reader.locator(".coin-figure .where")).to_contain_text("Mean over 1 round:")
