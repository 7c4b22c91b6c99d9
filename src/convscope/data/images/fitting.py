"""Bringing a picture of any size to the size that a net takes: pad, crop or stretch."""

from typing import TYPE_CHECKING

from convscope.errors import UnknownNameError

if TYPE_CHECKING:
    from PIL.Image import Image

FITS = ("pad", "crop", "stretch")
"""`pad` keeps all of the picture and its aspect, `crop` fills the size and keeps the aspect,
`stretch` keeps all and fills, at the cost of the aspect."""


def expect_fit(fit: str) -> None:
    """Checks the name of a way to fit.

    Raises:
        UnknownNameError: There is no such way.
    """
    if fit not in FITS:
        raise UnknownNameError("fit", fit, FITS)


def scaled_size(width: int, height: int, size: tuple[int, int], fit: str) -> tuple[int, int]:
    """Returns the (width, height) a picture is scaled to before the border is added or cut.

    Args:
        width: Width of the picture.
        height: Height of the picture.
        size: (height, width) wanted.
        fit: One of `FITS`.

    Example:
        >>> scaled_size(200, 100, (50, 50), "pad"), scaled_size(200, 100, (50, 50), "crop")
        ((50, 25), (100, 50))
    """
    wanted_height, wanted_width = size
    if fit == "stretch":
        return wanted_width, wanted_height
    choose = min if fit == "pad" else max
    scale = choose(wanted_width / width, wanted_height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def fit_image(image: "Image", size: tuple[int, int], fit: str) -> "Image":
    """Returns a picture in the size wanted.

    The border of `pad` is black, the value of nothing in a net's input.

    Args:
        image: In mode L or RGB.
        size: (height, width).
        fit: One of `FITS`.
    """
    from PIL.Image import Resampling

    height, width = size
    if image.size == (width, height):
        return image
    scaled = scaled_size(*image.size, size, fit)
    if image.size != scaled:
        image = image.resize(scaled, Resampling.BICUBIC, reducing_gap=3.0)
    if image.size == (width, height):
        return image
    # Outside of the picture crop() fills with black: one call pads and crops.
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))
