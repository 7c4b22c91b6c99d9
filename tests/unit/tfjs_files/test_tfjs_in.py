"""Models of TensorFlow.js open: of its programs, of the converter, of Teachable Machine."""

import json
from pathlib import Path

import h5py
import numpy as np
import pytest
from tfjs_folders import (
    LABELS,
    METADATA,
    SHAPE,
    described,
    files_of,
    layer,
    small,
    teachable_machine,
    write_folder,
    write_zip,
)

from convscope.arithmetic import forward
from convscope.keras_files.archive import read_archive
from convscope.keras_files.hdf5.own_process import content_of
from convscope.keras_files.hdf5.reading_process import answer_to
from convscope.model_file import Model, model_bytes, read_model, write_model
from graph_nets import LAYERS, graph

MADE_THERE = Path(__file__).parents[2] / "data" / "tensorflow_js"
"""Models that TensorFlow.js 4.22 made and saved, with its answers: `benchmarks/tensorflow_js.py
--keep`."""


def answers(model, inputs):
    net = model.architecture
    return forward(net, model.weights, inputs)[net.layers[-1].name].activation


def some_inputs(model):
    shape = (2, *model.architecture.input.shape)
    return np.random.default_rng(1).normal(size=shape).astype(np.float32)


def expect_same(found, expected, tolerance=1e-6):
    inputs = some_inputs(expected)
    np.testing.assert_allclose(answers(found, inputs), answers(expected, inputs), atol=tolerance)


@pytest.mark.parametrize("name", ["chain", "graph", "teachable_machine"])
def test_what_tensorflow_js_saved_gives_its_answers(name):
    told = json.loads((MADE_THERE / name / "answers.json").read_text())
    model = read_model(MADE_THERE / name / "model.json")
    shape = (told["shape"][0], *model.architecture.input.shape)
    inputs = np.sin(np.arange(np.prod(shape))).astype(np.float32).reshape(shape)
    expected = np.array(told["values"]).reshape(told["shape"])
    np.testing.assert_allclose(answers(model, inputs), expected, atol=1e-6)


@pytest.fixture
def teachable():
    return {
        **files_of(*teachable_machine()),
        "metadata.json": json.dumps(METADATA).encode(),
    }


def test_a_model_of_teachable_machine_opens_as_it_was_downloaded(tmp_path, teachable):
    folder = write_folder(tmp_path / "my_model", teachable)
    download = write_zip(tmp_path / "tm-my-image-model.zip", teachable)
    for path in (folder, folder / "model.json", download):
        model = read_model(path)
        assert model.class_names == tuple(LABELS)
        assert model.architecture.input.value_range == (-1, 1)
        assert model.fit == "crop"
        assert model.architecture.input.shape == SHAPE
        assert model_bytes(path)[:8] != b"PK\3\4"


def test_its_numbers_are_those_of_its_arrays(tmp_path, teachable):
    model = read_model(write_folder(tmp_path / "a", teachable))
    _, arrays = teachable_machine()
    for name, array in arrays.items():
        theirs, _, tensor = name.rpartition("/")
        tensor = "kernel" if tensor == "depthwise_kernel" else tensor
        np.testing.assert_array_equal(model.weights[f"{theirs}.{tensor}"], array)


def test_an_archive_may_have_the_files_in_a_folder_and_what_macs_add(tmp_path, teachable):
    path = write_zip(tmp_path / "a.zip", {f"my model/{n}": c for n, c in teachable.items()})
    with_clutter = {"my model/" + name: c for name, c in teachable.items()}
    with_clutter["__MACOSX/my model/model.json"] = b"\0\5\26\7"
    assert read_model(path).class_names == tuple(LABELS)
    path = write_zip(tmp_path / "b.zip", with_clutter)
    assert read_model(path).class_names == tuple(LABELS)


@pytest.mark.parametrize("labels", [["a", "b"], ["a", "a", "b"], "abc", [1, 2, 3], None])
def test_labels_that_do_not_fit_are_none_of_this_net(tmp_path, teachable, labels):
    teachable["metadata.json"] = json.dumps({**METADATA, "labels": labels}).encode()
    assert read_model(write_folder(tmp_path / "a", teachable)).class_names == ()


def test_labels_txt_counts_where_there_is_no_metadata(tmp_path):
    files = {**files_of(*teachable_machine()), "labels.txt": b"0 x\n1 y\n2 z\n"}
    model = read_model(write_folder(tmp_path / "a", files))
    assert model.class_names == ("x", "y", "z")
    assert model.fit == "crop"  # its nets are known by their form
    assert read_model(write_zip(tmp_path / "a.zip", files)).class_names == ("x", "y", "z")


@pytest.fixture
def plain(tmp_path):
    return read_model(write_folder(tmp_path / "plain", files_of(*small())))


def test_the_converter_s_nets_open_with_bytes_as_0_to_1(plain):
    assert [each.kind for each in plain.architecture.layers] == ["Conv2D", "Flatten", "Dense"]
    assert (plain.architecture.input.value_range, plain.fit) == ((0, 1), "pad")
    assert plain.class_names == ()


@pytest.mark.parametrize("parts", [1, 2, 3, 17])
def test_weights_may_lie_in_any_number_of_files(tmp_path, plain, parts):
    files = files_of(*small(), parts=parts)
    expect_same(read_model(write_folder(tmp_path / "a", files)), plain, 0)


@pytest.mark.parametrize(("packed", "step"), [("float16", 2e-3), ("uint16", 4e-5), ("uint8", 1e-2)])
def test_packed_numbers_are_unpacked(tmp_path, plain, packed, step):
    model = read_model(write_folder(tmp_path / "a", files_of(*small(), packed=packed)))
    for name, expected in plain.weights.items():
        assert model.weights[name].dtype == np.float32
        np.testing.assert_allclose(model.weights[name], expected, atol=step)
    kernel = "dense.kernel"
    assert np.abs(model.weights[kernel] - plain.weights[kernel]).max() > step / 100


def test_scale_and_min_are_computed_as_there():
    from convscope.tfjs_files.manifest import Stored

    stored = Stored("a", (3,), "uint8", True, 0.1, -0.3)
    expected = np.array([0 * 0.1 - 0.3, 7 * 0.1 - 0.3, 255 * 0.1 - 0.3], np.float32)
    np.testing.assert_array_equal(stored.decoded(memoryview(bytes([0, 7, 255]))), expected)


def test_names_may_stand_behind_those_of_outer_nets(tmp_path, plain):
    topology, arrays = small()
    renamed = {f"sequential/{name}": array for name, array in arrays.items()}
    expect_same(read_model(write_folder(tmp_path / "a", files_of(topology, renamed))), plain, 0)


@pytest.mark.parametrize(
    "names",
    [
        "layers/conv2d/vars/0 layers/conv2d/vars/1 layers/dense/vars/0 layers/dense/vars/1",
        "_layer_checkpoint_dependencies/conv2d/vars/0 _layer_checkpoint_dependencies/conv2d/vars/1 "
        "_layer_checkpoint_dependencies/dense/vars/0 _layer_checkpoint_dependencies/dense/vars/1",
        "conv2d/0 conv2d/1 dense/0 dense/1",
    ],
)
def test_keras_3_s_converter_numbers_arrays(tmp_path, plain, names):
    topology, arrays = small()
    begin = topology["model_config"]["config"]["layers"][0]
    begin["config"] = {"name": "begin", "batch_shape": [None, 4, 3, 1]}
    topology["keras_version"] = "3.4.1"
    renamed = dict(zip(names.split(), arrays.values(), strict=True))
    if "layers" in names:
        renamed["optimizer/vars/0"] = np.zeros((2, 2), np.float32)
    expect_same(read_model(write_folder(tmp_path / "a", files_of(topology, renamed))), plain, 0)


def without(data, *keys):
    """Returns data of JSON without entries of some names, as the converter takes them out."""
    if isinstance(data, list):
        return [without(each, *keys) for each in data]
    if not isinstance(data, dict):
        return data
    return {key: without(value, *keys) for key, value in data.items() if key not in keys}


@pytest.mark.parametrize("name", LAYERS)
def test_graphs_that_keras_3_saved_open_as_its_converter_writes_them(tmp_path, name):
    net = graph(name)
    random = np.random.default_rng(6)
    weights = {
        tensor: random.uniform(0.1, 1, shape).astype(np.float32)
        for tensor, shape in net.parameter_shapes.items()
    }
    write_model(tmp_path / "a.keras", Model(net, weights))
    archive = read_archive((tmp_path / "a.keras").read_bytes())
    config = without(archive.config, "module", "registered_name", "date_saved")
    topology = {"keras_version": "3.4.1", "model_config": config}
    arrays = content_of(answer_to(archive.weights), 0).arrays
    model = read_model(write_folder(tmp_path / "a", files_of(topology, arrays)))
    expect_same(model, Model(net, weights), 1e-5)


def test_what_only_a_training_needs_is_passed_over(tmp_path, plain):
    files = files_of(*small())
    model = json.loads(files["model.json"])
    momentum, content = described("training/Adam/m", np.zeros((2, 3), np.float32))
    seed = {"name": "random_flip/state", "shape": [2], "dtype": "int32"}
    group = {"paths": ["more.bin"], "weights": [{**momentum, "group": "optimizer"}, seed]}
    model["weightsManifest"].append(group)
    files |= {"model.json": json.dumps(model).encode(), "more.bin": content + bytes(8)}
    expect_same(read_model(write_folder(tmp_path / "a", files)), plain, 0)


def test_a_layer_without_scale_has_ones(tmp_path):
    begin = layer("InputLayer", "image", batch_input_shape=[None, 3])
    normal = layer("BatchNormalization", "norm", "image", axis=-1, scale=False, center=True,
                   epsilon=0.001, momentum=0.9)  # fmt: skip
    ends = {"input_layers": [["image", 0, 0]], "output_layers": [["norm", 0, 0]]}
    net = {"class_name": "Model", "config": {"name": "n", "layers": [begin, normal], **ends}}
    names = ("norm/beta", "norm/moving_mean", "norm/moving_variance")
    arrays = {name: np.full(3, i + 1, np.float32) for i, name in enumerate(names)}
    model = read_model(write_folder(tmp_path / "a", files_of(net, arrays)))
    np.testing.assert_array_equal(model.weights["norm.gamma"], np.ones(3))
    np.testing.assert_array_equal(model.weights["norm.moving_variance"], np.full(3, 3))


def test_arrays_are_told_apart_by_the_nets_that_they_are_in(tmp_path):
    """Two nets inside of one may have layers of the same name; TensorFlow.js refuses them."""
    inner = [
        {"class_name": "Sequential", "config": {"name": name, "layers": [
            layer("Dense", "dense", units=2, batch_input_shape=[None, 2], use_bias=False)]}}
        for name in ("one", "two")
    ]  # fmt: skip
    net = {"class_name": "Sequential", "config": {"name": "all", "layers": inner}}
    arrays = {
        f"{n}/dense/kernel": np.full((2, 2), i, np.float32) for i, n in ((1, "one"), (2, "two"))
    }
    model = read_model(write_folder(tmp_path / "a", files_of(net, arrays)))
    assert [float(values.max()) for values in model.weights.values()] == [1, 2]


def test_a_folder_with_a_name_of_ours_is_none_of_tensorflow_js(tmp_path, tiny_net):
    from convscope.tfjs_files import is_tfjs_model

    weights = {k: np.ones(s, np.float32) for k, s in tiny_net.parameter_shapes.items()}
    write_model(tmp_path / "{.json", Model(tiny_net, weights))
    assert not is_tfjs_model(tmp_path / "{.json")
    assert not is_tfjs_model(tmp_path)
    assert not is_tfjs_model(tmp_path / "nothing.json")
    with h5py.File(tmp_path / "a.h5", "w"):
        pass
    assert not is_tfjs_model(tmp_path / "a.h5")
    # A header whose length begins with the byte of "{" is no JSON text.
    (tmp_path / "b.safetensors").write_bytes(b"{\0\0\0\0\0\0\0{}")
    assert not is_tfjs_model(tmp_path / "b.safetensors")
