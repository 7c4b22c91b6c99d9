"""Labels as columns, pictures as arrays."""

import numpy as np
import pytest
from PIL import Image

from convscope import utils
from convscope.errors import ConvscopeError


def test_labels_become_columns():
    np.testing.assert_array_equal(utils.to_categorical([1, 0]), [[0, 1], [1, 0]])
    assert utils.to_categorical(np.array([[3], [1]]), num_classes=5).shape == (2, 5)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (([0, 3], 3), r"between 0 and 3.*num_classes=3.*Give num_classes=4"),
        (([-1],), "between -1 and -1"),
        (([0.5],), "Expected class indices"),
        ((["cat"],), r"np\.unique"),
        (([],), "Expected class indices"),
    ],
)
def test_labels_that_are_no_classes(arguments, text):
    with pytest.raises(ConvscopeError, match=text):
        utils.to_categorical(*arguments)


def test_one_picture_as_an_array(tmp_path):
    path = tmp_path / "picture.png"
    Image.fromarray(np.full((4, 6, 3), 200, np.uint8)).save(path)
    array = utils.img_to_array(utils.load_img(path, target_size=(2, 3)))
    assert (array.shape, array.dtype, array.max()) == ((2, 3, 3), np.float32, 200)
    assert utils.img_to_array(utils.load_img(path, color_mode="grayscale")).shape == (4, 6, 1)


def test_a_file_that_is_no_picture(tmp_path):
    path = tmp_path / "picture.png"
    path.write_text("no picture")
    with pytest.raises(ConvscopeError, match="cannot be read"):
        utils.load_img(path)
    with pytest.raises(ConvscopeError, match='Unknown color_mode "bgr"'):
        utils.load_img(path, color_mode="bgr")
