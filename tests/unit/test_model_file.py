"""Model files: there and back, and every way in which a file can be no model."""

import contextlib
import errno
import json
import os
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save_file

from convscope.architecture import Architecture, BatchNormalization, Flatten, Input
from convscope.errors import ConvscopeError
from convscope.model_file import (
    FORMAT,
    Model,
    read_model,
    read_tensors,
    write_model,
    write_tensors,
)


@pytest.fixture
def model(tiny_net):
    random = np.random.default_rng(1)
    return Model(
        tiny_net,
        {k: random.normal(size=s).astype(np.float32) for k, s in tiny_net.parameter_shapes.items()},
        ("お", "き", 'a "quoted" name'),
        "mnist",
        "crop",
        {"data_set": "kmnist", "accuracy": 0.5, "nested": {"epochs": [1, 2]}},
        {"class_means": random.integers(0, 256, (3, 7, 5, 1), dtype=np.uint8)},
    )


@pytest.fixture
def path(tmp_path, model):
    path = tmp_path / "model.safetensors"
    write_model(path, model)
    return path


def rewrite(path, **metadata):
    """Writes the file again with other texts; None removes one."""
    tensors, old = read_tensors(path)
    new = {k: v for k, v in {**old, **metadata}.items() if v is not None}
    write_tensors(path, tensors, new)


def test_a_model_comes_back_as_it_was(path, model):
    found = read_model(str(path))
    for name in ("architecture", "class_names", "placement", "fit", "trained_on"):
        assert getattr(found, name) == getattr(model, name)
    for tensors in ("weights", "about"):
        expected = getattr(model, tensors)
        assert set(getattr(found, tensors)) == set(expected)
        for name, tensor in getattr(found, tensors).items():
            np.testing.assert_array_equal(tensor, expected[name])
            assert tensor.dtype == expected[name].dtype
    assert list(path.parent.iterdir()) == [path]


def test_the_file_is_a_safetensors_file_with_readable_texts(path):
    _, metadata = read_tensors(path)
    assert metadata["format"] == FORMAT
    assert json.loads(metadata["class_names"])[0] == "お"
    assert "お" in metadata["class_names"]


def test_weights_in_any_order_of_memory_and_precision_are_float32(tmp_path, model):
    turned = {
        k: np.asfortranarray(w.astype(np.float64))[..., ::-1] for k, w in model.weights.items()
    }
    write_model(tmp_path / "m", replace(model, weights=turned))
    for name, tensor in read_model(tmp_path / "m").weights.items():
        assert tensor.dtype == np.float32
        np.testing.assert_array_equal(tensor, model.weights[name][..., ::-1])


def test_a_file_of_half_precision_is_read_as_float32(path, model):
    tensors, metadata = read_tensors(path)
    save_file({k: v.astype(np.float16) for k, v in tensors.items()}, path, metadata)
    assert {w.dtype for w in read_model(path).weights.values()} == {np.dtype(np.float32)}


def test_a_net_without_weights_is_a_model_too(tmp_path):
    model = Model(Architecture(Input((2, 2, 1)), (Flatten(),)), {})
    write_model(tmp_path / "m", model)
    assert read_model(tmp_path / "m") == model


def test_moving_statistics_are_part_of_the_file(tmp_path):
    net = Architecture(Input((3,)), (BatchNormalization(name="n"),))
    weights = {k: np.full(3, i, np.float32) for i, k in enumerate(net.parameter_shapes)}
    write_model(tmp_path / "m", Model(net, weights))
    found = read_model(tmp_path / "m").weights
    assert found["n.moving_variance"].tolist() == [3, 3, 3]


def test_a_missing_file(tmp_path):
    expected = (
        r"nothing\.safetensors: there is no such file\. Expected a model file.*convscope runs"
    )
    with pytest.raises(ConvscopeError, match=expected):
        read_model(tmp_path / "nothing.safetensors")
    with pytest.raises(ConvscopeError, match="there is no such file"):
        read_model(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_short(path, share):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ConvscopeError, match=r"is not a whole safetensors file: .*Copy it again"):
        read_model(path)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"PK\x03\x04" * 50, "the archive cannot be read"),
        (b"\x80\x04" * 9, "is not a whole safetensors file"),
        (b"\xff" * 100, "is not a whole safetensors file"),
        (b"{}", "is not a whole safetensors file"),
    ],
)
def test_a_file_of_another_kind(path, content, match):
    path.write_bytes(content)
    with pytest.raises(ConvscopeError, match=match):
        read_model(path)


@pytest.mark.parametrize(("metadata", "shown"), [({"format": "9"}, "9"), ({}, "not given")])
def test_a_safetensors_file_of_another_program(path, metadata, shown):
    write_tensors(path, {"x": np.zeros(2)}, metadata)
    expected = rf'format is {shown}\. Expected a convscope model, format "{FORMAT}"\. Give the mod'
    with pytest.raises(ConvscopeError, match=expected):
        read_model(path)


@pytest.mark.parametrize("name", ["architecture", "class_names", "placement", "fit", "trained_on"])
def test_a_text_that_is_missing_is_named(path, name):
    rewrite(path, **{name: None})
    with pytest.raises(
        ConvscopeError, match=rf"metadata is not whole: it lacks {name}\. Expected archite"
    ):
        read_model(path)


@pytest.mark.parametrize("name", ["class_names", "trained_on"])
def test_a_text_that_is_no_json_is_refused(path, name):
    rewrite(path, **{name: "[1,"})
    with pytest.raises(ConvscopeError, match=rf"{name} is not valid JSON: line 1, column 4\."):
        read_model(path)


def test_a_net_that_is_no_json_is_refused(path):
    rewrite(path, architecture="{")
    with pytest.raises(ConvscopeError, match="not valid JSON"):
        read_model(path)


def test_weights_of_another_net_are_refused_on_both_ways(path, model):
    fewer = {k: w for k, w in model.weights.items() if k != "dense.bias"}
    more = {**model.weights, "dense_1.bias": np.zeros(3, np.float32)}
    turned = {**model.weights, "dense.bias": np.zeros((3, 1), np.float32)}
    for weights, expected in (
        (fewer, r"tensors dense\.bias are missing or too many\. The net has 4 tensors: conv2d"),
        (more, r"tensors dense_1\.bias are missing"),
        (turned, r"dense\.bias has shape \(3, 1\)\. The net needs \(3,\)\. The file does not bel"),
    ):
        with pytest.raises(ConvscopeError, match=expected):
            write_model(path, replace(model, weights=weights))
        _, metadata = read_tensors(path)
        write_tensors(path, weights, metadata)
        with pytest.raises(ConvscopeError, match=expected):
            read_model(path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_leaves_the_old_model(path, model, monkeypatch, number):
    before = path.read_bytes()

    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    expected = rf"could not be written: {os.strerror(number)}"
    with pytest.raises(ConvscopeError, match=expected):
        write_model(path, replace(model, placement="none"))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_model_that_does_not_fit_leaves_the_old_one(path, model):
    before = path.read_bytes()
    with pytest.raises(ConvscopeError, match="missing or too many"):
        write_model(path, replace(model, weights={}))
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_opened_is_named(path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("safetensors.safe_open", refuse)
    with pytest.raises(ConvscopeError, match=r"model\.safetensors is not a whole .*Permission den"):
        read_model(path)


NOT_NUMBERS = [float("nan"), float("inf"), float("-inf")]


@pytest.mark.parametrize("value", NOT_NUMBERS)
@pytest.mark.parametrize("name", ["dense.bias", "conv2d.kernel", "about.means"])
def test_numbers_that_are_none_are_refused_on_both_ways(path, model, value, name):
    tensors, metadata = read_tensors(path)
    tensors |= {"about.means": np.zeros(4, np.float32)}
    tensors[name] = tensors[name].copy()
    tensors[name].ravel()[-1] = value
    write_tensors(path, tensors, metadata)
    expected = rf"1 of \d+ values of {name} are infinite or not a number\..*lower learning rate"
    with pytest.raises(ConvscopeError, match=expected):
        read_model(path)
    changed = {k.removeprefix("about."): v for k, v in tensors.items() if k.startswith("about.")}
    weights = {k: v for k, v in tensors.items() if not k.startswith("about.")}
    with pytest.raises(ConvscopeError, match=expected):
        write_model(path, replace(model, weights=weights, about=changed))


DEEP = "[" * 5000
LONG = "9" * 5000


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"class_names": "3"}, r"class_names is 3\. Expected a list of texts, one per class"),
        ({"class_names": '["a", "b"]'}, r"class_names is 2 names\. Expected 3 names"),
        ({"class_names": '["a", "b", 3]'}, r"class_names is .*Expected a list of texts"),
        ({"class_names": '{"a": 1}'}, r"class_names is .*Expected a list of texts"),
        ({"class_names": DEEP}, r"class_names is nested too deeply"),
        ({"trained_on": "[]"}, r"trained_on is \[\]\. Expected an object"),
        ({"trained_on": LONG}, r"trained_on holds a number of thousands of digits"),
        ({"fit": "squeeze"}, r"fit is squeeze\. Expected one of pad, crop, stretch"),
        ({"architecture": DEEP}, r"The net is nested too deeply"),
        ({"architecture": LONG}, r"The net holds a number of thousands of digits"),
        ({"architecture": "[" * 900 + "]" * 900}, r"The net's JSON lacks input or layers"),
        ({"format": "x" * 10**6}, r"format is x{60}…x{16}\."),
    ],
)
def test_facts_that_make_no_sense_are_refused(path, texts, reason):
    rewrite(path, **texts)
    with pytest.raises(ConvscopeError, match=reason):
        read_model(path)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("class_means", (3, 5, 7, 1)), ("familiarity.scale", (2,)), ("familiarity.means", (3,))],
)
def test_what_a_model_says_about_its_data_has_to_fit_the_net(path, model, name, shape):
    wrong = replace(model, about={name: np.zeros(shape, np.uint8)})
    with pytest.raises(ConvscopeError, match=rf"about\.{name} is shape .*Expected shape \(3"):
        write_model(path, wrong)


@pytest.mark.parametrize("kind", ["I8", "BOOL", "F8_E4M3", "F8_E5M2", "I64"])
def test_weights_in_other_kinds_of_numbers_are_named(path, kind):
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    values, place = b"", 0
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        count = int(np.prod(entry["shape"]))
        num_bytes = count * {"I64": 8}.get(kind, 1)
        entry |= {"dtype": kind, "data_offsets": [place, place + num_bytes]}
        values, place = values + bytes(num_bytes), place + num_bytes
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + values)
    expected = "Expected (numbers in floating point|tensors in float16)"
    with pytest.raises(ConvscopeError, match=expected):
        read_model(path)


def test_classes_without_names_are_numbered(tmp_path):
    net = Architecture(Input((3,)), (BatchNormalization(name="n"),))
    weights = {k: np.ones(3, np.float32) for k in net.parameter_shapes}
    write_model(tmp_path / "m", Model(net, weights))
    assert read_model(tmp_path / "m").names == ("0", "1", "2")


def test_anything_else_that_a_stranger_puts_into_a_file_is_the_clear_error(path):
    """Single bytes of a whole file are changed: it is read, or refused with a reason."""
    random = np.random.default_rng(0)
    whole = path.read_bytes()
    for _ in range(400):
        content = bytearray(whole)
        for place in random.integers(0, len(whole), random.integers(1, 4)):
            content[place] = random.integers(256)
        path.write_bytes(content)
        with contextlib.suppress(ConvscopeError):
            read_model(path)
