"""A static site on loopback and a real Chromium for the tests of the page."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from chromium import launch
from drawing import open_page, serve_drawing
from playwright.sync_api import Browser, Page
from static_site import Site, serve
from training_page import until_ready

from convscope.architecture import (
    Architecture,
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Input,
)
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model, write_model
from convscope.shipped import shipped_model

CIFAR10 = (
    *("airplane", "automobile", "bird", "cat", "deer"),
    *("dog", "frog", "horse", "ship", "truck"),
)


HERE = Path(__file__).parent

DRIVING = frozenset({"browser", "page"})
"""Fixtures of tests that drive a browser."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets a test that drives a browser try twice.

    A real browser, a server and the test are processes that race for the cores of a busy machine.
    What passes only at the second attempt is listed as RERUN at the end of the suite: a race to be
    mended, either in the product or in the test.
    """
    for item in items:
        drives = not DRIVING.isdisjoint(getattr(item, "fixturenames", ()))
        if drives and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A static site; see `static_site`."""
    with serve(tmp_path_factory.mktemp("files")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; see `chromium`."""
    with launch() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A blank page of the site; a test fails when the page reports an error."""
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.goto(site.url)
    yield page
    context.close()
    assert not problems


@pytest.fixture(scope="session")
def digits_url() -> Iterator[str]:
    """The page of `drawn-digits`, with three test images of classes 4, 1 and 7."""
    images = np.random.default_rng(3).integers(0, 256, (3, 28, 28, 1), dtype=np.uint8)
    settings = PageSettings("drawn-digits", "", images, np.array([4, 1, 7]))
    with serve_drawing(shipped_model("drawn-digits"), settings) as address:
        yield address


@pytest.fixture(scope="session")
def mnist_url() -> Iterator[str]:
    """The page of `mnist`, whose convolutions have a bias and an activation of their own."""
    with serve_drawing(shipped_model("mnist"), PageSettings("mnist")) as address:
        yield address


@pytest.fixture(scope="session")
def photographs_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page of a net for photographs that has learned nothing, with three test images."""
    layers = (
        Conv2D(5, (3, 3)),
        BatchNormalization(),
        GlobalAveragePooling2D(),
        Dense(10, "softmax"),
    )
    architecture = Architecture(Input((32, 32, 3)), layers)
    random = np.random.default_rng(4)
    weights = {
        name: np.abs(random.normal(size=shape)).astype(np.float32)
        for name, shape in architecture.parameter_shapes.items()
    }
    path = tmp_path_factory.mktemp("photographs") / "objects.safetensors"
    write_model(path, Model(architecture, weights, class_names=CIFAR10))
    images = random.integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    with serve_drawing(path, PageSettings("objects", "", images, np.arange(3))) as address:
        yield address


@pytest.fixture
def drawing(page: Page, digits_url: str) -> Page:
    """The page of `drawn-digits`, opened."""
    open_page(page, digits_url)
    return page


@pytest.fixture
def training(page: Page, mnist_url: str) -> Page:
    """The screen with ○ and ×; the page's own model is never asked for."""
    page.route("**/model.safetensors", lambda route: route.abort())
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{mnist_url}#screen=train")
    until_ready(page)
    return page
