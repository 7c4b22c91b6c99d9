"""Connected pixels: the same pieces, in the same order, with and without SciPy."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from convscope.drawing.connected import connected, connected_runs

SPIRAL = """
#########
#.......#
#.#####.#
#.#...#.#
#.#.###.#
#.#.....#
#.#######
"""


def drawn(text: str) -> np.ndarray:
    return np.array([[letter == "#" for letter in row] for row in text.split()])


def expect_same(is_ink: np.ndarray) -> int:
    (numbers, boxes), (ours, our_boxes) = connected(is_ink), connected_runs(is_ink)
    np.testing.assert_array_equal(ours, numbers)
    assert our_boxes == boxes
    return len(boxes)


def test_a_corner_connects_and_rows_give_the_order():
    numbers, boxes = connected_runs(drawn("#..##\n.#...\n....#"))
    assert numbers.tolist() == [[1, 0, 0, 2, 2], [0, 1, 0, 0, 0], [0, 0, 0, 0, 3]]
    assert boxes[0] == (slice(0, 2), slice(0, 2))
    assert boxes[2] == (slice(2, 3), slice(4, 5))


@pytest.mark.parametrize("is_ink", [drawn(SPIRAL), drawn(SPIRAL).T, ~drawn(SPIRAL)])
def test_what_meets_late_is_one_piece(is_ink):
    assert expect_same(is_ink) == connected_runs(is_ink)[0].max()


@given(arrays(np.bool_, some.tuples(some.integers(1, 13), some.integers(1, 17))))
def test_any_ink_is_cut_as_scipy_cuts_it(is_ink):
    expect_same(is_ink)


@pytest.mark.parametrize("share", [0.1, 0.35, 0.45, 0.8])
def test_so_is_a_large_picture(share):
    assert expect_same(np.random.default_rng(1).random((211, 307)) < share) > 0


def test_without_scipy_the_runs_are_taken(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)
    assert connected(drawn(SPIRAL))[1] == [(slice(0, 7), slice(0, 9))]
