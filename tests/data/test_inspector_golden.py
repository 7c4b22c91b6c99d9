"""The golden files of the neuron inspector, read by Python; JavaScript reads them too."""

import json
from pathlib import Path

import numpy as np
import pytest

from convscope.architecture import ACTIVATIONS, LAYER_KINDS, Architecture
from convscope.model_file import Model
from convscope.telling import explain

FILES = sorted((Path(__file__).parent / "golden").glob("*.json"))
CONTENTS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
ATOL = 1e-8  # the files have ten significant digits


@pytest.fixture(params=CONTENTS)
def golden(request):
    return CONTENTS[request.param]


@pytest.fixture
def explanation(golden):
    weights = {name: np.array(values, np.float32) for name, values in golden["weights"].items()}
    architecture = Architecture.from_json(golden["architecture"])
    model = Model(architecture, weights, tuple(golden["class_names"]))
    return explain(model, np.array(golden["image"], golden["image_dtype"]))


def test_the_files_cover_every_layer_kind_and_activation():
    layers = [layer for content in CONTENTS.values() for layer in content["architecture"]["layers"]]
    # Of those that only pass values on in a trained net, a few stand for all: they are alike.
    of_own = {name for name, kind in LAYER_KINDS.items() if not kind.passes_on}
    assert {layer["kind"] for layer in layers} >= of_own
    assert {layer.get("activation", "linear") for layer in layers} == set(ACTIVATIONS)


def test_the_files_are_small():
    assert sum(path.stat().st_size for path in FILES) < 310 * 1024


def test_layers(golden, explanation):
    np.testing.assert_allclose(explanation.inputs, golden["inputs"], atol=ATOL)
    assert [layer.name for layer in explanation.layers] == list(golden["layers"])
    for layer in explanation.layers:
        expected = golden["layers"][layer.name]
        assert layer.kind == expected["kind"]
        np.testing.assert_allclose(layer.pre_activation, expected["pre_activation"], atol=ATOL)
        np.testing.assert_allclose(layer.activation, expected["activation"], atol=ATOL)


def test_the_verdict(golden, explanation):
    np.testing.assert_allclose(explanation.probabilities, golden["probabilities"], atol=1e-6)
    assert explanation.verdict.class_name == golden["verdict"]["class_name"]
    assert list(explanation.notes) == golden["notes"]


def test_neurons(golden, explanation):
    assert len(golden["neurons"]) >= 5
    for expected in golden["neurons"]:
        neuron = explanation.neuron(expected["layer"], *expected["position"])
        expect_same(neuron.to_json(), expected)


def test_gradients(golden, explanation):
    assert {request["target"] for request in golden["gradients"]} == {"loss", "logit"}
    for request in golden["gradients"]:
        neuron = explanation.neuron(request["layer"], *request["position"])
        found = neuron.backward(
            request["target"], class_index=request["class_index"], label=request["label"]
        )
        expect_same(found.to_json(), request["expected"])


def expect_same(found, expected, where=""):
    """Compares JSON data; numbers may differ in the digits that the files do not have."""
    if isinstance(expected, dict):
        assert list(found) == list(expected), where
        for key, value in expected.items():
            expect_same(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for number, value in enumerate(expected):
            expect_same(found[number], value, f"{where}[{number}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, abs=ATOL, rel=1e-8), where
    else:
        assert found == expected, where
