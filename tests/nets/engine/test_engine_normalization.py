"""Batch normalization while training: gradients exist, moving statistics are those of Keras."""

import numpy as np
import pytest
import torch

from convscope.architecture import Architecture, BatchNormalization, Input
from convscope.engine.network import build_network, read_weights
from convscope.engine.network.initialization import initial_weights


def network_for(shape, momentum=0.9, epsilon=1e-3):
    net = Architecture(Input(shape), (BatchNormalization(momentum, epsilon, name="n"),))
    return build_network(net, initial_weights(net, 0))


@pytest.mark.parametrize("shape", [(7, 5, 3), (1, 1, 3), (3,)], ids=str)
@pytest.mark.parametrize("sizes", [(6, 4, 2), (5, 1), (1, 1)], ids=str)
def test_moving_statistics_take_the_population_variance(shape, sizes):
    network = network_for(shape).train()
    random = np.random.default_rng(0)
    mean, variance = np.zeros(3), np.ones(3)
    for size in sizes:
        batch = random.normal(2, 3, (size, *shape))
        values = batch.reshape(-1, 3)
        mean = 0.9 * mean + 0.1 * values.mean(0)
        variance = 0.9 * variance + 0.1 * values.var(0)
        outputs = network.scores(torch.from_numpy(batch.astype(np.float32)))
        expected = (values - values.mean(0)) / np.sqrt(values.var(0) + 1e-3)
        found = outputs.permute(0, 2, 3, 1) if outputs.dim() == 4 else outputs
        np.testing.assert_allclose(found.detach().reshape(-1, 3), expected, atol=1e-4)
    weights = read_weights(network)
    np.testing.assert_allclose(weights["n.moving_mean"], mean, rtol=1e-5)
    np.testing.assert_allclose(weights["n.moving_variance"], variance, rtol=1e-5)


def test_judging_uses_and_keeps_the_moving_statistics():
    network = network_for((3,), epsilon=0.5).eval()
    with torch.no_grad():
        network.layers[0].moving_mean.fill_(1.0)
        network.layers[0].moving_variance.fill_(3.5)
    outputs = network(torch.tensor([[5.0, 1.0, -1.0]]))
    assert outputs.tolist() == [[2.0, 0.0, -1.0]]
    assert read_weights(network)["n.moving_variance"].tolist() == [3.5] * 3


def test_two_passes_backwards_through_one_net():
    network = network_for((3,)).train()
    inputs = torch.randn(5, 3, requires_grad=True)
    loss = (network.scores(inputs) ** 3).sum() + (network.scores(inputs * 2) ** 3).sum()
    loss.backward()
    assert torch.isfinite(inputs.grad).all()
    assert network.layers[0].gamma.grad is not None
