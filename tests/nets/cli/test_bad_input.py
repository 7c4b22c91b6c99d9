"""Whatever is given wrongly: exit code 2, one clear message, and nothing is lost."""

import errno
import gzip
import json
import os
import re
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock


def idx(folder: Path, images: bytes, labels: bytes) -> str:
    folder.mkdir()
    for name, content in (("images-idx3", images), ("labels-idx1", labels)):
        (folder / f"train-{name}-ubyte.gz").write_bytes(gzip.compress(content))
    return folder.name


IMAGES = struct.pack(">4I", 0x0803, 8, 4, 4) + bytes(8 * 16)
LABELS = struct.pack(">2I", 0x0801, 8) + bytes([0, 1] * 4)


def empty_folder(place: Path) -> str:
    (place / "empty").mkdir()
    return "empty"


def one_class(place: Path) -> str:
    (place / "pictures" / "tall").rename(place / "elsewhere")
    return "pictures"


def one_image(place: Path) -> str:
    for path in sorted((place / "pictures" / "tall").iterdir())[1:]:
        path.unlink()
    return "pictures"


def truncated_png(place: Path) -> str:
    path = place / "pictures" / "tall" / "0.png"
    path.write_bytes(path.read_bytes()[:-30])
    return "pictures"


def text_as_jpg(place: Path) -> str:
    (place / "pictures" / "tall" / "notes.jpg").write_text("not a picture")
    return "pictures"


def object_arrays(place: Path) -> str:
    np.savez(place / "a.npz", x_train=np.array([{}], object), y_train=np.zeros(1, int))
    return "a.npz"


def escaping_zip(place: Path) -> str:
    with zipfile.ZipFile(place / "a.zip", "w") as archive:
        archive.writestr("../outside/a.png", b"x")
    return "a.zip"


def zip_bomb(place: Path) -> str:
    with zipfile.ZipFile(place / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("train/a/0.png", bytes(200_000_000))
    return "a.zip"


DATA = [
    (lambda _: "mnits", 'Unknown data set "mnits".*Did you mean "mnist"'),
    (lambda _: "no/such/folder", "there is no such file or folder"),
    (empty_folder, "empty"),
    (one_class, "only one class|one class"),
    (one_image, "at least 2 images"),
    (lambda p: idx(p / "i", b"\0\0\x08\x01" + IMAGES[4:], LABELS), "begins with the number"),
    (lambda p: idx(p / "i", IMAGES[:-1], LABELS), "holds 127 bytes after its header"),
    (lambda p: idx(p / "i", IMAGES + b"x", LABELS), "holds more bytes after its header"),
    (
        lambda p: idx(p / "i", IMAGES, LABELS[:7] + b"\x07" + LABELS[8:-1]),
        "8 images.*7 labels",
    ),
    (object_arrays, "holds Python objects"),
    (escaping_zip, r"\.\./outside"),
    (zip_bomb, "a.zip"),
]


@pytest.mark.parametrize(("make", "text"), DATA)
def test_data_that_cannot_be_used(command, pictures, tmp_path, make, text):
    source = make(tmp_path)
    answer = command("train", source, "--epochs", 1)
    assert answer.code == 2, answer.err
    assert re.search(text, answer.err), answer.err
    assert "Traceback" not in answer.err
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("make", [truncated_png, text_as_jpg])
def test_unreadable_images_are_listed_and_left_out(command, pictures, tmp_path, make):
    answer = command("train", make(tmp_path), "--epochs", 1)
    assert answer.code == 0, answer.err
    assert "1 image could not be read" in answer.err
    strict = command("train", "pictures", "--epochs", 1, "--strict")
    assert strict.code == 2
    assert "--strict" in strict.err


OPTIONS = [
    (("--net", "mnits"), 'Unknown net "mnits".*Did you mean "mnist"'),
    (("--net", "bad.json"), "not valid JSON: line 1"),
    (("--net", "kind.json"), 'Unknown layer kind "Conv3D".*Did you mean "Conv2D"'),
    (("--net", "option.json"), 'Unknown option of Conv2D: "filter".*Did you mean "filters"'),
    (("--net", "other.json"), "the input shape is"),
    (("--recipe", "clasic"), 'Unknown recipe "clasic".*Did you mean "classic"'),
    (("--optimizer", "adan"), 'Unknown optimizer "adan"'),
    (("--learning-rate", 0), "Learning rate: received 0"),
    (("--epochs", 0), "--epochs: received 0"),
    (("--batch-size", -1), "--batch-size: received -1"),
    (("--validation-split", 1), "--validation-split: received 1"),
    (("--device", "tpu"), '--device: received "tpu"'),
    (("--size", "big"), '--size: received "big"'),
    (("--fit", "squeeze"), "squeeze"),
    (("--color", "blue"), "blue"),
    (("--name", "a/b"), "--name: received"),
    (("--runs", "file"), "file cannot hold a run"),
]


@pytest.mark.parametrize(("options", "text"), OPTIONS, ids=lambda v: " ".join(map(str, v))[:30])
def test_options_that_cannot_be_used(command, pictures, tmp_path, options, text):
    conv = {"kind": "Conv2D", "filters": 2, "kernel_size": 3}
    nets = {
        "kind": [{**conv, "kind": "Conv3D"}],
        "option": [{**conv, "filter": 3}],
        "other": [{"kind": "Flatten"}, {"kind": "Dense", "units": 2}],
    }
    for name, layers in nets.items():
        net = {"input": {"shape": [9, 9, 1]}, "layers": layers}
        (tmp_path / f"{name}.json").write_text(json.dumps(net))
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "file").write_text("in the way")
    answer = command("train", "pictures", *options)
    assert answer.code == 2, answer.err
    assert re.search(text, answer.err.replace("\n", " ")), answer.err
    assert not (tmp_path / "runs").exists()


def test_a_model_cut_in_half(command, pictures, tmp_path):
    command("train", "pictures", "--epochs", 1, "--name", "one", "--json")
    path = tmp_path / "runs" / "one" / "model.safetensors"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    for arguments in (("evaluate", "one"), ("predict", "one", "pictures"), ("summary", "one")):
        answer = command(*arguments)
        assert answer.code == 2
        assert "is not a whole safetensors file" in answer.err


def test_a_name_that_is_taken_and_one_being_written(command, pictures, tmp_path):
    command("train", "pictures", "--epochs", 1, "--name", "one", "--json")
    before = (tmp_path / "runs" / "one" / "model.safetensors").read_bytes()
    answer = command("train", "pictures", "--epochs", 1, "--name", "one")
    assert answer.code == 2
    assert "exists already" in answer.err
    with FileLock(tmp_path / "runs" / "one" / ".lock"):
        answer = command("train", "pictures", "--epochs", 1, "--name", "one")
        assert answer.code == 2
        assert "is being written by another process" in answer.err
    assert (tmp_path / "runs" / "one" / "model.safetensors").read_bytes() == before


def test_commands_without_their_subject(command, tmp_path):
    assert "Received no data to train on" in command("train").err
    assert 'Unknown run "nothing"' in command("train", "--resume", "nothing").err
    assert "is neither a model file nor a run" in command("evaluate", "nothing").err
    both = command("train", "digits", "--resume", "x")
    assert both.code == 2
    assert "A resumed run knows its data" in both.err


def test_data_that_does_not_fit_the_model(command, pictures, tmp_path):
    command("train", "pictures", "--epochs", 1, "--name", "one", "--json")
    answer = command("evaluate", "runs/one/model.safetensors", "digits")
    assert answer.code == 2
    assert "digits: the " in answer.err
    assert "Unknown split" in command("evaluate", "one", "--split", "tests").err
    assert "does not know its data" in _alone(command, tmp_path)


def _alone(command, tmp_path: Path) -> str:
    model = tmp_path / "runs" / "one" / "model.safetensors"
    (tmp_path / "alone.safetensors").write_bytes(model.read_bytes())
    return command("evaluate", "alone.safetensors").err


def test_a_bug_is_ours_and_says_where_to_report_it(command, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("something is wrong")

    monkeypatch.setattr("convscope.net_file.load_net_or_file", broken)
    answer = command("summary", "mnist")
    assert answer.code == 1
    assert "This is a bug in convscope: RuntimeError: something is wrong" in answer.err
    assert "issues" in answer.err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG])
def test_a_disk_without_room_is_no_bug(command, monkeypatch, number):
    def full(*_arguments):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("convscope.net_file.load_net_or_file", full)
    answer = command("summary", "mnist")
    assert answer.code == 2
    assert f"could not be written: {os.strerror(number)}. Expected room" in answer.err
