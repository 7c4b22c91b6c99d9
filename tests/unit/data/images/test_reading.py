import numpy as np
import pytest

from convscope.data import each_image, read_images
from convscope.data.dataset import Unreadable
from convscope.errors import ConvscopeError

from .conftest import encoded, picture, two_classes, write, write_zip

PNG = encoded(picture(0))


def test_single_files_folders_and_archives(tmp_path, folder):
    write(tmp_path, {"photos/10.png": PNG, "photos/9.png": PNG, "photos/deep/er/1.jpg": PNG})
    archive = write_zip(tmp_path / "a.zip", two_classes("x/", 1))
    alone = tmp_path / "photos" / "9.png"
    images, names, unreadable = read_images(alone, (5, 7, 3))
    assert images.shape == (1, 5, 7, 3)
    assert names == (str(alone),)
    assert unreadable == ()
    np.testing.assert_array_equal(images[0], picture(0))
    images, names, _ = read_images([str(alone), tmp_path / "photos", archive], (8, 8, 1))
    assert images.shape == (6, 8, 8, 1)
    assert names == (
        str(alone),
        "9.png",
        "10.png",
        "deep/er/1.jpg",
        "x/cat/0.png",
        "x/dog/0.png",
    )


def test_the_name_of_a_file_does_not_matter_its_content_does(tmp_path):
    write(tmp_path, {"picture.dat": PNG})
    assert len(read_images(tmp_path / "picture.dat", (4, 4, 3))[0]) == 1


def test_unreadable_ones_are_listed(tmp_path):
    write(tmp_path, {"1.png": PNG, "2.png": b"text"})
    images, names, unreadable = read_images(tmp_path, (4, 4, 3))
    assert len(images) == 1
    assert names == ("1.png",)
    assert [(u.path, u.reason) for u in unreadable] == [("2.png", "text, not an image")]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"1.png": b"text", "2.png": b""}, r"1\.png and 1 more cannot be read: text, not an image"),
        ({"x.txt": b"text"}, r"there is no image\. Expected image files \(png, jpg"),
    ],
)
def test_nothing_readable(tmp_path, files, message):
    with pytest.raises(ConvscopeError, match=message):
        read_images(write(tmp_path / "a", files), (4, 4, 3))


def test_missing_file_and_nets_without_pictures(tmp_path):
    write(tmp_path, {"seven.png": PNG})
    with pytest.raises(ConvscopeError, match=r'sevn\.png does not exist.*mean ".*seven\.png"'):
        read_images(tmp_path / "sevn.png", (4, 4, 3))
    with pytest.raises(ConvscopeError, match=r"takes input of the shape \(784,\)"):
        read_images(tmp_path, (784,))


def test_one_by_one_at_their_own_sizes(tmp_path):
    small = encoded(picture(1)[:3, :2])
    write(tmp_path, {"1.png": PNG, "2.png": b"text", "3.png": small})
    found = dict(each_image(tmp_path))
    np.testing.assert_array_equal(found["1.png"], picture(0))
    assert found["2.png"] == Unreadable("2.png", "text, not an image")
    np.testing.assert_array_equal(found["3.png"], picture(1)[:3, :2])


def test_one_by_one_with_nothing_readable(tmp_path):
    write(tmp_path, {"1.png": b"text"})
    pictures = each_image(tmp_path)
    assert isinstance(next(pictures)[1], Unreadable)
    with pytest.raises(ConvscopeError, match=r"1\.png cannot be read: text, not an image"):
        next(pictures)
