"""Which files count as images, and how large one may be. Opens nothing."""

ENDINGS = frozenset({"png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff"})
"""Lower-case endings of the files that are taken for images."""

ENDINGS_FOR_PEOPLE = "png, jpg, webp, bmp, gif, tiff"
"""The formats as error texts name them."""

PILLOW_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "DIB", "GIF", "TIFF")
"""The decoders that may run; Pillow's others start programs (EPS) or are hardly tested."""

MAX_PIXELS = 50_000_000
"""Pixels of the largest image that is decoded: 150 MB as RGB."""

_CLUTTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def is_hidden(name: str) -> bool:
    """Whether a file or folder name is one that operating systems leave behind or hide.

    Example:
        >>> is_hidden(".DS_Store"), is_hidden("Thumbs.db"), is_hidden("cat.png")
        (True, True, False)
    """
    return name.startswith(".") or name.lower() in _CLUTTER


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
