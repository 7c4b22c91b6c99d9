"""The state of the drawing page is its address."""

from drawing import draw, open_page, verdict
from playwright.sync_api import Page, expect


def test_a_drawing_is_a_link(drawing: Page):
    draw(drawing, "2_looped")
    verdict(drawing)
    bars, address = drawing.locator(".bars").inner_text(), drawing.url
    drawing.goto("about:blank")
    drawing.goto(address)
    assert verdict(drawing) == "2"
    assert drawing.locator(".bars").inner_text() == bars


def test_the_language_changes_at_once_and_is_part_of_the_link(drawing: Page):
    draw(drawing, "3_round")
    verdict(drawing)
    drawing.get_by_label("Language").select_option("ja")
    expect(drawing.locator(".layers-panel h2")).to_have_text("各層の出力（リアルタイム）")
    assert drawing.locator(".verdict-class").inner_text() == "3"
    assert drawing.evaluate("document.documentElement.lang") == "ja"
    assert "language=ja" in drawing.url
    assert drawing.title() == "描く · convscope"


def test_reloading_keeps_model_drawing_language_and_neuron(page: Page, mnist_url: str):
    open_page(page, mnist_url)
    page.get_by_label("Language").select_option("ja")
    draw(page, "7_plain", step=4)
    verdict(page)
    page.locator(".layer canvas").first.click(position={"x": 12, "y": 40})
    heading = page.locator(".neuron h3")
    expect(heading).to_contain_text("conv2d：")
    page.get_by_role("button", name="次の項").click()
    shown = {place: page.locator(place).inner_text() for place in (".head p", ".neuron", ".bars")}
    page.reload()
    assert verdict(page) == "7"
    expect(heading).to_contain_text("conv2d：")
    for place, text in shown.items():
        assert page.locator(place).inner_text() == text
    assert "mnist · 7" in shown[".head p"]


def test_what_a_link_says_and_the_page_does_not_know_is_ignored(page: Page, mnist_url: str):
    open_page(page, f"{mnist_url}#language=xx&brush=wide&color=red&example=12&term=3")
    expect(page.locator(".verdict-panel")).to_contain_text("Nothing drawn yet")
    assert page.get_by_role("slider", name="Brush").input_value() == "6"


def test_a_neuron_that_the_net_does_not_have_is_explained(page: Page, mnist_url: str):
    open_page(page, mnist_url)
    draw(page, "1_bar", step=9)
    verdict(page)
    page.goto(page.url + "&layer=conv3d&neuron=%5B0%2C0%2C0%5D")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("conv3d")
    assert verdict(page) == "1"
