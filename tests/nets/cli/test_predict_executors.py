"""`predict --executor`: each computes for itself, and all say the same."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest

from convscope.cli import inference
from convscope.cli.inference import EXECUTORS, answer
from convscope.cli.models import open_model
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.model_file import write_model

IMAGES = np.random.default_rng(4).integers(0, 256, (3, 28, 28, 1), np.uint8)

COMPUTING = {
    "numpy": "convscope.arithmetic.answers",
    "engine": "convscope.engine.answers.logits",
    "onnx": "convscope.interchange.onnx_answers",
}
"""Where each has its function."""


@pytest.mark.parametrize("mirrored", [False, True])
def test_all_say_the_same(mirrored):
    pytest.importorskip("onnxruntime")
    model = open_model("drawn-digits")
    given = {name: answer(model, IMAGES, mirrored, name) for name in EXECUTORS}
    for found in given.values():
        np.testing.assert_allclose(found.probabilities, given["auto"].probabilities, atol=1e-5)
        np.testing.assert_allclose(found.distances, given["auto"].distances, rtol=1e-3)


@pytest.mark.parametrize("name", COMPUTING)
def test_the_one_that_was_asked_for_computes(name, monkeypatch, tmp_path, capsys):
    from importlib import import_module

    from PIL import Image

    from convscope.cli import main

    module = import_module(COMPUTING[name])
    function = "onnx_logits" if name == "onnx" else "logits"

    def tampered(*given):
        num_images = len(given[-1])
        return np.tile(np.array([0.0] * 3 + [9.0] + [0.0] * 6, np.float32), (num_images, 1))

    monkeypatch.setattr(module, function, tampered)
    Image.fromarray(IMAGES[0, ..., 0]).save(tmp_path / "a.png")
    with pytest.raises(SystemExit):
        main(["predict", "mnist", str(tmp_path / "a.png"), "--json", "--executor", name])
    assert json.loads(capsys.readouterr().out)[0]["class_name"] == "3"


def test_nets_that_end_in_logits(tmp_path):
    pytest.importorskip("onnxruntime")
    model = open_model("mnist")
    *before, last = model.architecture.layers
    layers = (*before, replace(last, activation="linear"))
    bare = replace(model, architecture=replace(model.architecture, layers=layers))
    write_model(tmp_path / "bare.safetensors", bare)
    found = answer(open_model(str(tmp_path / "bare.safetensors")), IMAGES, executor="onnx")
    expected = answer(model, IMAGES, executor="numpy")
    np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-5)


def test_what_is_not_there_is_said(monkeypatch):
    model = open_model("mnist")
    with pytest.raises(UnknownNameError, match=r'Unknown executor "onx".*Did you mean "onnx"'):
        inference.answer(model, IMAGES, executor="onx")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ConvscopeError, match=r"onnxruntime is not installed.*convscope\[onnx\]"):
        inference.answer(model, IMAGES, executor="onnx")
