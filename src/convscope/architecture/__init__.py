"""Nets as data: layers, shapes, parameters, cost, JSON, named nets. No weights, no arithmetic."""

from convscope.architecture.activations import ACTIVATIONS, LEAKY_RELU_SLOPE
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
    image_kind,
    load_net,
    net_to_text,
)
from convscope.architecture.flat import Dense, Flatten, GlobalAveragePooling2D, ZeroPadding2D
from convscope.architecture.layer import Layer, Shape
from convscope.architecture.pointwise import (
    Activation,
    BatchNormalization,
    Dropout,
    Input,
    Rescaling,
    expect_classes,
)
from convscope.architecture.receptive_field import ReceptiveField
from convscope.architecture.summary import summary_lines, summary_table
from convscope.architecture.windowed import AveragePooling2D, Conv2D, MaxPooling2D
from convscope.architecture.windows import Sliding, slide

__all__ = [
    "ACTIVATIONS",
    "CATALOGUE",
    "LAYER_KINDS",
    "LEAKY_RELU_SLOPE",
    "Activation",
    "Architecture",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling2D",
    "ImageKind",
    "Input",
    "Layer",
    "LayerStep",
    "MaxPooling2D",
    "NamedNet",
    "ReceptiveField",
    "Rescaling",
    "Shape",
    "Sliding",
    "ZeroPadding2D",
    "automatic_name",
    "expect_classes",
    "image_kind",
    "layer_from_json",
    "load_net",
    "net_to_text",
    "slide",
    "summary_lines",
    "summary_table",
]
