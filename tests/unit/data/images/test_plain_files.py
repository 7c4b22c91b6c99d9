"""Plain files come out as Pillow opens them, and everything else is left to Pillow."""

import warnings
from io import BytesIO
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from convscope.data.images import UnreadableImage, decode_image
from convscope.data.images.plain_files import MAX_BYTES, read_plain

from .conftest import encoded, picture


def opened(content):
    """Returns pixels and mode as Pillow reads them."""
    image = Image.open(BytesIO(content))
    return np.asarray(image), image.mode


JPEG_OPTIONS = [
    {"quality": 30, "subsampling": "4:2:0"},
    {"quality": 95, "subsampling": "4:4:4"},
    {"progressive": True},
    {"restart_marker_rows": 1},
    {"optimize": True, "comment": "EXIF is only a word here"},
    {"keep_rgb": True},
]


@pytest.mark.parametrize("options", JPEG_OPTIONS)
@pytest.mark.parametrize("channels", [1, 3])
def test_plain_jpeg_files(options, channels):
    if channels == 1:
        options = {name: value for name, value in options.items() if name != "keep_rgb"}
    content = encoded(picture(2, 37, 53, channels), "JPEG", **options)
    plain = read_plain(content)
    assert plain is not None
    pixels, mode = opened(content)
    assert (plain.format, plain.mode, plain.size) == ("JPEG", mode, (53, 37))
    np.testing.assert_array_equal(np.asarray(plain.load()), pixels)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("compress_level", [0, 9])
def test_plain_png_files(mode, compress_level):
    # Random pixels of this size fill several IDAT chunks.
    pixels = picture(3, 211, 307 * len(mode), 1).reshape(211, 307, len(mode))
    image = Image.frombytes(mode, (307, 211), pixels.tobytes())
    content = encoded(image, compress_level=compress_level)
    plain = read_plain(content)
    assert plain is not None
    assert (plain.format, plain.mode, plain.size) == ("PNG", mode, (307, 211))
    np.testing.assert_array_equal(np.asarray(plain.load()), opened(content)[0])


def with_text():
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", "a word")
    return info


def with_exif():
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


RGB = picture(4, 16, 16)
NOT_PLAIN = {
    "turned by EXIF": encoded(RGB, "JPEG", exif=with_exif()),
    "PNG turned by EXIF": encoded(RGB, "PNG", exif=with_exif()),
    "four colours": encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"),
    "a profile of colours": encoded(RGB, "JPEG", icc_profile=b"profile"),
    "a palette": encoded(Image.fromarray(RGB).quantize(4)),
    "one bit": encoded(Image.fromarray(RGB).convert("1")),
    "16 bits": encoded(np.full((4, 4), 1000, np.uint16)),
    "a colour that is transparent": encoded(RGB, "PNG", transparency=(1, 2, 3)),
    "text": encoded(RGB, "PNG", pnginfo=with_text()),
    "another format": encoded(RGB, "BMP"),
    "no image": b"text",
    "nothing": b"",
}


@pytest.mark.parametrize("content", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_the_rest_is_left_to_pillow(content):
    assert read_plain(content) is None


def test_large_files_are_left_to_pillow():
    content = encoded(RGB, "JPEG")
    filler = b"\xff\xfe\xff\xff" + bytes(0xFFFD)  # a comment
    assert read_plain(content[:2] + filler + content[2:]) is not None
    assert read_plain(content[:2] + filler * (MAX_BYTES // len(filler) + 1) + content[2:]) is None


def test_interlaced_png_files_are_left_to_pillow():
    content = bytearray(encoded(RGB))
    content[28] = 1
    content[29:33] = crc32(content[12:29]).to_bytes(4)
    assert read_plain(bytes(content)) is None


def outcome(content):
    """Returns the pixels, or why there are none."""
    try:
        return decode_image(content, None).tolist()
    except UnreadableImage as error:
        return error.reason


@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
@given(length=st.integers(0, 900), places=st.lists(st.integers(0, 899), max_size=3), data=st.data())
def test_damaged_files_are_judged_as_pillow_does(file_format, length, places, data):
    content = bytearray(encoded(RGB, file_format))
    for place in places:
        content[place % len(content)] = data.draw(st.integers(0, 255))
    damaged = bytes(content[: length if length else None])
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        found = outcome(damaged)
        patch.setattr("convscope.data.images.one_image.read_plain", lambda content: None)
        assert found == outcome(damaged)


def test_the_limit_holds_for_plain_files_too():
    for file_format in ("JPEG", "PNG"):
        with pytest.raises(UnreadableImage, match="million pixels"):
            decode_image(encoded(RGB, file_format), None, max_pixels=255)


def test_far_larger_jpeg_files_are_shrunk_while_decoding():
    content = encoded(picture(5, 64, 64), "JPEG")
    image = Image.open(BytesIO(content))
    image.draft("RGB", (32, 32))
    expected = np.asarray(image.resize((16, 16), Image.Resampling.BICUBIC, reducing_gap=3.0))
    np.testing.assert_array_equal(decode_image(content, (16, 16)), expected)
