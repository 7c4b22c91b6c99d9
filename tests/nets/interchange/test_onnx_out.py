"""Nets as ONNX files: ONNX Runtime answers as our arithmetic does, in every form."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from test_conformance import ALL_CASES
from test_to_torch import weights_of

import convscope
from convscope.architecture import LAYER_KINDS, Architecture, Dense, Input
from convscope.arithmetic import forward
from convscope.channels_first.lowering import _BY_KIND
from convscope.errors import ConvscopeError
from convscope.interchange.onnx_export import to_onnx
from convscope.interchange.torch_modules.writing import _BY_OPERATION
from convscope.model_file import Model, read_model
from convscope.onnx_files.nodes import NODES
from convscope.onnx_files.running import Session
from convscope.onnx_files.self_test import SelfTest, form_for, run_self_test
from convscope.onnx_files.writing import OPSETS, onnx_bytes
from graph_nets import LAYERS, graph

RANDOM = np.random.default_rng(4)


def expect_same(net, opset):
    weights = weights_of(net)
    inputs = RANDOM.normal(size=(2, *net.input.shape)).astype(np.float32)
    expected = forward(net, weights, inputs)[net.layers[-1].name].activation
    content = onnx_bytes(net, weights, {}, opset=opset)
    images = inputs.transpose(0, 3, 1, 2) if inputs.ndim == 4 else inputs
    found = Session(content, 1).run(np.ascontiguousarray(images))
    found = found.transpose(0, 2, 3, 1) if found.ndim == 4 else found
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-5 * max(1, np.abs(expected).max())
    return content


def test_every_operation_has_its_words_in_both_programs():
    assert set(_BY_KIND) == set(LAYER_KINDS)
    assert set(NODES) == set(_BY_OPERATION)


@pytest.mark.parametrize(
    ("layer", "shape", "opset"),
    [(*case, OPSETS[0] + i % (OPSETS[1] - OPSETS[0] + 1)) for i, case in enumerate(ALL_CASES)],
    ids=lambda value: str(value),
)
def test_a_layer_answers_the_same(layer, shape, opset):
    expect_same(Architecture(Input(shape), (layer,)), opset)


@pytest.mark.parametrize("name", LAYERS)
def test_a_graph_answers_the_same(name):
    content = expect_same(graph(name), 17)
    written = onnx.load_from_string(content)
    names = {node.name for node in written.graph.node}
    assert {layer.name for layer in graph(name).layers} <= names


@pytest.fixture(scope="module")
def digits():
    return convscope.load_model("drawn-digits").to_model()


@pytest.mark.parametrize("takes", ["values", "pixels", "picture"])
def test_every_form_of_input_gives_the_same_answers(digits, takes):
    content = to_onnx(digits, takes)
    assert run_self_test(content) < 1e-5
    session = Session(content, 1)
    images = RANDOM.integers(0, 256, (5, 28, 28, 1)).astype(np.uint8)
    found = session.run(form_for(session.metadata, images))
    values = (images / 255).astype(np.float32)
    last = digits.architecture.layers[-1].name
    expected = forward(digits.architecture, digits.weights, values)[last].activation
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_file_says_what_it_is(digits):
    written = onnx.load_from_string(to_onnx(digits, "picture", 18))
    told = {each.key: each.value for each in written.metadata_props}
    assert json.loads(told["class_names"]) == list(digits.class_names)
    assert told["placement"] == digits.placement
    assert told["takes"] == "picture"
    assert [each.version for each in written.opset_import] == [18]
    (taken,) = written.graph.input
    assert taken.type.tensor_type.elem_type == onnx.TensorProto.UINT8
    assert taken.type.tensor_type.shape.dim[0].dim_param == "N"
    assert not any(each.external_data for each in written.graph.initializer)


@pytest.mark.parametrize("takes", ["values", "picture"])
def test_the_receiver_needs_nothing_of_convscope(digits, takes, tmp_path):
    """Runs the program in docs/interchange.md as it stands there."""
    page = (Path(__file__).parents[3] / "docs" / "interchange.md").read_text("utf-8")
    (program,) = re.findall(r"```\n(import base64.*?)```", page, re.DOTALL)
    (tmp_path / "try.py").write_text(f"import sys; sys.modules['convscope'] = None\n{program}")
    (tmp_path / "net.onnx").write_bytes(to_onnx(digits, takes))
    command = [sys.executable, tmp_path / "try.py", tmp_path / "net.onnx"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(told.removeprefix("largest difference ")) < 1e-5


def test_a_changed_weight_fails_the_self_test(digits):
    written = onnx.load_from_string(to_onnx(digits))
    tensor = next(each for each in written.graph.initializer if "conv2d.kernel" in each.name)
    wrong = onnx.numpy_helper.to_array(tensor) * 1.1
    tensor.CopyFrom(onnx.numpy_helper.from_array(wrong, tensor.name))
    with pytest.raises(ConvscopeError, match=r"answers differ by .* Expected at most 0\.0001"):
        run_self_test(written.SerializeToString())


def test_a_self_test_is_bounded_and_may_be_missing(digits):
    net = Architecture(Input((3,)), (Dense(2),))
    content = onnx_bytes(net, weights_of(net), {})
    with pytest.raises(ConvscopeError, match="has no self-test"):
        run_self_test(content)
    vast = SelfTest(np.zeros((1, 3), np.uint8), np.zeros((1, 2), np.float32)).to_text()
    vast = vast.replace("[0.0, 0.0]", "[1e308, 0.0]")
    assert "1e308" in vast
    broken = ("{}", "[]", '{"shape": [99999, 99999]}', '{"shape": [1], "images": "%%%"}', vast)
    for text in broken:
        with pytest.raises(ConvscopeError, match="self-test cannot be read"):
            SelfTest.from_text(text)


@pytest.mark.parametrize(
    ("given", "words"),
    [({"takes": "jpeg"}, "Expected values, pixels, picture"), ({"opset": 16}, "Expected 17 to")],
)
def test_what_is_not_written_is_said(digits, given, words):
    with pytest.raises(ConvscopeError, match=words):
        to_onnx(digits, **given)


def test_the_face_and_the_command_write_the_same_net(tmp_path, digits, capsys):
    from convscope.cli import main

    model = convscope.load_model("drawn-digits")
    assert model.to_onnx(tmp_path / "a.onnx", takes="pixels") < 1e-5
    with pytest.raises(SystemExit) as ended:
        main(["export", "drawn-digits", "--to", "onnx", str(tmp_path / "b.onnx")])
    assert ended.value.code == 0
    assert "self-test inside: ONNX Runtime answers 8 images within" in capsys.readouterr().err
    a, b = (read_model(tmp_path / name) for name in ("a.onnx", "b.onnx"))
    assert a.architecture.input.value_range == (0, 255)
    assert b.architecture.input.value_range == digits.architecture.input.value_range
    assert a.class_names == b.class_names == digits.class_names
    assert a.placement == b.placement == digits.placement
    images = RANDOM.integers(0, 256, (5, 28, 28, 1)).astype(np.uint8)
    from convscope.cli.inference import answer

    expected = answer(digits, images).probabilities
    for model in (a, b):
        np.testing.assert_allclose(answer(model, images).probabilities, expected, atol=1e-5)


def test_a_model_without_layers_is_refused():
    with pytest.raises(ConvscopeError, match="has no layers"):
        to_onnx(Model(Architecture(Input((3,)), ()), {}))
