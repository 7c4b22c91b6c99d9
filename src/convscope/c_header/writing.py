"""The header file: comment, sizes, numbers, functions, self-test."""

from dataclasses import dataclass
from math import prod

import numpy as np

from convscope.architecture import INPUT, Architecture, Shape
from convscope.arrays import Images, Numbers
from convscope.c_header.arena import Arena, plan_arena
from convscope.c_header.byte_calls import write_bytes
from convscope.c_header.bytes_from_images import Calibrated
from convscope.c_header.c_text import array, comment, identifier, number, string
from convscope.c_header.float_calls import MOVES, write_float
from convscope.c_header.program import Program, planes
from convscope.channels_first import Operation

TOLERANCE, BYTE_TOLERANCE = 1e-5, 0.01
"""Of a self-test, as a share of the largest answer where that is above 1: a byte's rounding may
fall otherwise on another processor, a float's last digits do."""

MATHS = ("expf(", "sqrtf(", "tanhf(", "erff(", "log1pf(", "expm1f(", "fabsf(")


@dataclass(frozen=True)
class Cost:
    """What a net in C needs.

    Attributes:
        constant_bytes: Weights and other numbers that are read alone: flash memory.
        arena_bytes: The block in which all results lie: RAM.
        peak_bytes: Of results that are needed at one moment, at most.
        multiply_adds: Multiplications with weights for one image.
    """

    constant_bytes: int
    arena_bytes: int
    peak_bytes: int
    multiply_adds: int


@dataclass(frozen=True)
class Facts:
    """What a header says beside the net.

    Attributes:
        name: What its names begin with; any text.
        class_names: In the order of the outputs.
        placement: How a drawing is put into the input.
        images: uint8 (number, height, width, channels) for the self-test, or (number, features).
        expected: float32 (number, …): what the net answers, channels last.
    """

    name: str
    class_names: tuple[str, ...]
    placement: str
    images: Images
    expected: Numbers


@dataclass(frozen=True)
class Written:
    """A header.

    Attributes:
        text: Its text.
        cost: What the net needs.
    """

    text: str
    cost: Cost


def cost_of(net: Architecture, operations: list[Operation], calibrated: Calibrated | None) -> Cost:
    """Returns what a net needs in C, without the text.

    Args:
        net: The net.
        operations: Its folded operations.
        calibrated: The net in bytes; None for float.
    """
    program = _program("net", net, operations, calibrated)
    return _cost(net, program, 1 if calibrated else 4)


def write_header(
    net: Architecture, operations: list[Operation], facts: Facts, calibrated: Calibrated | None
) -> Written:
    """Returns a net as a C99 header.

    Args:
        net: The net.
        operations: Its folded operations.
        facts: What the header says beside it.
        calibrated: The net in bytes; None for float.

    Raises:
        ConvscopeError: An operation is not written in C.
    """
    prefix = identifier(facts.name)
    program = _program(prefix, net, operations, calibrated)
    c_type = "int8_t" if calibrated else "float"
    cost = _cost(net, program, 1 if calibrated else 4)
    last = operations[-1]
    entries = _entries(program, net, last, calibrated)
    functions = "\n".join(program.functions.values()).replace("@", f"{prefix}_")
    includes = ["<stddef.h>", "<stdint.h>"]
    if any(name in functions for name in MATHS):
        includes.insert(0, "<math.h>")
    upper = prefix.upper()
    parts = [
        _head(net, facts, cost, calibrated),
        f"#ifndef {upper}_H\n#define {upper}_H\n",
        "".join(f"#include {name}\n" for name in includes),
        _sizes(upper, net, last.shape, facts, cost),
        *([_names(prefix, facts.class_names)] if facts.class_names else []),
        *program.arrays,
        f"static {c_type} {prefix}_arena[{program.arena.num_values}];\n",
        functions,
        entries,
        _self_test(prefix, net, facts, bool(calibrated)),
        f"#endif /* {upper}_H */\n",
    ]
    return Written("\n".join(parts), cost)


def _program(
    prefix: str, net: Architecture, operations: list[Operation], calibrated: Calibrated | None
) -> Program:
    shape = _first(net.input.shape)
    body = calibrated.body if calibrated else operations
    shapes = {INPUT: shape} | {op.name: op.shape for op in body}
    program = Program(prefix, plan_arena(body, shape), shapes)
    if calibrated:
        write_bytes(program, calibrated)
    else:
        for op in operations:
            write_float(program, op)
    return program


def _cost(net: Architecture, program: Program, value_bytes: int) -> Cost:
    arena: Arena = program.arena
    return Cost(
        program.constant_bytes,
        arena.num_values * value_bytes,
        arena.most_alive * value_bytes,
        net.multiply_adds,
    )


def _first(shape: Shape) -> Shape:
    return (shape[2], shape[0], shape[1]) if len(shape) == 3 else shape


def _head(net: Architecture, facts: Facts, cost: Cost, calibrated: Calibrated | None) -> str:
    low, high = net.input.value_range
    prefix, shape = identifier(facts.name), net.input.shape
    what = "height x width x channels" if len(shape) == 3 else "features"
    numbers = (
        f"int8, scales from {calibrated.num_images} images; sums int32" if calibrated else "float32"
    )
    lines = [
        f"{facts.name}: a net for images, written by convscope. C99, no dependencies.",
        "",
        f"In:      float image[{' * '.join(map(str, shape))}], {what}, {low:g} to {high:g}:",
        f"         {low:g} is the byte 0, {high:g} the byte 255. A drawing is placed as:",
        f"         {facts.placement}.",
        f"Out:     one float for each of {prod(net.output_shape)} outputs.",
        f"Numbers: {numbers}.",
        f"Flash:   {cost.constant_bytes:,} bytes of numbers, and the code.",
        f"RAM:     {cost.arena_bytes:,} bytes of results.",
        f"Work:    {cost.multiply_adds:,} multiply-adds for an image.",
        "",
        f"Include it in one .c file and call {prefix}_predict(image, probabilities), or",
        f"{prefix}_predict_bytes for uint8_t, 0 to 255. Results share one static block: one call",
        "at a time. An int needs 32 bits. Link with -lm where <math.h> is included.",
        f"With {prefix.upper()}_SELFTEST defined, {prefix}_selftest() returns 0 if all is well.",
    ]
    return "/*\n" + "".join(f" * {comment(line)}".rstrip() + "\n" for line in lines) + " */"


def _sizes(upper: str, net: Architecture, out: Shape, facts: Facts, cost: Cost) -> str:
    shape = net.input.shape
    names = ("HEIGHT", "WIDTH", "CHANNELS") if len(shape) == 3 else ("FEATURES",)
    values = dict(zip(names, shape, strict=True))
    values |= {"NUM_INPUTS": prod(shape), "NUM_OUTPUTS": prod(out)}
    values |= {"NUM_CLASSES": len(facts.class_names)}
    values |= {"FLASH_BYTES": cost.constant_bytes, "RAM_BYTES": cost.arena_bytes}
    return "".join(f"#define {upper}_{name} {value}\n" for name, value in values.items())


def _names(prefix: str, names: tuple[str, ...]) -> str:
    texts = "".join(f"    {string(name)},\n" for name in names).rstrip(",\n")
    return f"static const char *const {prefix}_class_names[{len(names)}] = {{\n{texts}\n}};\n"


def _entries(
    program: Program, net: Architecture, last: Operation, calibrated: Calibrated | None
) -> str:
    """Returns the functions that a program calls; has those written that they call."""
    prefix = program.prefix
    lines = list(program.lines)
    if not calibrated:
        channels, *places = last.shape
        move = program.need(MOVES, "to_last")
        result = program.at(last.name)
        lines.append(f"{move}(probabilities, {result}, {channels}, {prod(places)});")
    c_type = "int8_t" if calibrated else "float"
    body = "".join(f"    {line}\n" for line in lines)
    channels, height, width = planes(_first(net.input.shape))
    low, high = net.input.value_range
    start = program.at(INPUT).removeprefix("arena + ")
    value = "(float)image[i * {c} + c]"
    parts = [
        f"static inline void {prefix}_run(float *probabilities) {{\n"
        f"    {c_type} *const arena = {prefix}_arena;\n{body}}}\n"
    ]
    of_byte = f"{number(low)} + {{}} * {number((high - low) / 255)}"
    for name, taken, formula in (
        ("predict", "float", "{}"),
        ("predict_bytes", "uint8_t", of_byte),
    ):
        real = formula.format(value.format(c=channels))
        if calibrated:
            scale = calibrated.scales[INPUT]
            real = f"{prefix}_byte({real}, {number(float(scale.per_unit))}, {scale.zero})"
        parts.append(
            f"static inline void {prefix}_{name}(const {taken} *image, float *probabilities) {{\n"
            f"    for (int c = 0; c < {channels}; c++)\n"
            f"        for (int i = 0; i < {height * width}; i++)\n"
            f"            {prefix}_arena[{start} + c * {height * width} + i] = {real};\n"
            f"    {prefix}_run(probabilities);\n}}\n"
        )
    return "\n".join(parts)


def _self_test(prefix: str, net: Architecture, facts: Facts, is_bytes: bool) -> str:
    num_images = len(facts.images)
    expected = np.asarray(facts.expected, np.float32).reshape(num_images, -1)
    upper, outputs = prefix.upper(), expected.shape[1]
    tolerance = BYTE_TOLERANCE if is_bytes else TOLERANCE
    tolerance *= max(1.0, float(np.abs(expected).max()))
    return f"""#ifdef {upper}_SELFTEST

#define {upper}_NUM_TESTS {num_images}
#define {upper}_TOLERANCE {number(tolerance)}

{array("uint8_t", f"{prefix}_test_images", facts.images)}
{array("float", f"{prefix}_expected", expected)}
/* Returns 0, or the number of the first image, from 1 on, whose answer is another. */
static inline int {prefix}_selftest(void) {{
    static float found[{outputs}];
    for (int test = 0; test < {num_images}; test++) {{
        {prefix}_predict_bytes({prefix}_test_images + test * {prod(net.input.shape)}, found);
        for (int i = 0; i < {outputs}; i++) {{
            const float away = found[i] - {prefix}_expected[test * {outputs} + i];
            if (!(away <= {upper}_TOLERANCE && away >= -{upper}_TOLERANCE)) return test + 1;
        }}
    }}
    return 0;
}}

#endif /* {upper}_SELFTEST */
"""
