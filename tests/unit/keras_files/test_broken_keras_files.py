"""Damaged and hostile files of Keras: each ends in the clear error."""

import io
import json
import zipfile

import h5py
import numpy as np
import pytest
from old_programs import begin, functional, hdf5_file, keras_1, layer

from convscope.errors import ConvscopeError
from convscope.keras_files.hdf5 import own_process
from convscope.keras_files.hdf5.own_process import DONE, REFUSED, content_of, read_in_own_process
from convscope.keras_files.hdf5.reading_process import answer_to
from convscope.model_file import Model, read_model, write_model


@pytest.fixture
def whole(tmp_path, tiny_net):
    """A whole .keras file."""
    path = tmp_path / "whole.keras"
    weights = {k: np.ones(s, np.float32) for k, s in tiny_net.parameter_shapes.items()}
    write_model(path, Model(tiny_net, weights))
    return path


@pytest.fixture
def old(tmp_path):
    """A whole HDF5 file, as Keras 1 wrote it."""
    hdf5_file(tmp_path / "old.h5", *keras_1())
    return tmp_path / "old.h5"


def members_of(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def write_members(path, members, **options):
    with zipfile.ZipFile(path, "w", **options) as file:
        for name, content in members.items():
            file.writestr(name, content)


def expect_refusal(path, match):
    """Checks that a file is refused, with the path, what would do, and what to do."""
    with pytest.raises(ConvscopeError, match=match) as found:
        read_model(path)
    assert found.value.received.startswith(f"{path}")
    assert found.value.expected
    assert found.value.fix


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda members: members.pop("config.json"), "the zip archive holds"),
        (lambda members: members.pop("model.weights.h5"), "the zip archive holds"),
        (lambda members: members.update({"config.json": b"{"}), "not valid JSON"),
        (lambda members: members.update({"config.json": b"[1]"}), r"holds \[1\]"),
        (lambda members: members.update({"config.json": b"[" * 100_000}), "nested too deeply"),
        (lambda members: members.update({"model.weights.h5": b""}), "damaged or cut short"),
        (lambda members: members.update({"model.weights.h5": b"\x89HDF" * 9}), "cut short"),
        (
            lambda members: members.update({"model.weights.h5": members["model.weights.h5"][:999]}),
            "damaged or cut short",
        ),
    ],
)
def test_archives_that_lack_something(whole, change, match):
    members = members_of(whole)
    change(members)
    write_members(whole, members)
    expect_refusal(whole, match)


def test_a_file_cut_short_anywhere(whole, old):
    for path in (whole, old):
        content = path.read_bytes()
        for length in (8, 100, len(content) // 2, len(content) - 1):
            path.write_bytes(content[:length])
            with pytest.raises(ConvscopeError, match=path.name):
                read_model(path)


def test_weights_in_another_form_are_told_so(whole):
    members = members_of(whole)
    members["model.weights.npz"] = members.pop("model.weights.h5")
    write_members(whole, members)
    expect_refusal(whole, "in parts or in another format")


def test_members_of_the_same_name(whole):
    with zipfile.ZipFile(whole, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("config.json", "{}")
    expect_refusal(whole, "two members of the same name")


def test_a_bomb_is_not_unpacked(whole):
    members = members_of(whole)
    members["config.json"] = b'{"a":"' + bytes(20_000_000) + b'"}'
    write_members(whole, members, compression=zipfile.ZIP_DEFLATED)
    expect_refusal(whole, r"would unpack 19,\d\d\d bytes to 20,000,008")


def test_a_zip_archive_of_something_else(tmp_path):
    write_members(tmp_path / "a.keras", {"data.pkl": b"\x80", "version": b"3"})
    expect_refusal(tmp_path / "a.keras", r"holds data\.pkl, version")


def configured(path, change):
    """Changes the config of an archive."""
    members = members_of(path)
    config = json.loads(members["config.json"])
    change(config)
    members["config.json"] = json.dumps(config).encode()
    write_members(path, members)


LAMBDA = {"class_name": "Lambda", "config": {"name": "mine", "function": "code"}}
OTHERS = {"class_name": "Conv2D", "module": "os", "config": {"name": "mine"}}
MINE = {"class_name": "Conv2D", "registered_name": "pack>Mine", "config": {"name": "mine"}}
OPERATION = {"class_name": "Add", "module": "keras.src.ops.numpy", "config": {"name": "mine"}}


@pytest.mark.parametrize(
    ("item", "match"),
    [
        (LAMBDA, r'layer "mine" \(Lambda\) is Python code'),
        (OTHERS, r'layer "mine" \(Conv2D\) is a class of somebody\'s own, os'),
        (MINE, "somebody's own, pack>Mine"),
        (OPERATION, "written without a layer"),
        ({"class_name": "LSTM", "config": {"name": "mine"}}, r'"mine" \(LSTM\) is of a kind'),
        (
            {"class_name": "Conv2D", "config": {"name": "mine"}},
            r"\"mine\" \(Conv2D\): received the options none",
        ),
        ("Conv2D", "a layer is Conv2D"),
        ({"class_name": 1, "config": {}}, "a layer is"),
    ],
)
def test_layers_that_cannot_be_computed_are_told_by_name(whole, item, match):
    configured(whole, lambda config: config["config"]["layers"].insert(1, item))
    expect_refusal(whole, match)


def test_nothing_is_imported_for_a_name_in_a_file(whole, monkeypatch):
    item = {"module": "this", "class_name": "s", "config": {}, "registered_name": "this>s"}
    configured(whole, lambda config: config["config"]["layers"].insert(1, item))
    monkeypatch.delitem(__import__("sys").modules, "this", raising=False)
    expect_refusal(whole, "somebody's own")
    assert "this" not in __import__("sys").modules


@pytest.mark.parametrize(
    ("config", "match"),
    [
        ({"class_name": "Mine", "config": {"name": "net"}}, "without a list of layers"),
        (functional("net", [begin("a", (3, 2, 1))], "no", "a"), "not connected"),
        (functional("net", [begin("a", (None, None, 1))], "a", "a"), "of shape"),
        (functional("net", [begin("a", (3, 2, 1)), layer("Flatten", "b", "c")], "a", "b"), '"b"'),
        (
            functional(
                "net",
                [begin("a", (3, 2, 1)), layer("Flatten", "b", "a"), layer("Flatten", "c", "b")],
                "a",
                "b",
            ),
            'puts out what layer "b" does',
        ),
        (
            functional(
                "net",
                [begin("a", (6,)), {**layer("Dense", "b", "a", units=6),
                                    "inbound_nodes": [[["a", 0, 0, {}]], [["b", 0, 0, {}]]]}],
                "a",
                "b",
            ),
            "used 2 times",
        ),
        (
            functional(
                "net",
                [begin("a", (6,)), {**layer("Dropout", "b", rate=0.5),
                                    "inbound_nodes": [[["a", 0, 0, {"training": True}]]]}],
                "a",
                "b",
            ),
            "training=True",
        ),
        ({"class_name": "Sequential", "config": [layer("Flatten", "a")]}, "which input it takes"),
        (
            functional(
                "net",
                [begin("a", (6,)), layer("Flatten", "b", "a"), layer("Flatten", "b", "a")],
                "a",
                "b",
            ),
            "has the name of another layer",
        ),
    ],
)  # fmt: skip
def test_nets_that_lead_nowhere(tmp_path, config, match):
    path = tmp_path / "net.h5"
    hdf5_file(path, config, {})
    expect_refusal(path, match)


def test_nets_with_several_inputs_or_outputs(tmp_path):
    net = functional("net", [begin("a", (6,)), begin("b", (6,))], "a", "b")
    net["config"]["input_layers"].append(["b", 0, 0])
    hdf5_file(tmp_path / "net.h5", net, {})
    expect_refusal(tmp_path / "net.h5", "the net has 2 inputs")


def test_nets_nested_without_end(whole):
    def nest(config):
        inner = config["config"]["layers"][:1]
        for _ in range(50):
            inner = [{"class_name": "Sequential", "config": {"name": "a", "layers": inner}}]
        config["config"]["layers"] = inner

    configured(whole, nest)
    expect_refusal(whole, "too deep inside of each other")


def test_more_layers_than_a_net_may_have(whole):
    def lengthen(config):
        flat = [
            {"class_name": "Dropout", "config": {"name": f"d{n}", "rate": 0}} for n in range(2000)
        ]
        config["config"]["layers"] += flat

    configured(whole, lengthen)
    expect_refusal(whole, "The net has 2,0")


def test_weights_alone_are_no_net(tmp_path):
    hdf5_file(tmp_path / "w.h5", None, keras_1()[1], root="")
    expect_refusal(tmp_path / "w.h5", "holds weights and no net")


def test_weights_of_another_net_are_told_with_both_shapes(old):
    config, weights = keras_1()
    weights["dense_1"][0] = ("dense_1_W:0", np.zeros((9, 3), np.float32))
    hdf5_file(old, config, weights)
    expect_refusal(old, r'"dense_1" gets arrays of shapes \[\(9, 3\).*Expected kernel \(8, 3\)')
    del weights["dense_1"]
    hdf5_file(old, config, weights)
    expect_refusal(old, "weights of 2 layers")


def test_weights_that_are_no_numbers(old):
    config, weights = keras_1()
    weights["dense_1"][0][1][0, 0] = np.nan
    hdf5_file(old, config, weights)
    expect_refusal(old, "infinite or not a number")


def test_a_listed_array_that_is_missing(old):
    with h5py.File(old, "r+") as file:
        del file["model_weights/dense_1/dense_1_W:0"]
    expect_refusal(old, '"dense_1_W:0" of layer "dense_1" is missing')


def hostile(change):
    """Returns an HDF5 file in memory after a change."""
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        file["a"] = np.zeros(3, np.float32)
        change(file)
    return memory.getvalue()


def _external_values(file):
    file.create_dataset("e", (4,), "f4", external=[("/etc/hostname", 0, 16)])


def _virtual(file):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "a", (4,))
    file.create_virtual_dataset("v", layout)


def _deep(file):
    group = file
    for _ in range(60):
        group = group.create_group("g")


def _vast(file):
    file.create_dataset("vast", (2**20, 2**20), "f4", chunks=(64, 64))


def _large_chunk(file):
    file.create_dataset("chunk", (2, 2), "f4", chunks=(2**14, 2**14), maxshape=(None, None))


HOSTILE = {
    "an external link": (
        lambda f: f.update({"l": h5py.ExternalLink("b.h5", "/a")}),
        "another file",
    ),
    "a soft link": (lambda f: f.update({"l": h5py.SoftLink("/a")}), "soft link"),
    "a second name": (lambda f: f.update({"b": f["a"]}), "several names"),
    "a circle": (lambda f: f.update({"b": f["/"]}), "several names"),
    "values elsewhere": (_external_values, "lies in another file"),
    "a virtual dataset": (_virtual, "virtual dataset"),
    "groups without end": (_deep, "too deep"),
    "more than there is": (_vast, "would take"),
    "a vast chunk": (_large_chunk, "would take"),
    "another filter": (
        lambda f: f.create_dataset("z", data=np.zeros(99), compression="lzf", chunks=(9,)),
        "packed by filter",
    ),
    "objects": (lambda f: f.create_dataset("o", data=["a"], dtype=h5py.string_dtype()), "plain"),
    "a named type": (lambda f: f.update({"t": np.dtype("f4")}), "named type"),
    "numbers for texts": (lambda f: f.attrs.update({"layer_names": [1, 2]}), "list of texts"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hdf5_that_leads_elsewhere_or_takes_too_much(what, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    change, match = HOSTILE[what]
    (tmp_path / "b.h5").write_bytes(hostile(lambda file: None))
    with pytest.raises(ConvscopeError, match=match):
        content_of(answer_to(hostile(change)), 0)


def test_what_the_optimizer_keeps_is_not_read():
    def add(file):
        file["optimizer/v"] = np.zeros(5)
        file["optimizer/l"] = h5py.SoftLink("/a")

    assert list(content_of(answer_to(hostile(add)), 0).arrays) == ["a"]


def test_another_process_reads_and_refuses_as_this_one_would(whole):
    with zipfile.ZipFile(whole) as file:
        image = file.read("model.weights.h5")
    found, expected = read_in_own_process(image), content_of(answer_to(image), 0)
    assert found.attributes == expected.attributes
    for path, array in expected.arrays.items():
        np.testing.assert_array_equal(found.arrays[path], array)
    with pytest.raises(ConvscopeError, match="soft link"):
        read_in_own_process(hostile(HOSTILE["a soft link"][0]))


def test_a_program_of_the_folder_is_not_run_while_a_file_is_read(tmp_path, monkeypatch):
    (tmp_path / "h5py.py").write_text("open('run.txt', 'w').close()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    assert read_in_own_process(hostile(lambda file: None)).arrays.keys() == {"a"}
    assert not (tmp_path / "run.txt").exists()


@pytest.mark.parametrize(
    ("answer", "status"), [(b"", -11), (b"", 0), (DONE, 1), (DONE + b"cut short", 0), (b"x", 0)]
)
def test_a_reading_that_crashes_is_an_error_and_no_crash(answer, status):
    with pytest.raises(ConvscopeError, match="HDF5 content"):
        content_of(answer, status)


def test_a_reading_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(own_process, "seconds_for", lambda _: 0)
    with pytest.raises(ConvscopeError, match="took more than 0 s"):
        read_in_own_process(hostile(lambda file: None))


def test_a_refusal_keeps_its_three_parts():
    parts = {"error": "a", "expected": "b", "fix": "c"}
    with pytest.raises(ConvscopeError) as found:
        content_of(REFUSED + json.dumps(parts).encode(), 0)
    assert found.value.as_json() == parts


def test_facts_that_convscope_did_not_write_so(whole):
    for facts, match in (
        ({"class_names": [1]}, "class_names"),
        ({"class_names": ["a"]}, "1 names"),
        ({"fit": "no such"}, "fit is no such"),
        ({"placement": 3}, "placement"),
        ({"value_range": [1, 1]}, "value_range"),
        ({"value_range": "a"}, "value_range"),
        ({"trained_on": []}, "trained_on"),
    ):
        members = members_of(whole)
        members["metadata.json"] = json.dumps({"convscope": facts}).encode()
        write_members(whole, members)
        with pytest.raises(ConvscopeError, match=match):
            read_model(whole)
