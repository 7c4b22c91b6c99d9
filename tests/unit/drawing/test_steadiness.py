"""A verdict is steady where it stays probable wherever its character is moved by a pixel."""

import numpy as np

from convscope.drawing.steadiness import are_steady, moved_by_a_pixel


def test_images_are_moved_by_a_pixel_in_four_directions():
    images = np.zeros((2, 5, 7, 1), np.uint8)
    images[1, 2, 3] = 9
    moved = moved_by_a_pixel(images)
    assert moved.shape == (4, 2, 5, 7, 1)
    assert not moved[:, 0].any()
    places = [tuple(np.argwhere(each[1, :, :, 0])[0].tolist()) for each in moved]
    assert places == [(3, 3), (1, 3), (2, 4), (2, 2)]


def test_one_place_where_another_class_comes_near_is_enough():
    probabilities = np.array([[0.1, 0.9], [0.95, 0.05], [0.3, 0.7]])
    moved = np.stack([probabilities] * 4)
    assert are_steady(probabilities, moved) == [True, True, False]
    moved[2, 1] = (0.79, 0.21)
    moved[3, 0] = (0.2, 0.8)
    assert are_steady(probabilities, moved) == [True, False, False]
