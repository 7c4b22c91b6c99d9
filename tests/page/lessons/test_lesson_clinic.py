"""The clinic: ten trainings that show what their illness is known by, and diagnoses."""

import re

from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect

PATIENTS = (
    "softmax-twice",
    "not-divided",
    "dead-relu",
    "empty-pictures",
    "labels-shuffled",
    "rate-too-small",
    "over-fitting",
    "zero-weights",
    "divergence",
    "sorted-by-class",
)


def numbers(text: str) -> list[float]:
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def test_each_patient_shows_the_signs_of_its_illness(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "clinic")
    figure = reader.locator(".clinic-figure")
    who, diagnosis = figure.get_by_role("combobox").all()
    said = figure.locator("p").last
    for number, illness in enumerate(PATIENTS, 1):
        who.select_option(str(number))
        expect(figure.locator(".where").first).to_contain_text("First batch", timeout=30_000)
        end = figure.locator(".where").nth(1)
        expect(end).to_have_text(re.compile("^(After|In step)"), timeout=30_000)
        loss, low, high, silent, hidden, *_ = numbers(figure.locator(".where").first.inner_text())
        labels = set(figure.locator(".clinic-batch figcaption").all_inner_texts())
        assert low == 0
        assert (high == 255) == (illness == "not-divided")
        assert (high == 0) == (illness == "empty-pictures")
        assert (loss > 20) == (illness == "not-divided")
        assert (silent == hidden) == (illness in ("empty-pictures", "zero-weights"))
        assert (len(labels) == 1) == (illness == "sorted-by-class")
        at_end = numbers(end.inner_text())
        assert (len(at_end) == 1) == (illness == "divergence")
        if len(at_end) > 1:
            epochs, learned, accuracy, held, _, now_silent, *_ = at_end
            assert (learned < 0.1) == (illness == "over-fitting")
            if illness == "over-fitting":
                assert held > 5 * learned
            if illness == "softmax-twice":
                assert accuracy > 80
                assert 1.46 < learned < 1.8
            if illness == "dead-relu":
                assert now_silent > 28 > silent
            if illness in ("dead-relu", "not-divided", "labels-shuffled", "rate-too-small"):
                assert learned > 2
            assert epochs >= 8
        diagnosis.select_option("over-fitting" if illness != "over-fitting" else "divergence")
        figure.get_by_role("button", name="That is my diagnosis").click()
        expect(said).to_contain_text("Not that.")
        diagnosis.select_option(illness)
        figure.get_by_role("button", name="That is my diagnosis").press("Enter")
        expect(said).to_contain_text("Right.")
    reader.reload()
    expect(said).to_contain_text("Right.")
    expect(who).to_have_value("10")


def test_nonsense_in_the_address_leaves_the_first_patient(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "clinic", patient="-4", diagnosis="constructor")
    figure = reader.locator(".clinic-figure")
    expect(figure.get_by_role("combobox").first).to_have_value("1")
    expect(figure).not_to_contain_text("Not that.")
