"""The figure of the lesson on epochs: trainings with several batch sizes, in the page."""

import re

from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect


def test_batches_of_several_sizes_are_trained_and_counted(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "epochs")
    figure = reader.locator(".batches-figure")
    rows = figure.locator(".batch-size")
    status = figure.get_by_role("status")
    expect(status).to_contain_text("1,438 pictures, seen 1 time each", timeout=20_000)
    expect(rows.nth(1)).to_contain_text("180/180 ━━━━ loss: ")
    expect(rows.nth(1)).to_contain_text("180 steps; last batch: 6.")
    expect(rows.nth(3)).to_contain_text("12 steps; last batch: 30.")
    right = [
        int(re.findall(r"([\d,]+) pictures are judged right", text)[0].replace(",", ""))
        for text in (rows.nth(1).inner_text(), rows.nth(3).inner_text())
    ]
    assert right[0] > 0.8 * 1438, "as the lesson says"
    assert right[1] < 0.6 * 1438, "as the lesson says"
    expect(figure.locator(".line-box path")).to_have_count(2)
    figure.get_by_role("checkbox", name="Batch size 8", exact=True).focus()
    reader.keyboard.press("Space")
    figure.get_by_role("checkbox", name="Batch size 1,438").check()
    figure.get_by_role("combobox").select_option("2")
    expect(rows.nth(4)).to_contain_text("2 steps; last batch: 1,438.", timeout=20_000)
    expect(rows.nth(1).locator("code")).to_have_text("")
    expect(status).to_contain_text("seen 2 times each", timeout=20_000)
    reader.reload()
    expect(rows.nth(4)).to_contain_text("2 steps; last batch: 1,438.", timeout=20_000)


def test_nonsense_in_the_address_trains_nothing_strange(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "epochs", batchSizes='[7,"x",1438]', batchEpochs="1e9")
    rows = reader.locator(".batch-size")
    expect(rows.nth(4)).to_contain_text("3 steps; last batch: 1,438.", timeout=20_000)
