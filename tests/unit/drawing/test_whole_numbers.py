"""Filters on whole numbers, against looking at every place around."""

import numpy as np
import pytest

from convscope.drawing.whole_numbers import close_square, quantile, quantile_around

RANDOM = np.random.default_rng(7)


def window(values, row, column, reach):
    return values[
        max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1
    ]


@pytest.mark.parametrize("most", [1000, 40_000])
@pytest.mark.parametrize("length", [1, 3, 7])
def test_closing_is_the_smallest_of_the_largest_around(most, length):
    values = RANDOM.integers(0, most, (11, 13)).astype(np.int32)
    reach = length // 2
    filled = values.copy()
    for at in np.ndindex(values.shape):
        filled[at] = window(values, *at, reach).max()
    expected = values.copy()
    for at in np.ndindex(values.shape):
        expected[at] = window(filled, *at, reach).min()
    assert np.array_equal(close_square(values, length), expected)


def test_quantiles_around_count_only_what_is_there():
    values = RANDOM.integers(0, 500, (5, 7))
    expected = [
        [quantile(window(values, row, column, 2), 250) for column in range(7)] for row in range(5)
    ]
    assert quantile_around(values, 2, 250).tolist() == expected
