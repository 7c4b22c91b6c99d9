"""Weighted blocks added in registers, for sizes that fill no whole number of vectors."""

import numpy as np
import pytest

numba = pytest.importorskip("numba", reason="pip install numba")


@pytest.mark.parametrize(("rows", "length"), [(1, 1), (3, 7), (2, 16), (3, 27), (3, 96), (5, 100)])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_blocks_are_added_where_they_belong(rows, length, count):
    from convscope.engine.network.kernels.weighted_blocks import add_weighted_blocks

    step, value_step = length + 4, length + 9

    @numba.njit
    def add(sums, values, starts, factors, count):
        add_weighted_blocks(sums, 3, step, values, starts, value_step, factors, count, rows, length)

    random = np.random.default_rng(length)
    values = random.normal(size=rows * value_step + 20).astype(np.float32)
    starts = random.integers(0, 18, count + 1).astype(np.int32)
    factors = random.normal(size=count + 1).astype(np.float32)
    sums = random.normal(size=rows * step + 10).astype(np.float32)
    expected = sums.astype(np.float64)
    for start, factor in zip(starts[:count], factors[:count], strict=True):
        for row in range(rows):
            block = values[start + row * value_step :][:length]
            expected[3 + row * step :][:length] += factor * block
    add(sums, values, starts, factors, count)
    np.testing.assert_allclose(sums, expected, atol=1e-5)
