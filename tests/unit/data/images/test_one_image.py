import struct
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from convscope.data.images import UnreadableImage, decode_image, probe_image
from convscope.data.images.fitting import FITS, scaled_size
from convscope.errors import UnknownNameError

from .conftest import encoded, picture


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "BMP", "TIFF"])
@pytest.mark.parametrize("channels", [1, 3])
def test_lossless_formats_come_back_exactly(file_format, channels):
    pixels = picture(1, channels=channels)
    options = {"lossless": True} if file_format == "WEBP" else {}
    decoded = decode_image(encoded(pixels, file_format, **options), None, channels=channels)
    assert decoded.dtype == np.uint8
    np.testing.assert_array_equal(decoded, pixels.reshape(5, 7, channels))


def test_jpeg_and_gif_come_back_nearly():
    smooth = np.add.outer(np.arange(16), np.arange(24)).astype(np.uint8) * 5
    jpeg = decode_image(encoded(smooth, "JPEG", quality=95), None)
    assert jpeg.shape == (16, 24, 1)
    assert np.abs(jpeg[..., 0].astype(int) - smooth).max() < 6
    gif = decode_image(encoded(smooth, "GIF"), None, channels=1)
    np.testing.assert_array_equal(gif[..., 0], smooth)


@pytest.mark.parametrize("file_format", ["JPEG", "TIFF", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_honoured(file_format, orientation):
    # What the camera stored for an upright picture that is white in the top left quarter.
    upright = np.zeros((16, 32), np.uint8)
    upright[:8, :16] = 255
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.T,
        6: np.rot90(upright),
        7: upright[::-1, ::-1].T,
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.fromarray(np.ascontiguousarray(stored)).convert("RGB")
    content = encoded(image, file_format, exif=exif)
    assert (probe_image(content).height, probe_image(content).width) == (16, 32)
    for size in (None, (16, 32), (4, 8)):
        decoded = decode_image(content, size, channels=1)
        height, width = decoded.shape[:2]
        assert (height, width) == (size or (16, 32))
        assert decoded[0, 0, 0] > 245
        assert max(decoded[0, -1, 0], decoded[-1, 0, 0], decoded[-1, -1, 0]) < 10


def test_what_is_transparent_becomes_white():
    half = np.zeros((1, 3, 4), np.uint8)
    half[0, :, 3] = (0, 255, 128)
    assert decode_image(encoded(half), None, channels=1)[0, :, 0].tolist() == [255, 0, 127]
    grey = Image.merge("LA", [Image.new("L", (1, 1), 10), Image.new("L", (1, 1), 0)])
    assert decode_image(encoded(grey), None).tolist() == [[[255]]]


def test_palettes_with_and_without_transparency():
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putdata([0, 1])
    assert decode_image(encoded(image), None).tolist() == [[[255, 0, 0], [0, 0, 255]]]
    transparent = encoded(image, "PNG", transparency=0)
    assert decode_image(transparent, None).tolist() == [[[255, 255, 255], [0, 0, 255]]]
    rgb = encoded(np.array([[[1, 2, 3], [4, 5, 6]]], np.uint8), "PNG", transparency=(1, 2, 3))
    assert decode_image(rgb, None).tolist() == [[[255, 255, 255], [4, 5, 6]]]


def test_wide_pixels_are_scaled_not_clipped():
    wide = np.array([[0, 1000, 40000, 65535]], np.uint16)
    for file_format in ("PNG", "TIFF"):
        assert decode_image(encoded(wide, file_format), None)[0, :, 0].tolist() == [0, 4, 156, 255]
    integers = np.array([[-100, 0, 300]], np.int32)
    assert decode_image(encoded(integers, "TIFF"), None)[0, :, 0].tolist() == [0, 64, 255]
    shares = np.array([[0.0, 0.5, 1.0, np.nan]], np.float32)
    assert decode_image(encoded(shares, "TIFF"), None)[0, :, 0].tolist() == [0, 128, 255, 0]
    bytes_as_floats = np.array([[0, 7, 255]], np.float32)
    assert decode_image(encoded(bytes_as_floats, "TIFF"), None)[0, :, 0].tolist() == [0, 7, 255]
    anything = np.array([[-1e6, 0, 1e6]], np.float32)
    assert decode_image(encoded(anything, "TIFF"), None)[0, :, 0].tolist() == [0, 128, 255]


def test_one_bit_and_cmyk():
    bits = Image.fromarray(np.array([[0, 255, 255]], np.uint8)).convert("1")
    assert decode_image(encoded(bits), None)[0, :, 0].tolist() == [0, 255, 255]
    cmyk = encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "TIFF")
    assert decode_image(cmyk, None)[0, 0].tolist() == [255, 0, 0]


def test_pad_crop_and_stretch():
    wide = encoded(np.full((10, 20), 200, np.uint8))
    padded = decode_image(wide, (20, 20), "pad")[..., 0]
    assert (padded[:5] == 0).all()
    assert (padded[5:15] == 200).all()
    assert (padded[15:] == 0).all()
    marked = np.zeros((10, 20), np.uint8)
    marked[:, 5:15] = 255
    assert (decode_image(encoded(marked), (10, 10), "crop") == 255).all()
    stretched = decode_image(encoded(marked), (10, 10), "stretch")[5, :, 0]
    assert stretched[0] == 0
    assert stretched[5] == 255


@given(
    *(st.integers(1, 40) for _ in range(4)),
    st.sampled_from(FITS),
)
def test_every_size_fits_every_other(height, width, wanted_height, wanted_width, fit):
    content = encoded(np.full((height, width, 3), 90, np.uint8), "BMP")
    decoded = decode_image(content, (wanted_height, wanted_width), fit)
    assert decoded.shape == (wanted_height, wanted_width, 3)
    scaled_width, scaled_height = scaled_size(width, height, (wanted_height, wanted_width), fit)
    if fit == "pad":
        assert scaled_width <= wanted_width
        assert scaled_height <= wanted_height
    else:
        assert (decoded == 90).all()


def test_large_jpegs_are_shrunk_while_decoding_with_nearly_the_same_result():
    rows, columns = np.mgrid[:800, :640]
    pixels = (127 + 60 * np.sin(rows / 90) + 60 * np.cos(columns / 70)).astype(np.uint8)
    quick = decode_image(encoded(pixels, "JPEG", quality=95), (50, 40))
    slow = decode_image(encoded(pixels, "PNG"), (50, 40))
    assert quick.shape == slow.shape == (50, 40, 1)
    assert np.abs(quick.astype(int) - slow).max() <= 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", r"the file is empty \(0 bytes\)"),
        (b"hello, I am a text\n" * 9, "text, not an image"),
        (b"<!DOCTYPE html><html>not found", "a web page, not an image"),
        (b"<svg xmlns='x'></svg>", "a drawing in SVG"),
        (
            b"\0\0\0\x18ftypheic" + bytes(40),
            "HEIC, which cannot be read here; save it as jpg or png",
        ),
        (bytes(range(256)), "not an image in a known format"),
        (encoded(picture(0, 60, 60))[:2000], "truncated"),
        (encoded(picture(0, 60, 60), "JPEG")[:1500], "truncated"),
        (encoded(picture(0), "TIFF")[:60], "truncated|damaged"),
        (encoded(picture(0))[:40] + b"\xff" * 60, "not an image in a known format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "text, not an image"),
    ],
)
def test_reasons(content, reason):
    with pytest.raises(UnreadableImage, match=reason):
        decode_image(content, (8, 8))


def test_pixel_limit():
    content = encoded(np.zeros((30, 50), np.uint8))
    with pytest.raises(UnreadableImage, match=r"50×30 = 0\.0 million pixels, the limit is"):
        decode_image(content, None, max_pixels=1499)
    assert decode_image(content, None, max_pixels=1500).shape == (30, 50, 1)
    head = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 10_000, 1, 0, 0, 0, 0)
    bomb = content[:12] + head + struct.pack(">I", crc32(head)) + content[33:]
    with pytest.raises(UnreadableImage, match="million pixels"):
        decode_image(bomb, (8, 8))


def test_unknown_fit():
    from convscope.data.images.fitting import expect_fit

    with pytest.raises(UnknownNameError, match=r'Unknown fit "padd".*Did you mean "pad"'):
        expect_fit("padd")
