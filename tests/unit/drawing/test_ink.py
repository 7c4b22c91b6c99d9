"""Strokes become the ink that geometry says, wherever and however they are drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convscope.drawing import Stroke, render
from convscope.drawing.ink import render_paths


def test_a_horizontal_line_covers_its_rows_and_half_of_a_row_that_it_half_covers():
    image = render_paths([[(1.5, 3.0), (7.5, 3.0)]], 6, 9, 3.0)
    assert image[:, 4].tolist() == [0, 128, 255, 255, 128, 0]
    assert image.sum(axis=1)[0] == 0


def test_the_area_of_a_capsule_is_its_formula():
    image = render_paths([[(12.0, 15.0), (33.0, 24.0)]], 37, 47, 5.0)
    area = 5 * np.hypot(21, 9) + np.pi * 2.5**2
    assert image.sum() / 255 == pytest.approx(area, rel=0.01)


def test_a_line_thinner_than_a_pixel_is_as_faint_as_it_is_thin():
    assert render_paths([[(0.0, 2.5), (5.0, 2.5)]], 5, 5, 0.25).max() == 64  # 255 / 4


def test_one_point_is_a_round_dot_and_no_point_is_nothing():
    dot = render([Stroke(((0.5, 0.5, 0),))], 11, 5)
    assert dot.sum() / 255 == pytest.approx(np.pi * 2.5**2, rel=0.03)
    assert np.array_equal(dot, dot.T)
    assert render([Stroke(())], 11, 5).max() == 0


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-2, 3), st.floats(-2, 3), st.just(0.0)), max_size=5),
        max_size=3,
    ),
    st.floats(0.1, 9),
)
def test_any_strokes_give_ink_of_the_size_asked_for(lists, width):
    image = render([Stroke(tuple(points)) for points in lists], 13, width)
    assert image.shape == (13, 13)
    assert image.dtype == np.uint8


def test_a_stroke_is_the_union_of_its_segments():
    corner = render([Stroke(((0.1, 0.1, 0), (0.8, 0.1, 1), (0.8, 0.9, 2)))], 29, 3)
    first = render([Stroke(((0.1, 0.1, 0), (0.8, 0.1, 1)))], 29, 3)
    second = render([Stroke(((0.8, 0.1, 0), (0.8, 0.9, 1)))], 29, 3)
    assert np.array_equal(corner, np.maximum(first, second))
