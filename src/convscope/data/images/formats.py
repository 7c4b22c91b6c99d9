"""Which files count as images, and how large one may be. Opens nothing."""

from functools import cache

_ENDINGS_TEXT = (
    """png jpg jpeg jpe jfif webp bmp dib gif tif tiff pbm pgm ppm pnm pfm avif heic heif"""
)
ENDINGS = frozenset(_ENDINGS_TEXT.split())
"""Lower-case endings of files that are taken for images unseen; all others are looked into."""

ENDINGS_FOR_PEOPLE = "png, jpg, webp, bmp, gif, tiff"
"""The formats as error texts name them."""

_ALWAYS = ("PNG", "JPEG", "WEBP", "BMP", "DIB", "GIF", "TIFF", "PPM")


@cache
def pillow_formats() -> tuple[str, ...]:
    """Returns the decoders that may run; Pillow's others start programs or are hardly tested.

    AVIF is there where Pillow was built with it, HEIC where `pillow-heif` is installed.
    """
    from PIL import features

    avif = ("AVIF",) if "avif" in features.modules and features.check("avif") else ()
    try:
        from pillow_heif import register_heif_opener  # type: ignore[import-not-found]

        register_heif_opener()
    except ImportError:
        return (*_ALWAYS, *avif)
    return (*_ALWAYS, *avif, "HEIF")


MAX_PIXELS = 50_000_000
"""Pixels of the largest image that is decoded: 150 MB as RGB."""


def ending(name: str) -> str:
    """Returns what follows the last dot of a file name, in lower case; often called, so quick.

    Example:
        >>> ending("cats/tabby/1.JPG"), ending("README")
        ('jpg', '')
    """
    return name[name.rfind(".") + 1 :].lower() if "." in name else ""


def is_image_name(name: str) -> bool:
    """Whether a file name ends like an image's.

    Example:
        >>> is_image_name("cats/tabby/1.JPG"), is_image_name("notes.txt")
        (True, False)
    """
    return ending(name) in ENDINGS
