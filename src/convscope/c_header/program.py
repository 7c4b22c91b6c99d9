"""A net as C while it is put together: functions that are needed, numbers, calls in order."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Shape
from convscope.c_header.arena import Arena
from convscope.c_header.c_text import array, comment, identifier
from convscope.channels_first import Operation

BYTES = {"float": 4, "int8_t": 1, "int32_t": 4}
"""Size of the types that arrays are made of."""


class Program:
    """Functions, numbers and calls so far.

    Args:
        prefix: What every name begins with.
        arena: Where results lie.
        shapes: Of each result, by the operation's name.

    Attributes:
        functions: Texts of the functions by name, in order.
        arrays: Definitions of numbers.
        lines: Calls.
        constant_bytes: Of the numbers.
    """

    def __init__(self, prefix: str, arena: Arena, shapes: dict[str, Shape]) -> None:
        self.prefix, self.arena, self.shapes = prefix, arena, shapes
        self.functions: dict[str, str] = {}
        self.arrays: list[str] = []
        self.lines: list[str] = []
        self.constant_bytes = 0
        self._names: set[str] = set()

    def need(self, functions: dict[str, str], name: str) -> str:
        """Has a function written; returns what it is called."""
        self.functions[name] = functions[name]
        return f"{self.prefix}_{name}"

    def say(self, op: Operation) -> None:
        """Writes which operation follows."""
        shape = " x ".join(map(str, op.shape))
        self.lines.append(f"/* {comment(op.name)}: {op.what}, {shape} */")

    def call(self, function: str, *arguments: object) -> None:
        """Writes a call."""
        self.lines.append(f"{function}({', '.join(map(str, arguments))});")

    def at(self, name: str, offset: int = 0) -> str:
        """Returns the address of a result, or of a part of it."""
        return f"arena + {self.arena.places[name] + offset}"

    def numbers(
        self, op: Operation, name: str, c_type: str, values: NDArray[Any] | Iterable[str]
    ) -> str:
        """Writes numbers of an operation; returns what they are called.

        Args:
            op: The operation.
            name: What they are to it.
            c_type: Of one number in C.
            values: The numbers, in any shape, or texts that C reads already.
        """
        own = first = f"{self.prefix}_{identifier(op.name)}_{name}"
        count = 1
        while own in self._names:
            count += 1
            own = f"{first}_{count}"
        self._names.add(own)
        held = values if isinstance(values, np.ndarray) else list(values)
        size = held.size if isinstance(held, np.ndarray) else len(held)
        self.arrays.append(array(c_type, own, held))
        self.constant_bytes += size * BYTES[c_type]
        return own

    def tensor(self, op: Operation, name: str) -> str:
        """Writes a tensor of an operation as floats; returns its name, or NULL if there is none."""
        if name not in op.tensors:
            return "NULL"
        return self.numbers(op, name, "float", op.tensors[name])


def planes(shape: Shape) -> tuple[int, int, int]:
    """Returns (channels, height, width); a vector has one place."""
    return shape if len(shape) == 3 else (shape[0], 1, 1)


def steps_of(shape: Shape, within: Shape) -> tuple[int, int, int]:
    """Returns how far apart channels, rows and columns lie, 0 where one value stands for all."""
    sizes, all_sizes = planes(shape), planes(within)
    apart = (sizes[1] * sizes[2], sizes[2], 1)
    channel, row, column = (
        a if size == whole else 0 for a, size, whole in zip(apart, sizes, all_sizes, strict=True)
    )
    return channel, row, column


def window(op: Operation, before: Shape) -> tuple[int, ...]:
    """Returns (height, width, rows, columns) of what an operation takes and makes."""
    return (*planes(before)[1:], *planes(op.shape)[1:])
