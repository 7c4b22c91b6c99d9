"""IDX folders: what is read, and what is refused with which words."""

import gzip
import struct

import numpy as np
import pytest
from idx_files import idx_bytes, write_idx

from convscope.data import load_data
from convscope.errors import ConvscopeError


@pytest.mark.parametrize("compress", [True, False])
def test_reads_a_folder(tmp_path, compress):
    folder = write_idx(tmp_path / "letters", compress=compress)
    data = load_data(folder)
    assert data.name == "letters"
    assert data.train.images.shape == (20, 5, 3, 1)
    assert data.train.images.dtype == np.uint8
    assert data.train.labels.tolist()[:5] == [0, 1, 2, 3, 0]
    assert data.train.labels.dtype == np.int64
    assert data.class_names == ("0", "1", "2", "3")
    assert data.test is not None
    assert len(data.test) == 10
    assert data.image_shape == (5, 3, 1)
    assert "20 train + 10 test images, 5×3 grey, 4 classes" in data.describe()


def test_sets_test_images_aside_where_there_are_none(tmp_path):
    data = load_data(write_idx(tmp_path / "a", test=False), test_split=0.25)
    assert data.test is not None
    assert (len(data.train), len(data.test)) == (16, 4)
    assert np.bincount(data.test.labels).tolist() == [1, 1, 1, 1]
    assert "25 % of each class was set aside as test" in data.notes[0]


def test_the_same_content_elsewhere_has_the_same_hash_and_is_not_decoded_again(tmp_path):
    first = load_data(write_idx(tmp_path / "a"))
    second = load_data(write_idx(tmp_path / "b"))
    assert first.content_hash == second.content_hash
    copies = [p for p in (tmp_path / "cache").iterdir() if p.name != "index"]
    assert len(copies) == 1


def spoil(folder, stem, change):
    path = folder / f"{stem}.gz"
    path.write_bytes(gzip.compress(change(gzip.decompress(path.read_bytes()))))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda b: struct.pack(">I", 0x0801) + b[4:], "begins with the number 0x00000801"),
        (lambda b: b[:-7], r"holds 293 bytes after its header.*20 × 5 × 3 = 300"),
        (lambda b: b + b"x", "holds more bytes after its header"),
        (lambda b: b[:4] + struct.pack(">I", 19) + b[8:], "19 images.*20 labels"),
        (lambda b: b[:9], "IDX file of images begins with"),
        (lambda b: idx_bytes(np.zeros((19, 5, 3), np.uint8)), "19 images.*20 labels"),
    ],
    ids=["magic", "short", "trailing", "count", "header", "labels"],
)
def test_refuses_damaged_files(tmp_path, change, text):
    folder = write_idx(tmp_path / "a")
    spoil(folder, "train-images-idx3-ubyte", change)
    with pytest.raises(ConvscopeError, match=text):
        load_data(folder)


def test_refuses_a_gzip_file_cut_in_half(tmp_path):
    folder = write_idx(tmp_path / "a")
    path = folder / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ConvscopeError, match="cannot be read: Compressed file ended"):
        load_data(folder)


def test_a_changed_file_is_read_anew(tmp_path):
    folder = write_idx(tmp_path / "a")
    before = load_data(folder)
    spoil(folder, "train-images-idx3-ubyte", lambda b: b[:-1] + bytes([b[-1] ^ 1]))
    assert load_data(folder).content_hash != before.content_hash
