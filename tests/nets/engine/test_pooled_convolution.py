"""A convolution and the max-pooling behind it, computed as one, against torch one by one."""

import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, MaxPooling2D
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.trainer import Trainer

pytest.importorskip("numba", reason="pip install 'convscope[fast]'")

FIRST = ((13, 11, 1), Conv2D(19, 3, activation="relu"), MaxPooling2D(2))
DEEP = ((11, 7, 17), Conv2D(13, (3, 2), activation="relu"), MaxPooling2D(2))
CASES = {
    "first layer": FIRST,
    "first layer in colour, padded": ((9, 10, 3), Conv2D(5, 3, padding="same"), MaxPooling2D(2)),
    "first layer, overlapping windows": ((10, 9, 2), Conv2D(18, 3), MaxPooling2D((3, 2), 2)),
    "many inputs": DEEP,
    "many inputs, padded": ((9, 7, 16), Conv2D(6, 3, padding="same"), MaxPooling2D(2)),
    "strides": ((15, 17, 16), Conv2D(5, 3, strides=2, activation="relu"), MaxPooling2D(2)),
    "overlapping windows": ((9, 9, 16), Conv2D(5, 2, activation="relu"), MaxPooling2D(3, 2)),
    "no bias": ((9, 9, 16), Conv2D(5, 2, use_bias=False), MaxPooling2D((2, 3))),
}


def compute(case, use_kernels, inputs_need_gradient):
    """Returns pooled values, and the gradients of weights and inputs."""
    shape, convolution, pooling = case
    net = Architecture(Input(shape), (convolution, pooling))
    network = build_network(net, initial_weights(net, 1)).train()
    network.use_kernels(use_kernels)
    values = np.random.default_rng(2).normal(size=(5, *shape)).astype(np.float32)
    values[:, :6, :7] = 0  # nothing drawn here
    inputs = torch.from_numpy(values).requires_grad_(inputs_need_gradient)
    outputs = network.scores(inputs)
    torch.sin(outputs * 3).sum().backward()
    gradients = [p.grad for p in network.parameters()]
    return outputs.detach(), [*gradients, inputs.grad] if inputs_need_gradient else gradients


@pytest.mark.parametrize("inputs_need_gradient", [False, True], ids=["first", "inner"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_kernels_compute_what_torch_computes(case, inputs_need_gradient):
    expected, expected_gradients = compute(case, False, inputs_need_gradient)
    found, gradients = compute(case, True, inputs_need_gradient)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)
    for ours, theirs in zip(gradients, expected_gradients, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("case", [FIRST, DEEP], ids=["first layer", "many inputs"])
def test_the_kernels_take_the_place_of_pooling(case, monkeypatch):
    shape, convolution, pooling = case
    net = Architecture(Input(shape), (convolution, pooling))
    network = build_network(net, initial_weights(net, 1))
    monkeypatch.setattr(network.layers[1], "forward", lambda images: images * np.nan)
    for wanted in (False, True):
        network.use_kernels(wanted)
        assert network.scores(torch.ones(2, *shape)).isfinite().all() == wanted


@pytest.mark.parametrize("case", [FIRST, DEEP], ids=["first layer", "many inputs"])
def test_what_is_not_a_number_is_not_lost(case):
    shape, convolution, pooling = case
    net = Architecture(Input(shape), (convolution, pooling))
    weights = initial_weights(net, 1)
    weights[f"{net.layers[0].name}.kernel"][..., 2] = np.nan
    network = build_network(net, weights)
    network.use_kernels()
    outputs = network.scores(torch.ones(2, *shape))
    assert outputs[:, 2].isnan().all()
    assert not outputs[:, 3].isnan().any()


@pytest.mark.parametrize("epochs", [1, 10**9], ids=["short", "long"])
def test_only_long_trainings_use_kernels(epochs):
    net = Architecture(Input((9, 9, 16)), (Conv2D(5, 2), MaxPooling2D(2), Flatten(), Dense(2)))
    network = build_network(net, initial_weights(net, 0))
    examples = Examples(np.zeros((3, 9, 9, 16), np.uint8), np.zeros(3, np.int64))
    loss = Loss("sparse_categorical_crossentropy", from_logits=True)
    Trainer(network=network, train=examples, loss=loss, epochs=epochs)
    assert network.uses_kernels == (epochs > 1)


ONE_THREAD = """
import torch
from convscope.architecture import load_net
from convscope.engine.network.initialization import initial_weights
from convscope.engine.network import build_network
torch.set_num_threads(1)
network = build_network(load_net("mnist"), initial_weights(load_net("mnist"), 0))
network.use_kernels()
network.train()
network.scores(torch.zeros(2, 28, 28, 1)).sum().backward()
print(torch.get_num_threads())
"""


def test_the_kernels_leave_torch_its_number_of_threads():
    variables = {k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"}
    command = [sys.executable, "-c", ONE_THREAD]
    found = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "1"
