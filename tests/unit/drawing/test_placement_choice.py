"""Models get the placement of their data set, known by name or measured."""

import numpy as np
import pytest
from drawing_paths import DRAWINGS

from convscope.drawing import measure_placement, place_strokes, placement_for

DIGITS = [strokes for name, strokes in DRAWINGS.items() if name[0].isdigit()]


def images(placement):
    return np.stack([p.image for strokes in DIGITS if (p := place_strokes(strokes, placement))])


@pytest.mark.parametrize("placement", ["mnist", "kuzushiji"])
def test_a_placement_is_recognised_in_images_of_either_polarity(placement):
    placed = images(placement)
    assert measure_placement(placed) == placement
    assert measure_placement(255 - placed[..., None]) == placement


def test_drawings_left_where_they_lie_have_no_placement():
    assert measure_placement(images("none")) == "none"


def test_solid_things_that_fill_the_image_are_no_characters():
    rng = np.random.default_rng(0)
    things = np.zeros((20, 28, 28), np.uint8)
    for thing in things:
        half = rng.integers(6, 13)
        thing[:, 14 - half : 14 + half] = rng.integers(90, 256, (28, 2 * half))
    assert measure_placement(things) == "none"


@pytest.mark.parametrize("shape", [(0, 28, 28), (4, 32, 32), (4, 28, 28, 3), (4, 28), (3, 28, 30)])
def test_other_shapes_have_no_placement(shape):
    assert measure_placement(np.zeros(shape, np.uint8)) == "none"


def test_named_data_sets_have_their_own():
    grey = (28, 28, 1)
    assert placement_for("mnist", grey) == "mnist"
    assert placement_for("digits", grey) == "digits"
    assert placement_for("fashion-mnist", grey) == "none"
    assert placement_for("mnist", (32, 32, 1)) == "none"
    assert placement_for("my-letters", grey) == "none"
    assert placement_for("my-letters", grey, images("kuzushiji")) == "kuzushiji"


def test_every_named_data_set_is_in_the_table_but_emnists_which_are_measured():
    from convscope.data.named_sets import NAMED_SETS
    from convscope.drawing.placements import PLACEMENT_OF_DATA_SET

    measured = {name for name in NAMED_SETS if name.startswith("emnist-")}
    assert set(PLACEMENT_OF_DATA_SET) == set(NAMED_SETS) - measured
