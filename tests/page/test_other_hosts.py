"""The pad in Jupyter Notebook 7, in marimo, and in hosts whose messages are nothing but text."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawing import draw, pad, verdict
from notebook_hosts import serve_marimo, serve_notebook, write_notebook
from playwright.sync_api import Browser, Page, expect

from convscope import DrawingPad

PAD = 'from convscope import DrawingPad\npad = DrawingPad("mnist")\npad'

MARIMO = """import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from convscope import DrawingPad

    pad = mo.ui.anywidget(DrawingPad("mnist"))
    pad
    return (pad,)


@app.cell
def _(pad):
    "told " + pad.widget.class_name * bool(pad.value)


if __name__ == "__main__":
    app.run()
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 4200})
    yield context.new_page()
    context.close()


def test_jupyter_notebook_shows_a_pad_that_tells_python(page: Page, tmp_path: Path):
    write_notebook(tmp_path / "pad.ipynb", [PAD, 'print("told", pad.class_name, pad.image.shape)'])
    with serve_notebook(tmp_path) as url:
        page.goto(f"{url}notebooks/pad.ipynb")
        page.locator(".jp-CodeCell").first.locator(".cm-content").click(timeout=60_000)
        page.keyboard.press("Shift+Enter")
        pad(page).wait_for(timeout=90_000)
        draw(page, "1_bar", step=4)
        assert verdict(page) == "1"
        page.locator(".jp-CodeCell", has_text="told").locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        output = page.locator(".jp-OutputArea-output", has_text="told 1 (28, 28, 1)")
        output.wait_for(timeout=60_000)


def test_marimo_shows_a_pad_that_other_cells_follow(page: Page, tmp_path: Path):
    program = tmp_path / "pad.py"
    program.write_text(MARIMO, encoding="utf-8")
    with serve_marimo(program) as url:
        page.goto(url)
        pad(page).wait_for(timeout=90_000)
        draw(page, "1_bar", step=4)
        assert verdict(page) == "1"
        expect(page.get_by_text("told 1")).to_be_visible(timeout=60_000)


def test_all_that_a_pad_says_to_its_host_is_text():
    """Some hosts (Google Colab's with ipywidgets 7) carry JSON, and no bytes beside it."""
    shown = DrawingPad("mnist")
    state = {name: getattr(shown, name) for name in shown.keys if not name.startswith("layout")}
    assert not [name for name, value in state.items() if isinstance(value, bytes | memoryview)]
    kept = {n: v for n, v in state.items() if isinstance(v, str | int | float | bool | type(None))}
    assert json.loads(json.dumps(kept)) == kept
    assert {"_esm", "_model", "_worker", "_styles", "_strokes", "_verdict"} <= set(kept)
