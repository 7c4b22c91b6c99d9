"""Labels that people put right: beside the data, which stay as they are."""

import numpy as np
import pytest
from PIL import Image

from convscope.data import (
    NO_CORRECTIONS,
    Correction,
    Corrections,
    corrections_path,
    image_names,
    images_hash,
    load_data,
    read_corrections,
    write_corrections,
)
from convscope.errors import ConvscopeError


@pytest.fixture
def photos(tmp_path):
    """A folder of two classes with six pictures each."""
    random = np.random.default_rng(0)
    for name in ("apple", "pear"):
        for number in range(6):
            path = tmp_path / "photos" / name / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(random.integers(0, 256, (9, 7, 3), np.uint8)).save(path)
    return tmp_path / "photos"


@pytest.fixture
def arrays(tmp_path):
    random = np.random.default_rng(1)
    path = tmp_path / "letters.npz"
    images = random.integers(0, 256, (40, 5, 5), np.uint8)
    np.savez(
        *(path,),
        x_train=images[:30],
        y_train=np.arange(30) % 3,
        x_test=images[30:],
        y_test=np.arange(10) % 3,
    )
    return path


def decide(source, *rows: Correction) -> Corrections:
    path = corrections_path(source)
    corrections = read_corrections(path).with_rows(rows)
    write_corrections(path, corrections)
    return corrections


def label_of(data, name: str) -> str | None:
    for split in data.splits.values():
        for label, image in zip(split.labels, image_names(split), strict=True):
            if image == name:
                return data.class_names[label]
    return None


def test_the_table_lies_beside_the_folder(photos):
    assert corrections_path(photos) == photos.parent / "photos.labels.csv"
    assert corrections_path(f"{photos}/") == photos.parent / "photos.labels.csv"


def test_the_table_of_a_named_set_lies_among_the_data_sets(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path))
    assert corrections_path("mnist") == tmp_path / "mnist.labels.csv"


def test_a_label_is_put_right_and_the_files_stay(photos):
    before = load_data(photos)
    files = sorted(path.relative_to(photos) for path in photos.rglob("*.png"))
    decide(photos, Correction(0, "apple/3.png", "pear"))
    data = load_data(photos)
    assert label_of(before, "apple/3.png") == "apple"
    assert label_of(data, "apple/3.png") == "pear"
    assert sorted(path.relative_to(photos) for path in photos.rglob("*.png")) == files
    assert "Corrected by hand: 1 relabelled." in data.notes
    assert images_hash(data.content_hash) == before.content_hash != data.content_hash
    assert load_data(photos, corrections=NO_CORRECTIONS).content_hash == before.content_hash


def test_what_is_judged_by_stays_the_same(photos):
    before = load_data(photos)
    decide(photos, Correction(0, "apple/3.png", "pear"))
    data = load_data(photos)
    assert data.test
    assert before.test
    assert data.test.files == before.test.files
    np.testing.assert_array_equal(data.test.images, before.test.images)


def test_an_image_is_left_out_and_comes_back(photos):
    decide(photos, Correction(0, "pear/0.png", removed="yes"), Correction(0, "pear/1.png", "apple"))
    data = load_data(photos)
    assert label_of(data, "pear/0.png") is None
    assert sum(map(len, data.splits.values())) == 11
    assert "Corrected by hand: 1 relabelled, 1 left out." in data.notes
    path = corrections_path(photos)
    write_corrections(path, read_corrections(path).without_last())
    assert not path.exists()
    assert label_of(load_data(photos), "pear/0.png") == "pear"


def test_an_image_goes_to_another_split(photos):
    data = load_data(photos)
    assert data.train.files
    name = data.train.files[0]
    decide(photos, Correction(0, name, split="test"))
    moved = load_data(photos)
    assert moved.test
    assert moved.test.files
    assert data.test
    assert data.test.files
    assert set(moved.test.files) == {*data.test.files, name}
    assert name not in (moved.train.files or ())
    place = moved.test.files.index(name)
    np.testing.assert_array_equal(moved.test.images[place], data.train.images[0])


def test_images_of_arrays_are_found_by_their_pixels(arrays):
    before = load_data(arrays)
    name = image_names(before.train)[4]
    other = image_names(before.test)[2]  # type: ignore[arg-type]
    decide(arrays, Correction(0, name, before.class_names[2]), Correction(0, other, removed="yes"))
    data = load_data(arrays)
    assert label_of(data, name) == before.class_names[2]
    assert data.test
    assert len(data.test) == 9
    assert len(data.train) == 30
    rest = np.arange(30) != 4
    np.testing.assert_array_equal(data.train.labels[rest], before.train.labels[rest])


def test_later_decisions_count_more(photos):
    decide(photos, Correction(0, "apple/1.png", "pear"))
    decide(photos, Correction(0, "apple/1.png", split="test"))
    corrections = decide(photos, Correction(0, "apple/1.png", "apple"))
    assert corrections.by_image["apple/1.png"].label == "apple"
    assert corrections.by_image["apple/1.png"].split == "test"
    assert corrections.without_last().by_image["apple/1.png"].label == "pear"


def test_the_same_decisions_give_the_same_hash_in_any_order():
    one = NO_CORRECTIONS.with_rows([Correction(0, "a", "x")]).with_rows([Correction(0, "b", "y")])
    other = NO_CORRECTIONS.with_rows([Correction(0, "b", "y"), Correction(0, "a", "x")])
    assert one.digest == other.digest != NO_CORRECTIONS.digest


def test_an_unknown_class_is_told(photos):
    decide(photos, Correction(0, "apple/1.png", "paer"))
    with pytest.raises(ConvscopeError, match='Did you mean "pear"'):
        load_data(photos)


def test_an_image_that_is_not_there_is_noted(photos):
    decide(photos, Correction(0, "apple/99.png", "pear"))
    assert "1 of the corrections name images that are not here." in load_data(photos).notes


def test_a_net_needs_something_to_learn_from(photos):
    data = load_data(photos)
    assert data.train.files
    decide(photos, *(Correction(0, name, removed="yes") for name in data.train.files))
    with pytest.raises(ConvscopeError, match="no image to train on"):
        load_data(photos)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"change,image,label,split,removed\n0,a.png,pear,,\n",
        b"change,image,label,split,removed\nx,a.png,pear,,\n",
        b"change,image,label,split,removed\n1,a.png,pear,tset,\n",
        b"change,image,label,split,removed\n1,a.png,pear,,no\n",
        b"change,image,label,split,removed\n1,a.png\n",
        b"\xff\xfe",
    ],
)
def test_a_table_that_is_none_is_told_and_changes_nothing(photos, content):
    path = corrections_path(photos)
    path.write_bytes(content)
    with pytest.raises(ConvscopeError) as caught:
        load_data(photos)
    assert "photos.labels.csv" in str(caught.value)
    assert "never been changed" in caught.value.fix


def test_names_that_a_spreadsheet_would_run_come_back(tmp_path):
    path = tmp_path / "x.labels.csv"
    corrections = NO_CORRECTIONS.with_rows([Correction(0, "=1+1/a,b.png", "@x")])
    write_corrections(path, corrections)
    assert read_corrections(path) == corrections
