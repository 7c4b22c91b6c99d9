"""What is measured and written of a run on demand, what it needs, where its images lie."""

import json
import time
from typing import Any

import numpy as np
import pytest

from convscope.data.corrections import pixels_name
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight.measures.model_classifier import from_model
from convscope.insight.measures.robustness import measure_robustness
from convscope.model_file import read_model
from convscope.studio import inspect_answers, net_answers, run_answers, run_notebook
from convscope.studio.endpoint import Asked
from convscope.studio.longer import report_answers, robustness_answers


def awaited(answer: Any, workspace: Any, run: str, **query: str) -> Any:
    """Asks until the answer is there, as the page does."""
    for _ in range(6000):
        told = answer(workspace, Asked({"run": run}, query))
        if told["state"] == "ready":
            return told
        time.sleep(0.02)
    raise AssertionError("never ready")


def test_robustness_is_what_is_measured_elsewhere_and_is_kept(workspace, monkeypatch):
    found = awaited(robustness_answers.robustness, workspace, "long")
    folder = workspace.run("long")
    classifier = from_model(read_model(folder.model))
    measured = measure_robustness(classifier, workspace.split(folder, "test"))
    assert found["images"] == measured.num_images == 40
    assert found["accuracy"] == pytest.approx(measured.accuracy)
    assert [curve["name"] for curve in found["curves"]] == [c.name for c in measured.curves]
    for told, curve in zip(found["curves"], measured.curves, strict=True):
        np.testing.assert_allclose(told["accuracies"], curve.accuracies)
        assert told["strengths"] == list(curve.strengths)
    monkeypatch.setattr(workspace, "prepared", None)  # nothing is measured again
    assert awaited(robustness_answers.robustness, workspace, "long") == found


def test_a_review_is_written_once_and_can_be_opened(workspace):
    told = awaited(report_answers.write, workspace, "long", language="ja")
    opened = run_answers.download(workspace, Asked({"run": "long", "file": told["file"]}))
    assert b'<html lang="ja">' in opened.content
    assert opened.name == ""  # shown, not saved
    written = (workspace.runs / "long" / told["file"]).stat().st_mtime_ns
    awaited(report_answers.write, workspace, "long", language="ja")
    assert (workspace.runs / "long" / told["file"]).stat().st_mtime_ns == written
    with pytest.raises(UnknownNameError):
        report_answers.write(workspace, Asked({"run": "long"}, {"language": "../x"}))


def test_what_a_net_needs_is_known_before_its_model_is_there(workspace):
    architecture = read_model(workspace.run("long").model).architecture
    (workspace.runs / "long" / "model.safetensors").unlink()
    cost = run_answers.show(workspace, Asked({"run": "long"}))["cost"]
    assert cost == net_answers.cost_of(architecture)
    weights = sum(np.prod(shape) for shape in architecture.parameter_shapes.values())
    assert cost["bytes"] == 4 * weights
    assert cost["peak_bytes"] >= 4 * np.prod(architecture.steps[0].output_shape)
    for answer in (robustness_answers.robustness, report_answers.write, run_notebook.notebook):
        with pytest.raises(ConvscopeError, match="no model yet"):
            answer(workspace, Asked({"run": "long"}))


def test_the_notebook_opens_the_net_that_was_downloaded(workspace, tmp_path, monkeypatch):
    told = run_notebook.notebook(workspace, Asked({"run": "long"}))
    assert told.name == "long.ipynb"
    written = json.loads(told.content)
    model = run_answers.download(workspace, Asked({"run": "long", "file": "model.safetensors"}))
    (tmp_path / model.name).write_bytes(model.content)
    monkeypatch.chdir(tmp_path)
    code = ["".join(c["source"]) for c in written["cells"] if c["cell_type"] == "code"]
    names: dict[str, Any] = {}
    for cell in code:
        exec(cell, names)
    assert names["model"].predict(names["images"].images[:5]).shape == (5, 3)


def test_an_image_is_found_again_in_another_run(workspace):
    asked = Asked({"run": "short"}, {"split": "validation", "index": "2", "beside": "long"})
    told = inspect_answers.inspected(workspace, asked)
    there = workspace.split(workspace.run("long"), told["beside"]["split"])
    assert pixels_name(there.images[told["beside"]["index"]]) == told["name"]
    assert told["splits"]["test"] == 40
    first = inspect_answers.inspected(workspace, Asked({"run": "long"}))
    assert (first["split"], first["index"], first["beside"]) == ("test", 0, None)


def test_an_image_that_another_run_lacks_is_told(workspace, monkeypatch):
    monkeypatch.setattr("convscope.data.corrections.image_names", lambda _split: ())
    with pytest.raises(ConvscopeError, match="long has no image"):
        inspect_answers.inspected(workspace, Asked({"run": "short"}, {"beside": "long"}))
