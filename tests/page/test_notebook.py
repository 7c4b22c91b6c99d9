"""The example notebook in JupyterLab: trained, drawn at while Python is busy, read in Python."""

import json
from pathlib import Path

import pytest
from drawing import draw, verdict
from jupyter import serve_lab
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


def test_the_notebook_trains_and_its_pad_judges_while_python_is_busy(
    browser: Browser, tmp_path: Path
):
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert "epochs=30" in text
    notebook = json.loads(text.replace("epochs=30", "epochs=6"))
    for source in (BUSY, TOLD):
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append({**cell, "id": f"own-{len(source)}", "source": source})
    (tmp_path / "notebook.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with serve_lab(tmp_path) as url:
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
        (tmp_path / "go").touch()
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
