"""Inside one net or two at one image, and what of a run can be taken away, press by press."""

import json

from playwright.sync_api import Page, expect
from studio_page import Studio

FILES = ("model.safetensors", "history.csv", "confusion.csv", "predictions.csv", "run.json")


def test_an_image_is_looked_into_down_to_a_term_and_back(visitor: Page, shared_studio: Studio):
    visitor.goto(f"{shared_studio.address}#run=A")
    visitor.locator(".tiles a").first.click()
    expect(visitor.locator(".verdict-panel")).to_contain_text("%")
    assert "screen=inspect" in visitor.url
    expect(visitor.get_by_text("This image is being judged.")).to_be_visible()
    named = visitor.locator(".inspect-bar").inner_text()
    visitor.get_by_role("button", name="Which sum is behind a pixel?").click()
    opened = visitor.locator(".neuron-panel .panel-head")
    expect(opened.first).to_contain_text("conv2d: row")
    visitor.get_by_role("button", name="The next image").click()
    expect(visitor.locator(".inspect-bar")).not_to_have_text(named)
    expect(opened.first).to_contain_text("conv2d: row")  # stays open from image to image
    visitor.reload()
    expect(opened.first).to_contain_text("conv2d: row")
    visitor.go_back()
    expect(visitor.get_by_label("Number")).to_be_visible()


def test_two_nets_open_the_same_map_of_an_image_whose_verdict_changed(
    visitor: Page, shared_studio: Studio
):
    visitor.goto(f"{shared_studio.address}#beside=%5B%22short%22%2C%22A%22%5D")
    expect(visitor.locator(".history-chart .is-point")).to_have_count(4)  # of its only epoch
    visitor.locator(".gained .tiles a").first.click()
    verdicts = visitor.locator(".net-place .verdict-class")
    expect(verdicts).to_have_count(2)
    expect(visitor.locator(".net-place > h2")).to_have_text(["short", "A"])
    for net in visitor.locator(".net-place").all():  # of what they judge
        expect(net.get_by_text("Your picture")).to_be_visible()
    before, after = verdicts.all_inner_texts()
    assert before != after  # corrected from one to the other
    assert f"labelled {after}" in visitor.locator(".inspect-bar").inner_text()
    heads = visitor.locator(".neuron-panel .panel-head:visible", has_text="conv2d: row")
    first, second = visitor.locator(".net-place").all()
    second.locator(".layer canvas").first.focus()
    visitor.keyboard.press("Enter")
    expect(heads).to_have_count(2)
    assert heads.nth(0).inner_text() == heads.nth(1).inner_text()
    expect(first.get_by_label("Forwards: its value")).to_be_checked()
    expect(second.get_by_label("Forwards: its value")).to_be_checked()
    visitor.reload()
    expect(heads).to_have_count(2)
    first.locator(".neuron-panel").get_by_role("button", name="Close", exact=True).click()
    expect(heads).to_have_count(0)
    visitor.get_by_label("Beside it").select_option("")
    expect(visitor.locator(".net-place > h2")).to_have_count(0)
    expect(visitor.locator("canvas.pad")).to_be_visible()


def test_a_room_sees_one_net_at_a_time(visitor: Page, shared_studio: Studio):
    one = "screen=inspect&inspected=%5B%22A%22%2C%22test%22%2C3%5D&projector=true"
    visitor.goto(f"{shared_studio.address}#{one}")
    foot = visitor.locator(".projector-foot")
    expect(foot.first).to_be_visible()
    visitor.get_by_label("Beside it").select_option("short")
    expect(visitor.locator(".net-place")).to_have_count(2)
    expect(visitor.locator(".is-projector")).to_have_count(0)
    visitor.locator("body").press("p")
    expect(visitor.locator(".is-projector")).to_have_count(0)
    assert "projector" not in visitor.url


def test_every_download_leads_to_its_file(visitor: Page, shared_studio: Studio):
    folder = shared_studio.folder / "runs/A"
    visitor.goto(f"{shared_studio.address}#run=A")
    for name in FILES:
        with visitor.expect_download() as saved:
            visitor.get_by_role("link", name=name).click()
        assert saved.value.suggested_filename == f"A-{name}"
        assert saved.value.path().read_bytes() == (folder / name).read_bytes()
    for link, name in (("Page that works offline", "A.html"), ("Notebook", "A.ipynb")):
        with visitor.expect_download() as saved:
            visitor.get_by_role("link", name=link).click()
        assert saved.value.suggested_filename == name
        content = saved.value.path().read_text()
        if name.endswith(".ipynb"):
            assert json.loads(content)["nbformat"] == 4
        else:
            assert "default-src 'none'" in content
    visitor.get_by_role("button", name="Write the review").click()
    with visitor.context.expect_page() as opened:
        visitor.get_by_role("link", name="Open the review").click(timeout=120_000)
    expect(opened.value.locator("h1")).to_contain_text("A")
    opened.value.close()
    assert (folder / "review.en.html").is_file()


def test_robustness_is_measured_in_the_page(visitor: Page, shared_studio: Studio):
    visitor.goto(f"{shared_studio.address}#run=A")
    expect(visitor.locator(".cost")).to_contain_text("int8")
    visitor.get_by_role("button", name="Measure how robust it is").click()
    tables = visitor.locator(".robustness table")
    expect(tables).to_have_count(7, timeout=120_000)
    expect(tables.first).to_contain_text("Moved, by pixels")
