"""Nets put together for some data: input, answers, size and fit, from the question to the run."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope.architecture import Architecture, load_net
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.runs.queue import read_queue
from convscope.studio import net_answers, training_answers
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace

PHOTOS, ARRAYS = "photos", "arrays.npz"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A folder of colour pictures, 20×30, in two classes, and arrays, 9×7, in three."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(training_answers, "ensure_runner", lambda _root: None)
    random = np.random.default_rng(0)
    for number in range(24):
        path = tmp_path / PHOTOS / "ab"[number % 2] / f"{number:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 256, (20, 30, 3), np.uint8)).save(path)
    x = random.integers(0, 256, (60, 9, 7), np.uint8)
    np.savez(tmp_path / ARRAYS, x_train=x, y_train=np.arange(60) % 3)
    return Workspace(tmp_path, tmp_path / "runs")


def written(num_answers=2, activation="softmax", **given):
    """A net as the page sends it; its input is that of other data."""
    layers = [
        {"kind": "Conv2D", "filters": 4, "kernel_size": [3, 3]},
        {"kind": "GlobalAveragePooling2D"},
        {"kind": "Dense", "units": num_answers, "activation": activation},
    ]
    return {
        "format": 2,
        "input": {"shape": [28, 28, 1], "value_range": [0, 255]},
        "layers": layers,
        **given,
    }


def described(workspace, **body):
    return net_answers.net(workspace, Asked(body=body))


def begin(workspace, architecture=None, **settings):
    body = {"settings": settings} | ({"architecture": architecture} if architecture else {})
    training_answers.start(workspace, Asked(body=body))
    entry = read_queue(workspace.queue)[-1]
    return entry.settings


@pytest.mark.parametrize(
    ("source", "size", "shape"),
    [(PHOTOS, None, [20, 30, 3]), (PHOTOS, [12, 16], [12, 16, 3]), (ARRAYS, None, [9, 7, 1])],
)
def test_the_input_follows_the_data(workspace, source, size, shape):
    body = {"architecture": written(), "source": source} | ({"size": size} if size else {})
    net = described(workspace, **body)
    assert net["architecture"]["input"]["shape"] == shape
    assert net["architecture"]["input"]["value_range"] == [0, 255]
    assert net["data"]["image_shape"] == shape
    assert net["data"]["has_files"] is (source == PHOTOS)
    assert net["rows"][0]["output_shape"] == [shape[0] - 2, shape[1] - 2, 4]


def test_a_net_without_an_input_gets_that_of_the_data(workspace):
    net = {key: value for key, value in written().items() if key != "input"}
    for given in (net, {**net, "input": None}, {**net, "input": [3]}):
        shape = described(workspace, architecture=given, source=PHOTOS)["data"]["image_shape"]
        assert shape == [20, 30, 3]
    assert "problem" in described(workspace, architecture=net)  # without data nothing is known


def test_a_named_net_is_built_for_the_size(workspace):
    net = described(workspace, net="mnist", source=PHOTOS, size=[40, 50])
    assert net["rows"] == net_answers.described(load_net("mnist", (40, 50, 3), 2))["rows"]
    with pytest.raises(ConvscopeError, match="does not fit"):
        described(workspace, net="mnist", source=PHOTOS, size=[3, 3])


@pytest.mark.parametrize("size", [[0, 4], [4, 1025], [4], [4, 4, 4], ["4", 4], [4.0, 4], [True, 4]])
def test_a_size_has_bounds(workspace, size):
    with pytest.raises(ConvscopeError, match="rows and columns, each from 1 to 1024"):
        described(workspace, net="mnist", source=PHOTOS, size=size)
    with pytest.raises(ConvscopeError):
        begin(workspace, data=PHOTOS, size=size)
    assert read_queue(workspace.queue) == []


def test_other_answers_than_classes_are_told_where_they_are_mended(workspace):
    net = described(workspace, architecture=written(10), source=ARRAYS)
    assert net["problem"]["error"] == "Answers that the net gives: 10."
    assert net["mend"] == {"at": 2, "option": "units", "value": 3}
    assert net["at"] == 2
    assert len(net["rows"]) == 3  # the net itself fits
    assert "problem" not in described(workspace, architecture=written(3), source=ARRAYS)


def test_behind_what_keeps_the_number_of_answers_the_layer_before_is_mended(workspace):
    layers = [
        {"kind": "Conv2D", "filters": 10, "kernel_size": [3, 3]},
        {"kind": "BatchNormalization"},
        {"kind": "GlobalAveragePooling2D"},
        {"kind": "Activation", "activation": "softmax"},
    ]
    net = described(workspace, architecture=written(layers=layers), source=ARRAYS)
    assert net["mend"] == {"at": 0, "option": "filters", "value": 3}
    mended = {**net["architecture"]}
    mended["layers"][0]["filters"] = 3
    assert Architecture.from_json(mended).output_shape == (3,)
    assert "problem" not in described(workspace, architecture=mended, source=ARRAYS)


def test_what_no_single_option_mends_is_told_at_the_last_layer(workspace):
    layers = [{"kind": "Conv2D", "filters": 3, "kernel_size": [3, 3]}, {"kind": "Flatten"}]
    net = described(workspace, architecture=written(layers=layers), source=ARRAYS)
    assert net["at"] == 1
    assert "mend" not in net
    picture = described(workspace, architecture=written(layers=layers[:1]), source=ARRAYS)
    assert "one value per class" in picture["problem"]["expected"]
    empty = described(workspace, architecture=written(layers=[]), source=ARRAYS)
    assert "problem" in empty


def test_an_end_that_cannot_be_trained_is_told(workspace):
    net = described(workspace, architecture=written(3, "relu"), source=ARRAYS)
    assert 'ends in the activation "relu"' in net["problem"]["error"]
    assert "mend" not in net
    for activation in ("softmax", "sigmoid", "linear"):
        assert "problem" not in described(
            workspace, architecture=written(3, activation), source=ARRAYS
        )


def test_size_and_fit_reach_the_training(workspace):
    settings = begin(workspace, data=PHOTOS, size=[12, 16], fit="crop", net="mnist")
    assert (tuple(settings["size"]), settings["fit"]) == ((12, 16), "crop")


def test_an_own_net_is_kept_for_the_size(workspace):
    settings = begin(workspace, written(2), data=PHOTOS, size=[12, 16])
    kept = json.loads(Path(settings["net"]).read_text(encoding="utf-8"))
    assert kept["input"]["shape"] == [12, 16, 3]
    assert kept["input"]["value_range"] == [0, 255]


@pytest.mark.parametrize(
    ("architecture", "settings", "error", "match"),
    [
        (None, {"data": ARRAYS, "size": [12, 16]}, ConvscopeError, "Only image files are brought"),
        (None, {"data": PHOTOS, "fit": "squeeze"}, UnknownNameError, "fit"),
        (None, {"data": PHOTOS, "size": [3, 3], "net": "mnist"}, ConvscopeError, "does not fit"),
        (written(10), {"data": PHOTOS}, ConvscopeError, "net gives: 10"),
        (written(2, "relu"), {"data": PHOTOS}, ConvscopeError, "ends in the activation"),
    ],
)
def test_what_cannot_be_trained_does_not_wait(workspace, architecture, settings, error, match):
    with pytest.raises(error, match=match):
        begin(workspace, architecture, **settings)
    assert read_queue(workspace.queue) == []


def test_arrays_may_be_asked_for_at_their_own_size(workspace):
    assert tuple(begin(workspace, data=ARRAYS, size=[9, 7])["size"]) == (9, 7)


def test_choices_tell_ways_and_bounds(workspace):
    told = training_answers.choices(workspace, Asked())
    assert told["fit"] == ["pad", "crop", "stretch"]
    assert told["bounds"]["height"] == told["bounds"]["width"] == [1, 1024]
