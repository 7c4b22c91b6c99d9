"""Adds weighted rows of numbers in the processor's vector registers, for compiled kernels."""

from collections.abc import Callable
from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from convscope.engine.network.kernels.vector_code import add_product, address, divide

_VECTORS_AT_ONCE = 6
"""Vectors summed in one pass over the rows: twelve of the sixteen registers of AVX2."""


def _add_weighted_rows(
    typing_context: Any,
    sums: Any,
    start: Any,
    values: Any,
    row_starts: Any,
    factors: Any,
    count: Any,
    offset: Any,
    length: Any,
) -> tuple[Any, Callable[..., Any]]:
    number = length.literal_value
    arrays = sums, types.intp, values, row_starts, factors
    return types.void(*arrays, types.intp, types.intp, length), _Code(number)


add_weighted_rows: Callable[..., None] = intrinsic(prefer_literal=True)(_add_weighted_rows)
"""Adds `factors[i] * values[row_starts[i] + offset:][:length]` for i < count to sums.

Called in a compiled function as
`add_weighted_rows(sums, start, values, row_starts, factors, count, offset, length)`. A loop over
the same values would load and store the sums for every row, and check each time that they do not
overlap the values; here they stay in registers while the rows go by.

- sums: float32, contiguous; those from `start` on are changed.
- start: First of the sums.
- values: float32, contiguous, not the same memory as the sums.
- row_starts: Integers, contiguous: where each row starts in the values.
- factors: float32, contiguous: one per row.
- count: Number of rows.
- offset: Added to every row's start.
- length: Values in a row, a constant when compiled.
"""


class _Code:
    """Writes the instructions for rows of one length."""

    def __init__(self, length: int) -> None:
        vectors, most = divide(length), _VECTORS_AT_ONCE
        self.passes = [vectors[i : i + most] for i in range(0, len(vectors), most)]

    def __call__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        """Writes one loop over the rows for each pass."""
        pointers = [
            context.make_array(signature.args[i])(context, builder, arguments[i]).data
            for i in (0, 2, 3, 4)
        ]
        _, start, _, _, _, count, offset, _ = arguments
        for vectors in self.passes:
            _add_in_registers(builder, pointers, vectors, start, count, offset)
        return context.get_dummy_value()


def _add_in_registers(
    builder: Any, pointers: Any, vectors: list[tuple[int, int]], start: Any, count: Any, offset: Any
) -> None:
    sums, values, row_starts, factors = pointers
    integer = start.type
    registers = []
    for first, size in vectors:
        place = address(builder, sums, builder.add(start, integer(first)), size)
        register = cgutils.alloca_once_value(builder, builder.load(place, align=4))
        registers.append((first, size, place, register))
    with cgutils.for_range(builder, count) as loop:
        row_start = builder.load(builder.gep(row_starts, [loop.index]))
        if row_start.type != integer:
            row_start = builder.sext(row_start, integer)
        row_start = builder.add(row_start, offset)
        factor = builder.load(builder.gep(factors, [loop.index]))
        for first, size, _, register in registers:
            place = address(builder, values, builder.add(row_start, integer(first)), size)
            add_product(builder, register, factor, builder.load(place, align=4), size)
    for *_, place, register in registers:
        builder.store(builder.load(register), place, align=4)
