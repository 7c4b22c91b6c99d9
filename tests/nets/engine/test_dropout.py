"""Dropout: the share that is dropped, the scale of the rest, its gradient."""

import pytest
import torch

from convscope.architecture import Architecture, Dropout, GaussianNoise, Input, SpatialDropout2D
from convscope.engine.network import build_network
from convscope.engine.network.dropout import dropout


@pytest.mark.parametrize("rate", [0.1, 0.25, 0.5, 0.9])
def test_a_share_is_dropped_and_the_rest_scaled(rate):
    torch.manual_seed(3)
    found = dropout(torch.full((211, 503), 2.0), rate)
    dropped = (found == 0).float()
    for share in (dropped.mean(), dropped[:, ::4].mean(), dropped[:, 3::4].mean()):
        assert abs(float(share) - rate) < 0.01
    assert torch.allclose(found[found != 0], torch.tensor(2 / (1 - rate)), rtol=1e-4)


def test_neighbours_are_dropped_independently():
    torch.manual_seed(3)
    dropped = (dropout(torch.ones(100_000), 0.5) == 0).double()
    for distance in (1, 2, 3, 4):
        pairs = torch.stack([dropped[:-distance], dropped[distance:]])
        assert abs(float(torch.corrcoef(pairs)[0, 1])) < 0.02


def test_the_gradient_passes_where_values_passed():
    torch.manual_seed(3)
    values = torch.ones(7, 11, requires_grad=True)
    found = dropout(values, 0.5)
    found.sum().backward()
    assert torch.equal(values.grad, found.detach())


@pytest.mark.parametrize("rate", [0.0, 1e-6])
def test_nothing_is_dropped_at_a_rate_of_0(rate):
    values = torch.rand(5, 3)
    assert dropout(values, rate) is values


def test_the_same_state_gives_the_same_mask():
    torch.manual_seed(3)
    first = dropout(torch.ones(50), 0.5)
    torch.manual_seed(3)
    assert torch.equal(dropout(torch.ones(50), 0.5), first)


@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_the_kernel_drops_and_passes_back_the_same(rate):
    pytest.importorskip("numba", reason="the kernels are compiled by Numba")
    results = []
    for use_kernels in (False, True):
        torch.manual_seed(3)
        values = torch.linspace(-2, 3, 7 * 11 * 5).reshape(7, 11, 5).requires_grad_()
        found = dropout(values, rate, use_kernels=use_kernels)
        (found * torch.arange(5)).sum().backward()
        results.append((found.detach(), values.grad))
    for plain, compiled in zip(*results, strict=True):
        assert torch.equal(plain, compiled)


def test_threads_that_share_the_values_give_what_one_gives(monkeypatch):
    pytest.importorskip("numba")
    from convscope.engine.network.kernels import dropout as kernels

    values, levels = torch.rand(7, 11), torch.randint(-9, 9, (77,), dtype=torch.int16)
    alone = kernels.MaskedValues.apply(values, levels, 2, 1.5)
    monkeypatch.setattr(kernels, "WORTH_THREADS", 0)
    shared = kernels.MaskedValues.apply(values, levels, 2, 1.5)
    expected = torch.where(levels.view(7, 11) >= 2, values * 1.5, torch.zeros(()))
    assert torch.equal(alone, expected)
    assert torch.equal(shared, expected)


def test_spatial_dropout_drops_whole_maps():
    torch.manual_seed(3)
    architecture = Architecture(Input((5, 3, 211)), (SpatialDropout2D(0.25),))
    network = build_network(architecture, {}).train()
    found = network(torch.full((101, 5, 3, 211), 2.0))
    of_maps = found[:, :1, :1]
    assert torch.equal(found, of_maps.expand_as(found))
    assert abs(float((of_maps == 0).float().mean()) - 0.25) < 0.01
    assert torch.allclose(of_maps[of_maps != 0], torch.tensor(2 / 0.75), rtol=1e-4)


def test_noise_has_its_deviation():
    torch.manual_seed(3)
    network = build_network(Architecture(Input((401,)), (GaussianNoise(0.3),)), {})
    values = torch.ones(211, 401)
    noise = network.train()(values) - values
    assert abs(float(noise.mean())) < 0.01
    assert abs(float(noise.std()) - 0.3) < 0.01
    assert torch.equal(network.eval()(values), values)


@pytest.mark.parametrize("axes", [(2, 3), (1, 2, 3), (0,), (0, 1, 3)])
def test_values_share_their_fate_along_axes(axes):
    torch.manual_seed(3)
    layer = build_network(Architecture(Input((5, 6, 7)), (Dropout(0.5),))).layers[0]
    layer.shared_axes = axes
    layer.train()
    factors = layer(torch.ones(8, 7, 5, 6))
    assert set(factors.unique().tolist()) == {0.0, 2.0}
    for axis in range(4):
        is_shared = torch.equal(factors, factors.narrow(axis, 0, 1).expand_as(factors))
        assert is_shared == (axis in axes)
    layer.eval()
    assert torch.equal(layer(factors), factors)
