"""A backbone in two: the part that looks and stays as it is, and the part that is trained on."""

from dataclasses import dataclass, replace
from math import prod

import numpy as np

from convscope.architecture import Architecture, Input, Layer
from convscope.architecture.graph import INPUT
from convscope.arrays import Weights
from convscope.backbones.backbone import Backbone
from convscope.errors import ConvscopeError

MOST_BEHIND, LEAST_BEHIND = 1 / 3, 1 / 12
"""Share of a net's products that are trained on: the rest is computed once."""


@dataclass(frozen=True)
class Parted:
    """A backbone in two.

    Attributes:
        trunk: From a picture to feature maps, (height, width, channels).
        tail: From these to features; its layers are called as in the whole net. Features that the
            trunk would have to hand on beside its maps are left out.
        whole: Both as one backbone.
    """

    trunk: Backbone
    tail: Architecture
    whole: Backbone


def part(backbone: Backbone) -> Parted:
    """Returns a backbone in two, parted where a single layer's output carries everything.

    Of these places it is the one with the fewest values to keep among those with as much behind
    them as can be trained on in minutes, and the last of several; where there is none, the trunk
    is all but what the last sum of products takes in.

    Args:
        backbone: What is parted.
    """
    old = backbone.architecture
    steps = old.steps
    behind = np.cumsum([0, *(step.multiply_adds for step in steps[::-1])])[-2::-1]
    shares = behind / max(1, old.multiply_adds)
    narrow = [i for i in _narrow_places(old) if shares[i] > 0 and len(steps[i].output_shape) == 3]
    if not narrow:
        raise ConvscopeError(
            f"--unfreeze: {backbone.name} has no layer that could be trained on alone.",
            "Expected a net of several layers with weights, one behind the other.",
            "Leave --unfreeze out.",
        )
    suits = [i for i in narrow if LEAST_BEHIND <= shares[i] <= MOST_BEHIND]
    place = min(suits[::-1] or narrow[-1:], key=lambda i: prod(steps[i].output_shape))
    name, ahead = old.layers[place].name, old.layers[: place + 1]
    behind = _without_early_features(old, place)
    tail = Architecture(
        Input(steps[place].output_shape),
        tuple(
            replace(layer, inputs=tuple(INPUT if each == name else each for each in layer.inputs))
            for layer in behind
        ),
    )
    return Parted(
        _as(backbone, Architecture(old.input, ahead)),
        tail,
        _as(backbone, Architecture(old.input, (*ahead, *behind))),
    )


def _as(backbone: Backbone, architecture: Architecture) -> Backbone:
    """Returns a backbone with some of its layers."""
    weights = weights_of(architecture, backbone.weights)
    return replace(
        backbone, model=replace(backbone.model, architecture=architecture, weights=weights)
    )


def _without_early_features(architecture: Architecture, place: int) -> list[Layer]:
    """Returns the layers behind a place without features of what came before it."""
    behind = range(place + 1, len(architecture.layers))
    gone = {
        architecture.layers[i].name for i in behind if min(architecture.steps[i].inputs) < place
    }
    return [
        replace(layer, inputs=tuple(each for each in layer.inputs if each not in gone))
        for layer in architecture.layers[place + 1 :]
        if layer.name not in gone
    ]


def weights_of(architecture: Architecture, weights: Weights) -> Weights:
    """Returns the weights of some of a net's layers."""
    return {name: weights[name] for name in architecture.parameter_shapes}


def _narrow_places(architecture: Architecture) -> list[int]:
    """Returns the layers behind which no map is made of what came before them, but the last."""
    steps = architecture.steps
    earliest = len(steps)
    found: list[int] = []
    for index in range(len(steps) - 2, -1, -1):
        if len(steps[index + 1].output_shape) == 3:
            earliest = min(earliest, *steps[index + 1].inputs)
        if earliest >= index:
            found.append(index)
    return found[::-1]
