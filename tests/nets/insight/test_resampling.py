"""Turning and scaling: where things go, and that they are not blurred on the way."""

import numpy as np
import pytest
import torch
from PIL import Image

from convscope.data import Split
from convscope.insight import measure_robustness
from convscope.insight.measures.classifier import Classifier
from convscope.insight.measures.resampling import KERNELS, scale, turn


def smooth(side=24):
    """Returns a picture without sharp edges, float32 (1, side, side, 1)."""
    x, y = np.meshgrid(np.linspace(-1, 1, side), np.linspace(-1, 1, side))
    bump = 200 * np.exp(-6 * ((x - 0.2) ** 2 + 2 * (y + 0.1) ** 2))
    return torch.from_numpy(bump.astype(np.float32))[None, ..., None]


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_quarter_turn_is_exact_and_clockwise(kernel):
    image = smooth()
    turned = turn(image, torch.tensor([90.0]), kernel)
    torch.testing.assert_close(turned, torch.rot90(image, -1, (1, 2)), atol=1e-2, rtol=0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_nothing_changes_at_no_turn_and_at_its_own_size(kernel):
    image = torch.rand(2, 11, 14, 3) * 255
    for same in (turn(image, torch.zeros(2), kernel), scale(image, 1.0, kernel)):
        torch.testing.assert_close(same, image, atol=0.02, rtol=0)


@pytest.mark.parametrize("factor", [0.6, 0.8])
def test_smaller_images_are_those_of_pillow(factor):
    image = smooth(40)
    side = round(40 * factor)
    picture = Image.fromarray(image[0, ..., 0].numpy())
    expected = np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC))
    start = (40 - side) // 2
    ours = scale(image, factor)[0, start : start + side, start : start + side, 0]
    np.testing.assert_allclose(ours.numpy(), expected, atol=1.5)


def test_cubic_kernels_lose_less_of_a_fine_pattern_than_bilinear_ones():
    from convscope.engine.training.affine import transform, turn_and_scale

    image = torch.zeros(1, 32, 32, 1)
    image[:, :, ::4] = 255
    image[:, :, 1::4] = 255
    degrees = torch.tensor([8.0])
    bilinear = transform(image, turn_and_scale(degrees, torch.ones(1)), torch.zeros(1, 2))
    middle = (slice(None), slice(10, 22), slice(10, 22))
    assert turn(image, degrees)[middle].std() > 1.1 * bilinear[middle].std()
    assert set(turn(image, degrees, "nearest").round().unique().tolist()) == {0.0, 255.0}


class Blackness(torch.nn.Module):
    """Takes an image for a drawing if it holds enough pixels that are quite black."""

    def forward(self, inputs):
        black = (inputs > 0.995).float().sum((1, 2, 3))
        return torch.stack((0 * black, black - 20), 1)


def test_thin_lines_are_turned_without_greying_them():
    images = np.zeros((60, 32, 32, 1), np.uint8)
    for number, image in enumerate(images):
        image[4:28, 3 + number % 20] = 255
    classifier = Classifier(Blackness(), (32, 32, 1), ("empty", "drawing"), ())
    split = Split(images, np.ones(60, np.int64), None)
    result = measure_robustness(classifier, split, ["turn", "noise"])
    turned, noisy = result.curves
    assert turned.kernel == "nearest"
    assert turned.control.estimate < 0.02
    assert (noisy.kernel, noisy.control) == ("", None)


def test_pictures_without_thin_lines_are_turned_by_cubic_kernels(blob_classifier, blobs):
    [turned] = measure_robustness(blob_classifier, blobs, ["turn"]).curves
    assert turned.kernel == "cubic"
    assert turned.control.estimate == 0
