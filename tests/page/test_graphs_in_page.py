"""Nets that are graphs on the page: every opened neuron names the layers that it is made of."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from drawing import COUNT_PAINTED, draw, open_page, serve_drawing, verdict
from long_nets import residual_net, write
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


ENDS_OF_EDGES = """() => {
  const layers = [...document.querySelectorAll(".layer")];
  const boxOf = (name) => layers.find((layer) => layer.ariaLabel === name).getBoundingClientRect();
  const [svg] = document.querySelectorAll(".edges");
  const own = svg.getBoundingClientRect();
  const isInside = (point, box) => {
    const [x, y] = [point.x + own.x, point.y + own.y];
    return box.left <= x && x <= box.right && box.top <= y && y <= box.top + 16;
  };
  return [...svg.children].map((path) => {
    const [from, to] = [path.dataset.from, path.dataset.to];
    const ends = [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())];
    return [from, to, isInside(ends[0], boxOf(from)), isInside(ends[1], boxOf(to))];
  });
}"""


def test_an_edge_leads_from_every_layer_to_those_that_take_it_in(shown: Page):
    steps = graph("every join").steps
    taken = [
        (steps[source].layer.name, step.layer.name)
        for step in steps
        for source in set(step.inputs)
        if source >= 0
    ]
    leaving, arriving = (Counter(ends) for ends in zip(*taken, strict=True))
    expected = {(a, b) for a, b in taken if leaving[a] > 1 or arriving[b] > 1}
    edges = shown.evaluate(ENDS_OF_EDGES)
    assert {(source, target) for source, target, _, _ in edges} == expected
    assert len(expected) >= 8
    for source, target, begins, ends in edges:
        assert begins, f"the edge to {target} begins at {source}"
        assert ends, f"the edge from {source} ends at {target}"


def test_layers_of_one_depth_stand_one_below_the_other(shown: Page):
    columns = shown.locator(".depth").evaluate_all(
        """(columns) => columns.map((column) => [...column.children].map((layer) => {
          const { left, top, bottom } = layer.getBoundingClientRect();
          return [layer.ariaLabel, left, top, bottom];
        }))"""
    )
    assert [{name for name, *_ in column} for column in columns] == [
        {"a", "b"},
        {"average", "difference"},
    ]
    for (_, left, _, bottom), (_, other_left, top, _) in columns:
        assert left == other_left
        assert bottom <= top


def test_equal_blocks_open_one_by_one_and_only_what_is_seen_is_painted(
    browser: Browser, tmp_path: Path
):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    with serve_drawing(write(residual_net(), tmp_path), PageSettings("net")) as url:
        open_page(page, url)
        page.evaluate(COUNT_PAINTED)
        draw(page, "3_round", step=6)
        verdict(page)
        layers, folds = page.locator(".layer:visible"), page.locator(".fold-button:visible")
        names = layers.evaluate_all("(all) => all.map((layer) => layer.ariaLabel)")
        ends = ["block1_0_relu", "block1_2_relu", "block2_0_relu", "block2_2_relu"]
        assert names == [*ends, "mean", "answer"]
        assert set(page.evaluate("[...painted.keys()]")) == set(names)
        run = folds.nth(1)
        expect(run).to_have_text("2 equal blocks, 9 layers hidden")
        run.click()
        expect(layers).to_have_count(7)
        expect(folds.nth(3)).to_have_text("4 layers hidden")
        folds.nth(3).focus()
        page.keyboard.press("Enter")
        expect(layers).to_have_count(11)
        edges = page.locator(".edges path")
        taken = edges.evaluate_all("(all) => all.map(({dataset}) => [dataset.from, dataset.to])")
        assert taken == [
            ["block1_1_relu", "block1_2_a"],
            ["block1_2_b", "block1_2_add"],
            ["block1_1_relu", "block1_2_add"],
        ]
        page.reload()
        expect(layers).to_have_count(11)
        expect(edges).to_have_count(3)
        run.click()
        expect(layers).to_have_count(6)
        expect(edges).to_have_count(0)
        folds.nth(2).click()
        below = page.locator(".depth:visible").evaluate_all(
            "(all) => all.map((column) => [...column.children].map((layer) => layer.ariaLabel))"
        )
        assert below == [["block2_0_a", "block2_0_short"]]
    page.close()
