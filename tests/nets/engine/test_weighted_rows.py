"""Weighted rows added in registers, for lengths that fill no whole number of vectors."""

import numpy as np
import pytest

numba = pytest.importorskip("numba", reason="pip install numba")


@pytest.mark.parametrize("length", [1, 7, 16, 27, 96, 100, 199])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_rows_are_added_where_they_belong(length, count):
    from convscope.engine.network.kernels.weighted_rows import add_weighted_rows

    @numba.njit
    def add(sums, values, row_starts, factors, count):
        add_weighted_rows(sums, 3, values, row_starts, factors, count, 2, length)

    random = np.random.default_rng(length)
    values = random.normal(size=length + 20).astype(np.float32)
    starts = random.integers(0, 18, count + 1).astype(np.int32)
    factors = random.normal(size=count + 1).astype(np.float32)
    sums = random.normal(size=length + 10).astype(np.float32)
    expected = sums.astype(np.float64)
    for start, factor in zip(starts[:count], factors[:count], strict=True):
        expected[3 : 3 + length] += factor * values[start + 2 : start + 2 + length]
    add(sums, values, starts, factors, count)
    np.testing.assert_allclose(sums, expected, atol=1e-5)
