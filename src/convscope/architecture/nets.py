"""The layers of the named nets, for any number of classes."""

from collections.abc import Sequence
from dataclasses import replace

from convscope.architecture.flat import (
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
)
from convscope.architecture.joining import Add
from convscope.architecture.layer import Layer
from convscope.architecture.pointwise import Activation, BatchNormalization, Dropout, Rescaling
from convscope.architecture.windowed import Conv2D, MaxPooling2D


def mnist(num_classes: int) -> list[Layer]:
    """Two convolutions with max-pooling, as in most lecture notes."""
    return [
        Conv2D(32, (3, 3), activation="relu"),
        MaxPooling2D(),
        Conv2D(64, (3, 3), activation="relu"),
        MaxPooling2D(),
        Flatten(),
        Dropout(0.5),
        Dense(num_classes, "softmax"),
    ]


def cifar10(num_classes: int) -> list[Layer]:
    """Three convolutions and a dense layer."""
    return [
        Conv2D(32, (3, 3), activation="relu"),
        MaxPooling2D(),
        Conv2D(64, (3, 3), activation="relu"),
        MaxPooling2D(),
        Conv2D(64, (3, 3), activation="relu"),
        Flatten(),
        Dense(64, "relu"),
        Dense(num_classes),
    ]


def photos(num_classes: int) -> list[Layer]:
    """Three padded convolutions and a dense layer."""
    layers: list[Layer] = [Rescaling(1 / 255)]
    for filters in (16, 32, 64):
        layers += [Conv2D(filters, (3, 3), padding="same", activation="relu"), MaxPooling2D()]
    return [*layers, Flatten(), Dense(128, "relu"), Dense(num_classes)]


def _normalised(filters: int, activation: str = "relu") -> list[Layer]:
    """A convolution whose channels are normalised before a ramp; its bias would be lost."""
    return [
        Conv2D(filters, (3, 3), padding="same", use_bias=False),
        BatchNormalization(momentum=0.9),
        Activation(activation),
    ]


def _pooled(
    filters: int, size: int = 3, padding: str = "same", activation: str = "relu"
) -> list[Layer]:
    """A convolution, max-pooling, and only then normalisation and a ramp: a quarter of the work."""
    return [
        Conv2D(filters, (size, size), padding=padding, use_bias=False),
        MaxPooling2D(),
        BatchNormalization(momentum=0.9),
        Activation(activation),
    ]


def objects(num_classes: int) -> list[Layer]:
    """Four normalised convolutions and a mean over places: where a thing lies does not matter."""
    layers: list[Layer] = [Rescaling(1 / 255)]
    for filters in (16, 32, 64, 128):
        layers += _pooled(filters)
    return [*layers, GlobalAveragePooling2D(), Dropout(0.2), Dense(num_classes)]


def _activated(filters: int) -> list[Layer]:
    """A convolution with ReLU, and max-pooling; its gradient is 0 nearly everywhere."""
    return [Conv2D(filters, (3, 3), activation="relu"), MaxPooling2D()]


def characters(num_classes: int) -> list[Layer]:
    """Three pooled convolutions, two of them normalised: most accurate for its time."""
    layers = [*_activated(24), *_pooled(48), *_pooled(96)]
    return [*layers, Flatten(), Dropout(0.1), Dense(num_classes, "softmax")]


def characters_small(num_classes: int) -> list[Layer]:
    """Three pooled convolutions, the last one normalised: soonest at a good accuracy."""
    layers = [*_activated(16), *_activated(32), *_pooled(96)]
    return [*layers, Flatten(), Dropout(0.1), Dense(num_classes, "softmax")]


def characters_large(num_classes: int) -> list[Layer]:
    """Five normalised convolutions, most of them where strokes still have their places."""
    layers = [*_pooled(32, 5, "valid"), *_normalised(64), *_pooled(64)]
    layers += [*_normalised(128), *_normalised(128)]
    return [*layers, Flatten(), Dropout(0.4), Dense(num_classes, "softmax")]


def small_colour(num_classes: int) -> list[Layer]:
    """Four normalised convolutions, each pooled."""
    layers = [layer for filters in (24, 48, 96, 192) for layer in _pooled(filters)]
    return [*layers, Flatten(), Dense(num_classes, "softmax")]


def small_colour_large(num_classes: int) -> list[Layer]:
    """Six normalised convolutions, pairs of them at each size."""
    layers = _pooled(32)
    for filters in (64, 128):
        layers += [*_normalised(filters), *_pooled(filters)]
    layers += _normalised(256)
    return [*layers, GlobalAveragePooling2D(), Dropout(0.2), Dense(num_classes, "softmax")]


def _pairs(filters: Sequence[int], activation: str) -> list[Layer]:
    """A first layer, and pairs of normalised convolutions, pooled behind the first of a pair.

    So all but that one work on a quarter of the places.
    """
    layers: list[Layer] = [Conv2D(24, (3, 3), activation=activation)]
    for number in filters:
        layers += [*_pooled(number, activation=activation), *_normalised(number, activation)]
    return [*layers, GlobalMaxPooling2D()]


def small_colour_pairs(num_classes: int) -> list[Layer]:
    """Three pairs of convolutions and the largest values of every map."""
    return [*_pairs((32, 96, 128), "relu"), Dense(num_classes, "softmax")]


def small_colour_pairs_large(num_classes: int) -> list[Layer]:
    """The same with many filters and a smooth ramp."""
    return [*_pairs((64, 256, 256), "gelu"), Dense(num_classes, "softmax")]


def _halved(filters: int, repeats: int, name: str) -> list[Layer]:
    """A pooled convolution, and others whose outcome is added to it: they learn what it lacks."""
    layers = _pooled(filters)
    if repeats:
        layers[-1] = replace(layers[-1], name=name)
        layers += [each for _ in range(repeats) for each in _normalised(filters)]
        layers[-1] = replace(layers[-1], name=f"{name}_lacks")
        layers.append(Add(name=f"{name}_sum", inputs=(name, f"{name}_lacks")))
    return layers


def _strided(filters: int) -> list[Layer]:
    """A normalised convolution that moves by two pixels: the finest size costs most."""
    first = Conv2D(filters, (4, 4), strides=(2, 2), padding="same", use_bias=False)
    return [first, BatchNormalization(momentum=0.9), Activation("relu")]


def residual(num_classes: int) -> list[Layer]:
    """A pooled first layer, then two sizes; the first of them has what is added to it."""
    layers = [*_pooled(32), *_halved(96, 2, "quarter"), *_halved(192, 0, "eighth")]
    return [*layers, GlobalMaxPooling2D(), Dense(num_classes, "softmax")]


def residual_large(num_classes: int) -> list[Layer]:
    """Three sizes behind a first layer that leaves every pixel its place."""
    layers = [*_normalised(48), *_halved(96, 2, "half")]
    layers += [*_halved(192, 2, "quarter"), *_halved(384, 1, "eighth")]
    return [*layers, GlobalMaxPooling2D(), Dropout(0.2), Dense(num_classes, "softmax")]


def residual_pictures(num_classes: int) -> list[Layer]:
    """Three sizes behind a first layer that moves by two pixels, and a mean over places."""
    layers = [Rescaling(1 / 255), *_strided(32), *_halved(64, 1, "quarter")]
    layers += [*_halved(128, 1, "eighth"), *_halved(256, 0, "sixteenth")]
    return [*layers, GlobalAveragePooling2D(), Dropout(0.2), Dense(num_classes)]


def kuzushiji(num_classes: int) -> list[Layer]:
    """Pairs of normalised convolutions: cursive characters need strokes of strokes."""
    layers: list[Layer] = []
    for filters, repeats in ((24, 2), (48, 2), (96, 1)):
        for _ in range(repeats):
            layers += _normalised(filters)
        if filters < 96:
            layers.append(MaxPooling2D())
    return [*layers, GlobalAveragePooling2D(), Dropout(0.3), Dense(num_classes, "softmax")]


def circle_cross(num_classes: int) -> list[Layer]:
    """Three sigmoid neurons in between."""
    return [Flatten(), Dense(3, "sigmoid"), Dense(num_classes, "sigmoid")]


def few_pixels(num_classes: int) -> list[Layer]:
    """A dense layer in between: where there is no room for convolutions, and nothing to pool."""
    return [Flatten(), Dense(128, "relu"), Dense(num_classes, "softmax")]
