"""Nets that lie in files: of every kind that convscope opens, sent to the studio and trained."""

import json
import zipfile

import numpy as np
import pytest

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, load_net
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.interchange.onnx_export import to_onnx
from convscope.interchange.tfjs_export import export_tfjs
from convscope.model_file import Model, read_model, write_model
from convscope.net_file import load_net_or_file, net_of_file
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.studio import net_of_file as asked_net
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace
from convscope.texts import to_json_text

NET = Architecture(
    Input((13, 11, 1)),
    (Conv2D(3, 3, activation="relu"), Flatten(), Dense(3, activation="softmax")),
)


def model(architecture=NET):
    rng = np.random.default_rng(0)
    weights = {
        name: rng.normal(0, 0.1, shape).astype(np.float32)
        for name, shape in architecture.parameter_shapes.items()
    }
    return Model(architecture, weights, ("a", "b", "c"), "none", "pad", {})


def as_json(folder):
    path = folder / "net.json"
    path.write_text(to_json_text(NET.to_json()))
    return path


def written(ending):
    def write(folder):
        path = folder / f"net{ending}"
        write_model(path, model())
        return path

    return write


def as_onnx(folder):
    path = folder / "net.onnx"
    path.write_bytes(to_onnx(model()))
    return path


def as_tfjs_text(folder):
    """The `model.json` of TensorFlow.js alone: its weights have stayed behind."""
    export_tfjs(model(), folder / "tfjs")
    path = folder / "model.json"
    path.write_bytes((folder / "tfjs/model.json").read_bytes())
    return path


def as_tfjs_zip(folder):
    export_tfjs(model(), folder / "tfjs")
    path = folder / "model.zip"
    with zipfile.ZipFile(path, "w") as file:
        for part in (folder / "tfjs").iterdir():
            file.write(part, part.name)
    return path


def as_keras_text(folder):
    """What `model.to_json()` of Keras gives."""
    with zipfile.ZipFile(written(".keras")(folder)) as file:
        config = json.loads(file.read("config.json"))
    path = folder / "architecture.json"
    path.write_text(json.dumps({**config, "keras_version": "3.5.0", "backend": "tensorflow"}))
    return path


KINDS = {
    "JSON": as_json,
    "safetensors": written(".safetensors"),
    "Keras": written(".keras"),
    "HDF5": written(".h5"),
    "ONNX": as_onnx,
    "model.json of TensorFlow.js": as_tfjs_text,
    "archive of TensorFlow.js": as_tfjs_zip,
    "to_json of Keras": as_keras_text,
}


def kinds_of(architecture):
    """What a net computes, whatever its layers are called."""
    return [
        (step.layer.kind, step.output_shape, step.num_parameters) for step in architecture.steps
    ]


def sent(path, name=""):
    workspace = Workspace(path.parent, path.parent / "runs")
    asked = Asked(query={"name": name or path.name}, body=path.read_bytes())
    return asked_net.net_of_file(workspace, asked)


@pytest.mark.parametrize("write", KINDS.values(), ids=KINDS)
def test_the_net_is_that_of_the_file(write, tmp_path):
    path = write(tmp_path)
    found = net_of_file(path)
    assert [shape for _, shape, _ in kinds_of(found)][-1] == (3,)
    assert found.num_parameters == NET.num_parameters
    described = sent(path)
    assert kinds_of(Architecture.from_json(described["architecture"])) == kinds_of(found)
    assert len(described["rows"]) == len(found.layers)
    assert not (tmp_path / "runs").exists()  # it is not kept


@pytest.mark.parametrize("write", KINDS.values(), ids=KINDS)
def test_a_training_takes_it(write, trained, tmp_path, monkeypatch):
    monkeypatch.setenv("CONVSCOPE_CACHE", str(trained / "cache"))
    path = write(tmp_path)
    settings = TrainSettings(data=str(trained / "bars.npz"), net=str(path), epochs=1)
    assert kinds_of(prepare(settings).architecture) == kinds_of(net_of_file(path))


def test_a_file_made_for_other_data_says_so(trained, tmp_path, monkeypatch):
    monkeypatch.setenv("CONVSCOPE_CACHE", str(trained / "cache"))
    path = tmp_path / "mnist.keras"
    write_model(path, Model(load_net("mnist"), model(load_net("mnist")).weights))
    with pytest.raises(ConvscopeError, match=r"mnist\.keras: the input shape is \(28, 28, 1\)"):
        prepare(TrainSettings(data=str(trained / "bars.npz"), net=str(path)))
    with pytest.raises(ConvscopeError, match="the number of classes is 3"):
        load_net_or_file(str(as_json(tmp_path)), (13, 11, 1), 4)


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("net.json", b"{", "is not valid JSON|not valid"),
        ("net.json", b"\xff\xfe\x00", "is no text"),
        ("net.json", b"[]", "lacks input or layers"),
        ("net.json", b'{"class_name": "Sequential", "config": {"layers": 3}}', "net.json"),
        ("net.json", b'{"class_name": "Sequential", "config": ' + b"[" * 99_999, "net.json|net"),
        (
            "net.json",
            b'{"class_name": "Model", "config": {"name": "m", "layers": [{"class_name": '
            b'"LSTM", "config": {"name": "lstm"}}]}}',
            "net.json",
        ),
        ("net.json", b'{"modelTopology": {"node": []}}', "graph model"),
        ("weights.pth", b"PK", "a file of PyTorch"),
        ("net.safetensors", b"nonsense", "not a whole safetensors file"),
        ("photo.png", b"\x89PNG", "not a whole safetensors file"),
        ("net.keras", b"PK\x03\x04", "cannot be read"),
        ("", b"", "net"),
        ("../../etc/passwd", b"x", "passwd"),
    ],
)
def test_what_is_no_net_is_told_by_its_own_name(name, content, match, tmp_path):
    path = tmp_path / "sent"
    write_atomically(path, content)
    with pytest.raises(ConvscopeError, match=match) as found:
        sent(path, name or " ")
    assert "convscope-net-" not in str(found.value)
    assert found.value.expected
    assert found.value.fix


def test_weights_are_not_taken(tmp_path):
    path = written(".safetensors")(tmp_path)
    assert read_model(path).weights
    assert set(sent(path)) >= {"architecture", "rows", "parameters"}
    assert "weights" not in sent(path)
