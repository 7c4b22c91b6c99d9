"""A pad in a notebook that shows no widgets: the cell holds the page, and may tell Python."""

import json
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from drawing import draw, verdict
from playwright.sync_api import Browser, Page

from convscope import DrawingPad
from convscope.errors import ConvscopeError
from convscope.widget import page_in_cell as page_in_cell_module


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> dict:
    """Stands for Google Colab's module; what is registered there, by name."""
    registered: dict = {}
    colab, output = ModuleType("google.colab"), ModuleType("google.colab.output")
    output.register_callback = registered.__setitem__  # type: ignore[attr-defined]
    output.enable_custom_widget_manager = lambda: None  # type: ignore[attr-defined]
    output._widgets = SimpleNamespace(_installed_url="")  # type: ignore[attr-defined]
    colab.output = output  # type: ignore[attr-defined]
    for name, module in (("google.colab", colab), ("google.colab.output", output)):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setitem(sys.modules, "google", sys.modules.get("google") or ModuleType("google"))
    return registered


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    requests: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    yield page
    context.close()
    assert [url for url in requests if url.startswith(("http", "ws"))] == []


def html_of(pad: DrawingPad) -> str:
    bundle = pad._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "application/vnd.jupyter.widget-view+json" in data  # wherever widgets are shown
    return data["text/html"]


def draw_in_frame(page: Page, name: str) -> str:
    frame = page.frame_locator("iframe")
    frame.locator("canvas.pad").wait_for(timeout=60_000)
    inside: Any = SimpleNamespace(locator=frame.locator, mouse=page.mouse)
    draw(inside, name, step=4)
    return verdict(inside)


def test_the_cell_holds_a_pad_that_judges_without_anything_around_it(blank: Page):
    blank.set_content(html_of(DrawingPad("mnist")))
    assert draw_in_frame(blank, "1_bar") == "1"


def test_colabs_kernel_is_told_of_drawing_and_verdict(blank: Page, heard: dict):
    pad = DrawingPad("mnist")
    calls: list[str] = []

    def invoke(name: str, arguments: list[str], _named: dict) -> None:
        calls.append(name)
        heard[name](*arguments)

    blank.expose_function("invoke", invoke)
    blank.evaluate("window.google = { colab: { kernel: { invokeFunction: window.invoke } } }")
    blank.evaluate("window.kept = window.google")
    blank.set_content(html_of(pad))
    blank.evaluate("window.google = window.kept")
    assert draw_in_frame(blank, "1_bar") == "1"
    blank.wait_for_timeout(500)
    assert calls
    assert pad.class_name == "1"
    assert pad.image is not None
    assert pad.image.shape == (28, 28, 1)
    assert pad.probabilities is not None
    assert int(pad.probabilities.argmax()) == 1
    assert len(pad.strokes) == 1


def test_what_is_no_telling_of_a_page_changes_nothing(heard: dict):
    pad = DrawingPad("mnist")
    (hear,) = heard.values()
    before = (pad._strokes, pad._verdict, pad.class_name)
    for text in ("", "[]", "{}", json.dumps({"strokes": 1, "verdict": "{}", "class_name": "1"})):
        with pytest.raises(ConvscopeError):
            hear(text)
    assert (pad._strokes, pad._verdict, pad.class_name) == before


def test_a_net_too_large_for_a_cell_says_where_to_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_in_cell_module, "MOST_BYTES", 1000)
    html = html_of(DrawingPad("mnist"))
    assert "convscope export" in html
    assert "<iframe" not in html
