"""The steps of placement: averaging, enlarging, estimating and changing stroke widths."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from convscope.drawing import stroke_width
from convscope.drawing.ink import render_paths
from convscope.drawing.resample import area_average, enlarge
from convscope.drawing.slant import slant_of_ink, slant_of_paths, stand_upright
from convscope.drawing.stroke_width import change_width

PICTURE = np.random.default_rng(1).integers(0, 256, (12, 20)).astype(np.uint8)


def test_averaging_over_whole_pixels_is_the_mean_of_blocks():
    blocks = PICTURE.reshape(4, 3, 5, 4).mean(axis=(1, 3))
    assert np.allclose(area_average(PICTURE, (0, 3, 4), (0, 4, 5)), blocks)


@settings(max_examples=30, deadline=None)
@given(st.integers(-3, 5), st.integers(-3, 5))
def test_at_scale_1_and_whole_offsets_nothing_changes(down, across):
    padded = np.pad(PICTURE, 8)
    result = area_average(PICTURE, (down, 1, 12), (across, 1, 20))
    assert np.array_equal(result, padded[8 + down : 20 + down, 8 + across : 28 + across])


@settings(max_examples=30, deadline=None)
@given(st.floats(0.3, 4), st.floats(0.3, 4))
def test_averaging_keeps_the_mean_of_ink(down, across):
    rows, columns = int(12 / down) + 8, int(20 / across) + 8
    result = area_average(PICTURE, (-3 * down, down, rows), (-3 * across, across, columns))
    if down >= 1 and across >= 1:
        assert result.sum() * down * across == pytest.approx(float(PICTURE.sum()))
    assert result.min() + 1e-9 >= 0
    assert result.max() <= 255 + 1e-9


def test_between_pixels_averaging_is_linear_interpolation():
    row = np.array([[0, 100, 40]], np.uint8)
    quarters = area_average(row, (0, 1, 1), (0.875, 0.25, 5))
    assert quarters[0].tolist() == [50, 75, 100, 85, 70]


def test_enlarging_is_pillows_bicubic():
    small = np.round(np.random.default_rng(2).integers(0, 17, (8, 8)) * 255 / 16).astype(np.uint8)
    pillow = np.asarray(Image.fromarray(small).resize((28, 28), Image.Resampling.BICUBIC))
    assert np.abs(enlarge(small, 28).astype(int) - pillow).max() <= 1


@pytest.mark.parametrize("width", [2.0, 3.5, 6.0])
def test_the_width_of_a_line_and_of_a_dot_is_found(width):
    line = render_paths([[(11.0, 12.3), (41.0, 33.1)]], 47, 53, width)
    dot = render_paths([[(21.2, 20.9)]], 43, 41, width)
    assert stroke_width(line) == pytest.approx(width, rel=0.06)
    assert stroke_width(dot) == pytest.approx(width, rel=0.12)


def test_no_ink_has_no_width():
    assert stroke_width(np.zeros((5, 7), np.uint8)) == 0


@pytest.mark.parametrize("amount", [-4.0, -1.5, 0.0, 3.0, 7.5])
def test_strokes_become_as_much_wider_as_asked(amount):
    line = render_paths([[(31.0, 22.0), (31.0, 71.0)]], 97, 61, 10.0)
    changed = change_width(line > 127, amount, 1)
    assert changed[45].sum() / 255 == pytest.approx(10 + amount, abs=0.6)


def test_ink_does_not_vanish():
    dot = render_paths([[(20.0, 21.0)]], 41, 43, 10.0)
    assert stroke_width(np.round(change_width(dot > 127, -50, 4)).astype(np.uint8)) >= 3


@pytest.mark.parametrize("slant", [-0.4, 0.0, 0.25])
def test_a_slant_is_found_and_removed(slant):
    path = [(30 + slant * (y - 20), float(y)) for y in range(6, 35)]
    assert slant_of_paths([path]) == pytest.approx(slant)
    ink = render_paths([path], 41, 61, 3)
    assert slant_of_ink(ink) == pytest.approx(slant, abs=0.02)
    assert slant_of_ink(stand_upright(ink, slant_of_ink(ink))) == pytest.approx(0, abs=0.02)


def test_a_dot_does_not_lean():
    assert slant_of_paths([[(1.0, 2.0)]]) == 0
    assert slant_of_ink(np.zeros((3, 4), np.uint8)) == 0
