"""What a neuron sees, and where the evidence lies, as the page shows it for nets of other makes."""

import json
from pathlib import Path

import numpy as np
from drawing import open_page, pad, serve_drawing, verdict
from net_examples import random_weights
from playwright.sync_api import Browser, Page, expect

from convscope.architecture import Activation, Architecture, Conv2D, Flatten, Input
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model, write_model

HEAT_MAPS = Path(__file__).parents[1] / "data" / "heat_map_layers.json"


def lenet() -> Architecture:
    case = json.loads(HEAT_MAPS.read_text(encoding="utf-8"))[0]
    return Architecture.from_json({"input": {"shape": case["input"]}, "layers": case["layers"]})


def settings_of(path: Path, architecture: Architecture) -> PageSettings:
    random = np.random.default_rng(6)
    write_model(path, Model(architecture, random_weights(architecture, random)))
    images = random.integers(0, 256, (1, *architecture.input.shape), dtype=np.uint8)
    return PageSettings("net", "", images, np.array([0]))


def test_the_evidence_of_lenet_lies_on_the_last_maps_with_places(browser: Browser, tmp_path: Path):
    settings = settings_of(tmp_path / "net.safetensors", lenet())
    page = browser.new_page()
    with serve_drawing(tmp_path / "net.safetensors", settings) as url:
        open_page(page, f"{url}#example=0")
        verdict(page)
        picture = pad(page).evaluate("(canvas) => canvas.toDataURL()")
        page.get_by_label("Show where the evidence lies").check()
        expect(page.locator(".pad-panel")).to_contain_text("(Grad-CAM, c3)")
        assert pad(page).evaluate("(canvas) => canvas.toDataURL()") != picture
    page.close()


def test_the_frame_of_a_share_is_around_all_that_it_depends_on(browser: Browser, tmp_path: Path):
    layers = (Conv2D(1, (12, 5), (1, 5)), Flatten(), Activation("softmax"))
    settings = settings_of(tmp_path / "net.safetensors", Architecture(Input((12, 10, 1)), layers))
    page = browser.new_page()
    with serve_drawing(tmp_path / "net.safetensors", settings) as url:
        open_page(page, f"{url}#example=0")
        verdict(page)
        assert _framed(page, "flatten", 0) != _framed(page, "flatten", 1)
        assert _framed(page, "activation", 0) == _framed(page, "activation", 1)
    page.close()


def _framed(page: Page, layer: str, index: int) -> str:
    """Returns the picture of the input with the frame of an opened neuron."""
    page.evaluate(
        "(hash) => { location.hash = hash; }", f"example=0&layer={layer}&neuron=[{index}]"
    )
    expect(page.locator(".neuron h3")).to_contain_text(f"{layer}: value {index}")
    canvas = page.locator(".neuron-figures canvas").first
    return str(canvas.evaluate("(canvas) => canvas.toDataURL()"))
