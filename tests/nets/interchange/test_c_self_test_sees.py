"""The self-test in a C header sees each function whose arithmetic is broken once."""

import re

import numpy as np
import pytest
from compiling import COMPILER, NO_COMPILER, self_tests
from test_conformance import ALL_CASES

from convscope.architecture import Architecture, Dense, Flatten, Input, Resizing
from convscope.c_header import byte_kernels, float_kernels
from convscope.errors import ConvscopeError
from convscope.interchange.c_export import export_c
from convscope.model_file import Model
from graph_nets import LAYERS, graph
from random_nets import random_net

pytestmark = pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)

MOVES = float_kernels.moves("float")

POOLS = {
    "max_pool": ("value > found", "value < found"),
    "average_pool": ("(float)count", "(float)(count + 1)"),
    "global_max_pool": ("in[i] > out[c]", "in[i] < out[c]"),
}
WHOLE = POOLS | {
    "pad": ("row - top", "row - (top ? top - 1 : height - 1)"),
    "nearest": ("from_x[column]", "from_x[columns - 1 - column]"),
    "to_last": ("out[i * channels + c]", "out[i * channels + channels - 1 - c]"),
    "recount": ("out[i % new", "out[(count - 1 - i) % new"),
}
"""What is exchanged for what in functions that floats and bytes have in the same words."""

IN_FLOAT = WHOLE | {
    "copy": ("out[i] = in[i]", "out[i] = in[count - 1 - i]"),
    "conv": ("+= from[", "-= from["),
    "conv_transpose": ("+= in[", "-= in["),
    "linear": ("sum += in", "sum -= in"),
    "global_average_pool": ("(float)places", "(float)(places + 1)"),
    "layer_norm": ("+ epsilon", "+ 2.0f * epsilon"),
    "affine": ("+ offset", "- offset"),
    "bilinear": ("first * (1.0f - low)", "first * low"),
    "ramp": ("slope * (z", "slope + (z"),
    "prelu": ("*in * alpha", "*in + alpha"),
    "softmax": ("/= sum", "/= sum + 0.01f"),
    "copy_join": ("*out = value", "*out = -value"),
    "add": ("+= value", "-= value"),
    "subtract": ("-= value", "+= value"),
    "multiply": ("*= value", "+= value"),
    "max": ("value > *out", "value < *out"),
    "divide": ("/= by", "*= by"),
}
IN_BYTES = WHOLE | {
    "byte": ("- 0.5f : steps + 0.5f", "- 1.5f : steps + 1.5f"),
    "conv": ("sum += (int32_t)", "sum -= (int32_t)"),
    "linear": ("sum += (int32_t)", "sum -= (int32_t)"),
    "linear_out": ("sum += (int32_t)", "sum -= (int32_t)"),
    "average_pool": ("value - from", "value + from + 9"),
    "global_average_pool": ("/ (float)places", "/ (float)(places + 1)"),
    "affine": ("+ offset", "- offset"),
    "look_up": ("in[i] + 128", "127 - in[i]"),
    "rescale": ("* step", "/ step"),
    "real": ("* step", "/ step"),
    **{f"join_{name}": ("found = i == 0 ? value", "found = i == 1 ? value")
       for name in byte_kernels._STEPS},
}  # fmt: skip


def function_in(text, name):
    """Returns where a function of a header begins and ends."""
    found = re.search(rf"^static inline \w+ net_{name}\(.*?^}}$", text, re.M | re.S)
    return found and found.span()


def broken(text, changes):
    """Returns by function the header in which only that one is broken."""
    found = {}
    for name, (before, after) in changes.items():
        if span := function_in(text, name):
            body = text[slice(*span)]
            assert before in body, name
            found[name] = text[: span[0]] + body.replace(before, after, 1) + text[span[1] :]
    return found


def formulas():
    """Returns for each activation function what makes it a little larger."""
    return {name: (text, f"0.01f + ({text})") for name, text in float_kernels.FORMULAS.items()}


def models():
    """Yields nets of several layers first: what lies in between may hide what is broken."""
    for net in map(graph, LAYERS):
        yield Model(net, weights_of(net))
    for seed in range(60):
        yield Model(*random_net(seed)[:2])
    enlarged = (Resizing(9, 5, "nearest"), Flatten(), Dense(3))
    yield Model(net := Architecture(Input((6, 4, 2)), enlarged), weights_of(net))
    for layer, shape in ALL_CASES:
        net = Architecture(Input(shape), (layer,))
        yield Model(net, weights_of(net))


def weights_of(net):
    random, found = np.random.default_rng(7), {}
    for name, shape in net.parameter_shapes.items():
        size = max(1.0, np.sqrt(np.prod(shape[:-1]))) if len(shape) > 1 else 2.0
        values = random.normal(0, 1 / size, shape).astype(np.float32)
        found[name] = np.abs(values) + np.float32(0.5) if "variance" in name else values
    return found


def unseen(folder, changes, in_bytes):
    """Returns the functions that no self-test sees broken, and the names of those never written."""
    left, never = dict(changes), set(changes)
    for model in models():
        shape = model.architecture.input.shape
        pictures = np.random.default_rng(8).integers(0, 256, (40, *shape), np.uint8)
        try:
            export_c(model, folder / "net.h", pictures if in_bytes else None, pictures)
        except ConvscopeError:  # not in bytes
            continue
        mutants = broken((folder / "net.h").read_text(), left)
        never -= set(mutants)
        for name, text in mutants.items():
            renamed = text.replace("net_", f"{name}__").replace("NET_", f"{name.upper()}__")
            (folder / f"{name}_.h").write_text(renamed)
        if mutants:
            said = self_tests(folder, [f"{name}_" for name in mutants])
            left = {name: change for name, change in left.items() if not said.get(f"{name}_")}
        if not left:
            break
    return set(left), never


def test_each_function_in_float_that_is_broken_is_seen(tmp_path):
    changes = IN_FLOAT | formulas()
    assert set(changes) == {*float_kernels.KERNELS, *float_kernels.FORMULAS, *MOVES}
    assert unseen(tmp_path, changes, in_bytes=False) == (set(), set())


def test_each_function_in_bytes_that_is_broken_is_seen(tmp_path):
    joins = {f"join_{name}" for name in byte_kernels._STEPS}
    assert set(IN_BYTES) == {*byte_kernels.KERNELS, *joins, *MOVES} - {"copy"}  # of floats alone
    assert unseen(tmp_path, IN_BYTES, in_bytes=True) == (set(), set())
