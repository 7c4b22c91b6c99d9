"""Another program around a net: everything by hand, each step right or wrong; for tests."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from convscope.architecture import Architecture, BatchNormalization, Conv2D, Dense, Flatten, Input
from convscope.arithmetic import forward
from convscope.arithmetic.activations import softmax
from convscope.model_file import Model

SIZE, NAMES = 16, ("ant", "bee", "cat", "dog", "eel")

Array = NDArray[Any]


def color_model() -> Model:
    """A net of colour pictures with normalization; random weights tell every fault by numbers."""
    random = np.random.default_rng(7)
    net = Architecture(
        Input((SIZE, SIZE, 3)),
        (Conv2D(6, 3, activation="relu"), BatchNormalization(), Flatten(), Dense(5, "softmax")),
    )
    weights = {
        name: random.normal(size=shape).astype(np.float32) * 0.3
        for name, shape in net.parameter_shapes.items()
    }
    for name in weights:
        if name.endswith(("variance", "gamma")):
            weights[name] = np.abs(weights[name]) + np.float32(0.5)
        if name == "dense.kernel":
            weights[name] *= np.float32(0.3)
    return Model(net, weights, NAMES)


def write_photographs(folder: Path, number: int = 12) -> Path:
    """Writes coloured pictures of 40×28 pixels: gradients, circles, grain."""
    random = np.random.default_rng(3)
    folder.mkdir()
    rows, columns = np.mgrid[:28, :40]
    for index in range(number):
        phases, waves = random.uniform(0, 6, 3), random.uniform(0.1, 0.5, (3, 2))
        planes = [
            np.sin(rows * a + columns * b + p) for (a, b), p in zip(waves, phases, strict=True)
        ]
        pixels = 127 + 90 * np.stack(planes, 2) + random.normal(0, 25, (28, 40, 3))
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(folder / f"p{index:02}.png")
    return folder


def padded(picture: Image.Image, filter: Image.Resampling, extra: int = 1) -> Image.Image:
    """Scaled into the input with black margins; the odd line goes above, with extra=0 below."""
    scale = SIZE / max(picture.size)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    small = picture.resize((width, height), filter)
    found = Image.new(picture.mode, (SIZE, SIZE))
    found.paste(small, ((SIZE - width + extra) // 2, (SIZE - height + extra) // 2))
    return found


def ours(picture: Image.Image) -> Array:
    return np.asarray(padded(picture, Image.Resampling.BICUBIC), np.float64)


def logits_of(model: Model, inputs: Array, net: Architecture | None = None) -> Array:
    net = net or model.architecture
    last = net.layers[-1].name
    values = forward(net, model.weights, inputs.astype(np.float32))[last]
    return values.pre_activation.astype(np.float64)


def answers_of(
    model: Model,
    files: list[Path],
    read: Callable[[Image.Image], Array] = ours,
    scale: Callable[[Array], Array] = lambda a: a / 255,
    end: Callable[[Array], Array] = softmax,
    order: tuple[int, ...] | None = None,
) -> Array:
    """What a program says that reads, scales and ends like this; its labels are `order`."""
    pictures = np.stack([read(Image.open(file)) for file in files])
    if pictures.ndim == 3:
        pictures = pictures[..., None]
    found = end(logits_of(model, scale(pictures)))
    return found if order is None else found[:, list(order)]


def write_answers(path: Path, files: list[Path], found: Array, names: tuple[str, ...]) -> Path:
    """Writes answers as programs do: a name, then a probability for each class."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", *names])
        writer.writerows(
            [f.name, *(f"{v:.7g}" for v in row)] for f, row in zip(files, found, strict=True)
        )
    return path
