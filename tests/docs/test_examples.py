"""Every example runs as it is written, on tiny made-up images in the publishers' files."""

import gzip
import runpy
import struct
import tarfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from convscope.data.named_sets import NAMED_SETS

EXAMPLES = Path(__file__).parents[2] / "examples"
NUM_IMAGES = {"mnist": (100, 20), "cifar10": (20, 20)}
"""Training and test images."""


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """An empty folder to run in, with tiny data sets that are taken for the publishers'."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    torch.set_num_threads(1)  # tiny images: more threads would only wait for each other
    for name, (num_train, num_test) in NUM_IMAGES.items():
        entry = NAMED_SETS[name]
        files = tuple(replace(f, content_sha256=None, archive_md5=None) for f in entry.files)
        tiny = replace(entry, files=files, num_train=num_train, num_test=num_test)
        monkeypatch.setitem(NAMED_SETS, name, tiny)
    write_mnist(tmp_path / "data" / "mnist")
    write_cifar10(tmp_path / "data" / "cifar10" / NAMED_SETS["cifar10"].files[0].name)
    write_photos(tmp_path / "photos")
    return tmp_path


def images_of(labels, shape):
    """Returns uint8 images with one bright row per class."""
    images = np.random.default_rng(0).integers(0, 80, (len(labels), *shape), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[4 + 2 * label] = 255
    return images


def write_mnist(folder):
    folder.mkdir(parents=True)
    for split, number in zip(("train", "t10k"), NUM_IMAGES["mnist"], strict=True):
        labels = np.arange(number, dtype=np.uint8) % 10
        images = images_of(labels, (28, 28))
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            header = struct.pack(f">{array.ndim + 1}I", 0x0800 | array.ndim, *array.shape)
            content = gzip.compress(header + array.tobytes())
            (folder / f"{split}-{kind}-ubyte.gz").write_bytes(content)


def write_cifar10(archive):
    archive.parent.mkdir()
    labels = np.arange(20, dtype=np.uint8) % 10
    planes = images_of(labels, (32, 32, 3)).transpose(0, 3, 1, 2).reshape(20, -1)
    content = np.concatenate((labels[:, None], planes), 1).tobytes()
    with tarfile.open(archive, "w:gz") as tar:
        for name in ("data_batch_1.bin", "test_batch.bin"):
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(content)
            tar.addfile(member, BytesIO(content))


def write_photos(folder):
    for label, name in enumerate(("apple", "pear", "plum")):
        (folder / name).mkdir(parents=True)
        for index in range(3):
            picture = np.full((24, 32, 3), 60 * label + index, np.uint8)
            Image.fromarray(picture).save(folder / name / f"{index}.png")


def run(name):
    return runpy.run_path(str(EXAMPLES / name), run_name="__main__")


def test_every_example_is_run_here():
    tested = {"cifar10_cnn.py", "image_folder.py", "mnist_convnet.py", "own_callback.py"}
    assert {path.name for path in EXAMPLES.glob("*.py")} == tested


def test_mnist_convnet(workplace, capsys):
    names = run("mnist_convnet.py")
    shown = capsys.readouterr().out
    assert "Total parameters: 34,826" in shown
    assert "Epoch 15/15" in shown
    assert "100 images to train on, 20 to test on" in shown
    assert "On the test images: loss" in shown
    assert names["model"].output_shape == (None, 10)


def test_cifar10_cnn(workplace, capsys):
    names = run("cifar10_cnn.py")
    names["plt"].close("all")
    assert "Total parameters: 122,570" in capsys.readouterr().out
    assert len(names["history"].history["val_accuracy"]) == 10
    assert (workplace / "cifar10_images.png").is_file()
    assert (workplace / "cifar10_accuracy.png").is_file()


def test_own_callback(workplace, capsys):
    names = run("own_callback.py")
    shown = capsys.readouterr().out
    assert "area under the ROC curve" in shown
    assert "The best epoch on the test images" in shown
    rows = (workplace / "epochs.csv").read_text().splitlines()
    assert len(rows) == 1 + len(names["curve"].values)


def test_image_folder(workplace, capsys):
    names = run("image_folder.py")
    shown = capsys.readouterr().out
    assert "Classes: ['apple', 'pear', 'plum']" in shown
    assert "looks like" in shown
    assert (len(names["train_ds"].images), len(names["val_ds"].images)) == (8, 1)
