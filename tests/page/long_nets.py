"""Nets for the tests of the view: the smallest, and long ones, with random weights."""

from pathlib import Path

import numpy as np
from net_examples import random_weights

from convscope.architecture import (
    Activation,
    Add,
    Architecture,
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Input,
    Layer,
    load_net,
)
from convscope.model_file import Model, write_model

DIGITS = tuple("0123456789")


def chain_of_40() -> Model:
    """Forty convolutions that never make their maps smaller, a mean and a dense layer."""
    convolutions = [Conv2D(8, (3, 3), padding="same", activation="relu") for _ in range(40)]
    layers = (*convolutions, GlobalAveragePooling2D(), Dense(10, "softmax"))
    return _model(Architecture(Input((28, 28, 1)), layers), DIGITS, "mnist")


def residual_net() -> Model:
    """Two stages of three residual blocks; in each stage the last two are equal."""
    layers: list[Layer] = [Conv2D(6, (3, 3), padding="same", activation="relu", name="stem")]
    before = "stem"
    for stage, filters in enumerate((6, 8), start=1):
        for block in range(3):
            name = f"block{stage}_{block}"
            strides = (2, 2) if block == 0 else (1, 1)
            layers += [
                Conv2D(
                    filters, (3, 3), strides, padding="same", name=f"{name}_a", inputs=(before,)
                ),
                BatchNormalization(name=f"{name}_norm"),
                Conv2D(filters, (3, 3), padding="same", name=f"{name}_b"),
            ]
            if block == 0:
                layers.append(
                    Conv2D(filters, (1, 1), strides, name=f"{name}_short", inputs=(before,))
                )
                before = f"{name}_short"
            layers.append(Add(name=f"{name}_add", inputs=(f"{name}_b", before)))
            layers.append(Activation("relu", name=f"{name}_relu"))
            before = f"{name}_relu"
    layers += [GlobalAveragePooling2D(name="mean"), Dense(10, "softmax", name="answer")]
    return _model(Architecture(Input((28, 28, 1)), tuple(layers)), DIGITS, "mnist")


def photo_net() -> Model:
    """The net `objects`, for photographs of 100×100."""
    return _model(load_net("objects"), tuple("abcdefg"), "none")


def circle_cross() -> Model:
    """Nine pixels, three neurons, two answers."""
    return _model(load_net("circle-cross"), ("○", "×"), "mnist")


def write(model: Model, folder: Path) -> Path:
    """Writes a model into a folder and returns its path."""
    path = folder / "net.safetensors"
    write_model(path, model)
    return path


def _model(architecture: Architecture, class_names: tuple[str, ...], placement: str) -> Model:
    weights = random_weights(architecture, np.random.default_rng(4))
    return Model(architecture, weights, class_names=class_names, placement=placement)
