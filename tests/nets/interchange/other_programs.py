"""Another program around a net: everything by hand, each step right or wrong; for tests."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from convscope.architecture import Architecture, BatchNormalization, Conv2D, Dense, Flatten, Input
from convscope.arithmetic import forward
from convscope.arithmetic.activations import softmax
from convscope.interchange.torch_modules.writing import to_torch
from convscope.model_file import Model

SIZE, NAMES = 16, ("ant", "bee", "cat", "dog", "eel")

Array = NDArray[Any]

Size = tuple[int, int]
"""(height, width)."""


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


def padded(
    picture: Image.Image,
    size: Size,
    filter: Image.Resampling = Image.Resampling.BICUBIC,
    extra: int = 1,
) -> Image.Image:
    """Scaled into the input with black margins; the odd line goes above, with extra=0 below."""
    scale = min(size[0] / picture.height, size[1] / picture.width)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    small = picture.resize((width, height), filter) if scale != 1 else picture
    found = Image.new(picture.mode, (size[1], size[0]))
    found.paste(small, ((size[1] - width + extra) // 2, (size[0] - height + extra) // 2))
    return found


def cropped(picture: Image.Image, size: Size) -> Image.Image:
    """Scaled until it fills the input, then the middle."""
    scale = max(size[0] / picture.height, size[1] / picture.width)
    width, height = (round(side * scale) for side in picture.size)
    filled = picture.resize((width, height), Image.Resampling.BICUBIC)
    left, top = (width - size[1]) // 2, (height - size[0]) // 2
    return filled.crop((left, top, left + size[1], top + size[0]))


def stretched(
    picture: Image.Image, size: Size, filter: Image.Resampling = Image.Resampling.BICUBIC
) -> Image.Image:
    """Brought to the input's size, whatever its aspect."""
    return picture.resize((size[1], size[0]), filter)


def without_antialias(picture: Image.Image, size: Size) -> Array:
    """Bilinear as cv2.resize and torch do it: four neighbours, however much a picture shrinks."""
    scale = min(size[0] / picture.height, size[1] / picture.width)
    width, height = (round(side * scale) for side in picture.size)
    pixels = np.array(picture)
    pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    planes = torch.from_numpy(pixels).permute(2, 0, 1)[None].double()
    small = torch.nn.functional.interpolate(planes, (height, width), mode="bilinear")
    found = np.zeros((*size, pixels.shape[2]))
    top, left = (size[0] - height + 1) // 2, (size[1] - width + 1) // 2
    found[top : top + height, left : left + width] = small[0].permute(1, 2, 0).round().numpy()
    return found


def logits_of(model: Model, inputs: Array, net: Architecture | None = None) -> Array:
    """What enters the last activation function, by NumPy."""
    net = net or model.architecture
    last = net.layers[-1].name
    values = forward(net, model.weights, inputs.astype(np.float32))[last]
    return values.pre_activation.astype(np.float64)


def in_training(number: int) -> Callable[[Model, Array], Array]:
    """PyTorch with normalization left in training mode, `number` images at a time, 0 for all."""

    def compute(model: Model, inputs: Array) -> Array:
        module = to_torch(model).eval()
        for part in module.modules():
            part.training = "BatchNorm" in type(part).__name__
            part.track_running_stats = False
        last = [p for p in module.modules() if not list(p.children())][-1]
        if isinstance(last, torch.nn.Softmax):
            last.forward = lambda values: values
        values = torch.from_numpy(inputs.astype(np.float32).transpose(0, 3, 1, 2).copy())
        step = number or len(values)
        with torch.inference_mode():
            parts = [module(values[i : i + step]) for i in range(0, len(values), step)]
        return torch.cat(parts).double().numpy()

    return compute


def flattened_by_channel(model: Model, inputs: Array) -> Array:
    """A program that flattens (channels, height, width) before weights of another order."""
    net = model.architecture
    values = forward(net, model.weights, inputs.astype(np.float32))
    place = [layer.kind for layer in net.layers].index("Flatten")
    maps = values[net.layers[place - 1].name].activation
    vector = maps.transpose(0, 3, 1, 2).reshape(len(maps), -1)
    rest = Architecture(Input((vector.shape[1],)), tuple(net.layers[place + 1 :]))
    return logits_of(model, vector, rest)


@dataclass(frozen=True)
class Program:
    """What another program does; what is left out is right.

    Attributes:
        read: Picture and (height, width) → (height, width, channels), 0–255.
        arrange: What becomes of it then.
        scale: Of 0–255 to what enters the net; None for the net's own range.
        compute: Model and inputs → logits.
        end: Logits → answers.
        order: Of its labels, as indices of the model's; None for the same.
    """

    read: Callable[[Image.Image, Size], Any] = padded
    arrange: Callable[[Array], Array] = lambda a: a
    scale: Callable[[Array], Array] | None = None
    compute: Callable[[Model, Array], Array] = logits_of
    end: Callable[[Array], Array] = softmax
    order: tuple[int, ...] | None = None

    def answers(self, model: Model, files: Sequence[Path]) -> Array:
        """What it says of picture files, float64 (number, classes)."""
        height, width, channels = model.architecture.input.shape
        low, high = model.architecture.input.value_range
        read = [
            np.asarray(self.read(_opened(file, channels), (height, width)), np.float64)
            for file in files
        ]
        pictures = np.stack([each.reshape(height, width, channels) for each in read])
        scale = self.scale or (lambda a: low + a * (high - low) / 255)
        found = self.end(self.compute(model, scale(self.arrange(pictures))))
        return found if self.order is None else found[:, list(self.order)]


def _opened(file: Path, channels: int) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("L" if channels == 1 else "RGB")


def write_answers(path: Path, files: Sequence[Path], found: Array, names: Sequence[str]) -> Path:
    """Writes answers as programs do: a name, then a probability for each class."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", *names])
        writer.writerows(
            [f.name, *(f"{v:.7g}" for v in row)] for f, row in zip(files, found, strict=True)
        )
    return path
