"""Adds weighted blocks of numbers in the processor's vector registers, for compiled kernels."""

from collections.abc import Callable
from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from convscope.engine.network.kernels.vector_code import add_product, address, divide, has_avx512

_VECTORS_AT_ONCE = 24 if has_avx512() else 6
"""Vectors summed in one pass over blocks: 24 of 32 registers of AVX-512, or 12 of AVX2's 16."""


def _add_weighted_blocks(
    typing_context: Any,
    sums: Any,
    start: Any,
    step: Any,
    values: Any,
    block_starts: Any,
    value_step: Any,
    factors: Any,
    count: Any,
    rows: Any,
    length: Any,
) -> tuple[Any, Callable[..., Any]]:
    code = _Code(rows.literal_value, length.literal_value)
    of_sums, of_values = (sums, types.intp, types.intp), (values, block_starts, types.intp)
    return types.void(*of_sums, *of_values, factors, types.intp, rows, length), code


add_weighted_blocks: Callable[..., None] = intrinsic(prefer_literal=True)(_add_weighted_blocks)
"""Adds blocks of values, each times a factor, to a block of sums.

Called in a compiled function as `add_weighted_blocks(sums, start, step, values, block_starts,
value_step, factors, count, rows, length)`; the same as

    for i in range(count):
        for row in range(rows):
            block = values[block_starts[i] + row * value_step :][:length]
            sums[start + row * step :][:length] += factors[i] * block

Such loops would load and store the sums for every block, and check each time that they do not
overlap the values; here they stay in registers while the blocks go by.

- sums: float32, contiguous; changed.
- start: First of the sums.
- step: From one row of the sums to the next.
- values: float32, contiguous, not the same memory as the sums.
- block_starts: Integers, contiguous: where each block starts in the values.
- value_step: From one row of a block to the next.
- factors: float32, contiguous: one per block.
- count: Number of blocks.
- rows, length: Of a block; constants when compiled.
"""


class _Code:
    """Writes the instructions for blocks of one size."""

    def __init__(self, rows: int, length: int) -> None:
        vectors = [(row, *vector) for row in range(rows) for vector in divide(length)]
        most = _VECTORS_AT_ONCE
        self.passes = [vectors[i : i + most] for i in range(0, len(vectors), most)]

    def __call__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        """Writes one loop over the blocks for each pass."""
        pointers = [
            context.make_array(signature.args[i])(context, builder, arguments[i]).data
            for i in (0, 3, 4, 6)
        ]
        _, start, step, _, _, value_step, _, count, _, _ = arguments
        for vectors in self.passes:
            _add_in_registers(builder, pointers, vectors, start, step, value_step, count)
        return context.get_dummy_value()


def _add_in_registers(
    builder: Any,
    pointers: list[Any],
    vectors: list[tuple[int, int, int]],
    start: Any,
    step: Any,
    value_step: Any,
    count: Any,
) -> None:
    """Writes one pass; a vector is row, first value and size."""
    sums, values, block_starts, factors = pointers
    integer = start.type

    def place_in(array: Any, begin: Any, step: Any, vector: tuple[int, int, int]) -> Any:
        row, first, size = vector
        begin = builder.add(begin, builder.mul(integer(row), step))
        return address(builder, array, builder.add(begin, integer(first)), size)

    places = [place_in(sums, start, step, vector) for vector in vectors]
    registers = [
        cgutils.alloca_once_value(builder, builder.load(place, align=4)) for place in places
    ]
    with cgutils.for_range(builder, count) as loop:
        begin = builder.load(builder.gep(block_starts, [loop.index]))
        if begin.type != integer:
            begin = builder.sext(begin, integer)
        factor = builder.load(builder.gep(factors, [loop.index]))
        for register, vector in zip(registers, vectors, strict=True):
            value = builder.load(place_in(values, begin, value_step, vector), align=4)
            add_product(builder, register, factor, value, vector[2])
    for place, register in zip(places, registers, strict=True):
        builder.store(builder.load(register), place, align=4)
