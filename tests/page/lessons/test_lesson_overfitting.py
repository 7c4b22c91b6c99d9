"""The figure of the lesson on over-fitting: provoked, seen and cured in the page."""

import re

import pytest
from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"\d+(?:\.\d+)?", text)]


@pytest.mark.parametrize("dropout", ["0", "0.5"])
def test_few_pictures_are_learned_by_heart(reader: Page, address: str, dropout: str) -> None:
    open_to_the_end(reader, address, "overfitting", fitDropout=dropout)
    figure = reader.locator(".overfitting-figure")
    expect(figure.locator(".answer")).to_contain_text("is smallest in epoch", timeout=30_000)
    text = figure.locator(".answer").inner_text()
    best, low, last, end, learned = numbers(text)
    assert last == 60
    first, at_end, shown, without = numbers(figure.locator(".where").first.inner_text())
    assert without == 100
    if dropout == "0":
        assert best < 30
        assert end > 1.15 * low, "the validation loss rises"
        assert at_end > first > 70, "and the accuracy with it, as the lesson says"
        assert learned < 0.02
        probabilities = numbers(figure.locator(".where").nth(1).inner_text())
        assert probabilities[1] > 10 * probabilities[3], "surer of its mistake"
    else:
        assert shown < at_end, "as the lesson says"
        assert learned > 0.1
    expect(figure.locator(".small-picture rect").nth(20)).to_be_attached()
    figure.get_by_role("combobox").first.select_option("200")
    expect(figure.locator(".answer")).to_have_text("Training …")
    expect(figure.locator(".answer")).to_contain_text("is smallest in epoch", timeout=30_000)
    assert numbers(figure.locator(".answer").inner_text())[1] < low, "more pictures cure"
    assert "fitPictures=200" in reader.url


def test_nonsense_in_the_address_trains_what_is_offered(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "overfitting", fitPictures="61", fitDropout="9")
    figure = reader.locator(".overfitting-figure")
    expect(figure.get_by_role("combobox").first).to_have_value("60")
    expect(figure.get_by_role("combobox").nth(1)).to_have_value("0")
