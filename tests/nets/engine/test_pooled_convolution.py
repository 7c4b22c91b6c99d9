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
from convscope.engine.training import trainer as trainer_module
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.trainer import Trainer

pytest.importorskip("numba", reason="pip install numba")

from convscope.engine.network.kernels import before_training

FIRST = ((13, 11, 1), Conv2D(19, 3, activation="relu"), MaxPooling2D(2))
DEEP = ((11, 7, 17), Conv2D(13, (3, 2), activation="relu"), MaxPooling2D(2))
CASES = {
    "first layer": FIRST,
    "first layer in colour, padded": ((9, 10, 3), Conv2D(5, 3, padding="same"), MaxPooling2D(2)),
    "first layer, overlapping windows": ((10, 9, 2), Conv2D(18, 3), MaxPooling2D((3, 2), 2)),
    "kernels of 3, windows of 2": ((13, 17, 16), Conv2D(37, 3, activation="relu"), MaxPooling2D(2)),
    "the same, one window, no ReLU": ((4, 5, 19), Conv2D(3, 3), MaxPooling2D(2)),
    "the same, padded": ((11, 24, 33), Conv2D(64, 3, padding="same"), MaxPooling2D(2)),
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


COMPILE_TWICE = """
import torch
from convscope.architecture import *
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.network.kernels.before_training import compile_kernels
first = Conv2D(3, 2, activation="relu"), MaxPooling2D(2), Dropout(0.5)
net = Architecture(Input((9, 11, 1)), (*first, Flatten(), Dense(2)))
network = build_network(net, initial_weights(net, 0))
network.use_kernels()
state = torch.get_rng_state()
compile_kernels(network, lambda: print("compiling"))
assert torch.equal(state, torch.get_rng_state())
assert all(parameter.grad is None for parameter in network.parameters())
print(torch.get_num_threads())
"""


def test_kernels_are_compiled_once_on_a_machine_and_said_to_be(tmp_path):
    variables = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", COMPILE_TWICE]
    for expected in ("compiling\n1\n", "1\n"):
        found = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
        assert found.stdout == expected


class Sayings(Callback):
    def __init__(self):
        self.said = []

    def tell(self, sentence, is_warning=False):
        self.said.append(sentence)

    def on_epoch_begin(self, epoch, logs=None):
        self.said.append(epoch)


def test_a_training_says_that_it_compiles_before_its_first_epoch(monkeypatch):
    def compiling(network, announce):
        announce()

    monkeypatch.setattr(before_training, "compile_kernels", compiling)
    net = Architecture(Input((9, 9, 16)), (Conv2D(5, 2), MaxPooling2D(2), Flatten(), Dense(2)))
    network = build_network(net, initial_weights(net, 0))
    examples = Examples(np.zeros((3, 9, 9, 16), np.uint8), np.zeros(3, np.int64))
    loss, sayings = Loss("sparse_categorical_crossentropy", from_logits=True), Sayings()
    monkeypatch.setattr(trainer_module, "WORTHWHILE", 0)
    Trainer(network=network, train=examples, loss=loss, epochs=1, callbacks=[sayings]).fit()
    assert sayings.said == [trainer_module.COMPILING, 0]


@pytest.mark.parametrize("case", [FIRST, DEEP], ids=["first layer", "many inputs"])
@pytest.mark.parametrize("threads", [1, 2, 3, 7], ids="{}-threads".format)
def test_threads_divide_the_images_and_always_add_up_in_one_order(threads, case):
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(threads)
        found, gradients = compute(case, True, case is DEEP)
        again, same_gradients = compute(case, True, case is DEEP)
    finally:
        torch.set_num_threads(before)
    assert torch.equal(found, again)
    for first, second in zip(gradients, same_gradients, strict=True):
        assert torch.equal(first, second)
    expected, expected_gradients = compute(case, False, case is DEEP)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)
    for ours, theirs in zip(gradients, expected_gradients, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)
