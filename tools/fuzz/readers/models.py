"""Model files, architectures as JSON, and strokes."""

import json
from functools import cache
from pathlib import Path
from struct import pack
from typing import Any

import numpy as np

from convscope.architecture import Architecture
from convscope.architecture.summary import summary_table
from convscope.drawing import place_strokes, strokes_from_json
from convscope.model_file import read_model
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader

LAYERS: tuple[list[dict[str, Any]], ...] = (
    [
        {"kind": "Rescaling", "scale": 0.5},
        {"kind": "Normalization"},
        {"kind": "RandomFlip", "mode": "vertical"},
        {"kind": "RandomRotation", "factor": 0.1},
        {"kind": "RandomZoom", "height_factor": 0.1, "width_factor": [0, 0.5]},
        {"kind": "RandomTranslation", "height_factor": 0.1, "width_factor": 0.1},
        {"kind": "RandomContrast", "factor": 0.1},
        {"kind": "RandomBrightness", "factor": [0, 0.5], "value_range": [0, 1]},
        {"kind": "RandomCrop", "height": 4, "width": 4},
        {"kind": "Resizing", "height": 6, "width": 5, "pad_to_aspect_ratio": True},
        {"kind": "CenterCrop", "height": 5, "width": 4},
        {"kind": "ZeroPadding2D", "padding": [[1, 0], [0, 1]]},
        {"kind": "Conv2D", "filters": 2, "kernel_size": [3, 2], "activation": "relu"},
        {"kind": "BatchNormalization"},
        {"kind": "MaxPooling2D", "pool_size": [2, 2]},
        {"kind": "SpatialDropout2D", "rate": 0.5},
        {"kind": "Cropping2D", "cropping": [[0, 0], [0, 0]]},
        {"kind": "Reshape", "target_shape": [-1, 1, 2]},
        {"kind": "Flatten"},
        {"kind": "GaussianNoise", "stddev": 0.1},
        {"kind": "ReLU", "max_value": 5, "negative_slope": 0.1},
        {"kind": "Dropout", "rate": 0.5},
        {"kind": "Dense", "units": 3, "activation": "softmax"},
    ],
    [
        {"kind": "Conv2D", "filters": 3, "kernel_size": [1, 1], "padding": "same"},
        {"kind": "LayerNormalization", "center": False},
        {"kind": "Activation", "activation": "tanh"},
        {"kind": "PReLU", "shared_axes": [1, 2]},
        {"kind": "AveragePooling2D", "pool_size": [2, 1], "strides": [1, 2]},
        {"kind": "DepthwiseConv2D", "kernel_size": [1, 1], "depth_multiplier": 2},
        {"kind": "Conv2D", "filters": 4, "kernel_size": 2, "groups": 2, "dilation_rate": [1, 1]},
        {"kind": "SeparableConv2D", "filters": 3, "kernel_size": [1, 1]},
        {"kind": "Conv2DTranspose", "filters": 2, "kernel_size": [2, 1], "strides": [1, 2]},
        {"kind": "GlobalMaxPooling2D", "keepdims": True},
        {"kind": "GlobalAveragePooling2D"},
        {"kind": "Dense", "units": 1, "activation": "sigmoid"},
    ],
)
"""Two nets that hold every kind of layer."""

SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E5M2": 1, "I64": 8, "I32": 4, "U8": 1}
"""Bytes per value of the formats that tensors may have."""


@cache
def _net(which: int) -> tuple[dict[str, Any], dict[str, tuple[int, ...]]]:
    net = {"format": 1, "input": {"shape": [5, 4, 1], "value_range": [0, 1]}}
    architecture = Architecture.from_json(json.dumps({**net, "layers": LAYERS[which]}))
    return architecture.to_json(), architecture.parameter_shapes


def make_model(mutation: Mutation) -> bytes:
    """Returns a model file; any of its facts may be another."""
    net, shapes = _net(mutation.random.randrange(2))
    num_classes = max(2, net["layers"][-1]["units"])
    header: dict[str, Any] = {
        "__metadata__": {
            "format": mutation.name("convscope-model-1", 0.01),
            "architecture": mutation.json(net, 0.3).decode(),
            "class_names": mutation.json([f"class {n}" for n in range(num_classes)], 0.1).decode(),
            "placement": mutation.choice("none", ("mnist", "", "no such", "__proto__")),
            "fit": mutation.choice("pad", ("crop", "stretch", "", "no such")),
            "trained_on": mutation.json({"data_set": "a", "accuracy": 0.5}, 0.1).decode(),
        }
    }
    tensors = {**shapes, "about.class_means": (num_classes, 5, 4, 1)}
    if num_classes > 2:
        tensors["about.familiarity.scale"] = (3,)
    values = b""
    for name, shape in tensors.items():
        usual = "U8" if name.startswith("about.class") else "F32"
        dtype = mutation.choice(usual, (*SIZES, "F8_E4M3", "BOOL", "C64", "U64", "I4"), 0.02)
        shape = [mutation.number(size, share=0.005) for size in shape]
        tensor = _values(usual, int(np.prod(tensors[name])), mutation)
        offsets = [len(values), len(values) + len(tensor)]
        header[mutation.name(name, 0.004)] = {
            "dtype": dtype,
            "shape": shape,
            "data_offsets": [mutation.number(offset, share=0.005) for offset in offsets],
        }
        values += tensor
    text = mutation.json(header, 0.08)
    length = pack("<Q", mutation.number(len(text), bits=64, share=0.02))
    return mutation.content(length + text + values, 0.1)


def _values(dtype: str, number: int, mutation: Mutation) -> bytes:
    if dtype == "U8":
        return bytes(number)
    values = np.full(number, mutation.random.uniform(-1, 1), "<f4")
    if number and mutation.happens(0.02):
        value = mutation.random.choice((np.nan, np.inf, -np.inf, 3e38, 1e-42))
        values[mutation.random.randrange(number)] = value
    return values.tobytes()


def _make_architecture(mutation: Mutation) -> Case:
    layers = [dict(layer) for layer in LAYERS[mutation.random.randrange(2)]]
    if mutation.happens(0.02):
        layers *= mutation.random.choice((2, 300, 3000))
    if mutation.happens():
        layers[0]["name"] = mutation.name("first", 1.0)
    shape = [mutation.number(size) for size in (5, 4, 1)]
    net = {"format": 1, "input": {"shape": shape}, "layers": layers}
    return {"net.json": mutation.content(mutation.json(net, 0.7), 0.1)}


def _read_architecture(folder: Path) -> None:
    text = (folder / "net.json").read_bytes().decode(errors="replace")
    architecture = Architecture.from_json(text)
    summary_table(architecture)
    Architecture.from_json(json.dumps(architecture.to_json()))


def _make_strokes(mutation: Mutation) -> Case:
    point = [0.2, 0.3, 0]
    strokes = [[point, [0.7, 0.4, 16], [0.7, 0.8, 32, 0.5]], [[0.5, 0.5, 60]]]
    if mutation.happens():
        strokes[0][1][mutation.random.randrange(3)] = float(mutation.number(3, share=1.0))
    if mutation.happens(0.01):
        strokes *= 10_000
    return {"strokes.json": mutation.content(mutation.json(strokes, 0.7), 0.1)}


def _read_strokes(folder: Path) -> None:
    text = (folder / "strokes.json").read_bytes().decode(errors="replace")
    place_strokes(strokes_from_json(text), "mnist")


READERS = (
    Reader(
        "model",
        lambda mutation: {"a.safetensors": make_model(mutation)},
        lambda folder: read_model(folder / "a.safetensors"),
    ),
    Reader("architecture", _make_architecture, _read_architecture),
    Reader("strokes", _make_strokes, _read_strokes),
)
