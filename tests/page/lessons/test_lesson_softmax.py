"""The figure of the lesson on softmax: shares, loss, one sigmoid instead of two outputs."""

import re

import numpy as np
from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect

from convscope.arithmetic.activations import softmax


def test_logits_become_shares_and_a_loss(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "softmax")
    figure = reader.locator(".softmax-figure")
    shares = figure.locator(".score strong:visible")
    answer = figure.locator(".answer")
    expect(shares).to_have_text(["0.665", "0.245", "0.090"])
    expect(answer).to_have_text("Label 0: probability 0.665, loss 0.408")
    figure.get_by_label("Logit of class 1").focus()
    reader.keyboard.press("ArrowRight")
    right = softmax(np.array([2, 1.5, 0]))
    expect(shares).to_have_text([f"{share:.3f}" for share in right])
    figure.get_by_role("combobox").nth(1).select_option("2")
    expect(answer).to_have_text(
        f"Label 2: probability {right[2]:.3f}, loss {-np.log(right[2]):.3f}"
    )
    figure.get_by_label("Softmax twice").check()
    twice = softmax(right)
    expect(shares).to_have_text([f"{share:.3f}" for share in twice])
    expect(answer).to_have_text(re.compile(f"loss {-np.log(twice[2]):.3f}$"))
    reader.reload()
    expect(shares).to_have_text([f"{share:.3f}" for share in twice])


def test_two_classes_are_one_sigmoid(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "softmax", logitClasses="2", logits="[2,1,0,0]")
    figure = reader.locator(".softmax-figure")
    expect(figure.locator(".score strong:visible")).to_have_text(["0.731", "0.269"])
    expect(figure).to_contain_text("The sigmoid makes 0.269 of it")
    figure.get_by_role("combobox").first.select_option("4")
    expect(figure).not_to_contain_text("The sigmoid makes 0.269 of it", use_inner_text=True)


def test_nonsense_in_the_address_leaves_logits_that_work(reader: Page, disk: str) -> None:
    open_to_the_end(
        reader, disk, "softmax", logitClasses="99", logits='["x",1e999]', logitLabel="3"
    )
    expect(reader.locator(".softmax-figure .answer")).to_have_text(
        "Label 2: probability 0.090, loss 2.408"
    )
