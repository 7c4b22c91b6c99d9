"""Layers of every kind, in small nets with random weights."""

import numpy as np
from numpy.typing import NDArray
from static_site import Site

from convscope.architecture import (
    ACTIVATIONS,
    Activation,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    CenterCrop,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Input,
    Layer,
    LayerNormalization,
    MaxPooling2D,
    Normalization,
    PReLU,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    ReLU,
    Rescaling,
    Reshape,
    Resizing,
    SeparableConv2D,
    SpatialDropout2D,
    ZeroPadding2D,
)
from convscope.arrays import Weights
from convscope.model_file import Model, write_model

IMAGE = (11, 13, 3)
"""All sizes prime and different: swapped axes cannot go unnoticed."""


def _windowed(kind: type[Layer], **options: object) -> list[Layer]:
    """Both paddings; windows and strides that differ between rows and columns."""
    sizes = [((3, 2), (1, 1)), ((2, 5), (2, 3)), ((5, 3), (3, 2)), ((1, 1), (2, 2))]
    names = ("kernel_size" if kind.convolves else "pool_size", "strides")
    return [
        kind(**dict(zip(names, size, strict=True)), padding=padding, **options)
        for size in sizes
        for padding in ("valid", "same")
    ]


EXAMPLES: dict[str, list[Layer]] = {
    "Rescaling": [Rescaling(1 / 7, -0.3)],
    "Normalization": [
        Normalization(),
        Normalization(invert=True),
        Normalization((0.5, 1, -2), (0.3, 4, 0.01)),
        Normalization(0.5, 0.0004, invert=True),
    ],
    "Resizing": [
        Resizing(5, 17),
        Resizing(17, 5, "nearest"),
        Resizing(3, 8, crop_to_aspect_ratio=True),
        Resizing(13, 3, "nearest", crop_to_aspect_ratio=True),
        Resizing(13, 3, pad_to_aspect_ratio=True, fill_value=0.75),
        Resizing(3, 8, "nearest", pad_to_aspect_ratio=True),
    ],
    "CenterCrop": [CenterCrop(5, 4), CenterCrop(17, 4)],
    "RandomCrop": [RandomCrop(5, 4), RandomCrop(17, 4)],
    "RandomFlip": [RandomFlip("vertical")],
    "RandomRotation": [RandomRotation(factor=0.1)],
    "RandomZoom": [RandomZoom(height_factor=0.1), RandomZoom(height_factor=0.1, width_factor=0.5)],
    "RandomTranslation": [RandomTranslation("wrap", height_factor=0.1, width_factor=0.5)],
    "RandomContrast": [RandomContrast(0.5)],
    "RandomBrightness": [RandomBrightness(0.5, (-1, 1))],
    "ZeroPadding2D": [ZeroPadding2D(((1, 2), (3, 0)))],
    "Cropping2D": [Cropping2D(((1, 2), (3, 0)))],
    "Conv2D": [
        *_windowed(Conv2D, filters=5),
        *(Conv2D(7, (3, 2), activation=name) for name in ACTIVATIONS),
        Conv2D(2, (2, 3), use_bias=False),
        *(Conv2D(6, (3, 2), padding=p, dilation_rate=(2, 3), groups=3) for p in ("valid", "same")),
        Conv2D(5, (2, 3), dilation_rate=(3, 1), activation="relu"),
    ],
    "DepthwiseConv2D": [
        *_windowed(DepthwiseConv2D, depth_multiplier=2),
        DepthwiseConv2D((3, 2), padding="same", dilation_rate=(2, 3), activation="relu"),
    ],
    "Conv2DTranspose": [
        *_windowed(Conv2DTranspose, filters=4),
        Conv2DTranspose(2, (1, 2), (3, 2), activation="tanh", use_bias=False),
        Conv2DTranspose(3, (3, 2), (2, 3), "valid", (1, 0)),
        Conv2DTranspose(3, (3, 3), (2, 1), "same", 0),
        Conv2DTranspose(4, (3, 2), padding="same", dilation_rate=(2, 3), activation="relu"),
    ],
    "SeparableConv2D": [
        *_windowed(SeparableConv2D, filters=5, depth_multiplier=2),
        SeparableConv2D(4, (3, 2), padding="same", dilation_rate=(2, 3), activation="relu"),
    ],
    "MaxPooling2D": _windowed(MaxPooling2D),
    "AveragePooling2D": _windowed(AveragePooling2D),
    "GlobalAveragePooling2D": [GlobalAveragePooling2D(), GlobalAveragePooling2D(keepdims=True)],
    "GlobalMaxPooling2D": [GlobalMaxPooling2D(), GlobalMaxPooling2D(keepdims=True)],
    "BatchNormalization": [BatchNormalization(epsilon=0.01)],
    "LayerNormalization": [
        LayerNormalization(0.01),
        LayerNormalization(0.1, center=False),
        LayerNormalization(0.1, scale=False),
    ],
    "Activation": [Activation(name) for name in ACTIVATIONS],
    "ReLU": [ReLU(0.9, 0.25, 0.2), ReLU(None, 0.3)],
    "PReLU": [PReLU(), PReLU((1, 2)), PReLU(3)],
    "Flatten": [Flatten()],
    "Reshape": [Reshape((6, -1, 5))],
    "Dropout": [Dropout(0.4)],
    "SpatialDropout2D": [SpatialDropout2D(0.4)],
    "GaussianNoise": [GaussianNoise(0.4)],
    "Dense": [Dense(3, name) for name in ACTIVATIONS] + [Dense(2, use_bias=False)],
}
"""Layers by kind. A new kind without examples fails the first test."""

FLATTENED = {"Dense"}


def around(layer: Layer) -> Architecture:
    """Puts a layer between a convolution and a dense output, so that it has neighbours."""
    before: list[Layer] = [Flatten()] if layer.kind in FLATTENED else [Conv2D(3, (2, 2))]
    is_flat = getattr(layer, "keepdims", None) is False
    after: list[Layer] = [] if is_flat else [Flatten()]
    shape = (5, 7, 2) if layer.kind in FLATTENED else IMAGE
    return Architecture(Input(shape), (*before, layer, *after, Dense(5, "softmax")))


def random_weights(architecture: Architecture, random: np.random.Generator) -> Weights:
    weights: Weights = {}
    for name, shape in architecture.parameter_shapes.items():
        fan_in = max(1, int(np.prod(shape[:-1])))
        values = random.normal(size=shape) / np.sqrt(fan_in)
        if name.endswith(("variance", "gamma")):
            values = np.abs(values) + 0.5
        weights[name] = values.astype(np.float32)
    return weights


def write_files(site: Site, name: str, model: Model, inputs: NDArray[np.float32]) -> None:
    write_model(site.files / f"{name}.safetensors", model)
    (site.files / f"{name}.float32").write_bytes(inputs.astype("<f4").tobytes())
