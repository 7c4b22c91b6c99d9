"""What `data check` counts and says, for every form of data."""

import json

import numpy as np
import pytest

from convscope.data import check_data
from convscope.errors import ConvscopeError

from .conftest import encoded, picture, write


def classes(number):
    """Returns `number` pictures each of "cat" and "dog"."""
    return {
        f"{name}/{i:03}.png": encoded(picture(1000 * k + i, 9, 12))
        for k, name in enumerate(["cat", "dog"])
        for i in range(number)
    }


def advice(tmp_path, files):
    return check_data(write(tmp_path / "pets", files)).advice


def test_a_sound_folder(tmp_path):
    files = {f"train/{path}": content for path, content in classes(20).items()}
    files |= {f"test/{p}": encoded(picture(5000 + i, 9, 12)) for i, p in enumerate(classes(2))}
    folder = write(tmp_path / "pets", files)
    check = check_data(folder)
    assert check.num_problems == 0
    assert check.counts == {"train": {"cat": 20, "dog": 20}, "test": {"cat": 2, "dog": 2}}
    assert check.lines() == [
        f"{folder}: 44 images of 2 classes",
        "train: 40 (cat 20, dog 20)",
        "test: 4 (cat 2, dog 2)",
        "size (width×height): all 12×9 pixels",
        "kinds of pixel: RGB 44",
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
    check = check_data(split_folder)
    assert check.duplicates == (("test/dog/0.png", "test/dog/copy.png"),)
    assert check.shared == (("test/cat/copy.bmp", "train/cat/0.png", "train/dog/copy.bmp"),)
    assert check.contradictions == (
        ("test/cat/copy.bmp (cat)", "train/cat/0.png (cat)", "train/dog/copy.bmp (dog)"),
    )
    assert check.missing == ("bird in test",)
    assert {item.path for item in check.unreadable} == {"train/cat/broken.jpg", "train/bird/2.png"}
    assert len(check.errors) == 1
    assert 'class "bird" has only 1 readable image' in check.errors[0]
    assert check.num_problems == 7 + len(check.advice)
    assert check.sizes == {"7×5": 13, "4×9": 1}
    assert (check.smallest, check.largest) == ((5, 7), (9, 4))
    assert check.modes == {"RGB": 13, "L": 1}
    text = "\n".join(check.lines())
    for part in (
        "2 different, 7×5 to 4×9 pixels, most often 7×5 (13 images)",
        "The same picture more than once within a class: 1\n  test/dog/0.png = test/dog/copy.png",
        "The same picture in more than one split, so the test is too easy: 1",
        "The same picture in more than one class: whatever a net answers",
        "Classes missing in a split: 1\n  bird in test",
        "  train/cat/broken.jpg: text, not an image",
        "To mend before training: 1",
    ):
        assert part in text
    data = json.loads(json.dumps(check.to_json()))
    assert data["num_problems"] == check.num_problems
    assert data["num_images"] == 14


def test_long_lists_are_cut(folder):
    write(folder, {f"cat/x{i}.png": b"" for i in range(25)})
    assert "  … and 15 more" in check_data(folder).lines()


def test_no_images_is_an_error(tmp_path):
    with pytest.raises(ConvscopeError, match="holds no image"):
        check_data(tmp_path)


def grey_as_rgb(seed):
    return encoded(np.repeat(picture(seed, 9, 12, 1)[..., None], 3, 2))


def speck(seed, paper):
    pixels = np.full((20, 20, 3), paper, np.uint8)
    pixels[5:7, 8:12] = picture(seed, 2, 4)
    return encoded(pixels)


def test_few_images_against_many(tmp_path):
    files = classes(30)
    few = {p: c for p, c in files.items() if p.startswith("dog") or p < "cat/002"}
    said = advice(tmp_path, few)
    words = '"cat" has 2 images, "dog" 30: a net that always answers "dog" is right for 94 %'
    assert any(text.startswith(words) for text in said)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (grey_as_rgb, "stored in colour, but none has any: all are grey"),
        (lambda seed: speck(seed, 250), "50 of 50 images are nearly all white"),
        (lambda seed: speck(seed, 3), "50 of 50 images are nearly all black"),
        (lambda seed: encoded(picture(seed, 6, 12)), "narrower or lower than 8 pixels"),
    ],
    ids=["grey", "white", "black", "tiny"],
)
def test_what_is_true_of_the_whole_set(tmp_path, content, words):
    files = {path: content(i) for i, path in enumerate(classes(25))}
    assert any(words in text for text in advice(tmp_path, files))


def test_images_of_one_tone(tmp_path):
    files = classes(25) | {"cat/x.png": encoded(np.full((9, 12, 3), 77, np.uint8))}
    words = "1 image of one single tone, such as cat/x.png"
    assert any(text.startswith(words) for text in advice(tmp_path, files))


def test_what_gives_a_class_away(tmp_path):
    files = classes(25)
    grey = {
        path: grey_as_rgb(i) if path.startswith("cat") else content
        for i, (path, content) in enumerate(files.items())
    }
    words = '"dog": nearly all in colour, "cat": nearly all grey'
    assert any(text.startswith(words) for text in advice(tmp_path, grey))
    large = {
        path: encoded(picture(i, 30, 40)) if path.startswith("cat") else content
        for i, (path, content) in enumerate(files.items())
    }
    said = check_data(write(tmp_path / "sizes", large)).advice
    assert any(text.startswith('Nearly all images of "cat" are 40×30 pixels') for text in said)


def test_arrays_are_looked_at_as_files_are(tmp_path):
    images = np.stack([picture(i, 9, 12, 1) for i in range(60)])
    images[57] = images[3]
    np.savez(tmp_path / "a.npz", x=images, y=np.arange(60) % 2 + 1)
    check = check_data(tmp_path / "a.npz")
    assert check.class_names == ("1", "2")
    assert check.counts == {"all": {"1": 30, "2": 30}}
    assert check.duplicates == (("all 3", "all 57"),)
    assert check.modes == {"L": 60}
