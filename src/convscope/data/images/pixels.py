"""From every kind of pixel that image files hold to 8-bit grey or RGB. Sizes stay."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

_GREY_MODES = {"1", "L", "I", "F", "I;16", "I;16L", "I;16B", "I;16N"}
_WIDE_MODES = _GREY_MODES - {"1", "L"}
_ALPHA_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}


def to_8_bit(image: "Image") -> "Image":
    """Returns an image in mode L or RGB.

    What is transparent becomes white, as on a sheet of paper. 16-bit pixels are divided by
    257, so that black stays black, white stays white and nothing is clipped.

    Args:
        image: A loaded Pillow image of any mode.
    """
    if image.mode in _WIDE_MODES:
        return _from_wide(image)
    if "transparency" in image.info and image.mode in ("L", "RGB", "P", "1"):
        image = image.convert("RGBA" if image.mode in ("RGB", "P") else "LA")
    if image.mode in _ALPHA_MODES:
        return _on_white(image)
    if image.mode == "RGB" or image.mode == "L":
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def has_color(pixels: np.ndarray) -> bool:
    """Whether any pixel is other than grey.

    Args:
        pixels: uint8 (..., channels).
    """
    return pixels.shape[-1] == 3 and bool(
        (pixels[..., 0] != pixels[..., 1]).any() or (pixels[..., 1] != pixels[..., 2]).any()
    )


def _on_white(image: "Image") -> "Image":
    from PIL import Image

    is_grey = image.mode in ("LA", "La")
    if image.mode in ("RGBa", "La"):  # colours already multiplied by their opacity
        image = image.convert("LA" if is_grey else "RGBA")
    if image.mode == "PA":
        image = image.convert("RGBA")
    paper = Image.new("L" if is_grey else "RGB", image.size, 255 if is_grey else (255, 255, 255))
    paper.paste(image.convert(paper.mode), mask=image.getchannel("A"))
    return paper


def _from_wide(image: "Image") -> "Image":
    """Scales 16-bit, 32-bit and float pixels to 0–255.

    32-bit integers up to 65,535 are 16-bit pictures in a wide box. Floats within 0–1 are taken as
    shares of white, within 0–255 as they are. Everything else is stretched from its own darkest to
    its own brightest pixel.
    """
    from PIL import Image

    values = np.nan_to_num(np.asarray(image, np.float64), posinf=0.0, neginf=0.0)
    darkest, brightest = float(values.min()), float(values.max())
    if image.mode == "F":
        if darkest >= 0 and brightest <= 1:
            low, high = 0.0, 1.0
        elif darkest >= 0 and brightest <= 255:
            low, high = 0.0, 255.0
        else:
            low, high = darkest, brightest
    elif darkest >= 0 and brightest <= 65535:
        low, high = 0.0, 65535.0
    else:
        low, high = darkest, brightest
    scaled = (values - low) * (255 / max(high - low, 1e-30))
    return Image.fromarray(np.rint(scaled).astype(np.uint8))
