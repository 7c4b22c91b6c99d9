"""Every way in which people have data, and what has to come of it or be said."""

import gzip
import importlib.util
import io
import json
import os
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from convscope.data import NAMED_SETS, check_data, each_image, load_data
from convscope.data.sorting import sort_by_name
from convscope.data.sources import npy, streams
from convscope.errors import ConvscopeError

from .array_layouts import ARRAY_LAYOUTS
from .building import (
    class_folders,
    idx_bytes,
    image_bytes,
    images,
    labels,
    pixels,
    touch,
    write_csv,
    zipped,
)
from .folder_layouts import FOLDER_LAYOUTS
from .refused import REFUSED

LAYOUTS = FOLDER_LAYOUTS | ARRAY_LAYOUTS


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_comes_of_a_layout(tmp_path, name):
    layout = LAYOUTS[name]
    source = layout.build(tmp_path)
    data = load_data(str(source), test_split=0)
    assert data.class_names == layout.classes
    counts = {split: len(each) for split, each in data.splits.items()}
    whole = {"all": "test"} if set(layout.counts) == {"test"} else {}
    assert {whole.get(s, s): n for s, n in counts.items()} == layout.counts
    for part in layout.notes:
        assert any(part in note for note in data.notes), data.notes
    for split in data.splits.values():
        assert split.images.dtype == np.uint8
        assert set(np.unique(split.labels)) <= set(range(len(layout.classes)))


@pytest.mark.parametrize("name", sorted(LAYOUTS.keys() - {"a lone test folder"}))
def test_it_can_be_trained_on_checked_and_judged(tmp_path, name):
    source = str(LAYOUTS[name].build(tmp_path))
    data = load_data(source)
    assert data.test is not None
    assert set(np.unique(data.train.labels)) == set(range(data.num_classes))
    num_images = sum(map(len, data.splits.values()))
    check = check_data(source)
    assert check.num_images == num_images
    assert check.class_names == data.class_names
    assert check.errors == ()
    assert sum(1 for _ in each_image(source)) >= num_images


def test_stored_pixels_come_out(tmp_path):
    """Of one layout of each kind of array, the very values."""
    for name in ("idx", "emnist letters", "idx in a zip"):
        data = load_data(str(LAYOUTS[name].build(tmp_path / name.replace(" ", "-"))))
        np.testing.assert_array_equal(data.train.images[..., 0], pixels(12, seed=5))
    for name in ("npz of Keras", "npy", "npz of KMNIST", "csv for train and test"):
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        data = load_data(str(LAYOUTS[name].build(folder)))
        np.testing.assert_array_equal(data.train.images[..., 0], pixels(12))
    for name in ("npz of floats", "npz of fortran", "npz of flat rows", "csv of Kaggle"):
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        data = load_data(str(LAYOUTS[name].build(folder)), test_split=0)
        np.testing.assert_array_equal(data.splits["test"].images[..., 0], pixels(12))


def test_sorted_images_are_mixed_and_divided(tmp_path):
    np.savez(tmp_path / "a.npz", x=pixels(60), y=np.sort(labels(60)))
    data = load_data(tmp_path / "a.npz")
    assert "The images are sorted by class: taken in a random order." in data.notes
    assert len(np.unique(data.train.labels[-12:])) == 3
    own = {
        image.tobytes(): label for image, label in zip(pixels(60), np.sort(labels(60)), strict=True)
    }
    for split in data.splits.values():
        for image, label in zip(split.images, split.labels, strict=True):
            assert own[image.tobytes()] == label


def test_names_that_are_no_utf_8(tmp_path):
    root = os.fsencode(tmp_path / "d")
    for name in (b"caf\xe9", b"na\xefve"):
        for index in range(3):
            path = os.fsdecode(root + b"/" + name + b"/bild\xe9%d.png" % index)
            touch(Path(path), image_bytes(index))
    data = load_data(str(tmp_path / "d"))
    assert data.class_names == ("café", "naïve")
    assert data.train.files[0].startswith("café/bildé")
    json.dumps(data.train.files, ensure_ascii=False).encode()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_said_of_what_is_not_read(tmp_path, name):
    build, text = REFUSED[name]
    source = build(tmp_path)
    with pytest.raises(ConvscopeError, match=text) as caught:
        load_data(str(source))
    for word in ("delete", "remove"):
        assert word not in str(caught.value).lower()


def test_a_zip_name_with_too_many_folders(tmp_path):

    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("a/" * 3000 + "1.png", image_bytes(0))
    with pytest.raises(ConvscopeError, match="lies more than 100 folders deep"):
        load_data(str(tmp_path / "d.zip"))


def test_a_damaged_lzma_entry_is_left_out(tmp_path):

    class_folders(tmp_path / "d", [""], number=4)
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_LZMA) as archive:
        for file in sorted((tmp_path / "d").rglob("*.png")):
            archive.write(file, file.relative_to(tmp_path).as_posix())
    content = bytearray((tmp_path / "d.zip").read_bytes())
    content[60:90] = bytes(30)
    (tmp_path / "d.zip").write_bytes(content)
    data = load_data(str(tmp_path / "d.zip"))
    assert [item.path for item in data.unreadable] == ["d/cats/0.png"]


@pytest.mark.parametrize("member", ["../evil.png", "/etc/evil.png"])
def test_a_tar_that_leads_outside(tmp_path, member):

    with tarfile.open(tmp_path / "d.tar", "w") as archive:
        info = tarfile.TarInfo(member)
        info.size = 3
        archive.addfile(info, io.BytesIO(b"abc"))
    with pytest.raises(ConvscopeError, match="leads outside it"):
        load_data(str(tmp_path / "d.tar"))


def test_what_unpacks_beyond_measure(tmp_path, monkeypatch):

    for module in (streams, npy):
        monkeypatch.setattr(module, "MIN_BOMB_BYTES", 2**16)
    np.savez_compressed(tmp_path / "d.npz", x=np.zeros((9000, 28, 28), np.uint8), y=labels(9000))
    with pytest.raises(ConvscopeError, match="unpacks to more than 200 times"):
        load_data(str(tmp_path / "d.npz"))
    rows = b"label," + b",".join(b"p%d" % i for i in range(64)) + b"\n"
    rows += (b"1," + b",".join([b"0"] * 64) + b"\n") * 20_000
    touch(tmp_path / "d.csv.gz", gzip.compress(rows))
    with pytest.raises(ConvscopeError, match="unpacks to more than 200 times"):
        load_data(str(tmp_path / "d.csv.gz"))


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_parquet_without_the_extra(tmp_path):
    touch(tmp_path / "d.parquet", b"PAR1")
    with pytest.raises(ConvscopeError, match=r'pip install "convscope\[parquet\]"'):
        load_data(str(tmp_path / "d.parquet"))


def test_parquet_as_hugging_face_writes_it(tmp_path):
    pa = pytest.importorskip("pyarrow", reason="pip install 'convscope[parquet]'")
    parquet = pytest.importorskip("pyarrow.parquet")
    info = {"info": {"features": {"label": {"names": ["cats", "dogs"], "_type": "ClassLabel"}}}}
    for split, number in (("train", 8), ("test", 4)):
        rows = [{"bytes": image_bytes(i + len(split)), "path": f"{i}.png"} for i in range(number)]
        table = pa.table({"image": rows, "label": [i % 2 for i in range(number)]})
        table = table.replace_schema_metadata({"huggingface": json.dumps(info)})
        (tmp_path / "d").mkdir(exist_ok=True)
        path = tmp_path / "d" / f"{split}-00000-of-00001.parquet"
        parquet.write_table(table, path, row_group_size=3)
    data = load_data(str(tmp_path / "d"))
    assert data.class_names == ("cats", "dogs")
    assert {name: len(split) for name, split in data.splits.items()} == {"train": 8, "test": 4}
    np.testing.assert_array_equal(data.train.images[0], pixels(1, 3, 5)[0])
    (tmp_path / "e.parquet").write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ConvscopeError, match=r"e\.parquet cannot be read"):
        load_data(str(tmp_path / "e.parquet"))


def test_images_are_sorted_by_their_names(tmp_path):
    images(tmp_path / "d" / "train", names=lambda i: f"cat.{i}.png")
    images(tmp_path / "d" / "train", names=lambda i: f"dog.{i}.png")
    images(tmp_path / "d" / "test", names=lambda i: f"{i}.png")
    result = sort_by_name(tmp_path / "d", tmp_path / "sorted")
    assert result.counts == {"cat": 3, "dog": 3}
    assert result.num_left == 3
    assert load_data(str(tmp_path / "sorted"), test_split=0).class_names == ("cat", "dog")
    with pytest.raises(ConvscopeError, match="exists and is not empty"):
        sort_by_name(tmp_path / "d", tmp_path / "sorted")
    with pytest.raises(ConvscopeError, match="the names of the images tell no classes"):
        sort_by_name(tmp_path / "d" / "test", tmp_path / "other")


def test_a_named_set_in_the_form_its_publisher_also_offers(tmp_path, monkeypatch):
    tiny = replace(NAMED_SETS["kmnist"], image_shape=(8, 8, 1), num_train=20, num_test=10)
    monkeypatch.setitem(NAMED_SETS, "kmnist", tiny)
    folder = tmp_path / "data" / "kmnist"
    folder.mkdir(parents=True)
    for split, number in (("train", 20), ("test", 10)):
        np.savez(folder / f"kmnist-{split}-imgs.npz", pixels(number))
        np.savez(folder / f"kmnist-{split}-labels.npz", labels(number, 10))
    data = load_data("kmnist", download=False)
    assert data.class_names == tiny.class_names
    assert (len(data.train), len(data.test)) == (20, 10)


def test_a_set_of_emnist_from_the_archive_of_all_six(tmp_path, monkeypatch):
    entry = replace(NAMED_SETS["emnist-letters"], image_shape=(8, 8, 1), num_train=52, num_test=26)
    monkeypatch.setitem(NAMED_SETS, "emnist-letters", entry)
    for name, first, number in (("letters", 1, 26), ("digits", 0, 10)):
        for split, count in (("train", 52), ("test", 26)):
            for role in ("images", "labels"):
                array = (
                    pixels(count).transpose(0, 2, 1)
                    if role == "images"
                    else labels(count, number, first)
                )
                axes = 3 if role == "images" else 1

                path = tmp_path / "gzip" / f"emnist-{name}-{split}-{role}-idx{axes}-ubyte.gz"
                touch(path, gzip.compress(idx_bytes(array)))
    (tmp_path / "data" / "emnist").mkdir(parents=True)
    zipped(tmp_path / "gzip", tmp_path / "data" / "emnist" / "gzip.zip")
    data = load_data("emnist-letters", download=False)
    assert data.class_names == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert (len(data.train), len(data.test)) == (52, 26)
    assert data.train.labels[:3].tolist() == [0, 1, 2]
    np.testing.assert_array_equal(data.train.images[..., 0], pixels(52))


def test_labels_in_a_table_given_by_itself(tmp_path):
    images(tmp_path / "d" / "pictures", 6)
    rows = [["file", "species"], *([f"{i}.png", "ab"[i % 2]] for i in range(6))]
    table = write_csv(tmp_path / "d" / "list.csv", rows)
    assert load_data(str(table)).class_names == ("a", "b")


def test_a_bare_name_is_also_looked_for_among_the_data_sets(tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    kept = class_folders(tmp_path / "data" / "pets-2", [""], number=4)
    zipped(kept, tmp_path / "data" / "pets-3.zip")
    for name in ("pets-2", "pets-3.zip"):
        assert load_data(name, test_split=0).class_names == ("cats", "dogs")
        assert check_data(name).num_images == sum(1 for _ in each_image(name)) == 8
    class_folders(tmp_path / "work" / "pets-2", [""], number=3)
    assert check_data("pets-2").num_images == 6
    with pytest.raises(ConvscopeError, match=r"data/pets-2: there is no such file or folder"):
        load_data("data/pets-2")
    with pytest.raises(ConvscopeError, match='Unknown data set "pets-4"'):
        load_data("pets-4")
