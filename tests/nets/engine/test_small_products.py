"""Products of small matrices added in registers, for sizes that fill no whole number of blocks."""

import numpy as np
import pytest

numba = pytest.importorskip("numba", reason="pip install numba")


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (4, 24), (9, 32), (27, 16), (5, 43)])
@pytest.mark.parametrize("count", [0, 1, 6])
def test_products_are_added_to_what_the_sums_held(rows, columns, count):
    from convscope.engine.network.kernels.small_products import add_product_of_columns

    @numba.njit
    def add(sums, left, right, count):
        add_product_of_columns(sums, left, right, count, rows, columns)

    random = np.random.default_rng(rows)
    left, right, around = (
        random.normal(size=shape).astype(np.float32)
        for shape in ((count + 1, rows), (count + 1, columns), (rows + 2, columns))
    )
    expected = around.copy()
    expected[1:-1] += left[:count].T @ right[:count]
    add(around[1:-1], left, right, count)
    np.testing.assert_allclose(around, expected, atol=1e-5)
    np.testing.assert_array_equal(around[[0, -1]], expected[[0, -1]])
