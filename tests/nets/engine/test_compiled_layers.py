"""Convolutions of 3 × 3, batch normalization and what stands behind them, compiled, against torch.

Nets with both are computed with and without kernels; the answers and all gradients are the same.
"""

import numpy as np
import pytest
import torch

from convscope.architecture import (
    Activation,
    Add,
    Architecture,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    MaxPooling2D,
    ReLU,
)
from convscope.architecture.layer_training import LayerTraining
from convscope.architecture.regularizers import L2
from convscope.engine.network import build_network
from convscope.engine.network.compiled_convolution import CompiledConvolution
from convscope.engine.network.compiled_normalization import CompiledNormalization
from convscope.engine.network.initialization import initial_weights
from convscope.engine.network.pooled_convolution import PooledConvolution

pytest.importorskip("numba", reason="pip install numba")

CONVOLUTIONS = {
    "padded": ((11, 13, 16), Conv2D(48, 3, padding="same", activation="relu")),
    "not padded": ((11, 14, 32), Conv2D(16, 3)),
    "a single output": ((3, 3, 32), Conv2D(32, 3, activation="relu")),
    "a single column": ((7, 3, 16), Conv2D(80, 3, activation="relu")),
    "more tiles than are computed at once": ((38, 37, 16), Conv2D(32, 3, padding="same")),
    "many channels": ((5, 6, 144), Conv2D(112, 3, padding="same", activation="relu")),
    "no bias": ((8, 8, 64), Conv2D(64, 3, padding="same", use_bias=False)),
    "another activation": ((6, 7, 32), Conv2D(32, 3, padding="same", activation="elu")),
}
CHAINS = {
    **{name: (shape, (layer,)) for name, (shape, layer) in CONVOLUTIONS.items()},
    "activation behind": ((6, 7, 32), (Conv2D(32, 3, padding="same"), Activation("relu"))),
    "other activation behind": ((6, 7, 32), (Conv2D(32, 3), Activation("gelu"))),
    "normalization": ((6, 7, 5), (BatchNormalization(),)),
    "normalization of vectors": ((19,), (BatchNormalization(), Activation("relu"))),
    "normalization and ReLU": ((9, 4, 17), (BatchNormalization(), Activation("relu"))),
    "normalization and a ramp that ends": ((9, 4, 17), (BatchNormalization(), ReLU(6.0))),
    "normalization and a leak": ((9, 4, 3), (BatchNormalization(), ReLU(negative_slope=0.1))),
    "pooling behind elu": ((9, 8, 3), (Conv2D(8, 3, activation="elu"), MaxPooling2D())),
    "pooling behind an activation behind": (
        (9, 8, 16),
        (Conv2D(32, 3), Activation("tanh"), MaxPooling2D(3, 2)),
    ),
    "pooling behind what falls": ((9, 8, 3), (Conv2D(8, 3, activation="silu"), MaxPooling2D())),
    "a block": (
        (12, 10, 3),
        (
            Conv2D(32, 3, padding="same", use_bias=False),
            BatchNormalization(),
            Activation("relu"),
            Conv2D(32, 3, padding="same", use_bias=False),
            BatchNormalization(),
            ReLU(),
            MaxPooling2D(),
            Flatten(),
            Dense(3),
        ),
    ),
    "a residual": (
        (7, 6, 16),
        (
            Conv2D(32, 3, padding="same", name="a"),
            BatchNormalization(name="b"),
            Activation("relu", name="c"),
            Conv2D(32, 3, padding="same", name="d", inputs="c"),
            Add(inputs=("d", "a")),
            Activation("relu"),
        ),
    ),
}


def network_of(shape, layers, seed=1):
    net = Architecture(Input(shape), layers)
    return build_network(net, initial_weights(net, seed)).train()


def values_of(shape, number=5):
    values = np.random.default_rng(2).normal(0.3, 1.5, (number, *shape)).astype(np.float32)
    return torch.from_numpy(values)


def compute(shape, layers, use_kernels, number=5):
    """Returns outputs, gradients of weights and inputs, and moving statistics."""
    network = network_of(shape, layers)
    network.use_kernels(use_kernels)
    inputs = values_of(shape, number).requires_grad_()
    outputs = network.scores(inputs)
    torch.sin(outputs * 3).sum().backward()
    gradients = [*(p.grad for p in network.parameters()), inputs.grad]
    return outputs.detach(), gradients, list(network.buffers())


@pytest.mark.parametrize("num_threads", [1, 3])
@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_the_kernels_compute_what_torch_computes(chain, num_threads):
    threads = torch.get_num_threads()
    torch.set_num_threads(num_threads)
    try:
        expected, expected_gradients, expected_buffers = compute(*chain, False)
        found, gradients, buffers = compute(*chain, True)
    finally:
        torch.set_num_threads(threads)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)
    for ours, theirs in zip(gradients, expected_gradients, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-4 * float(theirs.abs().max()))
    for ours, theirs in zip(buffers, expected_buffers, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-6)


def test_a_batch_of_one_picture_is_normalized():
    chain = CHAINS["normalization and ReLU"]
    torch.testing.assert_close(compute(*chain, True, 1)[0], compute(*chain, False, 1)[0])


def test_large_numbers_close_together_keep_their_digits():
    network = network_of((6, 7, 3), (BatchNormalization(epsilon=1e-6),))
    network.use_kernels()
    values = 3000 + values_of((6, 7, 3))
    found = network.scores(values)
    exact = values.double()
    mean, variance = exact.mean((0, 1, 2)), exact.var((0, 1, 2), correction=0)
    expected = ((exact - mean) / (variance + 1e-6).sqrt()).permute(0, 3, 1, 2)
    # The values themselves have three digits behind the point.
    assert float((found.detach() - expected).abs().max()) < 2e-3


def computations(*layers, shape=(12, 12, 16)):
    return [type(c.compute) for c in network_of(shape, layers)._plan]


def test_what_stands_behind_is_computed_at_once():
    block = Conv2D(16, 3), Activation("relu"), MaxPooling2D()
    assert computations(*block) == [PooledConvolution]
    assert computations(BatchNormalization(), ReLU(), *block) == [
        CompiledNormalization,
        PooledConvolution,
    ]
    assert len(computations(Conv2D(16, 3, activation="gelu"), MaxPooling2D())) == 2
    assert len(computations(Conv2D(16, 3, activation="relu"), Activation("tanh"))) == 2
    assert len(computations(BatchNormalization(), Activation("tanh"))) == 2


def test_what_others_take_in_too_is_not_joined():
    layers = (
        Conv2D(32, 3, padding="same", name="a"),
        Activation("relu", name="b", inputs="a"),
        Add(inputs=("a", "b")),
    )
    assert computations(*layers)[0] == CompiledConvolution
    assert len(computations(*layers)) == 3


def test_outputs_that_are_regularized_are_seen():
    watched = LayerTraining((("activity_regularizer", L2(0.5)),))
    layers = Conv2D(32, 3, training=watched), Activation("relu")
    costs = []
    for use_kernels in (False, True):
        network = network_of((6, 5, 16), layers)
        network.use_kernels(use_kernels)
        assert network.uses_kernels == use_kernels
        network.scores(values_of((6, 5, 16)))
        costs.append(network.penalties.total().item())
    assert costs[0] == pytest.approx(costs[1], rel=1e-5)
    assert costs[0] > 1


@pytest.mark.parametrize(
    "layers",
    [
        (Conv2D(32, 3, strides=2),),
        (Conv2D(32, 3, dilation_rate=2),),
        (Conv2D(32, 3, groups=2),),
        (Conv2D(32, (3, 5)),),
        (Conv2D(24, 3),),
        (Conv2D(16, 3),),
        (Conv2D(32, 3), Dropout(0.0), Conv2D(3, 1)),
    ],
    ids=["strides", "gaps", "groups", "size", "channels", "small", "one of two"],
)
def test_layers_that_do_not_suit_are_left_to_torch(layers):
    network = network_of((9, 9, 16), layers)
    suited = [c for c in network._compiled if isinstance(c, CompiledConvolution)]
    assert len(suited) == (len(layers) == 3)
    assert network.uses_kernels is False
    network.use_kernels()
    assert network.scores(values_of((9, 9, 16))).isfinite().all()


def test_the_kernels_take_the_place_of_the_layers(monkeypatch):
    shape, layers = (6, 7, 16), (Conv2D(32, 3, padding="same"), BatchNormalization())
    network = network_of(shape, layers)
    nothing = torch.full((5, 32, 6, 7), np.nan)
    monkeypatch.setattr(network.layers[0], "without_activation", lambda images: nothing)
    monkeypatch.setattr(network.layers[1], "forward", lambda images: images * np.nan)
    for wanted in (False, True):
        network.use_kernels(wanted)
        assert network.scores(values_of(shape)).isfinite().all() == wanted


def test_what_is_not_a_number_is_not_lost():
    net = Architecture(Input((6, 7, 16)), (Conv2D(32, 3, activation="relu"),))
    weights = initial_weights(net, 1)
    weights["conv2d.kernel"][..., 2] = np.nan
    network = build_network(net, weights)
    network.use_kernels()
    outputs = network.scores(values_of((6, 7, 16)))
    assert outputs[:, 2].isnan().all()
    assert not outputs[:, 3].isnan().any()
    network = network_of((6, 7, 3), (BatchNormalization(), Activation("relu")))
    network.use_kernels()
    values = values_of((6, 7, 3))
    values[0, 0, 0, 1] = np.nan
    assert network.scores(values)[:, 1].isnan().any()


def test_a_net_that_judges_normalizes_with_what_it_remembers():
    network = network_of((6, 7, 3), (BatchNormalization(), Activation("relu")))
    network.use_kernels()
    network.eval()
    values = values_of((6, 7, 3))
    expected = values.permute(0, 3, 1, 2).relu() / (1 + 1e-3) ** 0.5
    torch.testing.assert_close(network.scores(values), expected)


def test_dropout_keeps_pictures_as_they_lie_in_memory():
    network = network_of((6, 7, 16), (Dropout(0.5),))
    values = values_of((6, 7, 16))
    found = []
    for use_kernels in (False, True):
        network.use_kernels(use_kernels)
        torch.manual_seed(3)
        found.append(network.scores(values))
        assert found[-1].is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(*found)
