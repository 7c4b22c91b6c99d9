"""Nets drawn at random through every executor, out to other programs and back: the same answers.

`benchmarks/interchange.py` takes hundreds.
"""

import numpy as np
import pytest
from in_deno import computed_in_deno

from convscope.arithmetic import forward
from convscope.channels_first.lowering import _BY_KIND
from convscope.interchange.executors import EXECUTORS
from convscope.interchange.torch_modules.tracing import read_module
from convscope.interchange.torch_modules.writing import to_torch
from convscope.model_file import Model
from convscope.onnx_files.reading import read_onnx_bytes
from convscope.onnx_files.writing import onnx_bytes
from random_nets import random_net

SEEDS = range(24)
NOT_BACK_FROM_TORCH = {8, 13, 18, 22}
"""Nets with a slope of its own for every pixel, or a mean over windows that torch lacks."""


def back_from_torch(model, inputs):
    net = read_module(to_torch(model), model.architecture.input.shape)
    return EXECUTORS["engine"](Model(net.architecture, net.weights), inputs)


def back_from_onnx(model, inputs):
    net = read_onnx_bytes(onnx_bytes(model.architecture, model.weights, {})).net
    return EXECUTORS["engine"](Model(net.architecture, net.weights), inputs)


def exact(net, weights, inputs):
    """Returns the answers of the arithmetic in float64."""
    wide = {name: values.astype(np.float64) for name, values in weights.items()}
    return forward(net, wide, inputs.astype(np.float64))[net.layers[-1].name].activation


@pytest.mark.parametrize("seed", SEEDS)
def test_all_answer_the_same(seed):
    net, weights, inputs = random_net(seed)
    model = Model(net, weights)
    expected = exact(net, weights, inputs)
    ways = {**EXECUTORS, "back from ONNX": back_from_onnx}
    if seed not in NOT_BACK_FROM_TORCH:
        ways["back from PyTorch"] = back_from_torch
    for name, answer in ways.items():
        found = answer(model, inputs)
        largest = np.abs(found - expected).max() / max(1, np.abs(expected).max())
        assert largest <= 1e-5, name


def test_the_page_answers_the_same(tmp_path):
    nets = {str(seed): random_net(seed) for seed in SEEDS}
    cases = {name: (Model(net, weights), x) for name, (net, weights, x) in nets.items()}
    for way, answers in computed_in_deno(cases, tmp_path).items():
        for name, found in answers.items():
            expected = exact(*nets[name])
            largest = np.abs(found - expected).max() / max(1, np.abs(expected).max())
            assert largest <= 1e-5, (way, name)


def test_many_kinds_are_among_them():
    kinds = {layer.kind for seed in SEEDS for layer in random_net(seed)[0].layers}
    assert len(kinds) > 0.9 * len(_BY_KIND)
