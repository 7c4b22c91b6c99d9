"""Nets that are graphs on the page: every opened neuron names the layers that it is made of."""

from collections.abc import Iterator

import numpy as np
import pytest
from drawing import open_page, serve_drawing, verdict
from net_examples import random_weights
from playwright.sync_api import Browser, Page, expect

from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model, write_model
from graph_nets import graph


@pytest.fixture(scope="module")
def shown(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page on which the net with all joins has judged a picture."""
    net, random = graph("every join"), np.random.default_rng(6)
    path = tmp_path_factory.mktemp("graph") / "net.safetensors"
    write_model(path, Model(net, random_weights(net, random)))
    images = random.integers(0, 256, (1, *net.input.shape), dtype=np.uint8)
    page = browser.new_page()
    with serve_drawing(path, PageSettings("net", "", images, np.array([0]))) as url:
        open_page(page, f"{url}#example=0")
        verdict(page)
        yield page
    page.close()


def opened(page: Page, layer: str, position: str, passing: str = "forward") -> str:
    """Opens a neuron and returns what is said of it."""
    page.evaluate(
        "(hash) => { location.hash = hash; }",
        f"example=0&layer={layer}&neuron={position}&pass={passing}",
    )
    expect(page.locator(".neuron h3")).to_contain_text(f"{layer}:")
    expect(page.locator(".neuron dl.equation")).to_be_visible()
    return page.locator(".neuron").inner_text()


@pytest.mark.parametrize(
    ("layer", "sources"),
    [
        ("average", ["a", "b"]),
        ("difference", ["a", "b"]),
        ("largest", ["average", "difference", "a"]),
        ("twice", ["centred"]),
    ],
)
def test_a_join_lists_the_value_of_each_layer(shown: Page, layer: str, sources: list[str]):
    text = opened(shown, layer, "[5,3,1]")
    for source in sources:
        assert f"{source}: 5, 3, 1" in text


def test_a_product_is_told_factor_by_factor(shown: Page):
    text = opened(shown, "product", "[5,3,1]")
    assert "largest: row 5, column 3, map 1" in text
    assert "× average" in text
    assert "× b" in text


def test_one_press_leads_from_a_join_to_each_of_its_layers(shown: Page):
    opened(shown, "largest", "[5,3,1]")
    shown.get_by_role("button", name="difference: 5, 3, 1").click()
    expect(shown.locator(".neuron h3")).to_contain_text("difference:")


def test_the_way_back_names_every_layer_that_a_neuron_feeds(shown: Page):
    text = opened(shown, "a", "[5,3,1]", "backward")
    for fed in ("average", "difference", "largest"):
        assert f"{fed}: 5, 3, 1" in text


def test_the_way_back_of_a_join_goes_to_each_of_its_layers(shown: Page):
    text = opened(shown, "difference", "[5,3,1]", "backward")
    assert "a: 5, 3, 1" in text
    assert "b: 5, 3, 1" in text
