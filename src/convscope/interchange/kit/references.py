"""The pictures of a kit's self-test: files, because answers differ most by what becomes of a file.

A few are inputs as the net takes them; the others are made of one of these, so that each way in
which pictures come is tried: other sizes, turned by a camera, transparent, grey, in 16 bits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.arithmetic.answers import logits, probabilities_of_logits
from convscope.arrays import Image, Images, Probabilities
from convscope.interchange.kit import drawings, photographs
from convscope.interchange.reference_images import reference_images
from convscope.model_file import Model

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_ORIENTATION, _TO_THE_RIGHT = 0x0112, 6  # Source: Exif 2.32, table 4

_MOST_PIXELS = 1_500_000
"""Of a picture that is made larger."""


@dataclass(frozen=True)
class Reference:
    """A picture of a self-test.

    Attributes:
        file: Its name.
        shows: What is tried with it, in words.
        content: Its bytes.
        probabilities: float32 (things judged, classes): what is promised.
    """

    file: str
    shows: str
    content: bytes
    probabilities: Probabilities


def reference_pictures(model: Model, images: Images | None, is_drawn: bool) -> list[Reference]:
    """Returns pictures with what convscope says of them.

    Args:
        model: The model.
        images: uint8 (number, height, width, channels), test images; None for the mean images of
            the classes, where they are known, and noise.
        is_drawn: Whether the model's pictures are drawn characters, which are found and placed.
    """
    chosen = reference_images(model, images)
    files = [
        (f"{number}.png", "an input of the net as it is", _png(_picture(image)))
        for number, image in enumerate(chosen, 1)
    ]
    ways = _DRAWN if is_drawn else _PHOTOGRAPHED
    files += [(file, shows, make(chosen)) for file, (shows, make) in ways.items()]
    return [Reference(*each, _judged(model, each[2], is_drawn)) for each in files]


def _judged(model: Model, content: bytes, is_drawn: bool) -> Probabilities:
    net, facts = model.architecture, {"fit": model.fit, "placement": model.placement}
    reader = drawings if is_drawn else photographs
    inputs = reader.inputs_of(content, net.input.shape, facts)
    if not inputs:
        return np.zeros((0, model.num_classes), np.float32)
    return probabilities_of_logits(net, logits(net, model.weights, np.stack(inputs)))


def _picture(image: NDArray[np.uint8]) -> "Picture":
    from PIL.Image import fromarray

    return fromarray(np.ascontiguousarray(image[..., 0] if image.shape[2] == 1 else image))


def _png(picture: "Picture", form: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def _sized(image: Image, down: float, across: float) -> "Picture":
    """Returns a picture so many times as high and wide, less where that were very large."""
    height, width = image.shape[:2]
    most = max(1.0, (height * width * down * across / _MOST_PIXELS) ** 0.5)
    size = max(1, round(width * across / most)), max(1, round(height * down / most))
    return _picture(image).resize(size)


def _turned(image: "Picture") -> bytes:
    """Returns a picture as a camera writes it that was held sideways."""
    from PIL.Image import Exif, Transpose

    exif = Exif()
    exif[_ORIENTATION] = _TO_THE_RIGHT
    return _png(image.transpose(Transpose.ROTATE_90), exif=exif)


def _transparent(image: "Picture") -> bytes:
    """Returns a picture that fades out towards its right side."""
    from PIL.Image import fromarray

    alpha = np.tile(np.linspace(255, 0, image.width), (image.height, 1)).astype(np.uint8)
    faded = image.convert("RGBA")
    faded.putalpha(fromarray(alpha))
    return _png(faded)


def _in_16_bits(image: "Picture") -> bytes:
    from PIL.Image import fromarray

    return _png(fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257))


def _coloured(image: "Picture") -> bytes:
    """Returns a picture whose red, green and blue tell different things."""
    from PIL.Image import merge

    grey = image.convert("L")
    return _png(merge("RGB", (grey, grey.point(lambda level: 255 - level), grey.point(_half))))


def _half(level: Any) -> Any:
    return level * 0.5


def _on_paper(chosen: Images) -> "Picture":
    """Returns one or two characters in dark ink on a light sheet."""
    from PIL.Image import Resampling, fromarray

    rows = chosen[:2, :, :, 0]
    sheet = 255 - np.pad(np.concatenate(list(rows), axis=1), 8)
    picture = fromarray(sheet)
    return picture.resize((picture.width * 6, picture.height * 6), Resampling.BICUBIC)


def _in_ink(chosen: Images) -> bytes:
    """Returns a character as drawing programs save it: black, on nothing."""
    from PIL.Image import fromarray, new

    ink = fromarray(np.pad(chosen[0, :, :, 0], 6)).resize((160, 160))
    drawn = new("RGBA", ink.size, (0, 0, 0, 0))
    drawn.putalpha(ink)
    return _png(drawn)


def _blank(chosen: Images) -> bytes:
    from PIL.Image import new

    return _png(new("L", (90, 120), 255))


Way = tuple[str, Callable[[Images], bytes]]

_PHOTOGRAPHED: dict[str, Way] = {
    "wide.png": ("a wide picture", lambda chosen: _png(_sized(chosen[0], 2, 3.3))),
    "small.png": ("a picture smaller than the input", lambda c: _png(_sized(c[-1], 0.7, 0.5))),
    "turned.png": ("turned by EXIF", lambda chosen: _turned(_sized(chosen[0], 2.5, 1.6))),
    "transparent.png": ("transparent", lambda chosen: _transparent(_sized(chosen[-1], 1, 1.2))),
    "grey16.png": ("grey in 16 bits", lambda chosen: _in_16_bits(_sized(chosen[0], 1.5, 1))),
    "coloured.png": ("red, green, blue", lambda chosen: _coloured(_sized(chosen[0], 1, 1))),
    "large.jpg": (
        "a JPEG far larger than the input",
        lambda chosen: _png(_sized(chosen[0], 9, 10), "JPEG", quality=90),
    ),
}
_DRAWN: dict[str, Way] = {
    "paper.png": ("dark ink on a light sheet", lambda chosen: _png(_on_paper(chosen))),
    "turned.png": ("turned by EXIF", lambda chosen: _turned(_on_paper(chosen[:1]))),
    "transparent.png": ("ink on nothing", _in_ink),
    "coloured.png": ("coloured paper", lambda chosen: _coloured(_on_paper(chosen[-1:]))),
    "grey16.png": ("grey in 16 bits", lambda chosen: _in_16_bits(_on_paper(chosen[1:2]))),
    "blank.png": ("blank paper, without a verdict", _blank),
}
