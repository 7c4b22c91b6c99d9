"""Pieces of instructions for vectors of float32, of which compiled kernels are written."""

from typing import Any

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features

VECTOR = 16
"""Values in a vector: one register of AVX-512, two of AVX2, four of NEON."""

Vector = tuple[int, int]
"""First value and size."""

_INDEX = ir.IntType(32)


def has_avx512() -> bool:
    """Returns whether this processor has 32 registers of 16 values."""
    try:
        return bool(get_host_cpu_features().get("avx512f"))
    except RuntimeError:  # LLVM cannot tell on every system
        return False


def divide(length: int) -> list[Vector]:
    """Returns first value and size of the vectors of a row; sizes are powers of two.

    Example:
        >>> divide(42)
        [(0, 16), (16, 16), (32, 8), (40, 2)]
    """
    vectors, first, size = [], 0, VECTOR
    while first < length:
        while first + size > length:
            size //= 2
        vectors.append((first, size))
        first += size
    return vectors


def address(builder: Any, pointer: Any, index: Any, size: int) -> Any:
    """Returns where a vector of so many values starts.

    Args:
        builder: Writes the instruction.
        pointer: To the first value of an array.
        index: Place of the vector's first value in the array, counted in values; an integer in
            the code that is written.
        size: Values of the vector.

    Returns:
        A pointer to a vector, without any promise of alignment.
    """
    vector = ir.VectorType(pointer.type.pointee, size)
    return builder.bitcast(builder.gep(pointer, [index]), vector.as_pointer())


def repeat(builder: Any, value: Any, size: int) -> Any:
    """Returns a vector of so many times a value.

    Args:
        builder: Writes the instructions.
        value: What is repeated.
        size: Values of the vector.
    """
    empty = ir.Constant(ir.VectorType(value.type, size), ir.Undefined)
    first = builder.insert_element(empty, value, _INDEX(0))
    places = ir.Constant(ir.VectorType(_INDEX, size), [0] * size)
    return builder.shuffle_vector(first, empty, places)


def add_product(builder: Any, register: Any, factor: Any, row: Any, size: int) -> None:
    """Adds a vector, times a number, to what a register holds.

    Product and sum may become one instruction, which rounds once.

    Args:
        builder: Writes the instructions.
        register: Pointer to a vector of `size` float32; changed.
        factor: A float32.
        row: A vector of `size` float32.
        size: Values of the vectors.
    """
    product = builder.fmul(repeat(builder, factor, size), row, flags=("contract",))
    builder.store(builder.fadd(builder.load(register), product, flags=("contract",)), register)


def pointers(
    context: Any, builder: Any, signature: Any, arguments: Any, places: tuple[int, ...]
) -> list[Any]:
    """Returns pointers to the first value of some arrays.

    Args:
        context: Of the compilation.
        builder: Writes the instructions.
        signature: Types of the arguments.
        arguments: What the written function is called with.
        places: Which of the arguments are the arrays.
    """
    return [
        context.make_array(signature.args[i])(context, builder, arguments[i]).data for i in places
    ]


def largest(builder: Any, candidates: list[Any], size: int) -> tuple[Any, Any]:
    """Returns the largest of some vectors, value by value, and its number as uint8.

    The first of equal values wins, and of those that are no number the last.

    Args:
        builder: Writes the instructions.
        candidates: Vectors of `size` float32.
        size: Values of a vector.
    """
    best = candidates[0]
    winner = ir.Constant(ir.VectorType(ir.IntType(8), size), [0] * size)
    for number, candidate in enumerate(candidates[1:], start=1):
        is_larger = builder.fcmp_ordered(">", candidate, best)
        is_no_number = builder.fcmp_unordered("uno", candidate, candidate)
        wins = builder.or_(is_larger, is_no_number)
        best = builder.select(wins, candidate, best)
        winner = builder.select(wins, ir.Constant(winner.type, [number] * size), winner)
    return best, winner


def relu(builder: Any, values: Any, is_relu: Any, size: int) -> Any:
    """Returns a vector of which negative values became 0, if ReLU follows.

    What is no number stays.

    Args:
        builder: Writes the instructions.
        values: A vector of `size` float32.
        is_relu: A bit in the code that is written.
        size: Values of the vector.
    """
    zeros = ir.Constant(values.type, [0.0] * size)
    is_negative = builder.fcmp_ordered("<", values, zeros)
    is_dead = builder.and_(is_negative, repeat(builder, is_relu, size))
    return builder.select(is_dead, zeros, values)
