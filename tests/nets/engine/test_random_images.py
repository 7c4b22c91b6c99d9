"""Layers that change pictures at random: engine and arithmetic do the same to the same numbers."""

import numpy as np
import pytest
import torch

from convscope.architecture import (
    Architecture,
    Conv2D,
    Input,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomImages,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from convscope.arithmetic import backward, forward, output_target
from convscope.arithmetic.random_images import change, change_backward, draw
from convscope.engine.network import build_network
from convscope.engine.processes.shards import Shard

IMAGE = (7, 5, 3)
MODES = ("reflect", "wrap", "constant", "nearest")
LAYERS = [
    *(RandomFlip(mode) for mode in ("horizontal", "vertical", "horizontal_and_vertical")),
    *(RandomRotation(mode, fill_value=0.5, factor=(-1, 1)) for mode in MODES),
    *(RandomZoom(mode, fill_value=0.5, height_factor=(-0.7, 1)) for mode in MODES),
    *(RandomTranslation(mode, height_factor=1, width_factor=0.6) for mode in MODES),
    RandomTranslation("wrap", "nearest", height_factor=1, width_factor=0.6),
    RandomRotation("reflect", "nearest", factor=0.5),
    RandomZoom("constant", height_factor=(0, 0.5), width_factor=(-0.5, 0)),
    RandomContrast((0.5, 1), (-0.5, 1)),
    RandomBrightness(0.4, (-1, 1)),
]


def network_of(layer):
    return build_network(Architecture(Input(IMAGE), (layer,)), {}, rewrite=False)


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_both_do_the_same_with_the_same_numbers(layer):
    random = np.random.default_rng(11)
    inputs, gradient = (random.normal(size=(6, *IMAGE)) for _ in range(2))
    drawn = draw(layer, len(inputs), random)
    expected = change(layer, inputs, drawn)
    assert np.abs(expected - inputs).max() > 0.1
    images = torch.from_numpy(inputs).permute(0, 3, 1, 2).requires_grad_()
    (module,) = network_of(layer).layers
    found = module.changed(images, torch.from_numpy(drawn))
    np.testing.assert_allclose(found.detach().permute(0, 2, 3, 1), expected, atol=1e-5)
    found.backward(torch.from_numpy(gradient).permute(0, 3, 1, 2))
    assert images.grad is not None
    back = change_backward(layer, inputs, drawn, gradient)
    np.testing.assert_allclose(images.grad.permute(0, 2, 3, 1), back, atol=1e-5)


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_the_way_back_is_what_small_changes_do(layer):
    random = np.random.default_rng(12)
    inputs, gradient, direction = (random.normal(size=(2, *IMAGE)) for _ in range(3))
    drawn = draw(layer, len(inputs), random)
    above, below = (change(layer, inputs + h * direction, drawn) for h in (1e-6, -1e-6))
    slope = (gradient * (above - below)).sum() / 2e-6
    found = (change_backward(layer, inputs, drawn, gradient) * direction).sum()
    assert found == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("layer", [*LAYERS, RandomCrop(3, 4)], ids=str)
def test_they_act_while_training_only_and_follow_the_seed(layer):
    network = network_of(layer)
    images = torch.randn(50, *IMAGE)
    judged = network.eval()(images)
    if isinstance(layer, RandomImages):
        assert torch.equal(judged, images)

    def trained(seed):
        torch.manual_seed(seed)
        return network.train()(images)

    torch.testing.assert_close(trained(3), trained(3), rtol=0, atol=0)
    assert not torch.equal(trained(3), trained(4))
    assert not torch.equal(trained(3), judged)
    assert trained(3).shape == judged.shape


def test_numbers_are_drawn_for_the_whole_batch_of_all_processes():
    (module,) = network_of(RandomFlip()).train().layers
    images = torch.randn(8, 3, 7, 5)
    torch.manual_seed(5)
    whole = module(images)

    class Second:
        shard = Shard(5, 8, 8)

    module.workers = Second()
    torch.manual_seed(5)
    assert torch.equal(module(images[5:]), whole[5:])


def test_numbers_lie_between_their_bounds():
    (module,) = network_of(RandomTranslation(height_factor=(0.1, 0.3), width_factor=1)).layers
    drawn = module.draw(torch.zeros(4000, 3, 7, 5)).numpy()
    np.testing.assert_allclose(drawn.min(0), [0.1, -1], atol=0.01)
    np.testing.assert_allclose(drawn.max(0), [0.3, 1], atol=0.01)
    np.testing.assert_allclose(drawn.mean(0), [0.2, 0], atol=0.05)


def test_a_part_lies_anywhere_and_is_a_part():
    net = Architecture(Input((5, 4, 1)), (RandomCrop(3, 2),))
    images = np.arange(20.0).reshape(1, 5, 4, 1)
    random, seen = np.random.default_rng(1), set()
    for _ in range(60):
        values = forward(net, {}, images, training=True, random=random)
        part = values["random_crop"].activation
        row, column = divmod(int(part[0, 0, 0, 0]), 4)
        np.testing.assert_array_equal(part, images[:, row : row + 3, column : column + 2])
        seen.add((row, column))
        target = output_target(net, np.ones_like(part))
        found = backward(net, {}, values, target).inputs
        assert found.sum() == 6
        assert found[0, row : row + 3, column : column + 2].all()
    assert len(seen) == 9
    network = build_network(net, {}).train()
    torch.manual_seed(2)
    places = {float(network(torch.from_numpy(images))[0, 0, 0, 0]) for _ in range(80)}
    assert places == {float(4 * row + column) for row in range(3) for column in range(3)}


def test_a_net_trains_through_them():
    layers = (Conv2D(2, 1), RandomRotation(factor=0.2), RandomCrop(3, 3))
    net = Architecture(Input(IMAGE), layers)
    rng = np.random.default_rng(2)
    weights = {n: rng.normal(size=s).astype("f") for n, s in net.parameter_shapes.items()}
    network = build_network(net, weights).train()
    network(torch.randn(4, *IMAGE)).sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in network.parameters())
