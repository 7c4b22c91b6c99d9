"""The figure of the lesson on tensors: indices, what they take, and its address."""

import numpy as np
from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect


def test_indices_take_what_numpy_takes(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "tensors")
    figure = reader.locator(".tensor-figure")
    answer, taken = figure.locator(".answer"), figure.locator(".is-taken")
    tables = figure.locator("table")
    picture, row, column, channel = figure.get_by_role("combobox").all()
    sheets = [
        [int(text) for text in tables.nth(sheet).locator("td").all_inner_texts()]
        for sheet in range(6)
    ]
    # (picture, channel, row, column) -> (picture, row, column, channel)
    pictures = np.array(sheets).reshape(2, 3, 4, 5).transpose(0, 2, 3, 1)
    expect(answer).to_have_text("Shape (2, 4, 5, 3): rank 4, 120 numbers.")
    expect(taken).to_have_count(120)
    picture.select_option("1")
    channel.select_option("2")
    blue = ", ".join(map(str, pictures[1, :, :, 2].flat))
    expect(figure.locator("code")).to_have_text("pictures[1, :, :, 2]")
    expect(answer).to_have_text("Shape (4, 5): rank 2, 20 numbers.")
    expect(figure.locator(".where")).to_have_text(f"In the order of reading: {blue}.")
    expect(taken).to_have_count(20)
    expect(tables.nth(5).locator(".is-taken")).to_have_count(20)
    row.focus()
    reader.keyboard.press("End")
    column.select_option("0")
    expect(answer).to_have_text("Shape (): rank 0, 1 number.")
    expect(taken).to_have_text(str(pictures[1, 3, 0, 2]))
    reader.reload()
    expect(figure.locator("code")).to_have_text("pictures[1, 3, 0, 2]")


def test_nonsense_in_the_address_takes_whole_axes(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "tensors", tensorAt='["x",1e9,-7]')
    expect(reader.locator(".tensor-figure code")).to_have_text("pictures[:, 3, :, :]")
