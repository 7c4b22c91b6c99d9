"""The pieces of `kernels.winograd`, in the processor's vector registers."""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from convscope.engine.network.kernels.vector_code import (
    Vector,
    add_product,
    address,
    divide,
    has_avx512,
    largest,
    pointers,
    relu,
)

TILES_AT_ONCE = 5
"""Windows whose products are added up at once."""

_VECTORS_AT_ONCE = 4 if has_avx512() else 1
"""Vectors of filters computed at once: twenty registers of AVX-512, ten of AVX2."""


def _transform_tile(
    typing_context: Any,
    results: Any,
    target: Any,
    step: Any,
    image: Any,
    start: Any,
    line: Any,
    channels: Any,
) -> tuple[Any, Callable[..., Any]]:
    number = channels.literal_value

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, source = pointers(context, builder, signature, arguments, (0, 3))
        _, target, step, _, start, line, _ = arguments
        integer = start.type
        for first, size in divide(number):
            rows = []
            for i in range(4):
                begin = builder.add(start, builder.mul(integer(i), line))
                rows.append(
                    [
                        builder.load(
                            address(
                                builder,
                                source,
                                builder.add(begin, integer(j * number + first)),
                                size,
                            ),
                            align=4,
                        )
                        for j in range(4)
                    ]
                )
            columns = [differences(builder, column) for column in zip(*rows, strict=True)]
            for i, row in enumerate(zip(*columns, strict=True)):
                for j, value in enumerate(differences(builder, row)):
                    place = builder.add(target, builder.mul(step, integer(4 * i + j)))
                    place = builder.add(place, integer(first))
                    builder.store(value, address(builder, to, place, size), align=4)
        return context.get_dummy_value()

    where = results, types.intp, types.intp, image, types.intp, types.intp
    return types.void(*where, channels), write


transform_tile: Callable[..., None] = intrinsic(prefer_literal=True)(_transform_tile)
"""Fills in the sixteen sums and differences of the 4 × 4 values that one window sees.

Called in a compiled function as
`transform_tile(results, target, step, image, start, line, channels)`.

- results: float32, contiguous; of the k-th sum, `channels` values from `target + k * step` on.
- image: float32, contiguous: (height × line,), channels innermost.
- start: Where the window begins in it.
- line: Values in a line of the image.
- channels: A constant when compiled.
"""


def differences(builder: Any, values: Any) -> list[Any]:
    """Returns the four sums and differences of four values in a line that a tile sees."""
    a, b, c, d = values
    return [builder.fsub(a, c), builder.fadd(b, c), builder.fsub(c, b), builder.fsub(b, d)]


def _multiply_tiles(
    typing_context: Any,
    sums: Any,
    seen: Any,
    weights: Any,
    num_blocks: Any,
    channels: Any,
    filters: Any,
) -> tuple[Any, Callable[..., Any]]:
    num_channels, num_filters = channels.literal_value, filters.literal_value

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, source, factors = pointers(context, builder, signature, arguments, (0, 1, 2))
        vectors, most = divide(num_filters), _VECTORS_AT_ONCE
        with cgutils.for_range(builder, arguments[3]) as block:
            for i in range(0, len(vectors), most):
                part = vectors[i : i + most]
                _multiply(
                    builder, to, source, factors, block.index, num_channels, num_filters, part
                )
        return context.get_dummy_value()

    return types.void(sums, seen, weights, types.intp, channels, filters), write


multiply_tiles: Callable[..., None] = intrinsic(prefer_literal=True)(_multiply_tiles)
"""Multiplies what windows see with the weights of all filters.

Called in a compiled function as
`multiply_tiles(sums, seen, weights, num_blocks, channels, filters)`.

- sums: float32, contiguous: (windows × filters,); filled.
- seen: float32, contiguous: (windows × channels,).
- weights: float32, contiguous: (channels, filters).
- num_blocks: `TILES_AT_ONCE` windows each.
- channels, filters: Constants when compiled.
"""


def _multiply(
    builder: Any,
    sums: Any,
    seen: Any,
    weights: Any,
    block: Any,
    channels: int,
    filters: int,
    vectors: list[Vector],
) -> None:
    integer = block.type
    begin = builder.mul(block, integer(TILES_AT_ONCE * channels))
    target = builder.mul(block, integer(TILES_AT_ONCE * filters))
    registers = {
        (tile, first): cgutils.alloca_once_value(
            builder, ir.Constant(ir.VectorType(ir.FloatType(), size), [0.0] * size)
        )
        for tile in range(TILES_AT_ONCE)
        for first, size in vectors
    }
    for register in registers.values():
        pointee = register.type.pointee
        builder.store(ir.Constant(pointee, [0.0] * pointee.count), register)
    with cgutils.for_range(builder, integer(channels)) as channel:
        row = builder.mul(channel.index, integer(filters))
        loaded = [
            builder.load(address(builder, weights, builder.add(row, integer(first)), size), align=4)
            for first, size in vectors
        ]
        for tile in range(TILES_AT_ONCE):
            at = builder.add(begin, builder.add(integer(tile * channels), channel.index))
            value = builder.load(builder.gep(seen, [at]))
            for (first, size), weight in zip(vectors, loaded, strict=True):
                add_product(builder, registers[tile, first], value, weight, size)
    for tile in range(TILES_AT_ONCE):
        for first, size in vectors:
            place = builder.add(target, integer(tile * filters + first))
            value = builder.load(registers[tile, first])
            builder.store(value, address(builder, sums, place, size), align=4)


def _pool_tile(
    typing_context: Any,
    outputs: Any,
    winners: Any,
    target: Any,
    sums: Any,
    source: Any,
    step: Any,
    bias: Any,
    is_relu: Any,
    filters: Any,
) -> tuple[Any, Callable[..., Any]]:
    number = filters.literal_value

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, kept, products, offsets = pointers(
            context, builder, signature, arguments, (0, 1, 3, 6)
        )
        _, _, target, _, source, step, _, is_relu, _ = arguments
        integer = step.type
        for first, size in divide(number):
            begin = builder.add(source, integer(first))
            rows = [
                [
                    builder.load(
                        address(
                            builder,
                            products,
                            builder.add(begin, builder.mul(step, integer(4 * i + j))),
                            size,
                        ),
                        align=4,
                    )
                    for j in range(4)
                ]
                for i in range(4)
            ]
            columns = [outputs_of(builder, column) for column in zip(*rows, strict=True)]
            places = [
                value for row in zip(*columns, strict=True) for value in outputs_of(builder, row)
            ]
            best, winner = largest(builder, places, size)
            at_bias = address(builder, offsets, integer(first), size)
            best = relu(builder, builder.fadd(best, builder.load(at_bias, align=4)), is_relu, size)
            to = builder.add(target, integer(first))
            builder.store(best, address(builder, values, to, size), align=4)
            builder.store(winner, address(builder, kept, to, size), align=1)
        return context.get_dummy_value()

    where = outputs, winners, types.intp, sums, types.intp, types.intp
    return types.void(*where, bias, types.boolean, filters), write


pool_tile: Callable[..., None] = intrinsic(prefer_literal=True)(_pool_tile)
"""Fills in one window's largest outputs plus bias, after ReLU if it follows, and their places.

Called in a compiled function as
`pool_tile(outputs, winners, target, sums, source, step, bias, is_relu, filters)`.

- outputs: float32, contiguous; those of all filters from `target` on are changed.
- winners: uint8, as the outputs: place of the largest value in the window, row by row.
- sums: float32, contiguous; of the k-th product, `filters` values from `source + k * step` on.
- bias: float32, contiguous: (filters,).
- filters: A constant when compiled.
"""


def outputs_of(builder: Any, products: Any) -> list[Any]:
    """Returns the two outputs in a line to which four products add up."""
    a, b, c, d = products
    return [
        builder.fadd(builder.fadd(a, b), c),
        builder.fsub(builder.fsub(b, c), d),
    ]
