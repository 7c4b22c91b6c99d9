"""Strokes are placed as MNIST, Kuzushiji and the digits are, wherever they were drawn."""

import numpy as np
import pytest
from drawing_paths import DRAWINGS, moved
from hypothesis import given, settings
from hypothesis import strategies as st

from convscope.drawing import PLACEMENTS, Stroke, place_strokes, stroke_width
from convscope.drawing.fitting import ink_box
from convscope.errors import UnknownNameError

DIGITS = {name: strokes for name, strokes in DRAWINGS.items() if name[0].isdigit()}
CHARACTERS = [name for name in PLACEMENTS if name != "none"]


@pytest.mark.parametrize("name", DIGITS)
def test_as_mnist_the_longer_side_is_20_and_the_mass_is_central(name):
    placed = place_strokes(DIGITS[name], "mnist")
    assert placed is not None
    image = placed.image.astype(float)
    box = ink_box(placed.image)
    assert box is not None
    assert max(box.height, box.width) == 20
    index = np.arange(28)
    for axis in (0, 1):
        assert 13.5 < (image.sum(axis=axis) * index).sum() / image.sum() <= 14.5


@pytest.mark.parametrize("name", DIGITS)
def test_as_kuzushiji_the_box_fills_the_image_and_is_central(name):
    placed = place_strokes(DIGITS[name], "kuzushiji")
    assert placed is not None
    box = ink_box(placed.image)
    assert box is not None
    assert max(box.height, box.width) == 28
    assert abs(2 * box.left + box.width - 28) <= 2


@pytest.mark.parametrize("name", DIGITS)
def test_as_digits_all_rows_are_filled_and_nothing_leans(name):
    placed = place_strokes(DIGITS[name], "digits")
    assert placed is not None
    assert (placed.image.max(axis=1) > 60).all()
    leaning = tuple(
        Stroke(tuple((x + 0.3 * y, y, time) for x, y, time in stroke.points))
        for stroke in DIGITS[name]
    )
    again = place_strokes(leaning, "digits")
    assert again is not None
    assert np.abs(again.image.astype(int) - placed.image).mean() < 8


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(sorted(DRAWINGS)),
    st.sampled_from(CHARACTERS),
    st.floats(0.2, 3),
    st.floats(-0.5, 0.9),
    st.floats(-0.5, 0.9),
)
def test_placement_depends_neither_on_place_nor_on_size(name, placement, scale, x, y):
    one = place_strokes(DRAWINGS[name], placement)
    other = place_strokes(moved(DRAWINGS[name], scale, x, y), placement)
    assert one is not None
    assert other is not None
    assert np.abs(one.image.astype(int) - other.image).max() <= 1
    assert other.box.height == pytest.approx(one.box.height * scale)
    assert other.scale[0] * scale == pytest.approx(one.scale[0], rel=1e-6) or name == "dot"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-1, 2), st.floats(-1, 2), st.floats(0, 1e6)), max_size=6),
        max_size=4,
    ),
    st.sampled_from(sorted(PLACEMENTS)),
)
def test_any_strokes_are_placed_or_nothing_is_drawn(lists, placement):
    placed = place_strokes([Stroke(tuple(points)) for points in lists], placement)
    if placed is None:
        assert not any(lists)
    else:
        assert placed.image.shape == (28, 28)
        assert np.isfinite([*placed.scale, placed.slant, placed.stroke_width]).all()
        assert placed.image.max() > 0 or placement == "none"  # `none` may be drawn off the pad


def test_a_dot_stays_a_dot_in_the_middle():
    placed = place_strokes(DRAWINGS["dot"], "mnist")
    assert placed is not None
    assert ink_box(placed.image) is not None
    assert placed.image[14, 14] == 255
    assert placed.image.sum() / 255 == pytest.approx(np.pi * 1.25**2, rel=0.1)


def test_strokes_have_the_width_of_the_training_set():
    widths = [
        stroke_width(placed.image)
        for strokes in DIGITS.values()
        if (placed := place_strokes(strokes, "mnist"))
    ]
    assert np.median(widths) == pytest.approx(
        2.52, abs=0.06
    )  # MNIST's median is 2.46, its mean 2.57


def test_none_leaves_the_drawing_where_it_is():
    placed = place_strokes([Stroke(((0.75, 0.25, 0.0),))], "none")
    assert placed is not None
    assert placed.image[6:8, 20:22].min() > 200
    assert placed.shift == (0, 0)


def test_an_unknown_placement_is_refused():
    with pytest.raises(UnknownNameError, match='Did you mean "mnist"'):
        place_strokes([], "mnst")
