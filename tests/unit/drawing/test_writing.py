"""Ink is found in photographs, whatever the light, the paper and what lies around it."""

import sys
from pathlib import Path

import numpy as np
import pytest
from drawing_paths import DRAWINGS

from convscope.arithmetic.answers import logits
from convscope.drawing import place_characters, place_image, render
from convscope.model_file import read_model
from convscope.shipped import shipped_model

sys.path.append(str(Path(__file__).parents[3] / "tools"))
from photographs import KINDS, photograph

HARD = [("soft shadow", 4, 24), ("soft shadow", 2, 42)]
"""Kind, digit, seed: strokes wide for the picture, and shadows without any noise."""


def page_of(*places, paper=228, pen=50, noise=3, size=(300, 420)):
    """A sheet with drawings at (name, top, left, side)."""
    page = paper + np.random.default_rng(2).normal(0, noise, size)
    for name, top, left, side in places:
        ink = render(DRAWINGS[name], side, side / 16) / 255
        page[top : top + side, left : left + side] += (pen - paper) * ink
    return page


def picture(page):
    return np.clip(page, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("kind", KINDS)
def test_a_digit_on_a_photograph_is_judged_right(kind):
    placed = place_characters(photograph(kind, 3, 901), "mnist")
    model = read_model(shipped_model("drawn-digits"))
    images = np.stack([each.image for each in placed])
    assert logits(model.architecture, model.weights, images[..., None]).argmax(1).tolist() == [3]


@pytest.mark.parametrize(("kind", "label", "seed"), HARD)
def test_thick_ink_and_smooth_paper_in_shadow_are_told_apart(kind, label, seed):
    placed = place_characters(photograph(kind, label, seed), "mnist")
    model = read_model(shipped_model("drawn-digits"))
    assert len(placed) == 1
    verdict = logits(model.architecture, model.weights, placed[0].image[None, ..., None]).argmax()
    assert verdict == label
    assert placed[0].is_inverted


def test_characters_come_in_reading_order_with_their_boxes():
    places = (("7_bar", 150, 250, 110), ("4_closed", 15, 240, 110), ("2_plain", 20, 40, 110))
    placed = place_characters(picture(page_of(*places)), "mnist")
    assert len(placed) == 3
    corners = [(each.box.top, each.box.left) for each in placed]
    for (top, left), (_, row, column, side) in zip(
        corners, (places[2], places[1], places[0]), strict=True
    ):
        assert row < top < row + side / 2
        assert column < left < column + side / 2
    assert all(each.is_sure for each in placed)


def test_a_five_whose_bar_stands_apart_is_one_character():
    page = page_of(noise=2)
    page[90:98, 190:240] = 50  # the bar
    page[108:150, 182:189] = 50
    page[150:156, 182:236] = 50
    page[150:200, 230:237] = 50
    page[196:202, 182:236] = 50
    assert len(place_characters(picture(page), "mnist")) == 1


def test_a_dot_above_belongs_to_what_is_below():
    page = page_of(noise=2)
    page[120:200, 200:208] = 50
    page[92:108, 196:212] = 50
    placed = place_characters(picture(page), "mnist")
    assert len(placed) == 1
    assert placed[0].box.top == pytest.approx(92, abs=2)


def test_a_dot_of_the_size_of_the_pen_belongs_to_what_is_below():
    page = page_of(noise=2, size=(500, 600))
    page[220:290, 300:310] = 50
    page[196:206, 300:310] = 50  # a sixtieth of the picture
    placed = place_characters(picture(page), "mnist")
    assert len(placed) == 1
    assert placed[0].box.top == pytest.approx(196, abs=2)


def test_touching_strokes_stay_one_character():
    page = page_of(("4_closed", 80, 100, 120), ("4_closed", 80, 150, 120))
    assert len(place_characters(picture(page), "mnist")) == 1


def test_where_parts_may_lie_apart_all_ink_is_one_character():
    page = picture(page_of(("2_plain", 60, 40, 120), ("7_bar", 60, 240, 120)))
    assert len(place_characters(page, "mnist")) == 2
    assert len(place_characters(page, "kuzushiji")) == 1


def test_light_that_falls_off_changes_nothing():
    page = page_of(("3_round", 60, 150, 160))
    fall = 1 - 0.65 * np.arange(420) / 420
    even, dim = (place_image(picture(each), "mnist") for each in (page, page * fall))
    assert even is not None
    assert dim is not None
    assert np.abs(even.image.astype(int) - dim.image).mean() < 6


def test_ink_that_touches_the_border_is_placed_but_not_surely():
    page = page_of(("2_plain", 60, 200, 160))[:, :300]
    placed = place_image(picture(page), "mnist")
    assert placed is not None
    assert not placed.is_sure


@pytest.mark.parametrize("noise", [1, 4, 8])
def test_empty_paper_under_any_light_is_blank(noise):
    page = page_of(noise=noise) * (1 - 0.6 * np.arange(420) / 420)
    assert place_characters(picture(page), "mnist") == []


@pytest.mark.parametrize("kind", ["frame", "holes", "thumb", "hard shadow"])
def test_paper_that_nobody_wrote_on_is_never_surely_a_character(kind):
    for seed in (903, 907, 911):
        found = place_characters(photograph(kind, None, seed), "mnist")
        assert not any(each.is_sure for each in found)


def test_holes_and_a_frame_on_clean_paper_are_no_ink():
    y, x = np.mgrid[:300, :420]
    page = page_of(noise=0)
    page[(y - 40) ** 2 + (x - 30) ** 2 < 100] = 60
    page[(y - 260) ** 2 + (x - 30) ** 2 < 100] = 60
    assert place_characters(picture(page), "mnist") == []
    page[5:295, 60:415] = 60
    page[9:291, 64:411] = 228
    assert place_characters(picture(page), "mnist") == []


def test_a_large_dot_and_a_thick_box_on_clean_paper_are_placed_but_not_surely():
    y, x = np.mgrid[:300, :420]
    dot = page_of(noise=0)
    dot[(y - 150) ** 2 + (x - 200) ** 2 < 900] = 60
    box = page_of(noise=0)
    box[60:240, 80:300] = 60
    box[76:224, 96:284] = 228
    for page in (dot, box):
        placed = place_characters(picture(page), "mnist")
        assert placed
        assert not any(each.is_sure for each in placed)


def is_sure(page):
    placed = place_characters(picture(page), "mnist")
    assert placed
    return all(each.is_sure for each in placed)


@pytest.mark.parametrize(("length", "expected"), [(120, True), (180, False)])
def test_a_long_straight_thin_line_may_be_the_side_of_a_box(length, expected):
    page = page_of()
    page[60 : 60 + length, 200:204] = 50
    assert is_sure(page) == expected


@pytest.mark.parametrize(("distance", "expected"), [(14, True), (6, False)])
def test_ink_near_the_border_may_be_what_lies_around(distance, expected):
    page = page_of(("3_round", 60, 150, 160))
    columns = np.flatnonzero((page < 140).any(axis=0))
    assert is_sure(page[:, columns[0] - distance :]) == expected


@pytest.mark.parametrize(("side", "expected"), [(90, True), (60, False)])
def test_characters_of_unlike_size_may_be_something_else(side, expected):
    page = page_of(("3_round", 60, 40, 150), noise=2)
    page[100 : 100 + side, 240 : 240 + side] -= 0.7 * render(DRAWINGS["2_plain"], side, 9)
    assert len(place_characters(picture(page), "mnist")) == 2
    assert is_sure(page) == expected


def test_parts_of_one_character_may_be_unlike():
    page = page_of(("3_round", 60, 40, 150), noise=2)
    page[100:160, 240:300] -= 0.7 * render(DRAWINGS["2_plain"], 60, 9)
    assert [each.is_sure for each in place_characters(picture(page), "kuzushiji")] == [True]


@pytest.mark.parametrize(("pen", "expected"), [(9, True), (4, False)])
def test_characters_of_unlike_pens_may_be_something_else(pen, expected):
    page = page_of(("3_round", 60, 40, 150), noise=2)
    page[60:220, 240:400] -= 0.7 * render(DRAWINGS["2_plain"], 160, pen)
    assert len(place_characters(picture(page), "mnist")) == 2
    assert is_sure(page) == expected
