"""What a first layer computes in a window, in the processor's vector registers.

A window of max-pooling has a few places; at each, a kernel sees a part of the image. Here all
places of a window are computed at once, from the image itself: nothing is copied, and no sum leaves
the registers before it is whole. A window that sees nothing but 0, as most of a drawing does, is
passed over.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

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
    repeat,
)

_VECTORS_AT_ONCE = 2 if has_avx512() else 1
"""Vectors of filters computed at once: with four places, eight registers of AVX-512 or AVX2."""


class _Layer(NamedTuple):
    """Constants of a layer; lengths count values."""

    kernel_rows: int
    row_length: int
    in_channels: int
    window_rows: int
    window_columns: int
    num_filters: int

    def places(self) -> list[tuple[int, int]]:
        """Returns each place's row and first value, counted from those of the window."""
        steps = [j * self.in_channels for j in range(self.window_columns)]
        return [(down, right) for down in range(self.window_rows) for right in steps]

    def parts(self) -> list[list[Vector]]:
        """Returns the vectors of filters, those together that are computed at once."""
        vectors, most = divide(self.num_filters), _VECTORS_AT_ONCE
        return [vectors[i : i + most] for i in range(0, len(vectors), most)]


def _pool_window(
    typing_context: Any,
    outputs: Any,
    winners: Any,
    target: Any,
    image: Any,
    start: Any,
    line: Any,
    kernel: Any,
    bias: Any,
    is_relu: Any,
    kernel_rows: Any,
    row_length: Any,
    in_channels: Any,
    window_rows: Any,
    window_columns: Any,
    num_filters: Any,
) -> tuple[Any, Callable[..., Any]]:
    shape = kernel_rows, row_length, in_channels, window_rows, window_columns, num_filters
    where = types.intp, image, types.intp, types.intp
    given = outputs, winners, *where, kernel, bias, types.boolean, *shape
    return types.void(*given), _WritePooling(_Layer(*(each.literal_value for each in shape)))


pool_window: Callable[..., None] = intrinsic(prefer_literal=True)(_pool_window)
"""Fills in one window's largest values plus bias, after ReLU if it follows, and their places.

Called in a compiled function as `pool_window(outputs, winners, target, image, start, line, kernel,
bias, is_relu, kernel_rows, row_length, in_channels, window_rows, window_columns, num_filters)`.

- outputs: float32, contiguous; those of all filters from `target` on are changed.
- winners: uint8, as the outputs: place of the largest value in the window, row by row.
- image: float32, contiguous: (height × line,).
- start: Where the window begins in it.
- line: Values in a line of the image.
- kernel: float32, contiguous: (taps × filters,).
- bias: float32, contiguous: (filters,).
- kernel_rows, row_length, in_channels, window_rows, window_columns, num_filters: Constants when
  compiled. The convolution has stride 1; a row's length is its columns times the channels.
"""


class _WritePooling:
    """Writes the instructions of `pool_window` for one layer."""

    def __init__(self, layer: _Layer) -> None:
        self.layer = layer

    def __call__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        """Writes a pass for the filters that are computed at once, and for the next ones."""
        outputs, winners, image, kernel, bias = pointers(
            context, builder, signature, arguments, (0, 1, 3, 6, 7)
        )
        target, start, line, is_relu = (arguments[i] for i in (2, 4, 5, 8))
        integer = start.type
        is_empty = _is_empty(builder, self.layer, image, start, line)
        rows = builder.select(is_empty, integer(0), integer(self.layer.kernel_rows))
        for part in self.layer.parts():
            sums = self._convolve(builder, part, image, start, line, kernel, rows)
            for first, size in part:
                places = [builder.load(sums[i, first]) for i in range(len(self.layer.places()))]
                best, winner = largest(builder, places, size)
                at_bias = address(builder, bias, integer(first), size)
                best = builder.fadd(best, builder.load(at_bias, align=4))
                best = relu(builder, best, is_relu, size)
                to = builder.add(target, integer(first))
                builder.store(best, address(builder, outputs, to, size), align=4)
                builder.store(winner, address(builder, winners, to, size), align=1)
        return context.get_dummy_value()

    def _convolve(
        self,
        builder: Any,
        vectors: list[Vector],
        image: Any,
        start: Any,
        line: Any,
        kernel: Any,
        rows: Any,
    ) -> dict[tuple[int, int], Any]:
        """Returns pointers to the sums of every place and vector."""
        layer, integer = self.layer, start.type
        sums = {}
        for first, size in vectors:
            zeros = ir.Constant(ir.VectorType(ir.FloatType(), size), [0.0] * size)
            for place in range(len(layer.places())):
                sums[place, first] = cgutils.alloca_once_value(builder, zeros)
        with cgutils.for_range(builder, rows) as row:
            begin = builder.add(start, builder.mul(row.index, line))
            tap = builder.mul(row.index, integer(layer.row_length))
            with cgutils.for_range(builder, integer(layer.row_length)) as column:
                at = builder.add(begin, column.index)
                weights = builder.mul(builder.add(tap, column.index), integer(layer.num_filters))
                for first, size in vectors:
                    source = address(builder, kernel, builder.add(weights, integer(first)), size)
                    weight = builder.load(source, align=4)
                    for place, (down, right) in enumerate(layer.places()):
                        value = _value(builder, image, at, line, down, right)
                        add_product(builder, sums[place, first], value, weight, size)
        return sums


def _add_window(
    typing_context: Any,
    kernel_sum: Any,
    bias_sum: Any,
    image: Any,
    start: Any,
    line: Any,
    gradient: Any,
    outputs: Any,
    winners: Any,
    source: Any,
    is_relu: Any,
    kernel_rows: Any,
    row_length: Any,
    in_channels: Any,
    window_rows: Any,
    window_columns: Any,
    num_filters: Any,
) -> tuple[Any, Callable[..., Any]]:
    shape = kernel_rows, row_length, in_channels, window_rows, window_columns, num_filters
    where = image, types.intp, types.intp
    given = kernel_sum, bias_sum, *where, gradient, outputs, winners, types.intp, types.boolean
    code = _WriteGradients(_Layer(*(each.literal_value for each in shape)))
    return types.void(*given, *shape), code


add_window: Callable[..., None] = intrinsic(prefer_literal=True)(_add_window)
"""Adds what one window gives to the gradients of kernel and bias.

Called in a compiled function as `add_window(kernel_sum, bias_sum, image, start, line, gradient,
outputs, winners, source, is_relu, kernel_rows, row_length, in_channels, window_rows,
window_columns, num_filters)`; what is not told here is as in `pool_window`.

- kernel_sum: float32, contiguous: (taps × filters,); changed.
- bias_sum: float32, contiguous: (filters,); changed.
- gradient: float32, contiguous: of the outputs.
- source: Where the window's first filter lies in gradient, outputs and winners.
"""


class _WriteGradients:
    """Writes the instructions of `add_window` for one layer."""

    def __init__(self, layer: _Layer) -> None:
        self.layer = layer

    def __call__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        """Writes a pass for the filters that are computed at once, and for the next ones."""
        kernel_sum, bias_sum, image, gradient, outputs, winners = pointers(
            context, builder, signature, arguments, (0, 1, 2, 5, 6, 7)
        )
        start, line, source, is_relu = (arguments[i] for i in (3, 4, 8, 9))
        integer = start.type
        is_empty = _is_empty(builder, self.layer, image, start, line)
        rows = builder.select(is_empty, integer(0), integer(self.layer.kernel_rows))
        for part in self.layer.parts():
            factors = {}
            for first, size in part:
                at = builder.add(source, integer(first))
                given = builder.load(address(builder, gradient, at, size), align=4)
                output = builder.load(address(builder, outputs, at, size), align=4)
                winner = builder.load(address(builder, winners, at, size), align=1)
                zeros = ir.Constant(given.type, [0.0] * size)
                is_dead = builder.and_(
                    builder.fcmp_ordered("<=", output, zeros), repeat(builder, is_relu, size)
                )
                passed = builder.select(is_dead, zeros, given)
                of_bias = address(builder, bias_sum, integer(first), size)
                total = builder.fadd(builder.load(of_bias, align=4), passed)
                builder.store(total, of_bias, align=4)
                for place in range(len(self.layer.places())):
                    this = ir.Constant(winner.type, [place] * size)
                    is_winner = builder.icmp_unsigned("==", winner, this)
                    factors[place, first] = builder.select(is_winner, passed, zeros)
            self._add(builder, part, factors, kernel_sum, image, start, line, rows)
        return context.get_dummy_value()

    def _add(
        self,
        builder: Any,
        vectors: list[Vector],
        factors: dict[tuple[int, int], Any],
        kernel_sum: Any,
        image: Any,
        start: Any,
        line: Any,
        rows: Any,
    ) -> None:
        layer, integer = self.layer, start.type
        with cgutils.for_range(builder, rows) as row:
            begin = builder.add(start, builder.mul(row.index, line))
            tap = builder.mul(row.index, integer(layer.row_length))
            with cgutils.for_range(builder, integer(layer.row_length)) as column:
                at = builder.add(begin, column.index)
                weights = builder.mul(builder.add(tap, column.index), integer(layer.num_filters))
                for first, size in vectors:
                    to = address(builder, kernel_sum, builder.add(weights, integer(first)), size)
                    register = cgutils.alloca_once(builder, to.type.pointee)
                    builder.store(builder.load(to, align=4), register)
                    for place, (down, right) in enumerate(layer.places()):
                        value = _value(builder, image, at, line, down, right)
                        add_product(builder, register, value, factors[place, first], size)
                    builder.store(builder.load(register), to, align=4)


def _value(builder: Any, image: Any, at: Any, line: Any, down: int, right: int) -> Any:
    """Returns the value so many lines below and so many values behind a place."""
    integer = at.type
    place = builder.add(at, builder.add(builder.mul(integer(down), line), integer(right)))
    return builder.load(builder.gep(image, [place]), align=4)


def _is_empty(builder: Any, layer: _Layer, image: Any, start: Any, line: Any) -> Any:
    """Returns whether the window sees nothing but 0, as a bit."""
    integer = start.type
    length = layer.row_length + (layer.window_columns - 1) * layer.in_channels
    seen: dict[int, Any] = {}
    for row in range(layer.kernel_rows + layer.window_rows - 1):
        begin = builder.add(start, builder.mul(integer(row), line))
        for first, size in divide(length):
            place = address(builder, image, builder.add(begin, integer(first)), size)
            bits = builder.load(
                builder.bitcast(place, ir.VectorType(ir.IntType(32), size).as_pointer()), align=4
            )
            seen[size] = builder.or_(seen[size], bits) if size in seen else bits
    is_empty = ir.Constant(ir.IntType(1), 1)
    for size, bits in seen.items():
        differs = builder.icmp_unsigned("!=", bits, ir.Constant(bits.type, [0] * size))
        whole = builder.bitcast(differs, ir.IntType(size))
        none = builder.icmp_unsigned("==", whole, ir.Constant(whole.type, 0))
        is_empty = builder.and_(is_empty, none)
    return is_empty
