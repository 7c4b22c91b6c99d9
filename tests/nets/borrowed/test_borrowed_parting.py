"""A backbone in two computes what it computes in one."""

import numpy as np
import pytest
import torch
from stand_in_eyes import SIDE, StandIn
from test_borrowed_families import lite_tensors

from convscope.architecture import Architecture, Conv2D, Flatten, Input
from convscope.backbones import Backbone, features_of, open_backbone
from convscope.backbones.families import efficientnet_lite
from convscope.backbones.parting import LEAST_BEHIND, MOST_BEHIND, part, weights_of
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError
from convscope.model_file import Model


def lite(growth: efficientnet_lite.Growth, side: int) -> Backbone:
    naming = efficientnet_lite.OF_PACKAGE
    net = efficientnet_lite.from_tensors("x", lite_tensors(naming, growth), side, naming, growth)
    return Backbone("lite", Model(net.architecture, net.weights, (), "none", "crop", {}))


@pytest.mark.parametrize("growth", [efficientnet_lite.LITE0, efficientnet_lite.LITE2])
def test_trunk_and_tail_are_the_whole(growth: efficientnet_lite.Growth) -> None:
    whole = lite(growth, 64)
    parted = part(whole)
    behind = parted.tail.multiply_adds / whole.architecture.multiply_adds
    assert LEAST_BEHIND <= behind <= MOST_BEHIND
    names = [layer.name for layer in parted.whole.architecture.layers]
    both = [*parted.trunk.architecture.layers, *parted.tail.layers]
    assert [layer.name for layer in both] == names
    # What the trunk saw on the way is no feature of the tail.
    left_out = {layer.name for layer in whole.architecture.layers} - set(names)
    assert left_out
    assert all(name.endswith("_mean") for name in left_out)
    kept = whole.num_features - parted.whole.num_features
    assert kept == sum(
        whole.architecture.steps[i].output_shape[0]
        for i, layer in enumerate(whole.architecture.layers)
        if layer.name in left_out
    )
    images = torch.rand(2, 64, 64, 3, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        wanted = build_network(parted.whole.architecture, whole.weights).eval()(images)
        maps = build_network(parted.trunk.architecture, parted.trunk.weights).eval()(images)
        tail = build_network(parted.tail, weights_of(parted.tail, whole.weights)).eval()
        np.testing.assert_allclose(tail(maps), wanted, atol=1e-4)
    assert maps.shape[1:] == parted.tail.input.shape


def test_maps_are_kept_in_half_as_many_bits(stand_in: StandIn) -> None:
    trunk = part(open_backbone("tiny-eyes")).trunk
    images = np.random.default_rng(0).integers(0, 256, (3, SIDE, SIDE, 3), np.uint8)
    seen = features_of(images, trunk)
    assert (seen.shape, seen.dtype) == ((3, *trunk.architecture.output_shape), np.float32)
    np.testing.assert_array_equal(seen, seen.astype(np.float16))
    np.testing.assert_array_equal(features_of(images, trunk), seen)


def test_a_net_of_one_layer_cannot_be_parted() -> None:
    one = Architecture(Input((5, 5, 3)), (Conv2D(2, 5, name="all"), Flatten(name="features")))
    weights = {name: np.zeros(shape, np.float32) for name, shape in one.parameter_shapes.items()}
    with pytest.raises(ConvscopeError, match="--unfreeze: x has no layer"):
        part(Backbone("x", Model(one, weights, (), "none", "crop", {})))
