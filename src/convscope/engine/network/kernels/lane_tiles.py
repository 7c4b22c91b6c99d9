"""The pieces of `kernels.convolving`, for sixteen channels at once, however many there are.

The numbers of channels are no constants when compiled, as they are in `kernels.tiles`: one kernel
serves every layer whose channels are counted in sixteens.
"""

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from convscope.engine.network.kernels.tiles import differences, outputs_of
from convscope.engine.network.kernels.vector_code import (
    VECTOR,
    add_product,
    address,
    has_avx512,
    pointers,
    relu,
)

TILES_AT_ONCE = 12
"""Numbers of tiles are rounded up to multiples of this."""

WIDEST = 4 if has_avx512() else 1
"""Vectors of filters computed at once: with six tiles 24 registers of AVX-512, or 12 of AVX2."""

ROWS_AT_ONCE = 8 if has_avx512() else 4
"""Channels whose sums are computed at once."""


def _transform_lane(
    typing_context: Any,
    results: Any,
    target: Any,
    step: Any,
    image: Any,
    start: Any,
    line: Any,
    channels: Any,
) -> tuple[Any, Callable[..., Any]]:
    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, source = pointers(context, builder, signature, arguments, (0, 3))
        _, target, step, _, start, line, channels = arguments
        integer = start.type
        rows = []
        for i in range(4):
            begin = builder.add(start, builder.mul(integer(i), line))
            places = [builder.add(begin, builder.mul(integer(j), channels)) for j in range(4)]
            rows.append(_loaded(builder, source, places))
        columns = [differences(builder, column) for column in zip(*rows, strict=True)]
        for i, row in enumerate(zip(*columns, strict=True)):
            for j, value in enumerate(differences(builder, row)):
                place = builder.add(target, builder.mul(step, integer(4 * i + j)))
                builder.store(value, address(builder, to, place, VECTOR), align=4)
        return context.get_dummy_value()

    where = results, types.intp, types.intp, image, types.intp, types.intp, types.intp
    return types.void(*where), write


transform_lane: Callable[..., None] = intrinsic(_transform_lane)
"""Fills in the sixteen sums and differences of the 4 × 4 values under one tile, in 16 channels.

Called in a compiled function as
`transform_lane(results, target, step, image, start, line, channels)`.

- results: float32, contiguous; of the k-th sum, 16 values from `target + k * step` on.
- image: float32, contiguous: (height × line,), channels innermost.
- start: Where the tile begins in it, in its first of the 16 channels.
- line: Values in a line of the image.
- channels: Values in a place of the image.
"""


def _multiply_lanes(
    typing_context: Any,
    sums: Any,
    target: Any,
    seen: Any,
    source: Any,
    weights: Any,
    start: Any,
    channels: Any,
    filters: Any,
    tiles: Any,
    vectors: Any,
) -> tuple[Any, Callable[..., Any]]:
    num_tiles, num_vectors = tiles.literal_value, vectors.literal_value

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, values, factors = pointers(context, builder, signature, arguments, (0, 2, 4))
        _, target, _, source, _, start, channels, filters, _, _ = arguments
        integer = start.type
        zeros = ir.Constant(ir.VectorType(ir.FloatType(), VECTOR), [0.0] * VECTOR)
        registers = {
            (tile, vector): cgutils.alloca_once_value(builder, zeros)
            for tile in range(num_tiles)
            for vector in range(num_vectors)
        }
        for register in registers.values():
            builder.store(zeros, register)
        with cgutils.for_range(builder, channels) as channel:
            row = builder.add(start, builder.mul(channel.index, filters))
            places = [builder.add(row, integer(VECTOR * vector)) for vector in range(num_vectors)]
            loaded = _loaded(builder, factors, places)
            for tile in range(num_tiles):
                at = builder.add(source, builder.mul(integer(tile), channels))
                value = builder.load(builder.gep(values, [builder.add(at, channel.index)]))
                for vector, weight in enumerate(loaded):
                    add_product(builder, registers[tile, vector], value, weight, VECTOR)
        for (tile, vector), register in registers.items():
            place = builder.add(target, builder.mul(integer(tile), filters))
            place = builder.add(place, integer(VECTOR * vector))
            at = address(builder, to, place, VECTOR)
            builder.store(builder.load(register), at, align=4)
        return context.get_dummy_value()

    where = sums, types.intp, seen, types.intp, weights, types.intp, types.intp, types.intp
    return types.void(*where, tiles, vectors), write


multiply_lanes: Callable[..., None] = intrinsic(prefer_literal=True)(_multiply_lanes)
"""Multiplies what some tiles see with the weights of some filters.

Called in a compiled function as `multiply_lanes(sums, target, seen, source, weights, start,
channels, filters, tiles, vectors)`.

- sums: float32, contiguous; `filters` values from one tile to the next; those from `target` on, 16
  × `vectors` in each tile, are filled.
- seen: float32, contiguous; `channels` values of each tile from `source` on.
- weights: float32, contiguous; `filters` values of each channel, of which 16 × `vectors` from
  `start` on are used.
- tiles, vectors: Constants when compiled.
"""


def _add_lanes(
    typing_context: Any,
    sums: Any,
    target: Any,
    seen: Any,
    source: Any,
    given: Any,
    start: Any,
    count: Any,
    channels: Any,
    filters: Any,
    rows: Any,
    vectors: Any,
) -> tuple[Any, Callable[..., Any]]:
    num_rows, num_vectors = rows.literal_value, vectors.literal_value

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, values, factors = pointers(context, builder, signature, arguments, (0, 2, 4))
        _, target, _, source, _, start, count, channels, filters, _, _ = arguments
        integer = start.type
        places = {}
        for row in range(num_rows):
            begin = builder.add(target, builder.mul(integer(row), filters))
            for vector in range(num_vectors):
                place = builder.add(begin, integer(VECTOR * vector))
                places[row, vector] = address(builder, to, place, VECTOR)
        registers = {
            key: cgutils.alloca_once_value(builder, builder.load(place, align=4))
            for key, place in places.items()
        }
        for key, register in registers.items():
            builder.store(builder.load(places[key], align=4), register)
        with cgutils.for_range(builder, count) as tile:
            begin = builder.add(start, builder.mul(tile.index, filters))
            steps = [builder.add(begin, integer(VECTOR * vector)) for vector in range(num_vectors)]
            loaded = _loaded(builder, factors, steps)
            begin = builder.add(source, builder.mul(tile.index, channels))
            for row in range(num_rows):
                value = builder.load(builder.gep(values, [builder.add(begin, integer(row))]))
                for vector, factor in enumerate(loaded):
                    add_product(builder, registers[row, vector], value, factor, VECTOR)
        for key, register in registers.items():
            builder.store(builder.load(register), places[key], align=4)
        return context.get_dummy_value()

    where = sums, types.intp, seen, types.intp, given, types.intp
    return types.void(*where, types.intp, types.intp, types.intp, rows, vectors), write


add_lanes: Callable[..., None] = intrinsic(prefer_literal=True)(_add_lanes)
"""Adds to the sums of some channels and filters what some tiles see, times what they are given.

Called in a compiled function as `add_lanes(sums, target, seen, source, given, start, count,
channels, filters, rows, vectors)`.

- sums: float32, contiguous: (channels × filters,); those of `rows` channels and 16 × `vectors`
  filters from `target` on are changed.
- seen: float32, contiguous; `channels` values of each tile, the first channel's at `source`.
- given: float32, contiguous; `filters` values of each tile, the first filter's at `start`.
- count: Number of tiles.
- rows, vectors: Constants when compiled.
"""


def _spread_lane(
    typing_context: Any,
    results: Any,
    target: Any,
    step: Any,
    image: Any,
    start: Any,
    line: Any,
    channels: Any,
) -> tuple[Any, Callable[..., Any]]:
    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, source = pointers(context, builder, signature, arguments, (0, 3))
        _, target, step, _, start, line, channels = arguments
        integer = start.type
        rows = []
        for begin in (start, builder.add(start, line)):
            rows.append(_loaded(builder, source, [begin, builder.add(begin, channels)]))
        columns = [_spread(builder, column) for column in zip(*rows, strict=True)]
        for i, row in enumerate(zip(*columns, strict=True)):
            for j, value in enumerate(_spread(builder, row)):
                place = builder.add(target, builder.mul(step, integer(4 * i + j)))
                builder.store(value, address(builder, to, place, VECTOR), align=4)
        return context.get_dummy_value()

    where = results, types.intp, types.intp, image, types.intp, types.intp, types.intp
    return types.void(*where), write


spread_lane: Callable[..., None] = intrinsic(_spread_lane)
"""Fills in the sixteen sums that the gradients of a tile's 2 × 2 outputs give to its products.

Called in a compiled function as `spread_lane(results, target, step, image, start, line, channels)`,
with arguments as those of `transform_lane`.
"""


def _spread(builder: Any, values: Any) -> list[Any]:
    a, b = values
    return [a, builder.fadd(a, b), builder.fsub(a, b), builder.fneg(b)]


def _store_lane(
    typing_context: Any,
    outputs: Any,
    target: Any,
    line: Any,
    filters: Any,
    has_right: Any,
    has_below: Any,
    sums: Any,
    source: Any,
    step: Any,
    bias: Any,
    first: Any,
    is_relu: Any,
) -> tuple[Any, Callable[..., Any]]:
    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, products, offsets = pointers(context, builder, signature, arguments, (0, 6, 9))
        _, target, line, filters, has_right, has_below, _, source, step, _, first, is_relu = (
            arguments
        )
        integer = step.type
        rows = []
        for i in range(4):
            places = [builder.add(source, builder.mul(step, integer(4 * i + j))) for j in range(4)]
            rows.append(_loaded(builder, products, places))
        columns = [outputs_of(builder, column) for column in zip(*rows, strict=True)]
        offset = builder.load(address(builder, offsets, first, VECTOR), align=4)
        for down, row in enumerate(zip(*columns, strict=True)):
            for right, value in enumerate(outputs_of(builder, row)):
                exists = ir.Constant(ir.IntType(1), 1)
                place = target
                if right:
                    exists, place = has_right, builder.add(place, filters)
                if down:
                    exists = builder.and_(exists, has_below)
                    place = builder.add(place, line)
                with builder.if_then(exists, likely=True):
                    result = relu(builder, builder.fadd(value, offset), is_relu, VECTOR)
                    builder.store(result, address(builder, values, place, VECTOR), align=4)
        return context.get_dummy_value()

    to = outputs, types.intp, types.intp, types.intp, types.boolean, types.boolean
    return types.void(*to, sums, types.intp, types.intp, bias, types.intp, types.boolean), write


store_lane: Callable[..., None] = intrinsic(_store_lane)
"""Fills in one tile's four outputs plus bias, after ReLU if it follows, of 16 filters.

Called in a compiled function as `store_lane(outputs, target, line, filters, has_right, has_below,
sums, source, step, bias, first, is_relu)`.

- outputs: float32, contiguous; 16 values of each output are filled, the first output's from
  `target` on.
- line: Values in a line of the outputs.
- filters: Values in a place of the outputs.
- has_right, has_below: Whether the outputs in the second column and in the second row exist.
- sums: float32, contiguous; of the k-th product, 16 values from `source + k * step` on.
- bias: float32, contiguous; 16 values from `first` on.
"""


def _loaded(builder: Any, pointer: Any, places: Sequence[Any]) -> list[Any]:
    return [builder.load(address(builder, pointer, place, VECTOR), align=4) for place in places]
