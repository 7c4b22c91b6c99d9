import json

import numpy as np
import pytest

from convscope.data.images import check_folder
from convscope.errors import ConvscopeError

from .conftest import encoded, picture, write


def test_a_sound_folder(split_folder):
    check = check_folder(split_folder)
    assert check.num_problems == 0
    assert check.counts == {"train": {"cat": 3, "dog": 3}, "test": {"cat": 2, "dog": 2}}
    assert check.lines() == [
        f"{split_folder}: 10 images of 2 classes",
        "train: 6 (cat 3, dog 3)",
        "test: 4 (cat 2, dog 2)",
        "size (width×height): all 7×5 pixels",
        "kinds of pixel: RGB 10",
    ]


def test_everything_that_can_be_wrong(split_folder):
    again = encoded(picture(0), "BMP")  # the pixels of train/cat/0.png in another format
    write(
        split_folder,
        {
            "train/dog/copy.bmp": again,
            "test/cat/copy.bmp": again,
            "train/cat/broken.jpg": b"text",
            "train/bird/1.png": encoded(np.zeros((9, 4), np.uint8)),
            "train/bird/2.png": b"",
            "test/dog/copy.png": encoded(picture(150)),  # test/dog/0.png
        },
    )
    check = check_folder(split_folder)
    assert check.duplicates == (
        ("train/cat/0.png", "train/dog/copy.bmp"),
        ("test/dog/0.png", "test/dog/copy.png"),
    )
    assert check.shared == (("test/cat/copy.bmp", "train/cat/0.png", "train/dog/copy.bmp"),)
    assert check.missing == ("bird in test",)
    assert {item.path for item in check.unreadable} == {"train/cat/broken.jpg", "train/bird/2.png"}
    assert len(check.errors) == 1
    assert 'class "bird" has only 1 readable image' in check.errors[0]
    assert check.num_problems == 7
    assert check.sizes == {"7×5": 13, "4×9": 1}
    assert (check.smallest, check.largest) == ((5, 7), (9, 4))
    assert check.modes == {"RGB": 13, "L": 1}
    text = "\n".join(check.lines())
    for part in (
        "2 different, 7×5 to 4×9 pixels, most often 7×5 (13 images)",
        "images more than once within a split: 2\n  train/cat/0.png = train/dog/copy.bmp",
        "images in more than one split, so the test is too easy: 1",
        "classes missing in a split: 1\n  bird in test",
        "  train/cat/broken.jpg: text, not an image",
        "to mend before training: 1",
    ):
        assert part in text
    data = json.loads(json.dumps(check.to_json()))
    assert data["num_problems"] == 7
    assert data["num_images"] == 14


def test_long_lists_are_cut(folder):
    write(folder, {f"cat/x{i}.png": b"" for i in range(25)})
    assert "  … and 15 more" in check_folder(folder).lines()


def test_no_images_is_an_error(tmp_path):
    with pytest.raises(ConvscopeError, match="holds no image"):
        check_folder(tmp_path)
