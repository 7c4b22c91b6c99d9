"""WebAssembly from Python: a function is written as arithmetic on its locals, and becomes bytes.

Only what the page's kernel needs: one imported memory, whole numbers (i32) and vectors (v128).
Source: https://webassembly.github.io/spec/core/binary/ and the fixed-width SIMD instructions in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The type of a value, with its code in the binary format."""

    I32 = 0x7F
    V128 = 0x7B


def _unsigned(number: int) -> bytes:
    """Returns the LEB128 form of a number that is not negative."""
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])


def _signed(number: int) -> bytes:
    """Returns the signed LEB128 form of a number."""
    encoded = bytearray()
    while not -64 <= number < 64:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number & 0x7F])


def _simd(number: int) -> bytes:
    return b"\xfd" + _unsigned(number)


@dataclass(frozen=True)
class Value:
    """An expression: the code that leaves one value on the stack."""

    kind: Kind
    code: bytes

    def __add__(self, other: "Value | int") -> "Value":
        return self._with(other, b"\x6a", _simd(0xE4))

    def __sub__(self, other: "Value | int") -> "Value":
        return self._with(other, b"\x6b", _simd(0xE5))

    def __mul__(self, other: "Value | int") -> "Value":
        return self._with(other, b"\x6c", _simd(0xE6))

    def __floordiv__(self, other: "Value | int") -> "Value":
        return self._with(other, b"\x6e")

    def __mod__(self, other: "Value | int") -> "Value":
        return self._with(other, b"\x70")

    def __lt__(self, other: "Value | int") -> "Value":
        return self._with(other, b"\x48")

    def __gt__(self, other: "Value | int") -> "Value":
        return self._with(other, b"\x4a")

    def equals(self, other: "Value | int") -> "Value":
        """Returns 1 where both are the same number, otherwise 0."""
        return self._with(other, b"\x46")

    def _with(self, other: "Value | int", whole: bytes, vector: bytes = b"") -> "Value":
        operand = number(other) if isinstance(other, int) else other
        code = whole if self.kind is Kind.I32 else vector
        if operand.kind is not self.kind or not code:
            raise TypeError(f"{self.kind} and {operand.kind} do not go together here.")
        return Value(self.kind, self.code + operand.code + code)


@dataclass(frozen=True)
class Local(Value):
    """A variable of a function."""

    index: int


def number(value: int) -> Value:
    """Returns a whole number."""
    return Value(Kind.I32, b"\x41" + _signed(value))


def load_number(address: Value, offset: int = 0) -> Value:
    """Returns the whole number at an address."""
    return Value(Kind.I32, address.code + b"\x28" + _unsigned(0) + _unsigned(offset))


def zeros() -> Value:
    """Returns a vector of zero bits."""
    return Value(Kind.V128, _simd(12) + bytes(16))


def load(address: Value, offset: int = 0) -> Value:
    """Returns the 16 bytes at an address."""
    return Value(Kind.V128, address.code + _simd(0x00) + _unsigned(0) + _unsigned(offset))


def load_everywhere(address: Value, offset: int = 0) -> Value:
    """Returns the float32 at an address in all four lanes."""
    return Value(Kind.V128, address.code + _simd(0x09) + _unsigned(0) + _unsigned(offset))


def _vectors(opcode: int, *operands: Value) -> Value:
    return Value(Kind.V128, b"".join(operand.code for operand in operands) + _simd(opcode))


def largest(a: Value, b: Value) -> Value:
    """Returns the larger float32 of each lane, NaN where either is."""
    return _vectors(0xE9, a, b)


def smallest(a: Value, b: Value) -> Value:
    """Returns the smaller float32 of each lane, NaN where either is."""
    return _vectors(0xE8, a, b)


def without_negatives(a: Value) -> Value:
    """Returns each float32 or 0 where it is below, NaN where it is NaN."""
    return _vectors(0xEB, a, zeros())


def fused(a: Value, b: Value, c: Value) -> Value:
    """Returns a × b + c for each float32, rounded once where the processor can (relaxed SIMD)."""
    return _vectors(0x105, a, b, c)


def widened(a: Value) -> Value:
    """Returns the first two float32 of a vector as float64."""
    return _vectors(0x5F, a)


def widened_upper(a: Value) -> Value:
    """Returns the last two float32 of a vector as float64."""
    lanes = bytes([*range(8, 16), *range(8)])
    return widened(Value(Kind.V128, a.code + a.code + _simd(0x0D) + lanes))


def narrowed(lower: Value, upper: Value) -> Value:
    """Returns two pairs of float64 as four float32."""
    code = _vectors(0x5E, lower).code + _vectors(0x5E, upper).code
    lanes = bytes([*range(8), *range(16, 24)])
    return Value(Kind.V128, code + _simd(0x0D) + lanes)


def add_float64(a: Value, b: Value) -> Value:
    """Returns the sum of two float64 in each half."""
    return _vectors(0xF0, a, b)


def divide_float64(a: Value, b: Value) -> Value:
    """Returns the quotient of two float64 in each half."""
    return _vectors(0xF3, a, b)


def float64_everywhere(a: Value) -> Value:
    """Returns a whole number as float64 in both halves."""
    return Value(Kind.V128, a.code + b"\xb7" + _simd(0x14))


class Function:
    """One exported function: its parameters are i32, and it returns nothing."""

    def __init__(self, name: str, num_parameters: int) -> None:
        self.name = name
        self.parameters = tuple(_local(Kind.I32, index) for index in range(num_parameters))
        self._locals: list[Kind] = []
        self._body = bytearray()

    def local(self, value: Value | int) -> Local:
        """Returns a new variable that has this value from here on."""
        start = number(value) if isinstance(value, int) else value
        new = _local(start.kind, len(self.parameters) + len(self._locals))
        self._locals.append(start.kind)
        self.assign(new, start)
        return new

    def assign(self, variable: Local, value: Value | int) -> None:
        """Gives a variable another value."""
        new = number(value) if isinstance(value, int) else value
        if new.kind is not variable.kind:
            raise TypeError(f"A variable of {variable.kind} cannot be {new.kind}.")
        self._body += new.code + b"\x21" + _unsigned(variable.index)

    def store(self, address: Value, vector: Value, offset: int = 0) -> None:
        """Writes the 16 bytes of a vector to an address."""
        self._body += address.code + vector.code + _simd(0x0B) + _unsigned(0) + _unsigned(offset)

    def copy(self, to: Value, source: Value, num_bytes: Value) -> None:
        """Copies bytes from one address to another."""
        self._body += to.code + source.code + num_bytes.code + b"\xfc\x0a\x00\x00"

    @contextmanager
    def repeat_while(self, condition: Value) -> Iterator[None]:
        """Does what is inside once, and again as long as the condition is not 0 behind it."""
        self._body += b"\x03\x40"
        yield
        self._body += condition.code + b"\x0d\x00\x0b"

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Does what is inside if the condition is not 0."""
        self._body += condition.code + b"\x04\x40"
        yield
        self._body += b"\x0b"

    def binary(self) -> bytes:
        """Returns the function's entry in the code section."""
        declared = b"".join(b"\x01" + bytes([kind.value]) for kind in self._locals)
        code = _unsigned(len(self._locals)) + declared + bytes(self._body) + b"\x0b"
        return _unsigned(len(code)) + code


def _local(kind: Kind, index: int) -> Local:
    return Local(kind, b"\x20" + _unsigned(index), index)


def module(functions: list[Function]) -> bytes:
    """Returns a WebAssembly module that takes its memory from `page.memory`."""
    types = [
        b"\x60"
        + _unsigned(len(function.parameters))
        + bytes([Kind.I32.value]) * len(function.parameters)
        + b"\x00"
        for function in functions
    ]
    memory = _name("page") + _name("memory") + b"\x02\x00\x00"
    indices = [_unsigned(index) for index in range(len(functions))]
    exports = [
        _name(function.name) + b"\x00" + index
        for function, index in zip(functions, indices, strict=True)
    ]
    return b"\0asm\1\0\0\0" + b"".join(
        (
            _section(1, types),
            _section(2, [memory]),
            _section(3, indices),
            _section(7, exports),
            _section(10, [function.binary() for function in functions]),
        )
    )


def _name(text: str) -> bytes:
    encoded = text.encode()
    return _unsigned(len(encoded)) + encoded


def _section(code: int, entries: list[bytes]) -> bytes:
    content = _unsigned(len(entries)) + b"".join(entries)
    return bytes([code]) + _unsigned(len(content)) + content
