"""Bringing a picture of any size to the size that a net takes: pad, crop or stretch."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convscope.errors import UnknownNameError

if TYPE_CHECKING:
    from PIL.Image import Image

FITS = ("pad", "crop", "stretch")
"""`pad` keeps all of the picture and its aspect, `crop` fills the size and keeps the aspect,
`stretch` keeps all and fills, at the cost of the aspect."""


FILTERS = ("nearest", "bilinear", "bicubic", "lanczos", "box", "hamming")
"""Pillow's filters, of which a way to fit may name one."""

MOST_EDGE = 2**16


@dataclass(frozen=True)
class Fit:
    """A way to fit, as other programs' preprocessing has it.

    Attributes:
        way: One of `FITS`.
        filter: One of `FILTERS`; empty for our own: bicubic, large pictures shrunk before.
        edge: Pixels that the shorter side is scaled to before the middle is cut out; 0 for those
            of the input.
    """

    way: str
    filter: str = ""
    edge: int = 0


def parse_fit(fit: str) -> Fit:
    """Returns what the name of a way to fit says: `pad`, `crop:bilinear`, `crop:bicubic:256`.

    Raises:
        UnknownNameError: There is no such way.

    Example:
        >>> parse_fit("crop:bilinear:256")
        Fit(way='crop', filter='bilinear', edge=256)
    """
    way, *more = fit.split(":") if isinstance(fit, str) else [fit]
    edge = more[1] if len(more) == 2 and way == "crop" else ""
    is_edge = edge.isascii() and edge.isdecimal() and len(edge) < 6
    is_known = way in FITS and (not more or more[0] in FILTERS) and len(more) < 2 + is_edge
    if not is_known or (edge and not 0 < int(edge) <= MOST_EDGE):
        raise UnknownNameError("fit", fit, FITS)
    return Fit(way, more[0] if more else "", int(edge or 0))


def expect_fit(fit: str) -> None:
    """Checks the name of a way to fit.

    Raises:
        UnknownNameError: There is no such way.
    """
    parse_fit(fit)


def scaled_size(width: int, height: int, size: tuple[int, int], fit: str) -> tuple[int, int]:
    """Returns the (width, height) a picture is scaled to before the border is added or cut.

    Args:
        width: Width of the picture.
        height: Height of the picture.
        size: (height, width) wanted.
        fit: A way to fit, see `parse_fit`.

    Example:
        >>> scaled_size(200, 100, (50, 50), "pad"), scaled_size(200, 100, (50, 50), "crop")
        ((50, 25), (100, 50))
    """
    wanted_height, wanted_width = size
    told = parse_fit(fit)
    if told.way == "stretch":
        return wanted_width, wanted_height
    if told.edge:  # the longer side is cut to whole pixels, as torchvision and transformers do
        short, long = min(width, height), int(told.edge * max(width, height) / min(width, height))
        return (told.edge, long) if width == short else (long, told.edge)
    choose = min if told.way == "pad" else max
    scale = choose(wanted_width / width, wanted_height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def fit_image(image: "Image", size: tuple[int, int], fit: str) -> "Image":
    """Returns a picture in the size wanted.

    The border of `pad` is black, the value of nothing in a net's input.

    Args:
        image: In mode L or RGB.
        size: (height, width).
        fit: A way to fit, see `parse_fit`.
    """
    from PIL.Image import Resampling

    told = parse_fit(fit)
    height, width = size
    if image.size == (width, height) and not told.edge:
        return image
    scaled = scaled_size(*image.size, size, fit)
    if image.size != scaled and told.filter:
        image = image.resize(scaled, Resampling[told.filter.upper()])
    elif image.size != scaled:
        image = image.resize(scaled, Resampling.BICUBIC, reducing_gap=3.0)
    if image.size == (width, height):
        return image
    # Outside of the picture crop() fills with black: one call pads and crops.
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))
