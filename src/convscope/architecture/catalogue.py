"""The named nets: what `--net` and the lessons call by name."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from convscope.architecture.architecture import Architecture
from convscope.architecture.flat import Dense, Flatten, GlobalAveragePooling2D
from convscope.architecture.layer import Layer, Shape
from convscope.architecture.pointwise import (
    Activation,
    BatchNormalization,
    Dropout,
    Input,
    Rescaling,
)
from convscope.architecture.windowed import Conv2D, MaxPooling2D
from convscope.errors import ConvscopeError, UnknownNameError


@dataclass(frozen=True)
class NamedNet:
    """A net that is built for an input shape and a number of classes.

    Attributes:
        name: What `--net` takes.
        title: One line on what it is for.
        input_shape: The shape it was designed for.
        num_classes: The number of classes it was designed for.
        layers: Builds the layers for a number of classes.
        value_range: What the bytes 0–255 are mapped to before the first layer.
    """

    name: str
    title: str
    input_shape: Shape
    num_classes: int
    layers: Callable[[int], list[Layer]]
    value_range: tuple[float, float] = (0.0, 1.0)

    def build(
        self, input_shape: Shape | None = None, num_classes: int | None = None
    ) -> Architecture:
        """Returns the net for `input_shape` (height, width, channels) and `num_classes`."""
        net_input = Input(input_shape or self.input_shape, self.value_range)
        return Architecture(net_input, tuple(self.layers(num_classes or self.num_classes)))


def _mnist(num_classes: int) -> list[Layer]:
    return [
        Conv2D(32, (3, 3), activation="relu"),
        MaxPooling2D(),
        Conv2D(64, (3, 3), activation="relu"),
        MaxPooling2D(),
        Flatten(),
        Dropout(0.5),
        Dense(num_classes, "softmax"),
    ]


def _cifar10(num_classes: int) -> list[Layer]:
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


def _photos(num_classes: int) -> list[Layer]:
    layers: list[Layer] = [Rescaling(1 / 255)]
    for filters in (16, 32, 64):
        layers += [Conv2D(filters, (3, 3), padding="same", activation="relu"), MaxPooling2D()]
    return [*layers, Flatten(), Dense(128, "relu"), Dense(num_classes)]


def _normalised(filters: int) -> list[Layer]:
    """A convolution whose channels are normalised before the ReLU; its bias would be lost."""
    return [
        Conv2D(filters, (3, 3), padding="same", use_bias=False),
        BatchNormalization(momentum=0.9),
        Activation("relu"),
    ]


def _objects(num_classes: int) -> list[Layer]:
    """Four normalised convolutions and a mean over places: where a thing lies does not matter."""
    layers: list[Layer] = [Rescaling(1 / 255)]
    for filters in (16, 32, 64, 128):
        layers += [*_normalised(filters), MaxPooling2D()]
    return [*layers, GlobalAveragePooling2D(), Dropout(0.2), Dense(num_classes)]


def _kuzushiji(num_classes: int) -> list[Layer]:
    """Pairs of normalised convolutions: cursive characters need strokes of strokes."""
    layers: list[Layer] = []
    for filters, repeats in ((24, 2), (48, 2), (96, 1)):
        for _ in range(repeats):
            layers += _normalised(filters)
        if filters < 96:
            layers.append(MaxPooling2D())
    return [*layers, GlobalAveragePooling2D(), Dropout(0.3), Dense(num_classes, "softmax")]


def _circle_cross(num_classes: int) -> list[Layer]:
    return [Flatten(), Dense(3, "sigmoid"), Dense(num_classes, "sigmoid")]


CATALOGUE: dict[str, NamedNet] = {
    net.name: net
    for net in (
        NamedNet("mnist", "two convolutions for 28×28 characters", (28, 28, 1), 10, _mnist),
        NamedNet("cifar10", "three convolutions for 32×32 colour", (32, 32, 3), 10, _cifar10),
        NamedNet(
            "photos", "three padded convolutions for photos", (180, 180, 3), 5, _photos, (0, 255)
        ),
        NamedNet(
            "objects",
            "four normalised convolutions for photos",
            (100, 100, 3),
            7,
            _objects,
            (0, 255),
        ),
        NamedNet(
            "kuzushiji", "five normalised convolutions for cursive", (28, 28, 1), 10, _kuzushiji
        ),
        NamedNet("circle-cross", "nine pixels, three neurons: ○ or ×", (3, 3, 1), 2, _circle_cross),
    )
}
"""Nets by name."""


def suggest_net(input_shape: Shape) -> str:
    """Returns the name of the net that suits images of a shape.

    Example:
        >>> suggest_net((28, 28, 1)), suggest_net((32, 32, 3)), suggest_net((100, 100, 3))
        ('mnist', 'cifar10', 'objects')
    """
    height, width, channels = input_shape
    if max(height, width) > 40:
        return "objects"
    if min(height, width) < 16:
        return "circle-cross"
    return "mnist" if channels == 1 else "cifar10"


def load_net(
    name_or_file: str, input_shape: Shape | None = None, num_classes: int | None = None
) -> Architecture:
    """Returns a named net built for the data, or the net in a JSON file as it is written.

    Args:
        name_or_file: A name of `CATALOGUE` or the path of a `.json` file.
        input_shape: (height, width, channels) that a named net is built for.
        num_classes: Number of outputs that a named net is built for.

    Raises:
        UnknownNameError: Neither a name nor a file.
        ConvscopeError: The file is not a net, or is made for other data.

    Example:
        >>> load_net("mnist").num_parameters
        34826
        >>> load_net("cifar10").num_parameters
        122570
    """
    if name_or_file in CATALOGUE:
        return CATALOGUE[name_or_file].build(input_shape, num_classes)
    path = Path(name_or_file)
    if not path.is_file():
        known = [*CATALOGUE, "a .json file"]
        raise UnknownNameError("net", name_or_file, known)
    try:
        architecture = Architecture.from_json(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ConvscopeError(
            f"{name_or_file} is not a text file.",
            "Expected a net as JSON.",
            'See a whole one with "convscope summary mnist --json".',
        ) from None
    _expect(name_or_file, "input shape", architecture.input.shape, input_shape)
    _expect(name_or_file, "number of classes", architecture.output_shape[-1], num_classes)
    return architecture


def net_to_text(architecture: Architecture) -> str:
    """Returns the JSON text of a net, ready to be edited and given to `--net`."""
    return json.dumps(architecture.to_json(), indent=2, ensure_ascii=False) + "\n"


def _expect(where: str, what: str, received: object, expected: object | None) -> None:
    if expected is not None and received != expected:
        raise ConvscopeError(
            f"{where}: the {what} is {received}.",
            f"The data has {expected}.",
            f"Change the {what} in the file to {expected}, or train on other data.",
        )
