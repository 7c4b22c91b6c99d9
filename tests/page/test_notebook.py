"""Notebooks in JupyterLab: the example, and a pad that keeps to its own cell."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawing import draw, pad, photograph_of, verdict
from notebook_hosts import serve_lab, write_notebook
from playwright.sync_api import Browser, expect
from static_site import ROOT

NOTEBOOK = ROOT / "examples" / "train_then_draw.ipynb"

WINDOW = {"width": 1200, "height": 4200}
"""High enough for all cells, which JupyterLab otherwise takes out of the page."""

BUSY = """from pathlib import Path
import time
while not Path("go").exists():
    time.sleep(0.05)
"""

TOLD = """import json
print("told", json.dumps([
    pad.class_name,
    pad.image.shape,
    int(pad.image.max()),
    float(pad.probabilities.sum()),
    int(pad.probabilities.argmax()),
    len(pad.strokes),
]))
"""


PASTE = """(base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "picture.png", { type: "image/png" }));
  let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const options = { clipboardData: data, bubbles: true, composed: true };
  focused.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of JupyterLab for the notebooks in it."""
    folder = tmp_path_factory.mktemp("lab")
    with serve_lab(folder) as url:
        yield folder, url


def test_what_is_typed_and_pasted_in_a_pad_stays_in_its_cell_and_the_other_way_round(
    browser: Browser, lab: tuple[Path, str]
):
    folder, url = lab
    sources = ['from convscope import DrawingPad\nDrawingPad("mnist")', "other = 1"]
    write_notebook(folder / "pad.ipynb", sources)
    context = browser.new_context(viewport=WINDOW)
    page = context.new_page()
    page.goto(f"{url}lab/tree/pad.ipynb")
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    pad(page).wait_for(timeout=90_000)
    draw(page, "1_bar", step=4)
    assert verdict(page) == "1"
    for key in ("d", "d", "x", "a", "m", "0", "0"):
        page.keyboard.press(key)
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(len(sources))
    assert verdict(page) == "1"

    picture = b64encode(photograph_of("4_open")).decode()
    page.locator(".jp-CodeCell", has_text="other = 1").locator(".cm-content").click()
    page.evaluate(PASTE, picture)
    page.keyboard.type("# typed ")
    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Back to drawing")).to_be_hidden()
    pad(page).focus()
    page.evaluate(PASTE, picture)
    page.get_by_role("button", name="Back to drawing").wait_for()
    assert verdict(page) == "4"
    context.close()


def test_the_notebook_trains_and_its_pad_judges_while_python_is_busy(
    browser: Browser, lab: tuple[Path, str]
):
    folder, url = lab
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert "epochs=30" in text
    notebook = json.loads(text.replace("epochs=30", "epochs=6"))
    for source in (BUSY, TOLD):
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append({**cell, "id": f"own-{len(source)}", "source": source})
    (folder / "notebook.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    context = browser.new_context(viewport=WINDOW)
    page = context.new_page()
    page.goto(f"{url}lab/tree/notebook.ipynb")
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.locator(".jp-CodeCell", has_text="json.dumps").locator(".cm-content").click()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Above Selected Cell", exact=True).click()
    page.locator("canvas.pad").wait_for(timeout=90_000)
    busy = page.locator(".jp-CodeCell", has_text="while not Path").locator(
        ".jp-InputPrompt", has_text="[*]"
    )
    expect(busy).to_be_visible(timeout=90_000)
    training = page.locator(".jp-CodeCell", has_text="LambdaCallback")
    expect(training.locator(".jp-InputPrompt", has_text="[*]")).to_be_hidden(timeout=90_000)
    page.wait_for_timeout(1000)  # the pad opens anew with the last epoch's model
    draw(page, "1_bar", step=4)
    verdict(page)
    page.get_by_role("button", name="Undo").click()
    draw(page, "7_bar", step=4)
    verdict(page)
    expect(busy).to_be_visible()
    (folder / "go").touch()
    expect(busy).to_be_hidden(timeout=90_000)
    page.locator(".jp-CodeCell", has_text="json.dumps").locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    output = page.locator(".jp-OutputArea-output", has_text="told [")
    output.wait_for(timeout=60_000)
    last = verdict(page)
    told = json.loads(output.inner_text().partition("told ")[2])
    context.close()
    class_name, shape, darkest, total, likeliest, num_strokes = told
    assert class_name == str(likeliest)
    assert shape == [28, 28, 1]
    assert darkest > 200
    assert total == pytest.approx(1, abs=1e-5)
    assert num_strokes == 2  # the undone one is gone
    assert last == class_name
