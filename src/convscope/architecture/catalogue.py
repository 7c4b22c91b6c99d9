"""The named nets: what `--net` and the lessons call by name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from convscope.architecture import nets
from convscope.architecture.architecture import Architecture, Input
from convscope.architecture.layer import Layer, Shape
from convscope.architecture.windowed import AveragePooling2D
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.texts import to_json_text


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
        side: Pixels per side that the layers are made for: of larger images they get means of
            several pixels, by a layer that is put before them; 0 for any size.
    """

    name: str
    title: str
    input_shape: Shape
    num_classes: int
    layers: Callable[[int], list[Layer]]
    value_range: tuple[float, float] = (0.0, 1.0)
    side: int = 0

    def build(
        self, input_shape: Shape | None = None, num_classes: int | None = None
    ) -> Architecture:
        """Returns the net for `input_shape` (height, width, channels) and `num_classes`."""
        shape = input_shape or self.input_shape
        size = pixels_to_average(shape, self.side) if self.side else 1
        means = [AveragePooling2D((size, size))] if size > 1 else []
        layers = self.layers(num_classes or self.num_classes)
        return Architecture(Input(shape, self.value_range), (*means, *layers))


SMALLEST_SIDE = 16
"""Pixels that averaging leaves at least: four poolings then have something to choose from."""


def pixels_to_average(image_shape: Shape, side: int) -> int:
    """Returns how many pixels, in each direction, become one so that about `side`² are left.

    Example:
        >>> pixels_to_average((64, 64, 3), 64), pixels_to_average((128, 128, 3), 64)
        (1, 2)
        >>> pixels_to_average((100, 100, 1), 64), pixels_to_average((256, 200, 3), 64)
        (2, 4)
    """
    height, width, _ = image_shape
    wanted = round((height * width) ** 0.5 / side)
    return max(1, min(wanted, min(height, width) // SMALLEST_SIDE))


CATALOGUE: dict[str, NamedNet] = {
    net.name: net
    for net in (
        NamedNet("mnist", "two convolutions for 28×28 characters", (28, 28, 1), 10, nets.mnist),
        NamedNet("cifar10", "three convolutions for 32×32 colour", (32, 32, 3), 10, nets.cifar10),
        NamedNet(
            "photos",
            "three padded convolutions for photos",
            (180, 180, 3),
            5,
            nets.photos,
            (0, 255),
        ),
        NamedNet(
            "objects",
            "four normalised convolutions for photos",
            (100, 100, 3),
            7,
            nets.objects,
            (0, 255),
        ),
        NamedNet(
            "pictures",
            "the net objects on about 64×64 means of pixels: sees shapes whole",
            (128, 128, 3),
            5,
            nets.objects,
            (0, 255),
            side=64,
        ),
        NamedNet(
            "kuzushiji", "five normalised convolutions for cursive", (28, 28, 1), 10, nets.kuzushiji
        ),
        NamedNet(
            "characters", "three pooled convolutions, quick", (28, 28, 1), 10, nets.characters
        ),
        NamedNet(
            "characters-small",
            "three pooled convolutions, quickest",
            (28, 28, 1),
            10,
            nets.characters_small,
        ),
        NamedNet(
            "characters-large",
            "five convolutions, accurate",
            (28, 28, 1),
            10,
            nets.characters_large,
        ),
        NamedNet(
            "small-colour", "four pooled convolutions, quick", (32, 32, 3), 10, nets.small_colour
        ),
        NamedNet(
            "small-colour-large",
            "six convolutions, accurate",
            (32, 32, 3),
            10,
            nets.small_colour_large,
        ),
        NamedNet(
            "small-colour-pairs",
            "three pairs of convolutions, most accurate for its time",
            (32, 32, 3),
            10,
            nets.small_colour_pairs,
        ),
        NamedNet(
            "small-colour-pairs-large",
            "three pairs of convolutions with many filters, most accurate",
            (32, 32, 3),
            10,
            nets.small_colour_pairs_large,
        ),
        NamedNet("residual", "a residual net, quick", (32, 32, 3), 10, nets.residual),
        NamedNet(
            "residual-large",
            "a residual net of eight convolutions, accurate",
            (32, 32, 3),
            10,
            nets.residual_large,
        ),
        NamedNet(
            "residual-pictures",
            "a residual net on about 64×64 means of pixels",
            (128, 128, 3),
            5,
            nets.residual_pictures,
            (0, 255),
            side=64,
        ),
        NamedNet(
            "circle-cross", "nine pixels, three neurons: ○ or ×", (3, 3, 1), 2, nets.circle_cross
        ),
        NamedNet(
            "few-pixels",
            "one dense layer, for images below 10 pixels",
            (8, 8, 1),
            10,
            nets.few_pixels,
        ),
    )
}
"""Nets by name."""


ImageKind = Literal["tiny", "character", "small picture", "picture"]
"""What recipes tell apart: below 10 pixels, small and grey, small and in colour, large."""


def image_kind(image_shape: Shape) -> ImageKind:
    """Returns which kind's nets suit images of a shape (height, width, channels).

    Example:
        >>> image_kind((28, 28, 1)), image_kind((32, 32, 3)), image_kind((100, 100, 3))
        ('character', 'small picture', 'picture')
        >>> image_kind((12, 12, 3)), image_kind((8, 30, 1))
        ('character', 'tiny')
    """
    height, width, channels = image_shape
    if min(height, width) < 10:  # three poolings leave nothing
        return "tiny"
    if min(height, width) < 16:  # four poolings leave nothing, as in the nets for colour
        return "character"
    if max(height, width) > 40:
        return "picture"
    return "character" if channels == 1 else "small picture"


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
        known = [*CATALOGUE, "a .json or model file"]
        raise UnknownNameError("net", name_or_file, known)
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        reason = f"cannot be read: {error.strerror}" if isinstance(error, OSError) else "is no text"
        raise ConvscopeError(
            f"{name_or_file} {reason}.",
            "Expected a net as JSON.",
            'See a whole one with "convscope summary mnist --json".',
        ) from None
    architecture = Architecture.from_json(text)
    expect_made_for(name_or_file, architecture, input_shape, num_classes)
    return architecture


def expect_made_for(
    where: str, architecture: Architecture, input_shape: Shape | None, num_classes: int | None
) -> None:
    """Checks that a net takes the images of some data and knows their classes.

    Args:
        where: The file that it comes from.
        architecture: The net.
        input_shape: (height, width, channels) of the images; None for any.
        num_classes: Number of classes; None for any.

    Raises:
        ConvscopeError: It does not.
    """
    _expect(where, "input shape", architecture.input.shape, input_shape)
    _expect(where, "number of classes", architecture.output_shape[-1], num_classes)


def net_to_text(architecture: Architecture) -> str:
    """Returns the JSON text of a net, ready to be edited and given to `--net`."""
    return to_json_text(architecture.to_json(), indent=2) + "\n"


def _expect(where: str, what: str, received: object, expected: object | None) -> None:
    if expected is not None and received != expected:
        raise ConvscopeError(
            f"{where}: the {what} is {received}.",
            f"The data has {expected}.",
            f"Change the {what} in the file to {expected}, or train on other data.",
        )
