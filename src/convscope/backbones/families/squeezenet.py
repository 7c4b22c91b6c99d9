"""SqueezeNet 1.1: convolutions, ReLU, max-pooling, and fire modules whose two branches meet again.

Source: Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", 2016.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import (
    Architecture,
    Concatenate,
    Conv2D,
    Input,
    Layer,
    MaxPooling2D,
    Normalization,
)
from convscope.backbones.families.borrowed_net import BorrowedNet, TensorReader, Tensors, means_of

FIRES = {
    "fire2": (64, 16, 64),
    "fire3": (128, 16, 64),
    "fire4": (128, 32, 128),
    "fire5": (256, 32, 128),
    "fire6": (256, 48, 192),
    "fire7": (384, 48, 192),
    "fire8": (384, 64, 256),
    "fire9": (512, 64, 256),
}
"""Channels that enter, that are squeezed to, and that each branch expands to, by fire module."""

SEEN = ("fire6", "fire7", "fire8", "fire9")
"""Modules whose maps are features."""

MEAN_BGR = (104.006, 116.669, 122.679)
"""Mean of ImageNet's pixels in blue, green, red, that Caffe's nets were trained with."""

Convolution = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Kernel (height, width, in, out) and bias (out,)."""


def from_keras_tensors(where: str, tensors: Tensors, side: int) -> BorrowedNet:
    """Returns the net of weights in Keras' order, for pixels blue, green, red around their mean.

    The first kernel is turned to red, green, blue, so that the net takes pictures as they are.

    Args:
        where: How errors call the file.
        tensors: `<layer>/kernel` (height, width, in, out) and `<layer>/bias` (out,).
        side: Pixels per side.
    """
    reader = TensorReader(where, tensors)

    def convolution(name: str, size: int, channels: int, filters: int) -> Convolution:
        kernel = reader.take(f"{name}/kernel", size, size, channels, filters)
        return kernel, reader.take(f"{name}/bias", filters)

    def first() -> Convolution:
        kernel, bias = convolution("conv1", 3, 3, 64)
        return kernel[:, :, ::-1].copy(), bias

    ones = np.ones(3, np.float32)
    return _net(side, (0.0, 255.0), np.array(MEAN_BGR[::-1], np.float32), ones, first, convolution)


def from_torchvision_tensors(where: str, tensors: Tensors, side: int) -> BorrowedNet:
    """Returns the net of torchvision's weights, for pixels 0–1 by ImageNet's mean and deviation.

    Args:
        where: How errors call the file.
        tensors: torchvision's state dictionary of `squeezenet1_1`.
        side: Pixels per side.
    """
    reader = TensorReader(where, tensors)
    numbers = dict(zip(FIRES, (3, 4, 6, 7, 9, 10, 11, 12), strict=True))

    def convolution(name: str, size: int, channels: int, filters: int) -> Convolution:
        module, _, part = name.partition("/")
        part = "squeeze" if part == "squeeze1x1" else part
        own = f"features.{numbers[module]}.{part}" if part else "features.0"
        kernel = reader.take(f"{own}.weight", filters, channels, size, size)
        return kernel.transpose(2, 3, 1, 0).copy(), reader.take(f"{own}.bias", filters)

    mean = np.array((0.485, 0.456, 0.406), np.float32)
    deviation = np.array((0.229, 0.224, 0.225), np.float32)
    return _net(
        *(side, (0.0, 1.0), mean, deviation**2),
        lambda: convolution("conv1", 3, 3, 64),
        convolution,
        padding="valid",
    )


def _net(
    side: int,
    value_range: tuple[float, float],
    mean: NDArray[np.float32],
    variance: NDArray[np.float32],
    first: Callable[[], Convolution],
    convolution: Callable[[str, int, int, int], Convolution],
    padding: str = "same",
) -> BorrowedNet:
    weights = {
        "normalization.mean": mean,
        "normalization.variance": variance,
        "normalization.count": np.zeros((), np.float32),  # of pixels; nobody has counted them
    }
    layers: list[Layer] = [Normalization(name="normalization")]

    def add(layer: Layer, values: Convolution) -> None:
        layers.append(layer)
        weights[f"{layer.name}.kernel"], weights[f"{layer.name}.bias"] = values

    conv1 = Conv2D(64, (3, 3), strides=(2, 2), padding=padding, activation="relu", name="conv1")
    add(conv1, first())
    for name, (channels, squeezed, expanded) in FIRES.items():
        if name in ("fire2", "fire4", "fire6"):
            layers.append(MaxPooling2D((3, 3), strides=(2, 2), name=f"pool_before_{name}"))
        squeeze = Conv2D(squeezed, (1, 1), activation="relu", name=f"{name}_squeeze")
        add(squeeze, convolution(f"{name}/squeeze1x1", 1, channels, squeezed))
        small = Conv2D(
            expanded, (1, 1), activation="relu", name=f"{name}_expand1x1", inputs=(squeeze.name,)
        )
        add(small, convolution(f"{name}/expand1x1", 1, squeezed, expanded))
        large = Conv2D(
            *(expanded, (3, 3)),
            padding="same",
            activation="relu",
            name=f"{name}_expand3x3",
            inputs=(squeeze.name,),
        )
        add(large, convolution(f"{name}/expand3x3", 3, squeezed, expanded))
        layers.append(Concatenate(name=name, inputs=(small.name, large.name)))
    layers += means_of(SEEN)
    return BorrowedNet(Architecture(Input((side, side, 3), value_range), tuple(layers)), weights)
