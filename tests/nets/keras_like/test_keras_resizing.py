"""Sizes are changed as Keras changes them: values that TensorFlow gave, and what has to be so."""

import numpy as np
import pytest
from PIL import Image

from convscope import utils
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.resizing import (
    BLURRING,
    INTERPOLATIONS,
    cropped_to_aspect,
    padded_to_aspect,
    resize,
    weights,
)

ROW = np.array([[[10], [200], [30], [90], [250]]], np.uint8)
TENSORFLOW = {
    "area": ([86.0, 76.0, 186.0], [10.0, 124.0, 166.0, 30.0, 78.0, 154.0, 250.0]),
    "nearest": ([10.0, 30.0, 250.0], [10.0, 200.0, 200.0, 30.0, 90.0, 90.0, 250.0]),
    "bilinear": ([73.3, 30.0, 196.7], [10.0, 118.6, 151.4, 30.0, 72.9, 158.6, 250.0]),
    "bicubic": ([68.2, 30.0, 208.0], [-1.1, 127.6, 170.9, 30.0, 58.8, 164.5, 259.3]),
    "gaussian": ([74.5, 54.5, 195.7], [23.5, 117.3, 145.3, 54.5, 77.4, 156.9, 238.6]),
    "lanczos3": ([74.4, 30.0, 213.1], [-9.5, 130.9, 181.3, 30.0, 37.3, 175.5, 261.3]),
    "lanczos5": ([74.7, 30.0, 222.0], [-12.7, 127.9, 191.0, 30.0, 22.4, 188.0, 257.8]),
    "mitchellcubic": ([73.1, 42.8, 201.3], [10.0, 122.4, 157.5, 42.8, 65.9, 162.5, 250.0]),
}
"""What `tf.image.resize` of TensorFlow 2 gave for that row, three pixels wide, and seven."""


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
@pytest.mark.parametrize("place", [0, 1], ids=["smaller", "larger"])
def test_a_row_is_what_tensorflow_makes_of_it(interpolation, place):
    expected = TENSORFLOW[interpolation][place]
    found = resize(ROW, (1, len(expected)), interpolation)[0, :, 0]
    np.testing.assert_allclose(found, np.clip(expected, 0, 255), atol=0.7)


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
def test_an_even_picture_stays_even(interpolation):
    picture = np.full((7, 11, 3), 93, np.uint8)
    assert (resize(picture, (5, 13), interpolation) == 93).all()
    assert weights(17, 5, interpolation).sum(1) == pytest.approx(1)


@pytest.mark.parametrize("interpolation", sorted({*INTERPOLATIONS} - {*BLURRING}))
def test_a_picture_of_that_size_is_left_alone(interpolation):
    picture = np.random.default_rng(0).integers(0, 256, (5, 7, 3), np.uint8)
    np.testing.assert_array_equal(resize(picture, (5, 7), interpolation), picture)
    np.testing.assert_allclose(weights(5, 5, interpolation), np.eye(5), atol=1e-12)


def test_proportions_are_cropped_or_padded():
    picture = np.arange(1, 1 + 4 * 10, dtype=np.uint8).reshape(4, 10, 1)
    np.testing.assert_array_equal(cropped_to_aspect(picture, (8, 8)), picture[:, 3:7])
    padded = padded_to_aspect(picture, (8, 8))
    assert padded.shape == (10, 10, 1)
    np.testing.assert_array_equal(padded[3:7], picture)
    assert not padded[:3].any()
    assert not padded[7:].any()


def folder_of_two(path):
    for name, value in (("a", 40), ("b", 200)):
        (path / name).mkdir(parents=True)
        pixels = np.random.default_rng(value).integers(0, 256, (9, 13, 3), np.uint8)
        for number in range(2):
            Image.fromarray(pixels).save(path / name / f"{number}.png")
    return path


@pytest.mark.parametrize("interpolation", ["bilinear", "nearest", "Lanczos3"])
def test_a_data_set_is_scaled_as_asked(tmp_path, interpolation):
    folder = folder_of_two(tmp_path / "pictures")
    found = utils.image_dataset_from_directory(
        folder, image_size=(4, 6), shuffle=False, interpolation=interpolation, verbose=False
    )
    original = np.asarray(Image.open(folder / "a" / "0.png"))
    expected = resize(original, (4, 6), interpolation.lower())
    np.testing.assert_array_equal(found.images[0], expected)


def test_an_unknown_interpolation_is_named(tmp_path):
    folder = folder_of_two(tmp_path / "pictures")
    with pytest.raises(UnknownNameError, match=r'interpolation "bilinea".*"bilinear"'):
        utils.image_dataset_from_directory(folder, interpolation="bilinea")


def test_a_picture_that_cannot_be_read_is_named(tmp_path):
    folder = folder_of_two(tmp_path / "pictures")
    content = (folder / "a" / "0.png").read_bytes()
    (folder / "a" / "0.png").write_bytes(content[:60])
    with pytest.raises(ConvscopeError, match=r"a/0\.png: .*Mend the file"):
        utils.image_dataset_from_directory(folder, verbose=False)
