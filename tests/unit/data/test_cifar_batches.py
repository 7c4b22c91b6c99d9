"""CIFAR-10's binary version, unpacked: which folders and files are read, and as what."""

import numpy as np
import pytest

from convscope.data import NAMED_SETS, load_data
from convscope.errors import ConvscopeError

NAMES = ["ant", "bee", "cat"]


def write_batch(path, number, first_label=0, num_classes=3):
    """Writes images whose red, green and blue planes count rows, columns and their number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows, columns = np.indices((32, 32), dtype=np.uint8)
    content = b""
    for index in range(number):
        blue = np.full((32, 32), index, np.uint8)
        label = bytes([(index + first_label) % num_classes])
        content += label + rows.tobytes() + columns.tobytes() + blue.tobytes()
    path.write_bytes(content)
    return path


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "cifar-10-batches-bin"
    for number in (1, 2):
        write_batch(folder / f"data_batch_{number}.bin", 6)
    write_batch(folder / "test_batch.bin", 3)
    (folder / "batches.meta.txt").write_text("\n".join(NAMES) + "\n\n")
    return folder


@pytest.mark.parametrize("around", [False, True])
def test_an_unpacked_folder(folder, around):
    data = load_data(folder.parent if around else folder)
    assert data.class_names == tuple(NAMES)
    assert data.train.labels.tolist() == [0, 1, 2, 0, 1, 2] * 2
    assert data.test.labels.tolist() == [0, 1, 2]
    assert data.train.images.shape == (12, 32, 32, 3)
    assert data.train.images[4, 7, 11].tolist() == [7, 11, 4]
    assert data.notes == ()


def test_without_names_they_are_those_of_cifar10_that_exist(folder):
    (folder / "batches.meta.txt").unlink()
    data = load_data(folder)
    assert data.class_names == NAMED_SETS["cifar10"].class_names[:3]
    assert "No image is of these classes, which are left out: cat, deer" in data.notes[0]


def test_a_changed_name_is_read_anew(folder):
    load_data(folder)
    (folder / "batches.meta.txt").write_text("ant\nbee\ncow\n")
    assert load_data(folder).class_names == ("ant", "bee", "cow")


def test_a_single_file_is_divided(tmp_path):
    data = load_data(write_batch(tmp_path / "mine.bin", 30))
    assert data.name == "mine"
    assert (len(data.train), len(data.test)) == (24, 6)
    assert "there are no test images" in data.notes[-1]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda b: b[:-1], r"data_batch_2\.bin holds 18,437 bytes.*3,073 for every image"),
        (lambda b: b"", "holds 0 bytes"),
        (lambda b: bytes([3]) + b[1:], r"a label is 3.*one of 3 classes.*batches\.meta\.txt"),
    ],
    ids=["short", "empty", "label"],
)
def test_refuses_what_is_no_batch(folder, change, text):
    path = folder / "data_batch_2.bin"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ConvscopeError, match=text):
        load_data(folder)
