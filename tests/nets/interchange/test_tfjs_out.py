"""`convscope export --to tfjs`: a folder with a self-test, which every command opens again."""

import json
import subprocess

import numpy as np
import pytest
from deno import find_deno_bin

import convscope
from convscope.architecture import Architecture, Dense, Input, Resizing
from convscope.cli import main
from convscope.errors import ConvscopeError
from convscope.interchange import own_folder
from convscope.interchange.tfjs_export import export_tfjs
from convscope.model_file import Model, read_model, write_model
from convscope.tfjs_files import read_self_test

FILES = {"model.json", "group1-shard1of1.bin", "selftest.json", "selftest.js"}


@pytest.fixture
def said(capsys, tmp_path, monkeypatch):
    """Runs a command in an empty folder; returns its exit code and what it says."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        told = capsys.readouterr()
        return ended.value.code, f"{told.out}\n{told.err}"

    return run


def test_a_folder_is_written_and_opens_again(said, tmp_path):
    code, told = said("export", "drawn-digits", "--to", "tfjs", "net")
    assert code == 0
    assert "333,736 bytes of weights in 1 file; self-test inside: read back, 8 images" in told
    assert {path.name for path in (tmp_path / "net").iterdir()} == FILES
    assert {path.name for path in tmp_path.iterdir()} == {"net"}
    ours, back = read_model(convscope_file()), read_model(tmp_path / "net")
    assert back.class_names == ours.class_names
    assert (back.placement, back.fit) == (ours.placement, ours.fit)
    assert back.architecture.input == ours.architecture.input
    assert back.trained_on == ours.trained_on
    code, told = said("summary", "net")
    assert code == 0
    assert "conv2d (Conv2D)" in told
    code, told = said("parity", "net", "--json")
    found = json.loads(told[: told.rindex("}") + 1])
    assert code == 0
    assert found["agrees"]
    assert found["notes"] == ["Images: the 8 of the self-test in net/model.json."]
    assert "self-test in the file" in {row["executor"] for row in found["executors"]}


def convscope_file():
    from convscope.shipped import SHIPPED_MODELS

    return SHIPPED_MODELS["drawn-digits"].path


def test_python_opens_it_and_takes_its_weights(said, tmp_path):
    said("export", "drawn-digits", "--to", "tfjs", "net")
    net = convscope.load_model(tmp_path / "net")
    expected = convscope.load_model("drawn-digits")
    images = np.random.default_rng(0).random((3, 28, 28, 1)).astype(np.float32)
    np.testing.assert_allclose(net.predict(images), expected.predict(images), atol=1e-6)
    net.set_weights([np.zeros_like(each) for each in net.get_weights()])
    net.load_weights(tmp_path / "net")
    np.testing.assert_allclose(net.predict(images), expected.predict(images), atol=1e-6)


def test_its_self_test_holds_what_our_net_says(said, tmp_path):
    said("export", "drawn-digits", "--to", "tfjs", "net")
    test = read_self_test(tmp_path / "net")
    told = json.loads((tmp_path / "net" / "selftest.json").read_text("utf-8"))
    assert told.pop("class_names") == list(read_model(tmp_path / "net").class_names)
    assert told == test.to_json()
    model = convscope.load_model("drawn-digits")
    np.testing.assert_allclose(model.predict(test.images / 255), test.expected, atol=1e-6)


def test_a_dry_run_says_what_it_needs_and_writes_nothing(said, tmp_path):
    code, told = said("export", "drawn-digits", "--to", "tfjs", "--dry-run")
    assert code == 0
    words = " ".join(told.split())
    assert "The net in TensorFlow.js needs 14 layers, 333,736 bytes of weights in 1 file" in words
    assert "108,160 bytes of results at one moment, 2,939,136 multiply-adds" in words
    code, told = said("export", "drawn-digits", "--to", "tfjs")
    assert code == 2
    assert "convscope export drawn-digits --to tfjs net" in " ".join(told.split())
    assert list(tmp_path.iterdir()) == []


def small(width=2):
    net = Architecture(Input((3,), (-1.0, 1.0)), (Dense(width, name="dense"),))
    kernel = np.arange(3 * width, dtype=np.float32).reshape(3, width) / 10
    return Model(net, {"dense.kernel": kernel, "dense.bias": np.ones(width, np.float32)})


def test_a_folder_of_ours_is_replaced_and_others_are_left_alone(tmp_path):
    path = tmp_path / "net"
    export_tfjs(small(), path)
    export_tfjs(small(4), path)
    assert read_model(path).num_classes == 4
    assert {each.name for each in path.iterdir()} == FILES
    (path / "index.html").write_text("mine")
    with pytest.raises(ConvscopeError, match=r"other files, such as index\.html.*nothing was"):
        export_tfjs(small(), path)
    assert read_model(path).num_classes == 4
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ConvscopeError, match="there is a file of this name"):
        export_tfjs(small(), tmp_path / "file")
    with pytest.raises(ConvscopeError, match="could not be written"):
        export_tfjs(small(), tmp_path / "file" / "net")
    (tmp_path / "empty").mkdir()
    export_tfjs(small(), tmp_path / "empty")
    export_tfjs(small(), tmp_path / "new" / "net")
    assert {each.name for each in tmp_path.iterdir()} == {"net", "file", "empty", "new"}
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["net"]


def test_nothing_is_written_of_a_net_that_cannot_be(tmp_path, said):
    net = Architecture(Input((5, 4, 1)), (Resizing(3, 3, name="smaller"),))
    write_model(tmp_path / "a.safetensors", Model(net, {}))
    for more in (["net"], ["--dry-run"]):
        code, told = said("export", "a.safetensors", "--to", "tfjs", *more)
        assert code == 2
        assert '"smaller" (Resizing) cannot be written for TensorFlow.js' in " ".join(told.split())
    assert [path.name for path in tmp_path.iterdir()] == ["a.safetensors"]


def test_what_was_there_stays_when_the_disk_refuses(tmp_path, monkeypatch):
    path = tmp_path / "net"
    export_tfjs(small(), path)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(own_folder, "write_atomically", full)
    with pytest.raises(ConvscopeError, match="could not be written: No space left"):
        export_tfjs(small(4), path)
    assert read_model(path).num_classes == 2
    assert [each.name for each in tmp_path.iterdir()] == ["net"]


PROGRAM = """
import { selfTest } from "./net/selftest.js";
// As much of TensorFlow.js as one dense layer needs.
const tf = {
  tidy: (make) => make(),
  tensor: (values, shape) => ({ values, shape }),
  loadLayersModel: async (url) => {
    const told = await (await fetch(url)).json();
    const [group] = told.weightsManifest;
    const shard = await (await fetch(new URL(group.paths[0], url))).arrayBuffer();
    const numbers = new Float32Array(shard);
    const [height, width] = group.weights[0].shape;
    const [kernel, bias] = [numbers.subarray(0, height * width), numbers.subarray(height * width)];
    const predict = ({ values, shape }) => {
      const found = [];
      for (let row = 0; row < shape[0]; row++) {
        for (let unit = 0; unit < width; unit++) {
          let sum = bias[unit] + CHANGE;
          for (let i = 0; i < height; i++) {
            sum += values[row * height + i] * kernel[i * width + unit];
          }
          found.push(sum);
        }
      }
      return { data: async () => found, dispose: () => {} };
    };
    return { predict, dispose: () => {} };
  },
};
console.log(await selfTest(tf, new URL("./net/", import.meta.url)));
"""


@pytest.mark.parametrize("change", ["0", "0.01", "NaN"])
def test_the_receiver_s_program_finds_what_is_wrong(tmp_path, change):
    export_tfjs(small(), tmp_path / "net")
    (tmp_path / "try.js").write_text(PROGRAM.replace("CHANGE", change))
    command = [find_deno_bin(), "run", "--no-lock", "--allow-read", "try.js"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if change == "0":
        assert ended.returncode == 0, ended.stderr
        assert float(ended.stdout) < 1e-6
    else:
        assert ended.returncode == 1
        assert "from those that the model promises" in ended.stderr
