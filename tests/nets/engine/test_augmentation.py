"""How images are changed while training: repeatably, and wherever they are computed."""

import pytest
import torch

from convscope.engine.processes.shards import Shard
from convscope.engine.training.augmentation import (
    AUGMENTATIONS,
    Augmentation,
    stronger_augmentation,
)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_a_shard_is_changed_like_the_whole_batch(name):
    images = torch.rand(6, 20, 24, 1, generator=torch.Generator().manual_seed(0))
    augmentation = AUGMENTATIONS[name]
    whole = augmentation(images, 1, 2, 3)
    assert not torch.equal(whole, images)
    assert torch.equal(whole, augmentation(images, 1, 2, 3))
    shard = Shard(2, 5, 6)
    torch.testing.assert_close(augmentation(images[shard.rows], 1, 2, 3, shard), whole[2:5])


def greys(number=40):
    images = torch.full((number, 9, 11, 1), 0.5)
    images[:, 4, 5] = 0.7
    return images


def test_light_changes_each_image_in_its_own_measure_and_stays_in_the_range():
    light = Augmentation("light", "", brightness=0.25)
    added = (light(greys(), 0, 0, 0) - greys()).flatten(1)
    torch.testing.assert_close(added.amin(1), added.amax(1))  # all pixels of an image alike
    assert added[:, 0].std() > 0.1
    assert added.abs().max() <= 0.25
    bright = light(torch.ones(40, 9, 11, 1), 0, 0, 0)
    assert bright.max() <= 1
    wide = light(100 * greys(), 0, 0, 0, value_range=(0.0, 100.0)) - 100 * greys()
    torch.testing.assert_close(wide, 100 * (light(greys(), 0, 0, 0) - greys()), atol=1e-4, rtol=0)


def test_contrast_is_drawn_together_or_apart_by_the_factor():
    changed = Augmentation("contrast", "", contrast=1.6)(greys(400), 0, 0, 0)
    apart = (changed[:, 4, 5, 0] - changed[:, 0, 0, 0]) / 0.2
    assert apart.min() == pytest.approx(1 / 1.6, abs=0.02)
    assert apart.max() == pytest.approx(1.6, abs=0.02)
    torch.testing.assert_close(changed.mean((1, 2, 3)), greys(400).mean((1, 2, 3)))


def test_blur_spreads_what_is_there():
    changed = Augmentation("blur", "", blur=1.0)(greys(), 0, 0, 0)
    torch.testing.assert_close(changed.sum((1, 2, 3)), greys().sum((1, 2, 3)), atol=1e-2, rtol=0)
    peaks = changed[:, 4, 5, 0]
    assert peaks.max() > 0.69  # hardly blurred
    assert peaks.min() < 0.56  # blurred by a whole pixel


@pytest.mark.parametrize(
    ("used", "shape", "stronger"),
    [
        ("none", (28, 28, 1), "characters"),
        ("none", (32, 32, 3), "small-colour"),
        ("none", (96, 96, 3), "things"),
        ("small-colour", (32, 32, 3), "photos"),
        ("things-light", (96, 96, 3), "photos-light"),
        ("photos", (96, 96, 3), None),
    ],
)
def test_the_next_stronger_augmentation(used, shape, stronger):
    assert stronger_augmentation(used, shape) == stronger
