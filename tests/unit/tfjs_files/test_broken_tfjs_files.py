"""Damaged and hostile models of TensorFlow.js: each ends in the clear error."""

import json
import zipfile

import numpy as np
import pytest
from tfjs_folders import files_of, layer, small, teachable_machine, write_folder, write_zip

from convscope.errors import ConvscopeError
from convscope.model_file import read_model
from convscope.tfjs_files import SelfTest, manifest, packages, read_self_test


def expect_refusal(path, match):
    """Checks that a model is refused, with the path, what would do, and what to do."""
    with pytest.raises(ConvscopeError, match=match) as found:
        read_model(path)
    assert found.value.received.startswith(f"{path}")
    assert found.value.expected
    assert found.value.fix


@pytest.fixture
def changed(tmp_path):
    """Returns what changes the JSON of a model by a function, and gives its folder."""

    def change(how):
        files = files_of(*small())
        model = json.loads(files["model.json"])
        text = how(model)
        files["model.json"] = text if isinstance(text, bytes) else json.dumps(model).encode()
        return write_folder(tmp_path / "net", files)

    return change


@pytest.mark.parametrize(
    ("how", "match"),
    [
        (lambda m: m.update(format="graph-model"),
         r"graph model.*Expected a layers model.*--output_format tfjs_layers_model"),
        (lambda m: m.update(modelTopology={"node": [], "library": {}}), "graph model"),
        (lambda m: m.pop("modelTopology"), "JSON text without a modelTopology; it has format"),
        (lambda m: m.pop("weightsManifest"), "a net without weights.*model.save"),
        (lambda m: b"{", "model.json is not valid JSON"),
        (lambda m: b'{"a": ' + b"[" * 100_000, "nested too deeply"),
        (lambda m: m["modelTopology"].update(model_config="{"), "model_config is not valid JSON"),
        (lambda m: m["modelTopology"].update(model_config=3), "the net is 3"),
    ],
)  # fmt: skip
def test_what_is_no_layers_model_is_said(changed, how, match):
    expect_refusal(changed(how), match)


PATHS = [
    ("../outside.bin", "does not lie in the model's folder"),
    ("a/../../outside.bin", "does not lie in the model's folder"),
    ("/etc/passwd", "does not lie in the model's folder"),
    ("C:\\weights.bin", "does not lie in the model's folder"),
    ("..\\outside.bin", "does not lie in the model's folder"),
    ("https://example.com/weights.bin", "at an address.*convscope fetches nothing"),
    ("//example.com/weights.bin", "at an address"),
    ("data:;base64,AAAA", "at an address"),
    ("file:///etc/passwd", "at an address"),
    ("missing.bin", "the file missing.bin is missing"),
    ("", "Expected its name"),
    (None, "Expected its name"),
]


@pytest.mark.parametrize(("name", "match"), PATHS)
def test_weights_lie_beside_the_model_and_nowhere_else(changed, tmp_path, name, match):
    (tmp_path / "outside.bin").write_bytes(bytes(1000))

    def other(model):
        model["weightsManifest"][0]["paths"] = [name]

    expect_refusal(changed(other), match)


@pytest.mark.parametrize("name", [name for name, match in PATHS if "lie in" in match])
def test_a_name_that_leads_outside_is_refused_wherever_the_files_lie(name):
    with pytest.raises(ConvscopeError, match="does not lie in the model's folder"):
        packages.plain_name(name)


def test_a_link_out_of_the_folder_is_not_followed(changed, tmp_path):
    folder = changed(lambda model: None)
    shard = folder / "group1-shard1of1.bin"
    shard.rename(tmp_path / "elsewhere.bin")
    shard.symlink_to(tmp_path / "elsewhere.bin")
    expect_refusal(folder, "does not lie in the model's folder")


def _array(**changes):
    def change(model):
        model["weightsManifest"][0]["weights"][0].update(changes)

    return change


@pytest.mark.parametrize(
    ("how", "match"),
    [
        (_array(shape=[2, 2, 1, 3]), "has 144 bytes of weights. model.json tells of 160"),
        (_array(shape=[2**40, 2**40]), "has the shape"),
        (_array(shape=[2**15, 2**15, 2**15]), "has the shape"),
        (_array(shape=[-2, 2]), "has the shape"),
        (_array(shape="2"), "has the shape '2'|has the shape 2"),
        (_array(shape=[1] * 9), "has the shape"),
        (_array(dtype="string"), "of kind string.*Expected one of float32"),
        (_array(dtype="complex64"), "of kind complex64"),
        (_array(dtype=["float32"]), "of kind"),
        (_array(name=""), "an entry of weightsManifest"),
        (_array(name="dense/bias"), "same name"),
        (_array(name="other/kernel"), r'array "conv2d/kernel" of layer "conv2d" \(Conv2D\)'),
        (_array(quantization={"dtype": "uint4"}), "packed as"),
        (_array(quantization={"dtype": ["uint8"]}), "packed as"),
        (_array(quantization="uint8"), "packed as"),
        (_array(quantization={"dtype": "uint8", "min": 0}), "packed with scale=None"),
        (_array(quantization={"dtype": "uint8", "scale": 1e300, "min": 0}), "scale=1e"),
        (_array(quantization={"dtype": "uint8", "scale": True, "min": 0}), "scale=True"),
        (_array(quantization={"dtype": "uint8", "scale": 1, "min": 10**400}), "min="),
        (lambda m: m.update(weightsManifest={}), "weightsManifest is {}"),
        (lambda m: m.update(weightsManifest=[3]), "a group of weights is 3"),
        (lambda m: m["weightsManifest"][0]["paths"].append("group1-shard1of1.bin"),
         "same file twice"),
        (lambda m: m["weightsManifest"][0]["weights"].pop(),
         "has 144 bytes of weights. model.json tells of 136"),
        (lambda m: m["weightsManifest"].append(
            {"paths": [], "weights": [{"name": "x/y", "shape": [0], "dtype": "float32"}]}),
         "arrays x/y belong to no layer"),
    ],
)  # fmt: skip
def test_manifests_are_checked_before_anything_is_read(changed, how, match, monkeypatch):
    read = packages.Folder.read

    def expect_json(self, name, most):
        if "name=" not in match and "conv2d" not in match and "x/y" not in match:
            assert name.endswith(".json"), "weights were read"
        return read(self, name, most)

    monkeypatch.setattr(packages.Folder, "read", expect_json)
    expect_refusal(changed(how), match)


def test_counts_are_bounded(changed, monkeypatch):
    monkeypatch.setattr(manifest, "MOST_ARRAYS", 3)
    expect_refusal(changed(lambda m: None), "a group has 4 weights")
    monkeypatch.setattr(manifest, "MOST_ARRAYS", 4)
    monkeypatch.setattr(manifest, "MAX_PARAMETERS", 30)
    expect_refusal(changed(lambda m: None), "too many numbers")


def test_numbers_that_are_none_are_refused(tmp_path):
    topology, arrays = small()
    arrays["dense/bias"][0] = np.nan
    expect_refusal(write_folder(tmp_path / "a", files_of(topology, arrays)), "not a number")


def test_a_file_cut_short_is_told(changed):
    folder = changed(lambda model: None)
    shard = folder / "group1-shard1of1.bin"
    shard.write_bytes(shard.read_bytes()[:-1])
    expect_refusal(folder, "has 143 bytes of weights.*cut short")


def test_code_and_classes_of_one_s_own_are_refused(tmp_path):
    topology, arrays = small()
    layers = topology["model_config"]["config"]["layers"]
    layers.insert(2, layer("Lambda", "lambda", function=["4wEAAAAA", None, None]))
    expect_refusal(write_folder(tmp_path / "a", files_of(topology, arrays)), "Python code")
    layers[2] = layer("MyLayer", "mine")
    expect_refusal(write_folder(tmp_path / "a", files_of(topology, arrays)), "of a kind that convs")


DIFFERENT = [
    (layer("ReLU", "odd", negative_slope=0.1), "negative_slope=0.1"),
    (layer("ReLU", "odd", threshold=1.0, max_value=6), "threshold=1.0"),
    (layer("DepthwiseConv2D", "odd", kernel_size=[1, 1], use_bias=False, dilation_rate=[2, 2]),
     "dilation_rate="),
    (layer("Resizing", "odd", height=2, width=2), "height=2, width=2"),
    (layer("CenterCrop", "odd", height=2, width=2), "height=2, width=2"),
    (layer("UpSampling2D", "odd", size=[2, 2], interpolation="bilinear"), "interpolation="),
    (layer("GlobalMaxPooling2D", "odd", keepdims=True), "keepdims=True"),
    (layer("Activation", "odd", activation="hard_sigmoid"), "activation=hard_sigmoid"),
]  # fmt: skip


@pytest.mark.parametrize(("odd", "match"), DIFFERENT)
def test_layers_with_two_meanings_are_refused(tmp_path, odd, match):
    config = {"name": "n", "layers": [
        layer("InputLayer", "begin", batch_input_shape=[None, 4, 3, 1]), odd]}  # fmt: skip
    net = {"class_name": "Sequential", "config": config, "keras_version": "3.0.0"}
    arrays = {}
    if odd["class_name"] == "DepthwiseConv2D":
        arrays = {"odd/depthwise_kernel": np.ones((1, 1, 1, 1), np.float32)}
    path = write_folder(tmp_path / "a", files_of(net, arrays))
    expect_refusal(path, rf'layer "odd".*{match}.*TensorFlow.js does not compute as Keras does')


def test_layers_inside_of_nets_are_looked_at_as_well(tmp_path):
    topology, arrays = teachable_machine()
    inner = topology["config"]["layers"][0]["config"]["layers"][0]["config"]["layers"]
    relu = next(each for each in inner if each["name"] == "Conv1_relu")
    relu["config"]["negative_slope"] = 0.5
    expect_refusal(write_folder(tmp_path / "a", files_of(topology, arrays)), '"Conv1_relu"')


def test_archives_are_bounded(tmp_path, monkeypatch):
    files = files_of(*small())
    two = write_zip(tmp_path / "two.zip", {**files, "other/model.json": b"{}"})
    expect_refusal(two, "holds 2 files model.json")
    bomb = write_zip(tmp_path / "bomb.zip", {**files, "model.json": b" " * 2**24 + b"{}"})
    expect_refusal(bomb, "would unpack")
    odd = tmp_path / "odd.zip"
    with zipfile.ZipFile(odd, "w", zipfile.ZIP_BZIP2) as file:
        for name, content in files.items():
            file.writestr(name, content)
    expect_refusal(odd, "packed by method")
    monkeypatch.setattr(packages, "MAX_MEMBERS", 1)
    expect_refusal(write_zip(tmp_path / "a.zip", files), "has 2 members")


def test_members_outside_of_an_archive_s_folder_are_not_taken(tmp_path):
    files = files_of(*small())
    shard = files.pop("group1-shard1of1.bin")
    model = {"net/model.json": files["model.json"], "group1-shard1of1.bin": shard}
    expect_refusal(write_zip(tmp_path / "a.zip", model), "group1-shard1of1.bin is missing")


@pytest.mark.parametrize(
    "told",
    [3, {}, {"shape": [1]}, {"shape": [99999, 99999], "images": ""},
     {"shape": [1, 1], "images": "AAAA" * 99, "expected": [[1]], "value_range": [0, 1]},
     {"shape": [1, 1], "images": "AA==", "expected": [[1e308]], "value_range": [0, 1],
      "tolerance": 1e-4}],
)  # fmt: skip
def test_a_self_test_is_bounded(tmp_path, told):
    facts = {"format": "convscope-tfjs-1", "self_test": told}
    path = write_folder(tmp_path / "a", files_of(*small(), userDefinedMetadata=facts))
    with pytest.raises(ConvscopeError, match="the self-test cannot be read") as found:
        read_self_test(path)
    assert "overflow" not in found.value.received  # a warning, where warnings are no errors
    with pytest.raises(ConvscopeError, match="self-test"):
        SelfTest.from_json(told)


def test_facts_that_make_no_sense_are_refused_and_those_of_others_passed_over(tmp_path):
    wrong = {"format": "convscope-tfjs-1", "fit": 3}
    path = write_folder(tmp_path / "a", files_of(*small(), userDefinedMetadata=wrong))
    expect_refusal(path, "fit is 3")
    theirs = {"fit": 3, "labels": [1]}
    path = write_folder(tmp_path / "b", files_of(*small(), userDefinedMetadata=theirs))
    assert read_model(path).fit == "pad"
    assert read_self_test(path) is None
