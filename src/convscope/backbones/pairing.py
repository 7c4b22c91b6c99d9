"""Several backbones side by side as one: what each of them sees in a picture, joined in one net."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from convscope.architecture import Architecture, Concatenate, Input, Layer, Rescaling
from convscope.architecture.graph import INPUT
from convscope.backbones.backbone import Backbone, joined_in
from convscope.backbones.families.borrowed_net import FEATURES
from convscope.errors import ConvscopeError
from convscope.model_file import Model

BETWEEN = "+"
"""Stands between the names of backbones that look side by side."""


def side_by_side(name: str, backbones: Sequence[Backbone]) -> Backbone:
    """Returns backbones as one that sees what all of them see.

    Pictures are as large as the largest of them takes. Layers are called `net1_…`, `net2_…`.

    Args:
        name: What `--backbone` said.
        backbones: Two or more, which take pictures in as many channels.

    Raises:
        ConvscopeError: Some take grey pictures and others coloured ones, or one takes no other
            size than its own.
    """
    channels = {backbone.image_shape[2] for backbone in backbones}
    if len(channels) > 1:
        raise ConvscopeError(
            f"--backbone {name}: some look at grey pictures, others at coloured ones.",
            "Expected nets that look at the same pictures.",
            "Leave one of them out.",
        )
    size = max(backbone.image_shape[:2] for backbone in backbones)
    shared = Input((*size, *channels), backbones[0].architecture.input.value_range)
    layers: list[Layer] = []
    ends: list[str] = []
    weights = {}
    for number, each in enumerate(backbones, 1):
        backbone, before = each.at(size), f"net{number}_"
        own, found = _prefixed(backbone.architecture, before, shared)
        layers += own
        ends += found
        weights |= {before + key: values for key, values in backbone.weights.items()}
    layers.append(Concatenate(name=FEATURES, inputs=tuple(ends)))
    facts = [backbone.facts for backbone in backbones]
    keys = dict.fromkeys(chain.from_iterable(facts))
    told = {
        key: f" {BETWEEN} ".join(dict.fromkeys(str(each[key]) for each in facts)) for key in keys
    }
    model = Model(
        *(Architecture(shared, tuple(layers)), weights, ()),
        *(backbones[0].model.placement, backbones[0].model.fit, told),
    )
    return Backbone(name, model)


def _prefixed(old: Architecture, before: str, shared: Input) -> tuple[list[Layer], list[str]]:
    """Returns a net's layers by names of their own, without the one that joins its features.

    Args:
        old: The net.
        before: What its layers' names begin with.
        shared: The input of all nets; pictures are brought from its range to this net's.

    Returns:
        The layers, each naming what it takes in, and the names of those that put features out.
    """
    layers: list[Layer] = []
    start = INPUT
    if old.input.value_range != shared.value_range:
        (low, high), (own_low, own_high) = shared.value_range, old.input.value_range
        scale = (own_high - own_low) / (high - low)
        start = f"{before}range"
        layers.append(Rescaling(scale, own_low - low * scale, name=start, inputs=(INPUT,)))
    names = [before + layer.name for layer in old.layers]
    for name, step in zip(names, old.steps, strict=True):
        inputs = tuple(start if place < 0 else names[place] for place in step.inputs)
        layers.append(replace(step.layer, name=name, inputs=inputs))
    ends = [names[place] for place in joined_in(old)]
    return (layers[:-1] if len(ends) > 1 else layers), ends
