"""Nets as data: layers, shapes, parameters, cost, JSON, named nets. No weights, no arithmetic."""

from convscope.architecture.activations import (
    ACTIVATIONS,
    LEAKY_RELU_SLOPE,
    NONDECREASING,
    OTHER_NAMES,
    SELU_ALPHA,
    SELU_SCALE,
)
from convscope.architecture.architecture import (
    LAYER_KINDS,
    Architecture,
    LayerStep,
    automatic_name,
    layer_from_json,
)
from convscope.architecture.catalogue import (
    CATALOGUE,
    ImageKind,
    NamedNet,
    expect_made_for,
    image_kind,
    load_net,
    net_to_text,
)
from convscope.architecture.depthwise import DepthwiseConv2D, SeparableConv2D
from convscope.architecture.flat import (
    Cropping2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Reshape,
    ZeroPadding2D,
)
from convscope.architecture.graph import INPUT
from convscope.architecture.joining import (
    Add,
    Average,
    Concatenate,
    Join,
    Maximum,
    Multiply,
    Subtract,
)
from convscope.architecture.layer import Layer, Shape
from convscope.architecture.normalizing import LayerNormalization, Normalization
from convscope.architecture.pointwise import (
    Activation,
    BatchNormalization,
    Dropout,
    GaussianNoise,
    Input,
    PReLU,
    ReLU,
    Rescaling,
    SpatialDropout2D,
    expect_classes,
)
from convscope.architecture.random_images import (
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomImages,
    RandomMoves,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from convscope.architecture.receptive_field import ReceptiveField
from convscope.architecture.resizing import CenterCrop, Resampling, Resizing, first_scale
from convscope.architecture.samples import Samples
from convscope.architecture.spreading import Spreading, spread
from convscope.architecture.summary import summary_lines, summary_table
from convscope.architecture.transposed import Conv2DTranspose
from convscope.architecture.windowed import AveragePooling2D, Conv2D, MaxPooling2D
from convscope.architecture.windows import Sliding, slide

__all__ = [
    "ACTIVATIONS",
    "CATALOGUE",
    "INPUT",
    "LAYER_KINDS",
    "LEAKY_RELU_SLOPE",
    "NONDECREASING",
    "OTHER_NAMES",
    "SELU_ALPHA",
    "SELU_SCALE",
    "Activation",
    "Add",
    "Architecture",
    "Average",
    "AveragePooling2D",
    "BatchNormalization",
    "CenterCrop",
    "Concatenate",
    "Conv2D",
    "Conv2DTranspose",
    "Cropping2D",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling2D",
    "ImageKind",
    "Input",
    "Join",
    "Layer",
    "LayerNormalization",
    "LayerStep",
    "MaxPooling2D",
    "Maximum",
    "Multiply",
    "NamedNet",
    "Normalization",
    "PReLU",
    "RandomBrightness",
    "RandomContrast",
    "RandomCrop",
    "RandomFlip",
    "RandomImages",
    "RandomMoves",
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
    "ReLU",
    "ReceptiveField",
    "Resampling",
    "Rescaling",
    "Reshape",
    "Resizing",
    "Samples",
    "SeparableConv2D",
    "Shape",
    "Sliding",
    "SpatialDropout2D",
    "Spreading",
    "Subtract",
    "ZeroPadding2D",
    "automatic_name",
    "expect_classes",
    "expect_made_for",
    "first_scale",
    "image_kind",
    "layer_from_json",
    "load_net",
    "net_to_text",
    "slide",
    "spread",
    "summary_lines",
    "summary_table",
]
