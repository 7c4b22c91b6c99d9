"""Pictures are placed as the data sets' makers placed theirs, whatever pen and paper."""

import itertools

import numpy as np
import pytest
from drawing_paths import DRAWINGS
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convscope.drawing import PLACEMENTS, place_image, place_strokes, render
from convscope.drawing.fitting import ink_box
from convscope.errors import ConvscopeError

NAMES = sorted(name for name in DRAWINGS if name[0].isdigit())


def difference(picture, name, placement="mnist"):
    """Mean difference, 0–255, of a picture's placement from that of the strokes behind it.

    The smallest over shifts by one pixel: a centre of mass may round either way.
    """
    from_picture, from_strokes = (
        place_image(picture, placement),
        place_strokes(DRAWINGS[name], placement),
    )
    assert from_picture is not None
    assert from_strokes is not None
    image = from_picture.image.astype(int)
    shifts = itertools.product((-1, 0, 1), repeat=2)
    return min(np.abs(np.roll(image, s, (0, 1)) - from_strokes.image).mean() for s in shifts)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("share", [0.02, 0.06, 0.11])
def test_a_picture_is_placed_like_its_strokes_whatever_the_brush(name, share):
    picture = render(DRAWINGS[name], 140, 140 * share)
    assert difference(picture, name) < 20


def test_unusual_brushes_come_out_usual():
    for share in (0.01, 0.13):
        placed = place_image(render(DRAWINGS["3_round"], 200, 200 * share), "mnist")
        assert placed is not None
        assert placed.stroke_width_before is not None
        assert not 2.2 <= placed.stroke_width_before <= 3.7
        assert 2.0 <= placed.stroke_width <= 4.2


@pytest.mark.parametrize("placement", [name for name in PLACEMENTS if name != "none"])
@pytest.mark.parametrize("name", NAMES)
def test_placing_twice_is_placing_once(name, placement):
    once = place_strokes(DRAWINGS[name], placement)
    assert once is not None
    twice = place_image(once.image, placement)
    assert twice is not None
    assert np.abs(twice.image.astype(int) - once.image).mean() < 0.5


def test_dark_ink_on_light_paper_is_the_same_ink():
    picture = render(DRAWINGS["5_two_strokes"], 41, 3)
    bright, dark = place_image(picture, "mnist"), place_image(255 - picture, "mnist")
    assert bright is not None
    assert dark is not None
    assert np.array_equal(bright.image, dark.image)
    assert (bright.is_inverted, dark.is_inverted) == (False, True)


def test_noisy_paper_with_little_contrast_is_paper():
    rng = np.random.default_rng(5)
    ink = render(DRAWINGS["4_closed"], 113, 6)
    noisy = np.clip(205 - ink * 0.35 + rng.normal(0, 4, ink.shape), 0, 255).astype(np.uint8)
    assert difference(noisy, "4_closed") < 16


def test_facts_are_in_the_pixels_of_the_picture_however_large():
    picture = np.zeros((1400, 700), np.uint8)
    picture[210:910, 140:490] = 255
    placed = place_image(picture, "none"), place_image(picture, "mnist")
    assert placed[0] is not None
    assert placed[1] is not None
    assert placed[0].box.height == pytest.approx(1400)
    box = placed[1].box
    assert (box.top, box.left) == (pytest.approx(210, abs=3), pytest.approx(140, abs=3))
    assert (box.height, box.width) == (pytest.approx(700, abs=5), pytest.approx(350, abs=5))


@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_paper_is_none(level):
    assert place_image(np.full((17, 11), level, np.uint8), "mnist") is None
    noise = np.random.default_rng(0).integers(-9, 9, (17, 11))
    assert place_image(np.clip(level + noise, 0, 255).astype(np.uint8), "mnist") is None


@settings(max_examples=30, deadline=None)
@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 23), st.integers(1, 19))),
    st.sampled_from(sorted(PLACEMENTS)),
)
def test_any_picture_is_placed_or_blank(picture, placement):
    placed = place_image(picture, placement)
    if placed is not None:
        assert placed.image.shape == (28, 28)
        assert placed.image.dtype == np.uint8
        assert np.isfinite([*placed.scale, placed.slant, placed.stroke_width]).all()
        assert placement == "none" or ink_box(placed.image) is not None


def test_colour_is_brightness():
    picture = render(DRAWINGS["7_bar"], 35, 3)
    colour = np.stack([picture] * 3, axis=2)
    grey, from_colour = place_image(picture[:, :, None], "mnist"), place_image(colour, "mnist")
    assert grey is not None
    assert from_colour is not None
    assert np.array_equal(grey.image, from_colour.image)


@pytest.mark.parametrize("shape", [(3,), (0, 4), (4, 4, 2), (1, 2, 3, 1)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ConvscopeError, match=r"A picture is uint8 with shape .*Expected uint8"):
        place_image(np.zeros(shape, np.uint8), "mnist")


def test_other_types_are_refused():
    with pytest.raises(ConvscopeError, match="A picture is float64"):
        place_image(np.zeros((5, 5)), "mnist")
