"""Sections that look closer, at every kind of layer and on every size of screen."""

import re
from pathlib import Path

import numpy as np
import pytest
from closer import look_closer, opened_neuron
from drawing import open_page, serve_drawing, verdict
from net_examples import random_weights
from playwright.sync_api import Browser, expect
from test_looks import CUT

from convscope.architecture import (
    Activation,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Conv2DTranspose,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    MaxPooling2D,
    Rescaling,
    SeparableConv2D,
    ZeroPadding2D,
)
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model, write_model

NETS = {
    "one output": Architecture(
        Input((12, 10, 1)),
        (
            Rescaling(2.0, -1.0),
            ZeroPadding2D(1),
            Conv2D(4, (3, 2), strides=(2, 1), padding="same", activation="tanh"),
            AveragePooling2D(2, padding="same"),
            Flatten(),
            Dense(6, "leaky_relu"),
            Dense(1, "sigmoid"),
        ),
    ),
    "three colours": Architecture(
        Input((9, 9, 3)),
        (
            Conv2D(5, 3, use_bias=False),
            BatchNormalization(),
            Activation("relu"),
            MaxPooling2D(3, strides=2),
            Dropout(0.2),
            GlobalAveragePooling2D(),
            Dense(14),
            Activation("softmax"),
        ),
    ),
    "channels apart": Architecture(
        Input((11, 9, 2)),
        (
            Conv2D(4, (3, 2), padding="same", activation="relu", dilation_rate=(2, 3)),
            Conv2D(6, 3, groups=2),
            DepthwiseConv2D((3, 2), depth_multiplier=2, activation="relu"),
            SeparableConv2D(5, 3, padding="same", activation="relu"),
            GlobalAveragePooling2D(),
            Dense(3, "softmax"),
        ),
    ),
    "grown": Architecture(
        Input((5, 3, 1)),
        (
            Conv2DTranspose(3, (3, 2), padding="same", activation="relu"),
            Conv2DTranspose(2, 1, 2),  # no window reaches the neuron in the middle
            Conv2DTranspose(4, 3, 2, "same", activation="relu"),
            GlobalAveragePooling2D(),
            Dense(2, "softmax"),
        ),
    ),
    "no dense layer": Architecture(
        Input((8, 8, 1)), (Conv2D(3, 8), Flatten(), Activation("softmax"))
    ),
}


@pytest.mark.parametrize("name", NETS)
def test_every_section_opens_at_every_kind_of_layer(browser: Browser, tmp_path: Path, name: str):
    architecture = NETS[name]
    random = np.random.default_rng(2)
    path = tmp_path / "net.safetensors"
    write_model(path, Model(architecture, random_weights(architecture, random)))
    images = random.integers(0, 256, (1, *architecture.input.shape), dtype=np.uint8)
    settings = PageSettings("net", "", images, np.array([0]))
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    opened = set()
    with serve_drawing(path, settings) as url:
        open_page(page, f"{url}#example=0")
        verdict(page)
        page.locator("[data-question]").first.click()
        for step in architecture.steps:
            position = [size // 2 for size in step.output_shape]
            hash_ = f"example=0&layer={step.layer.name}&neuron={position}".replace(" ", "")
            for passing in ("forward", "backward"):
                page.evaluate("(hash) => { location.hash = hash; }", f"{hash_}&pass={passing}")
                expect(page.locator(".neuron h3")).to_contain_text(f"{step.layer.name}: ")
                expect(page.locator(".closer[open]")).to_have_count(0)
                for summary in page.locator(".closer > summary").all():
                    summary.click()
                    opened.add(summary.inner_text())
                    expect(page.locator(".closer[open]")).to_have_count(1)
            expect(page.locator(".error-panel")).to_be_hidden()
            for idea in page.locator("button.idea").all():
                idea.click()
                expect(page.locator(".idea-sentence")).to_have_text(re.compile(r"\w.*\.$"))
        if "What would change the verdict?" in opened:
            page.locator(".closer-change .supposed").wait_for()
    context.close()
    assert not problems
    assert "What would change the verdict?" in opened
    compares = name in {
        "three colours",
        "channels apart",
        "grown",
    }  # a dense layer scores several classes
    assert ("Why this verdict and not another?" in opened) is compares


SIZES = {"390": (390, 1), "zoomed": (720, 2)}
CLOSE = {"slide": 0, "copy": 0, "filter": 2, "lost": 1, "maps": -1, "compare": -1, "change": -1}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("width", "density"), SIZES.values(), ids=SIZES)
def test_nothing_is_cut_on_a_phone_or_when_zoomed(
    browser: Browser, mnist_url: str, width: int, density: int, language: str
):
    options = {
        "viewport": {"width": width, "height": 800},
        "device_scale_factor": density,
        "locale": language,
    }
    with opened_neuron(browser, mnist_url, "conv2d", [8, 14, 24], **options) as page:
        for name, layer in CLOSE.items():
            page.locator(".layer canvas").nth(layer).click(position={"x": 10, "y": 40})
            section = look_closer(page, name)
            if name == "maps":
                section.locator(".contribution summary").first.click()
            page.locator("button.idea").last.click()
            if name == "change":
                section.locator(".pixel-terms table").wait_for()
            assert page.evaluate(CUT) == [], name
