"""Multiplies matrices of few columns in the processor's vector registers, for compiled kernels."""

from collections.abc import Callable
from typing import Any

from llvmlite.binding import get_host_cpu_features
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from convscope.engine.network.kernels.vector_code import add_product, address, divide


def _has_avx512() -> bool:
    try:
        return bool(get_host_cpu_features().get("avx512f"))
    except RuntimeError:  # LLVM cannot tell on every system
        return False


_ROWS_AT_ONCE = 5 if _has_avx512() else 3

_VECTORS_AT_ONCE = 2
"""Vectors of each of those rows summed in one pass: ten registers of AVX-512, twelve of AVX2."""


def _add_product_of_columns(
    typing_context: Any, sums: Any, left: Any, right: Any, count: Any, rows: Any, columns: Any
) -> tuple[Any, Callable[..., Any]]:
    code = _Code(rows.literal_value, columns.literal_value)
    return types.void(sums, left, right, types.intp, rows, columns), code


add_product_of_columns: Callable[..., None] = intrinsic(prefer_literal=True)(
    _add_product_of_columns
)
"""Adds `left[:count].T @ right[:count]` to sums.

Called in a compiled function as
`add_product_of_columns(sums, left, right, count, rows, columns)`. All arrays are float32 and
contiguous, and none overlaps the sums.

- sums: (rows, columns).
- left: (at least count, rows).
- right: (at least count, columns).
- count: Number of products that are added up.
- rows, columns: Constants when compiled.
"""


class _Code:
    """Writes the instructions for sums of one size."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns

    def __call__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        """Writes one loop for each block of the sums that has room in registers."""
        pointers = [
            context.make_array(signature.args[i])(context, builder, arguments[i]).data
            for i in range(3)
        ]
        vectors = divide(self.columns)
        num_blocks = -(-self.rows // _ROWS_AT_ONCE)
        for block in range(num_blocks):
            rows = range(block * self.rows // num_blocks, (block + 1) * self.rows // num_blocks)
            for left in range(0, len(vectors), _VECTORS_AT_ONCE):
                part = vectors[left : left + _VECTORS_AT_ONCE]
                self._add_block(builder, pointers, rows, part, arguments[3])
        return context.get_dummy_value()

    def _add_block(
        self, builder: Any, pointers: Any, rows: range, vectors: list[tuple[int, int]], count: Any
    ) -> None:
        sums, left, right = pointers
        integer = count.type
        places, registers = {}, {}
        for row in rows:
            for first, size in vectors:
                start = integer(row * self.columns + first)
                place = places[row, first] = address(builder, sums, start, size)
                value = builder.load(place, align=4)
                registers[row, first] = cgutils.alloca_once_value(builder, value)
        with cgutils.for_range(builder, count) as loop:
            left_start = builder.mul(loop.index, integer(self.rows))
            right_start = builder.mul(loop.index, integer(self.columns))
            for first, size in vectors:
                start = builder.add(right_start, integer(first))
                values = builder.load(address(builder, right, start, size), align=4)
                for row in rows:
                    start = builder.add(left_start, integer(row))
                    factor = builder.load(builder.gep(left, [start]))
                    add_product(builder, registers[row, first], factor, values, size)
        for cell, place in places.items():
            builder.store(builder.load(registers[cell]), place, align=4)
