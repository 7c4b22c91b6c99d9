"""One image file's bytes to pixels, with limits and with a reason when it cannot be done."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import prod
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from convscope.arrays import Image
from convscope.data.images.fitting import fit_image, parse_fit, scaled_size
from convscope.data.images.formats import MAX_PIXELS, pillow_formats
from convscope.data.images.pixels import to_8_bit
from convscope.data.images.plain_files import read_plain

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

_ORIENTATION_TAG = 0x0112  # Source: Exif 2.32, table 4
_TURNED_ORIENTATIONS = (5, 6, 7, 8)  # height and width change places
_EXIF_MARKS = (b"eXIf", b"EXIF", b"Raw profile type exif")
"""What EXIF data begins with in PNG, WebP and old PNG files."""

# Where nobody listens, Pillow's log of damaged files would go to the error output.
logging.getLogger("PIL").addHandler(logging.NullHandler())

_TIFF_MARKS = (b"II*\0", b"MM\0*")
"""What a TIFF file begins with."""

_LIBTIFF = Lock()

_MODES = {1: "L", 3: "RGB"}


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keeps Pillow's warnings of half-broken files to itself: what is wrong becomes a reason."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class UnreadableImage(ValueError):
    """An image that cannot be decoded.

    Args:
        reason: Why, in words that follow "cannot be read:".
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Probe:
    """What the head of an image file says.

    Attributes:
        height: As people see it, after EXIF orientation.
        width: As people see it, after EXIF orientation.
        mode: Pillow's name for the kind of pixel, such as `RGB`, `L` or `I;16`.
        format: Name of the file format, such as `JPEG`.
    """

    height: int
    width: int
    mode: str
    format: str


@_without_warnings()
def probe_image(content: bytes, max_pixels: int = MAX_PIXELS) -> Probe:
    """Returns size and kind of an image without decoding its pixels.

    Raises:
        UnreadableImage: It is no image or too large.
    """
    image = _open(content, max_pixels)
    width, height = image.size
    if _orientation(image, content) in _TURNED_ORIENTATIONS:
        width, height = height, width
    return Probe(height, width, image.mode, image.format or "")


@dataclass(frozen=True)
class Picture:
    """A decoded image in the size wanted.

    Attributes:
        image: Pillow image in mode L or RGB.
        original_size: (height, width) of the file, as people see it.
        file_mode: Pillow's name for the kind of pixel in the file.
    """

    image: "PillowImage"
    original_size: tuple[int, int]
    file_mode: str

    def pixels(self, channels: int | None = None) -> Image:
        """Returns uint8 (height, width, channels), 0–255; None keeps the kind of pixel."""
        picture = self.image
        if channels is not None and picture.mode != _MODES[channels]:
            picture = picture.convert(_MODES[channels])
        pixels = np.asarray(picture)
        return pixels[..., np.newaxis] if pixels.ndim == 2 else pixels  # (height, width, channels)


def decode_image(
    content: bytes,
    size: tuple[int, int] | None,
    fit: str = "pad",
    channels: int | None = None,
    max_pixels: int = MAX_PIXELS,
) -> Image:
    """Returns an image's pixels, upright, in the size and channels wanted.

    Args:
        content: Bytes of a png, jpg, webp, bmp, gif (first picture) or tiff (first page) file.
        size: (height, width); None keeps the image's own.
        fit: `pad`, `crop` or `stretch`, see `fitting.FITS`.
        channels: 1 or 3; None gives 1 for files of grey pixels, else 3.
        max_pixels: Larger images are refused before they are decoded.

    Returns:
        uint8 (height, width, channels), 0–255.

    Raises:
        UnreadableImage: It is no image, damaged, or too large.
    """
    return decode_picture(content, size, fit, max_pixels).pixels(channels)


def brought_to(
    pixels: Image, size: tuple[int, int] | None, fit: str = "pad", channels: int | None = None
) -> Image:
    """Returns pixels that are no file in the size and channels wanted; see `decode_image`.

    Args:
        pixels: uint8 (height, width, 1 or 3), 0–255.
        size: (height, width); None keeps the pixels' own.
        fit: `pad`, `crop` or `stretch`, see `fitting.FITS`.
        channels: 1 or 3; None keeps the pixels' own.

    Returns:
        uint8 (height, width, channels), 0–255.
    """
    from PIL.Image import fromarray

    image = fromarray(np.ascontiguousarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels))
    fitted = image if size is None else fit_image(image, size, fit)
    return Picture(fitted, pixels.shape[:2], image.mode).pixels(channels)


@_without_warnings()
def decode_picture(
    content: bytes, size: tuple[int, int] | None, fit: str = "pad", max_pixels: int = MAX_PIXELS
) -> Picture:
    """Returns an image upright and in the size wanted; see `decode_image`.

    Args:
        content: Bytes of an image file.
        size: (height, width); None keeps the image's own.
        fit: `pad`, `crop` or `stretch`, see `fitting.FITS`.
        max_pixels: Larger images are refused before they are decoded.

    Raises:
        UnreadableImage: It is no image, damaged, or too large.
    """
    image = _load_plain(content, size, fit, max_pixels) or _open(content, max_pixels)
    try:
        orientation = _orientation(image, content)
        is_turned = orientation in _TURNED_ORIENTATIONS
        original_size = image.size if is_turned else (image.height, image.width)
        if image.format == "JPEG" and size is not None:
            _shrink_while_decoding(image, (size[1], size[0]) if is_turned else size, fit)
        file_mode = image.mode
        with _with_silent_libtiff(image):
            image.load()
        picture = to_8_bit(_upright(image, orientation))
        fitted = picture if size is None else fit_image(picture, size, fit)
        return Picture(fitted, original_size, file_mode)
    except Exception as error:  # damaged files raise nearly every kind
        raise UnreadableImage(_damage(error)) from error


@contextmanager
def _with_silent_libtiff(image: "PillowImage") -> Iterator[None]:
    """Keeps what libtiff says of a damaged file from the error output, where it writes past Python.

    For the moment that a packed TIFF is unpacked nothing of this process reaches the error output;
    the lock keeps a second thread from taking that for the usual state.
    """
    if image.format != "TIFF" or image.info.get("compression") in (None, "raw"):
        yield
        return
    with _LIBTIFF, open(os.devnull, "w") as nowhere:  # noqa: PTH123
        try:
            usual = os.dup(2)
        except OSError:  # a process without an error output
            yield
            return
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(usual, 2)
            os.close(usual)


def _load_plain(
    content: bytes, size: tuple[int, int] | None, fit: str, max_pixels: int
) -> "PillowImage | None":
    """Returns what opening and loading would, in half the time, or None if it has to be done."""
    plain = read_plain(content)
    if plain is None or prod(plain.size) > max_pixels:
        return None
    if plain.format == "JPEG" and size is not None and _is_far_larger(plain.size, size, fit):
        return None
    return plain.load()


def _open(content: bytes, max_pixels: int) -> "PillowImage":
    # Pillow would load these two only after all others have failed.
    from PIL import Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401

    if not content:
        raise UnreadableImage("the file is empty (0 bytes)")
    try:
        image = Image.open(BytesIO(content), formats=pillow_formats())
    except Image.UnidentifiedImageError as error:
        if content.startswith(_TIFF_MARKS):
            raise UnreadableImage(
                "truncated or damaged: a TIFF file without a whole head"
            ) from error
        raise UnreadableImage(_what_else(content)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableImage(f"more than {max_pixels / 1e6:.0f} million pixels") from error
    except Exception as error:  # damaged heads raise nearly every kind
        raise UnreadableImage(_damage(error)) from error
    width, height = image.size
    if width * height > max_pixels:
        raise UnreadableImage(
            f"{width:,}×{height:,} = {width * height / 1e6:.1f} million pixels, the limit is "
            f"{max_pixels / 1e6:.0f} million"
        )
    if not width or not height:
        raise UnreadableImage("it has no pixels")
    return image


def _orientation(image: "PillowImage", content: bytes) -> int:
    """Returns how the camera was held, 1–8; 1 is upright."""
    if image.format is None:  # from a plain file, see `_load_plain`
        return 1
    # Pillow turns a TIFF itself and has seen a JPEG's EXIF data by now. The others may bring it
    # after the pixels, though most have none, and looking for the word costs less than parsing.
    if image.format in ("JPEG", "MPO"):
        has_exif = "exif" in image.info
    else:
        has_exif = image.format != "TIFF" and any(mark in content for mark in _EXIF_MARKS)
    if not has_exif:
        return 1
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # a damaged EXIF block does not make the pixels unreadable
        return 1


def _upright(image: "PillowImage", orientation: int) -> "PillowImage":
    if orientation == 1:
        return image
    from PIL.Image import Transpose

    turn = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(orientation)
    return image if turn is None else image.transpose(turn)


def _shrink_while_decoding(image: "PillowImage", size: tuple[int, int], fit: str) -> None:
    """Lets the JPEG decoder leave out detail that scaling would throw away.

    Twice the size needed is kept, so that the careful scaling afterwards decides the pixels.
    """
    if _is_far_larger(image.size, size, fit):
        width, height = scaled_size(*image.size, size, fit)
        image.draft(image.mode, (2 * width, 2 * height))


def _is_far_larger(image_size: tuple[int, int], size: tuple[int, int], fit: str) -> bool:
    """Whether a picture, (width, height), is at least 4 times as high and wide as needed.

    Where a filter is named, no pixel may be decided before it.
    """
    if parse_fit(fit).filter:
        return False
    width, height = scaled_size(*image_size, size, fit)
    return image_size[0] >= 4 * width and image_size[1] >= 4 * height


def _damage(error: Exception) -> str:
    text = str(error) or type(error).__name__
    if "truncated" in text.lower() or isinstance(error, EOFError):
        return "truncated: the end of the file is missing"
    return f"damaged ({text})"


_HEIF_HINT = {
    "HEIC": " (iPhone: Settings, Camera, Formats, Most Compatible), or pip install pillow-heif"
}


def _heif_kind(content: bytes) -> str | None:
    brands = {content[i : i + 4] for i in range(8, 64, 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    return "HEIC" if brands & {b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1"} else None


def _what_else(content: bytes) -> str:
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page, not an image"
    if start.startswith((b"<svg", b"<?xml")):
        return "a drawing in SVG or XML, not an image of pixels"
    if content[4:8] == b"ftyp" and (kind := _heif_kind(content)):
        return f"{kind}, which cannot be read here; save it as jpg or png{_HEIF_HINT.get(kind, '')}"
    if all(byte >= 32 or byte in b"\t\r\n" for byte in content[:512]):
        return "text, not an image"
    return "not an image in a known format"
