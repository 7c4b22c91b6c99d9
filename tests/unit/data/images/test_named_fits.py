"""Ways to fit of other programs: a filter by name, the shorter side in pixels."""

import numpy as np
import pytest
from PIL import Image

from convscope.data.images.fitting import FILTERS, Fit, fit_image, parse_fit, scaled_size
from convscope.data.images.one_image import decode_image
from convscope.errors import UnknownNameError


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pad", Fit("pad")),
        ("stretch:nearest", Fit("stretch", "nearest")),
        ("crop:lanczos:65536", Fit("crop", "lanczos", 65536)),
    ],
)
def test_a_name_says_way_filter_and_edge(name, told):
    assert parse_fit(name) == told


@pytest.mark.parametrize(
    "name",
    ["", "fill", "crop:", "crop:cubic", "crop:bicubic:0", "crop:bicubic:65537", "crop:bicubic:9:9",
     "pad:bicubic:9", "stretch:bicubic:9", "crop:bicubic:-1", "crop:bicubic:٣", "crop:bicubic:",
     "crop::9", None, 3],
)  # fmt: skip
def test_other_names_are_refused(name):
    with pytest.raises(UnknownNameError, match="Known: pad, crop, stretch"):
        parse_fit(name)


def test_the_longer_side_is_cut_to_whole_pixels():
    assert scaled_size(83, 61, (32, 32), "crop:bicubic:36") == (48, 36)  # not 49
    assert scaled_size(61, 83, (32, 32), "crop:bicubic:36") == (36, 48)
    assert scaled_size(50, 50, (32, 32), "crop:bicubic:36") == (36, 36)


@pytest.mark.parametrize("filter", FILTERS)
def test_a_filter_is_pillows_own_and_nothing_is_shrunk_before(filter, tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (400, 600, 3), np.uint8)
    picture = Image.fromarray(pixels)
    picture.save(tmp_path / "large.jpg", quality=95)
    whole = Image.open(tmp_path / "large.jpg").convert("RGB")
    expected = np.asarray(whole.resize((30, 20), Image.Resampling[filter.upper()]))
    content = (tmp_path / "large.jpg").read_bytes()
    found = decode_image(content, (20, 30), f"stretch:{filter}", 3)
    np.testing.assert_array_equal(found, expected)


def test_a_picture_of_the_size_is_scaled_all_the_same_where_an_edge_is_named():
    picture = Image.linear_gradient("L").resize((20, 20))
    assert fit_image(picture, (20, 20), "crop") is picture
    scaled = picture.resize((25, 25), Image.Resampling.BOX).crop((2, 2, 22, 22))
    found = fit_image(picture, (20, 20), "crop:box:25")
    np.testing.assert_array_equal(np.asarray(found), np.asarray(scaled))
